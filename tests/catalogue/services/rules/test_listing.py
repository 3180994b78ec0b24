"""The rules can be read as a list."""

import pytest
from django.core.management import call_command

from catalogue.services.rules import RULES
from catalogue.services.rules.listing import listing
from catalogue.services.rules.words import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_listed_once_with_its_source(language: str) -> None:
    text = listing(language)
    assert [text.count(f"  {rule.code}: ") for rule in RULES] == [1] * len(RULES)
    assert "{" not in text


def test_the_list_can_be_of_one_kind_of_thing() -> None:
    text = listing("en", about="service_collection")
    assert "collection_empty" in text
    assert "hours_overlap" not in text


def test_the_command_prints_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules", "--language", "sv", "--about", "connection")
    assert "Kan inte publiceras (refuses_publishing)" in capsys.readouterr().out
