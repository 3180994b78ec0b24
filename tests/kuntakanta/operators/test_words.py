"""The words of desk and console: each is there in Finnish, Swedish and English."""

import string
from collections.abc import Iterable

import pytest

from kuntakanta.desk.words import LANGUAGES, words
from kuntakanta.operators.actions import DEEDS
from tenants.jobs import all_jobs
from tenants.models import Municipality
from tenants.status.rules import Health, Quota


def _named(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_each_language_has_every_word_and_names_nothing_that_english_does_not(language: str) -> None:
    """What cannot be inflected is left out."""
    own, english = words(language), words("en")
    assert own.keys() == english.keys()
    assert [key for key, text in own.items() if not _named(text) <= _named(english[key])] == []
    assert [key for key, text in own.items() if not text.strip()] == []


@pytest.mark.parametrize("deed", list(DEEDS))
def test_each_deed_has_its_words(deed: str) -> None:
    for group in ("deed", "ask", "done", "refused"):
        assert f"console.{group}.{deed}" in words("fi")
    assert f"action.town_{deed}" in words("fi")


def test_what_rows_name_by_a_key_has_its_words() -> None:
    named: dict[str, Iterable[str]] = {
        "health": list(Health),
        "quota": list(Quota),
        "town_state": Municipality.State.values,
        "job": [job.name for job in all_jobs() if not job.host],
    }
    assert [
        f"{group}.{key}" for group, keys in named.items() for key in keys if f"{group}.{key}" not in words("fi")
    ] == []
