"""What is left to do for the town, on the desk's first page to its administrators."""

from typing import Any

import pytest
from django.test import Client

from kuntakanta.onboarding import State, checklist
from tenants import lifecycle
from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.models import Municipality
from tenants.queries import history_of
from tests.accounts_make import browser, sign_in, staff


@pytest.fixture
def administrator(turku: Municipality, settings: Any) -> Client:
    """An administrator of Turku's at the desk."""
    settings.REGISTRY_URL = "http://registry.test/api/v11"
    staff(turku, Role.ADMINISTRATOR)
    client = browser("turku.test")
    assert sign_in(client)
    return client


def _permit(town: Municipality) -> Any:
    return next(item for item in checklist(municipality=town) if item.code == "permit")


@pytest.mark.parametrize(
    ("language", "text"), [("fi", "Vielä tehtävä"), ("sv", "Kvar att göra"), ("en", "Still to do")]
)
def test_an_administrator_sees_it_first(administrator: Client, language: str, text: str) -> None:
    page = administrator.get(f"/desk/?language={language}").content.decode()
    assert text in page
    assert 'href="/desk/second-factor"' in page


def test_others_do_not_see_it(turku: Municipality) -> None:
    staff(turku, Role.PUBLISHER, Role.EDITOR, Role.VIEWER)
    client = browser("turku.test")
    assert sign_in(client)
    assert 'id="to-do"' not in client.get("/desk/").content.decode()


def test_a_permit_is_ticked_by_hand_and_taken_back(
    turku: Municipality, espoo: Municipality, administrator: Client
) -> None:
    answer = administrator.post("/desk/to-do", {"item": "permit", "done": "yes"})
    assert answer.headers["Location"] == "/desk/#to-do"
    assert _permit(turku).state is State.DONE
    assert not _permit(turku).tick.operator
    assert _permit(espoo).state is State.OPEN
    administrator.post("/desk/to-do", {"item": "permit"})
    assert _permit(turku).state is State.OPEN
    assert [one.action for one in history_of(municipality=turku)][-2:] == ["tick", "untick"]
    record = administrator.get("/desk/record", headers={"accept-language": "fi"})
    assert "merkitsi kohdan tekemättömäksi" in record.content.decode()


@pytest.mark.parametrize("item", ["", "mail", "x" * 5000])
def test_what_is_not_ticked_by_hand_is_refused(turku: Municipality, administrator: Client, item: str) -> None:
    before = len(history_of(municipality=turku))
    assert administrator.post("/desk/to-do", {"item": item, "done": "yes"}).status_code == 404
    assert len(history_of(municipality=turku)) == before


def test_in_a_suspended_town_there_is_a_word_on_that_instead(
    turku: Municipality, administrator: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.suspend(municipality=turku)
    page = administrator.get("/desk/?language=en").content.decode()
    assert 'id="to-do"' not in page
    assert "This town is suspended" in page
    assert administrator.post("/desk/to-do", {"item": "permit", "done": "yes"}).status_code == 503


def test_it_costs_a_bounded_number_of_statements(
    turku: Municipality, administrator: Client, django_assert_max_num_queries: Any
) -> None:
    administrator.get("/desk/")
    with within(turku), django_assert_max_num_queries(8):
        checklist(municipality=turku)
