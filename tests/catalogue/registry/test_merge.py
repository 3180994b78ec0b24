"""What both sides made of a thing, merged: who changed what, whose word stands, and what a person is asked."""

from typing import Any

import pytest

from catalogue.registry.likeness import same, tidy
from catalogue.registry.merge import Conflict, Merged, answered, edits, merge, put, words
from catalogue.registry.ownership import ADOPTING, DEFAULTS, Owner, overridden, owner

SERVICE: dict[str, Any] = {
    "language_versions": {
        "fi": {"name": "Päivähoito", "summary": "Lasten päivähoito", "keywords": ["lapset"]},
        "sv": {"name": "Dagvård"},
    },
    "type": "Service",
    "publishing_status": "Published",
    "areas": [{"type": "Municipality", "code": "853", "name": {"fi": "Turku"}}],
    "languages": ["fi", "sv"],
}


def with_texts(language: str, **said: str) -> dict[str, Any]:
    """The service with texts of its own in one language."""
    versions = SERVICE["language_versions"]
    return SERVICE | {"language_versions": versions | {language: versions.get(language, {}) | said}}


def of_both(ours: dict[str, Any], theirs: dict[str, Any], **rules: Any) -> Merged:
    """Both sides' services merged over the one above."""
    return merge(SERVICE, ours, theirs, kind="service", **rules)


def test_what_each_side_changed_by_itself_is_taken_from_both() -> None:
    merged = of_both(with_texts("fi", name="Varhaiskasvatus"), with_texts("sv", name="Småbarnspedagogik"))
    assert merged.conflicts == ()
    assert merged.value["language_versions"]["fi"]["name"] == "Varhaiskasvatus"
    assert merged.value["language_versions"]["sv"]["name"] == "Småbarnspedagogik"
    assert [edit.path for edit in merged.ours] == [("language_versions", "fi", "name")]
    assert [edit.path for edit in merged.theirs] == [("language_versions", "sv", "name")]


def test_a_text_that_both_changed_is_ours_and_the_other_word_is_told() -> None:
    merged = of_both(with_texts("fi", name="Varhaiskasvatus"), with_texts("fi", name="Päiväkoti"))
    path = ("language_versions", "fi", "name")
    assert merged.value["language_versions"]["fi"]["name"] == "Varhaiskasvatus"
    assert merged.conflicts == (Conflict(path, "Päivähoito", "Varhaiskasvatus", "Päiväkoti", "ours"),)
    assert merged.open == ()


def test_a_town_says_who_owns_a_text_in_one_language() -> None:
    policy = overridden({"*/language_versions/*": "national", "service/language_versions/sv/name": "ask"})
    ours = with_texts("fi", name="Varhaiskasvatus")
    theirs = with_texts("fi", name="Päiväkoti")
    assert of_both(ours, theirs, policy=policy).value["language_versions"]["fi"]["name"] == "Päiväkoti"
    asked = of_both(with_texts("sv", name="Daghem"), with_texts("sv", name="Dagis"), policy=policy)
    assert [conflict.path for conflict in asked.open] == [("language_versions", "sv", "name")]


@pytest.mark.parametrize(("undecided", "held"), [("base", "Dagvård"), ("ours", "Daghem"), ("theirs", "Dagis")])
def test_what_a_person_must_choose_stays_as_it_is_until_then(undecided: Any, held: str) -> None:
    policy = overridden({"service/language_versions/sv": "ask"})
    ours, theirs = with_texts("sv", name="Daghem"), with_texts("sv", name="Dagis")
    merged = of_both(ours, theirs, policy=policy, undecided=undecided)
    assert merged.value["language_versions"]["sv"]["name"] == held


def test_a_language_that_one_side_removed_and_the_other_edited_is_a_conflict_as_a_whole() -> None:
    removed = SERVICE | {"language_versions": {"fi": SERVICE["language_versions"]["fi"]}}
    merged = of_both(with_texts("sv", summary="För barn"), removed)
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.theirs) == (("language_versions", "sv"), None)
    assert merged.value["language_versions"]["sv"] == {"name": "Dagvård", "summary": "För barn"}


def test_blanks_order_and_names_of_references_are_no_change() -> None:
    spelt = with_texts("fi", summary=" Lasten  päivähoito\r\n") | {
        "languages": ["sv", "fi"],
        "areas": [{"type": "Municipality", "code": "853", "name": {"fi": "Turku", "sv": "Åbo"}}],
        "legislation": [],
        "general_description_id": None,
    }
    merged = of_both(SERVICE, spelt)
    assert merged.quiet


def test_a_new_paragraph_is_a_change() -> None:
    assert tidy("a \n b") == "a\nb"
    assert not same("a b", "a\nb")
    assert not same("a\nb", "a\n\nb")
    assert same("a\n\n\n \nb", "a\n\nb")


def test_equal_changes_are_quiet() -> None:
    both = with_texts("fi", name="Varhaiskasvatus")
    merged = of_both(both, with_texts("fi", name="Varhaiskasvatus "))
    assert merged.conflicts == ()
    assert merged.ours == merged.theirs[:0] + edits(SERVICE, both)


def test_lists_grow_and_shrink_from_both_sides_at_once() -> None:
    espoo = {"type": "Municipality", "code": "049"}
    merged = of_both(
        SERVICE | {"languages": ["fi", "sv", "en"], "areas": []},
        SERVICE | {"languages": ["fi"], "areas": [*SERVICE["areas"], espoo]},
    )
    assert merged.conflicts == ()
    assert merged.value["languages"] == ["fi", "en"]
    assert merged.value["areas"] == [espoo]


def test_the_municipalities_of_a_thing_are_one_value() -> None:
    def area(*codes: str) -> dict[str, Any]:
        return {"areas": [{"type": "Municipality", "municipalities": [{"code": code} for code in codes]}]}

    merged = merge(area("853", "049"), area("853"), area("853", "049", "091"), kind="service")
    assert [conflict.path for conflict in merged.open] == [("areas", "Municipality")]
    named = {"areas": [{"type": "Municipality", "municipalities": [{"code": "853", "name": {"fi": "Turku"}}]}]}
    assert merge(area("853"), area("853"), named, kind="service").quiet


def test_classes_are_known_by_their_code_whatever_uri_names_them() -> None:
    old = {"code": "P1.1", "uri": "http://urn.fi/URN:NBN:fi:au:ptvl:v1002", "name": {"fi": "Kotihoito"}}
    new = {"new_uri": "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P1.1"}
    merged = merge({"service_classes": [old]}, {"service_classes": [new]}, {}, kind="service")
    assert (merged.value, merged.ours) == ({}, ())


def phone(number: str, language: str = "fi") -> dict[str, Any]:
    """A phone number."""
    return {"type": "Phone", "number": number, "language": language}


def test_a_part_is_known_by_type_and_language_and_is_one_value() -> None:
    base = {"phone_numbers": [phone("1"), phone("2", "sv")]}
    ours = {"phone_numbers": [phone("11"), phone("2", "sv")]}
    theirs = {"phone_numbers": [phone("12"), phone("22", "sv")]}
    merged = merge(base, ours, theirs, kind="service_channel")
    assert merged.value["phone_numbers"] == [phone("11"), phone("22", "sv")]
    (conflict,) = merged.conflicts
    assert conflict.path == ("phone_numbers", "Phone,fi")
    assert (conflict.base, conflict.theirs) == (phone("1"), phone("12"))


def test_parts_that_nothing_tells_apart_are_merged_as_one_list() -> None:
    base = {"phone_numbers": [phone("1"), phone("2")]}
    ours = {"phone_numbers": [phone("1"), phone("3")]}
    theirs = {"phone_numbers": [phone("1")]}
    merged = merge(base, ours, theirs, kind="service_channel")
    assert [conflict.path for conflict in merged.conflicts] == [("phone_numbers",)]
    assert merged.value == ours


def test_a_source_id_that_the_register_does_not_show_is_not_taken_away() -> None:
    base = SERVICE | {"source_id": "kk-1"}
    merged = merge(base, base, SERVICE, kind="service")
    assert merged.quiet
    assert merged.value["source_id"] == "kk-1"


def test_fees_are_ours_and_stay() -> None:
    fees = [{"amount": "12.50"}]
    merged = of_both(SERVICE | {"fees": fees}, with_texts("sv", name="Daghem"))
    assert merged.value["fees"] == fees
    assert merged.conflicts == ()


def test_adopting_what_the_register_has_overwrites_nothing() -> None:
    ours = with_texts("fi", name="Varhaiskasvatus") | {"publishing_status": "Draft", "funding_type": "PubliclyFunded"}
    merged = merge({}, ours, SERVICE | {"oid": "1.2.3"}, kind="service", policy=ADOPTING, undecided="theirs")
    assert merged.value["funding_type"] == "PubliclyFunded"
    assert merged.value["oid"] == "1.2.3"
    assert [conflict.path for conflict in merged.open] == [("language_versions", "fi", "name"), ("publishing_status",)]
    assert merged.value["language_versions"] == SERVICE["language_versions"]
    assert merged.value["publishing_status"] == "Published"


def test_what_a_person_wrote_instead_goes_to_the_register() -> None:
    policy = overridden({"service/language_versions/sv": "ask"})
    ours, theirs = with_texts("sv", name="Daghem"), with_texts("sv", name="Dagis")
    asked = of_both(ours, theirs, policy=policy, undecided="ours")
    (conflict,) = asked.open
    base, ours = answered(asked.base, asked.value, conflict, "Förskola")
    merged = merge(base, ours, theirs, kind="service", policy=policy)
    assert merged.conflicts == ()
    assert merged.value["language_versions"]["sv"]["name"] == "Förskola"
    assert [(edit.path, edit.before) for edit in merged.ours] == [(conflict.path, "Dagis")]


def test_an_item_is_put_and_taken_away_by_what_it_is_known_by() -> None:
    assert put({}, ("phone_numbers", "Phone,fi"), phone("1")) == {"phone_numbers": [phone("1")]}
    body = {"phone_numbers": [phone("1"), phone("2", "sv")]}
    assert put(body, ("phone_numbers", "Phone,fi"), None) == {"phone_numbers": [phone("2", "sv")]}
    with pytest.raises(LookupError):
        put({"phone_numbers": [phone("1"), phone("2")]}, ("phone_numbers", "Phone,fi"), None)


def test_a_conflict_of_texts_is_shown_word_by_word() -> None:
    told = words(Conflict(("x",), "avoinna arkisin", "avoinna aina", None, "ask"))
    assert told == (
        [("kept", "avoinna "), ("removed", "arkisin"), ("added", "aina")],
        [("removed", "avoinna arkisin")],
    )
    assert words(Conflict(("x",), [], [1], None, "ask")) is None


@pytest.mark.parametrize(
    ("kind", "path", "whose"),
    [
        ("service", "language_versions/fi/name", "ours"),
        ("service", "type", "national"),
        ("service", "service_classes", "national"),
        ("service", "organizations/Responsible,x", "ask"),
        ("service_channel", "service_hours", "ours"),
        ("service_channel", "publishing_status", "ask"),
        ("organization", "language_versions/sv", "ours"),
        ("connection", "contact_details/phone_numbers", "ours"),
        ("service", "", "ask"),
    ],
)
def test_defaults_say_whose_word_stands(kind: str, path: str, whose: Owner) -> None:
    assert owner(DEFAULTS, kind, path.split("/")) == whose


def test_of_two_rules_of_a_town_the_closer_one_decides() -> None:
    policy = overridden({"*/language_versions": "national", "service/language_versions/fi": "ask"})
    assert owner(policy, "service", ("language_versions", "fi", "name")) == "ask"
    assert owner(policy, "service", ("language_versions", "sv", "name")) == "national"
    assert owner(policy, "service_channel", ("language_versions", "fi", "name")) == "national"
