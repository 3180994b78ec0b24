"""What is left to do for a town, told from facts."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kuntakanta.desk.words import LANGUAGES
from kuntakanta.onboarding.rules import Facts, Item, State, Tick, items
from kuntakanta.onboarding.words import said

TICKED = Tick(datetime(2026, 11, 23, tzinfo=UTC), None, True)
NEW = Facts(
    administrators=0,
    protected=0,
    mail=False,
    registry=True,
    synced=False,
    languages=["fi", "sv", "en"],
    published=[],
    hosts=[],
    claims=[],
)
AT_HOME = replace(
    NEW,
    administrators=2,
    protected=2,
    mail=True,
    synced=True,
    published=["fi", "sv", "en", "se"],
    hosts=["palvelut.turku.fi"],
    ticks={"permit": TICKED, "api_user": TICKED},
)


def _item(code: str, facts: Facts) -> Item:
    (found,) = [item for item in items(facts) if item.code == code]
    return found


def _open(facts: Facts) -> list[str]:
    return [item.code for item in items(facts) if item.state is State.OPEN]


def test_a_new_town_has_everything_before_it_but_a_host_of_its_own() -> None:
    assert _open(NEW) == [
        *("administrator", "second_factor", "mail", "first_sync", "organization", "permit", "api_user")
    ]
    assert _item("host", NEW).state is State.NOT_NEEDED


def test_a_town_that_is_at_home_has_nothing_before_it() -> None:
    assert {item.state for item in items(AT_HOME)} == {State.DONE}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("administrator", {"administrators": 0, "protected": 0}),
        ("second_factor", {"protected": 1}),
        ("mail", {"mail": False}),
        ("first_sync", {"synced": False}),
        ("organization", {"published": ["fi", "en"]}),
        ("permit", {"ticks": {"api_user": TICKED}}),
        ("api_user", {"ticks": {"permit": TICKED}}),
        ("host", {"claims": ["www.turku.fi"]}),
    ],
)
def test_each_fact_opens_its_own_item(code: str, change: dict[str, Any]) -> None:
    found = _open(replace(AT_HOME, **change))
    assert code in found
    assert set(found) <= {code, "second_factor"}


def test_without_a_national_catalogue_nothing_is_asked_about_it() -> None:
    found = items(replace(NEW, registry=False))
    assert {item.code for item in found if item.state is State.NOT_NEEDED} == {
        *("first_sync", "organization", "permit", "api_user", "host")
    }


def test_the_languages_that_are_missing_are_named() -> None:
    item = _item("organization", replace(AT_HOME, published=["fi"]))
    assert item.about == ["sv", "en"]
    assert "Svenska, English" in said(item, "en").text


def test_why_the_first_sync_did_not_come_through_is_told() -> None:
    for code in ("held", "registry_no_organization", "registry_error"):
        text = said(_item("first_sync", replace(NEW, sync_code=code)), "en").text
        assert text != said(_item("first_sync", NEW), "en").text
    assert "(registry_error)" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_says_what_to_do_in_each_language(language: str) -> None:
    moments = [NEW, AT_HOME, replace(NEW, registry=False), replace(NEW, unread=True, sync_code="held", claims=["a.fi"])]
    for item in [item for facts in moments for item in items(facts)]:
        words = said(item, language)
        assert words.name
        assert words.who
        assert words.state
        assert bool(words.text) == (item.state is State.OPEN)
        assert "{" not in words.text
