"""Every rule is broken by a thing and kept by the nearest one, and says so in three languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from catalogue.services import rules
from catalogue.services.rules import RULES, Finding, Severity, Subject, check
from catalogue.services.rules.words import LANGUAGES, words
from catalogue.services.values import Connection, Organization, Service, ServiceChannel, ServiceCollection
from tests.catalogue.services.rules import cases_of_fees, cases_of_parts, cases_of_services, cases_of_texts
from tests.catalogue.services.rules.things import (
    Case,
    Checked,
    a_collection,
    a_connection,
    a_form,
    a_place,
    a_service,
    a_telephone,
    a_web_page,
    an_online_service,
    an_organization,
)

CASES = (*cases_of_texts.CASES, *cases_of_services.CASES, *cases_of_parts.CASES, *cases_of_fees.CASES)
HERE = Path(rules.__file__).parent
SUBJECTS: dict[type[Checked], Subject] = {
    Organization: "organization",
    Service: "service",
    ServiceChannel: "service_channel",
    ServiceCollection: "service_collection",
    Connection: "connection",
}


def resolve(value: Checked, path: str) -> Any:
    """What a pointer points to in the stored body; KeyError where even what would hold it is missing."""
    found: Any = msgspec.to_builtins(value)
    parts = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    for depth, part in enumerate(parts):
        if isinstance(found, list):
            found = found[int(part)]
        elif part in found:
            found = found[part]
        elif depth == len(parts) - 1:
            return None
        else:
            raise KeyError(path)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}{case.path}")
def test_a_thing_that_breaks_a_rule_is_found_and_the_nearest_one_is_not(case: Case) -> None:
    found = [finding for finding in check(case.broken, case.facts) if finding.code == case.code]
    assert [finding.path for finding in found] == [case.path]
    nearest = check(case.nearest, case.nearest_facts or case.facts)
    assert case.code not in {finding.code for finding in nearest}
    assert not rules.refuses_push(nearest), nearest


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}{case.path}")
def test_a_finding_tells_where_what_and_how_much_it_refuses(case: Case) -> None:
    for finding in check(case.broken, case.facts):
        rule = rules.BY_CODE[finding.code]
        assert SUBJECTS[type(case.broken)] in rule.about
        assert finding.severity is rule.severity
        resolve(case.broken, finding.path)
        for language, message in finding.messages().items():
            assert re.match(r"[A-ZÅÄÖ“”0-9]", message), (language, message)
            assert not re.search(r"[{}]|\(\)|: \.|  ", message), (language, message)


def test_each_rule_has_a_case_and_each_case_a_rule() -> None:
    assert {case.code for case in CASES} == {rule.code for rule in RULES}
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_the_table_and_the_codes_that_are_emitted_are_the_same() -> None:
    assert set(_emitted()) == {rule.code for rule in RULES}


def _emitted() -> Iterator[str]:
    """The first argument of each call of `found`, and what is handed on to one."""
    for file in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("found", "_in_each"):
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value)
                else:
                    assert (file.name, ast.unparse(code)) == ("channels.py", "code")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_and_every_word_is_in_every_language(language: str) -> None:
    said, finnish = words(language), words("fi")
    assert set(said.findings) == {rule.code for rule in RULES}
    assert set(said.severities) == set(Severity)
    assert set(said.subjects) == set(SUBJECTS.values())
    assert (set(said.members), set(said.kinds), set(said.languages)) == (
        set(finnish.members),
        set(finnish.kinds),
        set(finnish.languages),
    )
    for code, sentence in said.findings.items():
        assert _parameters(sentence) == _parameters(finnish.findings[code]), code
        assert sentence.endswith(".")


def _parameters(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


@pytest.mark.parametrize(
    "thing",
    [
        a_service(),
        a_place(),
        an_online_service(),
        a_web_page(),
        a_form(),
        a_telephone(),
        an_organization(),
        a_collection(),
        a_connection(),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_a_good_thing_has_nothing_to_be_said_of_it(thing: Checked) -> None:
    assert check(thing) == []


def test_a_finding_survives_json() -> None:
    (finding,) = check(a_service(funding_type="Lotto"))
    assert msgspec.json.decode(msgspec.json.encode(finding), type=Finding) == finding
    assert msgspec.to_builtins(finding) == {
        "code": "value_unknown",
        "severity": "refuses_push",
        "path": "/funding_type",
        "values": {"value": "Lotto"},
    }


def test_what_refuses_publishing_refuses_the_push_too_and_advice_refuses_nothing() -> None:
    missing, unknown = check(a_service(type=None)), check(a_service(type="Palvelu"))
    assert (rules.refuses_publishing(missing), rules.refuses_push(missing)) == (True, True)
    assert (rules.refuses_publishing(unknown), rules.refuses_push(unknown)) == (False, True)
    advice = check(a_service(language_versions={}), rules.Facts(connections=0))[-1:]
    assert (rules.refuses_publishing(advice), rules.refuses_push(advice)) == (False, False)


def test_a_sentence_names_the_place_and_the_language() -> None:
    text = a_service().language_versions["fi"]
    value = a_service(language_versions={"fi": msgspec.structs.replace(text, dead_line="heti")})
    (finding,) = check(value)
    assert finding.messages() == {
        "fi": "Liian lyhyt: määräaika. Kirjoita vähintään 5 merkkiä. (suomi)",
        "sv": "För kort: tidsfrist. Skriv minst 5 tecken. (finska)",
        "en": "Too short: deadline. Write at least 5 characters. (Finnish)",
    }


@pytest.mark.parametrize(
    "text",
    ["(040) 123 4567", "puh.+358 2 330 000", "+358 (0)40 123 4567", "09 310 1691,", "0800 12345", "050-555 1234/Maija"],
)
def test_telephone_numbers_in_text_are_found_as_people_write_them(text: str) -> None:
    assert [finding.code for finding in _with_description(f"Soita meille: {text}.")] == ["contact_in_text"]


@pytest.mark.parametrize(
    "text",
    [
        *("laki 812/2000", "0–6-vuotiaat", "112 tai 116117", "08.00-16.00", "10 000 000 euroa", "00100 Helsinki"),
        *("FI21 1234 5600 0007 85", "5.06.2026", "0,25 e/km", "853-402-0001-0012", "2026-01-05", "lomake 0123"),
    ],
)
def test_other_numbers_in_text_are_left_alone(text: str) -> None:
    assert _with_description(f"Tämä on se: {text}.") == []


def _with_description(text: str) -> list[Finding]:
    version = msgspec.structs.replace(a_service().language_versions["fi"], description=text)
    return check(a_service(language_versions={"fi": version}))


@pytest.mark.parametrize(
    "piece", ["0", "0 ", "0 00 ", "+358 ", "(0", "a", "a@", "a(at)", ".", "?!", "www.", "http://", "sana ", "\n", "- ."]
)
def test_no_text_makes_a_check_stand_still(piece: str) -> None:
    """A pattern that goes back and forth over such a text would take minutes."""
    assert len(_with_description(piece * 20_000 + "x")) < 10
