"""Answers: what is kept of them, what is worked out, what is wrong and where it is told."""

from datetime import date
from typing import Any

import msgspec
import pytest

from catalogue.errors import InvalidBody
from catalogue.forms.answers import keeping
from catalogue.forms.answers.checking import Checked, check
from catalogue.forms.answers.computing import computed
from catalogue.forms.answers.form import Form, ready
from catalogue.forms.answers.formats import born, checks
from catalogue.forms.definition.values import Computed
from tests.forms_make import answers, at, definition, document

TODAY = date(2026, 11, 30)
PLACE = "0008afc0-182c-4580-ba73-7472287f4d63"


def checked(given: dict[str, Any], **more: Any) -> Checked:
    return check(Form(definition()), given, today=TODAY, **more)


def codes(given: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    return [(one.code, one.pointer) for one in checked(given, **more).faults]


def test_good_answers_are_kept_with_what_is_worked_out() -> None:
    made = checked(answers())
    assert made.faults == []
    assert made.answers["applicant"]["age"] == 74
    assert [row["amount"] for row in made.answers["budget"]["rows"]] == [120_600, 2_000]
    assert made.answers["budget"]["total"] == 122_600


def test_what_somebody_says_is_worked_out_is_worked_out_again() -> None:
    given = answers()
    given["budget"]["total"] = 1
    given["budget"]["rows"][0]["amount"] = 5
    assert checked(given).answers == checked(answers()).answers


def test_a_value_that_is_worked_out_keeps_its_limits_and_asks_further() -> None:
    given = answers()
    given["budget"]["rows"][0]["count"] = 100
    assert codes(given) == [("too_large", "/budget/total")]
    given["files"] = [PLACE]
    assert checked(given).dropped == []
    given["budget"]["rows"][0]["count"] = 1
    assert checked(given).dropped == ["/files"]
    assert "files" not in checked(given).answers


def test_an_answer_of_a_hidden_branch_is_never_kept_and_neither_is_what_depends_on_it() -> None:
    given = answers()
    given["applicant"] |= {"kind": "organisation", "businessId": "1572860-0"}
    made = checked(given)
    assert made.faults == []
    assert made.dropped == ["/applicant/hetu"]
    assert made.answers["applicant"].keys() == {"kind", "businessId", "contact"}
    given["budget"]["rows"][0]["reason"] = "Ei kysytä"
    assert checked(given).dropped == ["/applicant/hetu", "/budget/rows/0/reason"]


def test_each_fault_is_told_at_its_question_in_the_order_of_questions() -> None:
    given = answers()
    given["applicant"] = {"kind": "person", "hetu": "131052-308X", "contact": {"email": "a@b"}}
    given["budget"]["rows"] = [{"purpose": "other", "count": 0}, 5]
    given["budget"]["starts"] = "2026-11-29"
    given["nobody"] = {"a": 1}
    del given["confirmations"]
    assert codes(given) == [
        ("unknown", "/nobody"),
        ("hetu_invalid", "/applicant/hetu"),
        ("required", "/applicant/contact/name"),
        ("email_invalid", "/applicant/contact/email"),
        ("too_early", "/budget/starts"),
        ("type_wrong", "/budget/rows/1"),
        ("required", "/budget/rows/0/reason"),
        ("too_small", "/budget/rows/0/count"),
        ("required", "/budget/rows/0/price"),
        ("required", "/confirmations/truth"),
    ]


def test_a_fault_never_repeats_what_was_answered() -> None:
    given = answers()
    given["applicant"]["hetu"] = "131052-308X"
    (one,) = checked(given).faults
    assert "131052" not in str(msgspec.to_builtins(one)) + one.messages()["fi"].replace("131052-308T", "")
    assert one.messages()["sv"].startswith("Kontrollera personbeteckningen")


def test_a_step_is_checked_without_those_that_follow() -> None:
    assert codes({}, steps=1) == [("required", "/applicant/kind"), ("required", "/applicant/contact/name")]
    assert codes({"applicant": answers()["applicant"]}, steps=1) == []
    assert codes({"applicant": answers()["applicant"], "nobody": 1}, steps=1) == [("unknown", "/nobody")]


def test_a_group_that_is_something_else_is_told_once() -> None:
    given = answers()
    given["applicant"]["contact"] = "Maija"
    assert codes(given) == [("type_wrong", "/applicant/contact")]


@pytest.mark.parametrize(
    ("starts", "found"),
    [("2026-11-30", []), ("2027-11-30", []), ("2027-12-01", ["too_late"]), ("2026-02-30", ["date_invalid"])],
)
def test_days_are_held_against_the_day_of_asking(starts: str, found: list[str]) -> None:
    given = answers()
    given["budget"]["starts"] = starts
    assert [code for code, _ in codes(given)] == found


def test_options_that_come_from_elsewhere_are_held_against_those_of_now() -> None:
    given = answers() | {"places": [PLACE]}
    given["budget"]["rows"][0]["count"] = 30
    assert codes(given) == []
    assert codes(given, options={"ptv:serviceLocation": {PLACE}}) == []
    assert codes(given, options={"ptv:serviceLocation": set()}) == [("option_gone", "/places/0")]


def test_an_identity_code_of_somebody_not_yet_born_is_none() -> None:
    given = answers()
    given["applicant"]["hetu"] = "010130A0028"
    assert born("010130A0028") == date(2030, 1, 1)
    assert ("hetu_invalid", "/applicant/hetu") in codes(given)


@pytest.mark.parametrize("given", [{"x": "a\x00"}, {"x": 10**30}, {"x": [[[[[[[[[[[[[1]]]]]]]]]]]]]}])
def test_what_no_answer_can_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidBody):
        checked(given)


def test_a_document_is_made_ready_once() -> None:
    stored = msgspec.json.encode(definition())
    assert ready(stored) is ready(bytes(stored))
    assert ready(stored, artificial=True) is not ready(stored)


def test_artificial_identity_codes_count_where_tests_are_made_only() -> None:
    given = answers()
    given["applicant"]["hetu"] = "010190-999W"
    assert codes(given) == [("hetu_invalid", "/applicant/hetu")]
    form = Form(definition(), artificial=True)
    assert check(form, given, today=TODAY).faults == []


GOOD = {
    "fi-hetu": ["131052-308T", "131052Y308T", "010100A002H"],
    "fi-business-id": ["1572860-0", "0204819-8"],
    "fi-postal-code": ["00100"],
    "fi-phone": ["040 123 4567", "+358 (0)40-1234567", "112345"],
    "fi-property-id": ["853-1-23-4", "91-5-1-2-M601"],
    "fi-registration-plate": ["ABC-123", "å-1"],
    "iban": ["FI21 1234 5600 0007 85"],
    "email": ["a.b+c@example.co.uk"],
    "date": ["2028-02-29"],
    "time": ["23:59"],
    "uuid": [PLACE, PLACE.upper()],
    "uri": ["https://turku.fi/a?b=c"],
}
BAD = {
    "fi-hetu": [
        "131052-308S",
        "131052-001T",
        "310252-308T",
        "131052_308T",
        "131052-308T ",
        "131052308T",
        "010190-999W",
    ],
    "fi-business-id": ["2077474-1", "1572860-1", "15728600"],
    "fi-postal-code": ["0010", "001000", "٠٠١٠٠"],
    "fi-phone": ["soita", "12", "+"],
    "fi-property-id": ["853-1-23", "853/1/23/4"],
    "fi-registration-plate": ["123-ABC", "ABCD-1"],
    "iban": ["FI21 1234 5600 0007 86", "FI21"],
    "email": ["a@b", "a b@c.fi", "x" * 250 + "@a.fi"],
    "date": ["2027-02-29", "20270201", "1.2.2027", "2027-13-01"],
    "time": ["24:00", "9:00"],
    "uuid": [PLACE[:-1], f"{{{PLACE}}}"],
    "uri": ["turku.fi", "javascript:alert(1)", "https://a b", "http://[", "ftp://a.fi"],
}


@pytest.mark.parametrize("name", GOOD)
def test_formats_take_what_is_right_and_nothing_else(name: str) -> None:
    is_good = checks(artificial=False)[name]
    assert [text for text in GOOD[name] if not is_good(text)] == []
    assert [text for text in BAD[name] if is_good(text)] == []


def test_each_format_of_the_profile_has_its_check() -> None:
    assert checks(artificial=False).keys() == GOOD.keys() == BAD.keys()


AB = {"a": 7, "b": 5, "rows": [{"n": 1}, {}, {"n": 2}, {"n": "x"}, 3], "born": "2008-02-29", "on": "2026-02-28"}


@pytest.mark.parametrize(
    ("function", "of", "value"),
    [
        ("sum", ["a", "b"], 12),
        ("sum", ["rows/*/n"], 3),
        ("sum", ["nothing"], 0),
        ("difference", ["a", "b"], 2),
        ("difference", ["nothing", "b"], None),
        ("product", ["a", "b"], 35),
        ("product", ["a", "nothing"], None),
        ("count", ["rows"], 5),
        ("age", ["born"], 18),
        ("age", ["a"], None),
    ],
)
def test_functions_work_with_what_there_is(function: Any, of: list[str], value: int | None) -> None:
    how = Computed(function=function, of=[at(*each.split("/")) for each in of])
    assert computed(how, AB, today=TODAY) == value


def test_an_age_can_be_that_on_a_day_that_was_answered() -> None:
    how = Computed(function="age", of=[at("born")], at=at("on"))
    assert computed(how, AB, today=TODAY) == 17
    assert computed(how, AB | {"on": "2026-03-01"}, today=TODAY) == 18
    assert computed(how, AB | {"on": "2000-03-01"}, today=TODAY) is None


def test_what_goes_beyond_all_numbers_has_no_value() -> None:
    how = Computed(function="product", of=[at("a"), at("a")])
    assert computed(how, {"a": 2**52}, today=TODAY) is None


def test_signing_together_is_asked_by_its_condition() -> None:
    form = Form(definition())
    cosign = form.definition.access.cosign
    assert cosign is not None
    assert cosign.when is not None
    assert not form.is_fulfilled(cosign.when, answers())
    assert form.is_fulfilled(cosign.when, {"applicant": {"kind": "organisation"}})


def test_questions_that_are_asked_are_known_of_answers() -> None:
    form = Form(definition())
    kept = keeping.kept(form, answers(), today=TODAY)
    names = [control.path[-1] for control in keeping.asked(form, kept)]
    assert names[:4] == ["kind", "hetu", "age", "name"]
    assert "files" in names


def test_a_rule_over_several_answers_is_kept_too() -> None:
    made = document()
    person = made["access"]["cosign"]["when"]
    made["data"]["allOf"] = [
        {"if": person, "else": {"properties": {"budget": {"properties": {"rows": {"maxItems": 1}}}}}},
    ]
    found = check(Form(definition(made)), answers(), today=TODAY).faults
    assert [(one.code, one.pointer) for one in found] == [("too_many", "/budget/rows")]
