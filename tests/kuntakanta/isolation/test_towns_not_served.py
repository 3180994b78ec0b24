"""A town that is suspended or closed, or whose schema is gone, at every address: nothing of it, nothing of another."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from kuntakanta.isolation.addresses import paths, walk
from kuntakanta.isolation.asking import Answer, Question, Site, asking
from kuntakanta.isolation.attacks import session
from kuntakanta.isolation.planting import Belongings, plant
from kuntakanta.isolation.trying import listening
from tenants import lifecycle
from tenants.context import here
from tenants.hosts import hosts
from tenants.models import Municipality
from tests.conftest import ESPOO_HOST, TURKU_HOST


def _questions(own: Belongings, other: Belongings) -> Iterator[Question]:
    """Every address of the town, with its own things and the other's, by nobody, its administrator and its program."""
    for address in walk(settings.ROOT_URLCONF):
        for path in {*paths(address, own)[:2], *paths(address, other)[:2]}:
            for method in ("GET", "POST"):
                yield Question(path, own.host, method)
                yield Question(path, own.host, method, cookies=session(own.person.session))
                yield Question(path, own.host, method, headers={"Authorization": f"Bearer {own.token}"})


def _answers(site: Site, own: Belongings, other: Belongings) -> Iterator[tuple[Question, Answer]]:
    for question in _questions(own, other):
        with listening():
            yield question, site.answer(question)
        assert here().place.schema_name is None


def _shown(question: Question, answer: Answer, of: Belongings) -> list[str]:
    return [secret for secret in of.secrets if secret in answer.text and secret not in question.said]


def test_a_closed_town_says_so_everywhere(turku: Municipality, espoo: Municipality) -> None:
    own, other = plant(turku, host=TURKU_HOST), plant(espoo, host=ESPOO_HOST)
    lifecycle.close(municipality=turku)
    hosts.forget()
    with asking() as site:
        for question, answer in _answers(site, own, other):
            assert answer.status == 410, question
            assert not _shown(question, answer, own) + _shown(question, answer, other), question


def test_a_suspended_town_shows_nothing_outside_of_its_desk(turku: Municipality, espoo: Municipality) -> None:
    own, other = plant(turku, host=TURKU_HOST), plant(espoo, host=ESPOO_HOST)
    lifecycle.suspend(municipality=turku)
    hosts.forget()
    with asking() as site:
        for question, answer in _answers(site, own, other):
            assert not _shown(question, answer, other), question
            if not question.path.startswith("/desk/"):
                assert answer.status == 503, question
            if not question.cookies:
                assert not _shown(question, answer, own), question


@pytest.mark.django_db(transaction=True)
def test_a_town_whose_schema_is_gone_fails_closed_everywhere(turku: Municipality, espoo: Municipality) -> None:
    own, other = plant(turku, host=TURKU_HOST), plant(espoo, host=ESPOO_HOST)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
    unavailable = 0
    with asking() as site:
        for question, answer in _answers(site, own, other):
            assert not _shown(question, answer, own) + _shown(question, answer, other), question
            assert "does not exist" not in answer.text, question
            assert turku.schema_name not in answer.text, question
            unavailable += answer.status == 503
    assert unavailable > 100
