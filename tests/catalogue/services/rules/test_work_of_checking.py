"""What checking costs in what can be counted: texts are taken apart once, and again only where they have changed."""

import pytest
from msgspec.structs import replace

from catalogue.services import rules
from catalogue.services.rules import Severity, editorial
from kuntakanta.bench import filled


def splits() -> int:
    """How many texts were taken apart."""
    return editorial.sentences.cache_info().misses


def test_a_service_filled_to_every_limit_breaks_no_rule_and_says_again_what_is_said_above() -> None:
    service = filled.service(filled.Texts(1))
    found = rules.check_service(service, filled.facts(service))
    assert {each.severity for each in found} == {Severity.ADVICE}
    assert {each.code for each in found} == {"general_description_copied"}
    assert len(found) == len(filled.LANGUAGES) * len(filled.REPEATED)


def test_each_text_is_taken_apart_once_and_only_what_changed_again() -> None:
    for kept in (editorial.sentences, editorial.repeated):
        kept.cache_clear()
    service = filled.service(filled.Texts(2))
    facts = filled.facts(service)
    rules.check_service(service, facts)
    first = splits()
    assert first <= len(filled.LANGUAGES) * (len(editorial.RUNNING) + len(filled.REPEATED) + 1)
    rules.check_service(service, facts)
    assert splits() == first
    fi = replace(service.language_versions["fi"], summary="Nyt toisin. Ja vielä lyhyesti.")
    rules.check_service(replace(service, language_versions=service.language_versions | {"fi": fi}), facts)
    assert splits() == first + 1


@pytest.mark.parametrize(
    "text",
    [
        "Voit hakea palvelua kotiin ympäri vuoden.",
        "“VOIT hakea palvelua, kotiin ympäri vuoden! Lue lisää.",
        "Lue lisää.\nVoit hakea palvelua kotiin\xa0ympäri vuoden... Tervetuloa.",
        "Lue tämä?  Voit hakea palvelua kotiin  ympäri vuoden",
    ],
)
def test_a_copied_sentence_is_found_whatever_stands_around_it(text: str) -> None:
    assert editorial.repeated(text, ("Hei vaan. Voit hakea palvelua kotiin ympäri vuoden.",)) == 1


def test_another_sentence_is_no_copy_and_short_ones_may_be_the_same() -> None:
    above = ("Voit hakea palvelua kotiin ympäri vuoden. Lue lisää tästä.",)
    assert editorial.repeated("Voit hakea palvelua netistä ympäri vuoden. Lue lisää tästä.", above) == 0
