"""A reader gets the language asked for, else the town's first that there is, and is told so."""

import pytest

from catalogue.dialects.v1.parts import Phone
from kuntakanta.pages.reader import Reader, Said, preferred

UTSJOKI = ("fi", "se", "en")


def test_a_text_comes_in_the_readers_language() -> None:
    assert Reader("se", UTSJOKI).pick({"fi": "kirjasto", "se": "girjerádju"}) == Said("girjerádju", "se")


def test_a_missing_text_comes_in_the_towns_first_language_that_has_it() -> None:
    assert Reader("se", UTSJOKI).pick({"en": "library", "sv": "bibliotek"}) == Said("library", "en")
    assert Reader("fi", ("sv", "fi")).pick({"en": "library", "sv": "bibliotek"}) == Said("bibliotek", "sv")


def test_a_language_that_nobody_knows_is_better_than_nothing() -> None:
    assert Reader("fi", ("fi",)).pick({"ru": "библиотека"}) == Said("библиотека", "ru")
    assert Reader("fi", ("fi",)).pick({}) is None


def test_entries_are_those_of_one_language_and_those_for_all() -> None:
    listed = [Phone(number="1", language="fi"), Phone(number="2", language="sv"), Phone(number="3")]
    assert [phone.number for phone in Reader("sv", ("fi", "sv")).entries(listed)] == ["2", "3"]
    assert [phone.number for phone in Reader("en", ("fi", "sv", "en")).entries(listed)] == ["1", "3"]


def test_pages_for_inari_sami_speak_finnish_around_inari_sami_texts() -> None:
    reader = Reader("smn", ("fi", "se", "smn", "sms", "en"))
    assert reader.page_language == "fi"
    assert reader.foreign("smn") == "smn"
    assert reader.foreign("fi") is None


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fi"),
        ("de", "fi"),
        ("en-GB,en;q=0.9,fi;q=0.8", "en"),
        ("de;q=1.0, se;q=0.4, en;q=0.3", "se"),
        ("en;q=0, fi;q=0.1", "fi"),
        ("en;q=nonsense", "fi"),
        ("*", "fi"),
        (",;q=,,=", "fi"),
    ],
)
def test_a_browsers_wish_decides_where_one_comes_in(accepted: str, language: str) -> None:
    assert preferred(accepted, UTSJOKI) == language
