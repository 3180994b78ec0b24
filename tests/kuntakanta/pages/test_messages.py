"""Our own words are complete in every language of the pages, and every word that templates use is there."""

import re
from string import Formatter

import pytest

from kuntakanta.pages.channels import KINDS
from kuntakanta.pages.messages import LANGUAGES, LOCALE, catalogue, counted, message
from kuntakanta.pages.texts import AFTER, BEFORE

TEMPLATES = LOCALE.parent / "templates" / "pages"
OF_A_LANGUAGE = re.compile(r"\.(one|two|other)$")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_messages_that_finnish_has(language: str) -> None:
    assert catalogue(language).keys() == catalogue("fi").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_asks_for_no_other_values_than_in_finnish(language: str) -> None:
    optional = {"month_name", "month", "n"}
    for key, text in catalogue(language).items():
        assert fields(text) - optional == fields(catalogue("fi")[key]) - optional, key


def test_templates_use_no_message_that_is_not_there() -> None:
    known = {OF_A_LANGUAGE.sub("", key) for key in catalogue("fi")}
    used = {
        key for path in TEMPLATES.rglob("*.html") for key in re.findall(r'{% [tn] "([^"]+)"', path.read_text("utf-8"))
    }
    assert used <= known
    assert used


def test_every_heading_and_kind_has_a_word() -> None:
    known = catalogue("fi")
    assert {f"sections.{key}" for key, _ in (*BEFORE, *AFTER)} <= known.keys()
    assert {f"{group}.{kind}" for kind in KINDS for group in ("channels", "channel_kinds")} <= known.keys()


def test_numbers_have_their_forms() -> None:
    assert counted("fi", "amount", 1) == "1 palvelu"
    assert counted("fi", "amount", 0) == "0 palvelua"
    assert counted("sv", "amount", 12) == "12 tjänster"
    assert counted("se", "amount", 2) == "2 bálvalusa"


def test_a_message_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        message("fi", "site.nowhere")
