"""The console: operators only, all towns in a few statements, and deeds that are asked about before they are done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from kuntakanta.operators.urls import urlpatterns
from tenants.accounts.models import AuditEntry
from tenants.accounts.permissions import Action
from tenants.context import within, within_host
from tenants.lifecycle import suspend
from tenants.models import Domain, DueJob, Municipality
from tenants.municipalities import all_facts
from tenants.status.models import TownStatus, TownUse
from tenants.status.operations import Ended, measure, sync_ended
from tests.accounts_make import OPERATOR, browser, operator, set_up_app, sign_in
from tests.tenants.status.test_statuses import COUNTS, NOW

FOUND = {
    "": ["Espoo", "Turku"],
    "?q=tur": ["Turku"],
    "?q=%C3%85BO": ["Turku"],
    "?q=049": ["Espoo"],
    "?q=espoo.test": ["Espoo"],
    "?q=nowhere": [],
    "?health=held": ["Turku"],
    "?health=never&state=active": ["Espoo"],
    "?state=suspended": [],
    "?state=nonsense&health=x": ["Espoo", "Turku"],
}


def end(town: Municipality, state: str, *, run: int = 1, would_archive: int = 0, code: str = "") -> None:
    """A sync of a town has ended."""
    what: dict[str, Any] = {"run": run, "state": state, "reason": "", "code": code, "would_archive": would_archive}
    ended = Ended(began=NOW, ended=NOW, counts=COUNTS, **what)
    sync_ended(municipality=town, ended=ended)
    measure(municipality=town, things=6, people=0)


@pytest.fixture
def console(turku: Municipality, espoo: Municipality) -> Client:
    """An operator's browser, with the second factor shown."""
    operator()
    client = browser(settings.PUBLIC_HOST)
    assert sign_in(client, email=OPERATOR)
    _, codes = set_up_app(client)
    assert client.post("/desk/confirm/code", {"code": codes[0]}).status_code == 302
    return client


def page_of(client: Client, address: str, status: int = 200) -> str:
    """A page in English."""
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def _named(page: str) -> list[str]:
    return [name for name in ("Espoo", "Turku") if f">{name}</a>" in page]


def test_each_address_is_for_operators() -> None:
    assert {pattern.callback.action for pattern in urlpatterns} == {Action.MANAGE_TOWNS}  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/desk/towns/", "/desk/towns/853", "/desk/towns/853/suspend"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_in_without_a_second_factor(turku: Municipality, path: str, method: str) -> None:
    stranger = browser(settings.PUBLIC_HOST)
    assert stranger.generic(method, path).headers["Location"].startswith("/desk/sign-in?")
    operator()
    assert sign_in(stranger, email=OPERATOR)
    assert stranger.generic(method, path).headers["Location"].startswith("/desk/second-factor?")
    with within_host():
        assert Municipality.objects.get(code="853").state == "active"


def test_towns_have_no_console(turku_client: Client) -> None:
    assert turku_client.get("/desk/towns/").status_code == 404


def test_towns_are_found_by_name_code_state_and_health(console: Client, turku: Municipality) -> None:
    end(turku, "held", would_archive=9)
    found = {query: _named(page_of(console, f"/desk/towns/{query}")) for query in FOUND}
    assert found == FOUND


def test_all_of_finland_is_as_few_statements_as_two_towns(
    console: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    console.get("/desk/towns/")
    with within_host():
        here = set(Municipality.objects.values_list("code", flat=True))
        for place, facts in enumerate((one for one in all_facts().values() if one.code not in here), start=100):
            town = Municipality.objects.create(
                id=place,
                schema_name=f"t_{place}",
                code=facts.code,
                name_fi=facts.name_fi,
                name_sv=facts.name_sv,
                name_en=facts.name_fi,
                languages=["fi"],
                state="active",
            )
            Domain.objects.create(tenant=town, domain=f"t{place}.test", is_primary=True)
            TownStatus.objects.create(
                municipality=town, run=1, sync_state="done", synced_at=NOW, fresh_at=NOW, **COUNTS
            )
            TownUse.objects.create(municipality=town, things=6, bytes=1, people=1, measured=NOW)
    # The session, the account, its roles; the towns; the queue.
    with django_assert_num_queries(5):
        page = page_of(console, "/desk/towns/")
    assert "308 of 308 towns" in page


def test_a_towns_page_tells_how_it_fares(console: Client, turku: Municipality) -> None:
    end(turku, "held", would_archive=9)
    page = page_of(console, "/desk/towns/853")
    for text in ("turku.test", turku.schema_name, "up to date", "Sync is held", "2 services", "Accept the removals"):
        assert text in page, text
    assert ">Resume<" not in page
    assert page_of(console, "/desk/towns/999", 404)
    assert page_of(console, "/desk/towns/853/explode", 404)


def test_a_town_without_its_schema_still_has_a_page(console: Client, turku: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
    assert "None yet." in page_of(console, "/desk/towns/853")


def test_a_town_is_suspended_and_resumed(console: Client, turku: Municipality) -> None:
    assert "nothing is synced" in page_of(console, "/desk/towns/853/suspend")
    answer = console.post("/desk/towns/853/suspend")
    assert answer.headers["Location"] == "/desk/towns/853?done=suspend"
    assert "The town is suspended." in page_of(console, answer.headers["Location"])
    assert console.post("/desk/towns/853/suspend").status_code == 409
    assert console.post("/desk/towns/853/sync").status_code == 409
    assert console.post("/desk/towns/853/resume").status_code == 302
    with within_host():
        assert Municipality.objects.get(code="853").state == "active"
        assert set(AuditEntry.objects.filter(subject=str(turku.uuid)).values_list("action", flat=True)) == {
            "town_suspend",
            "town_resume",
        }


def test_looking_at_a_question_does_nothing(console: Client, turku: Municipality) -> None:
    for deed in ("suspend", "sync", "accept"):
        page_of(console, f"/desk/towns/853/{deed}")
    with within_host():
        assert Municipality.objects.get(code="853").state == "active"


def test_a_sync_is_made_due_unless_it_runs(console: Client, turku: Municipality) -> None:
    with within_host():
        jobs = DueJob.objects.filter(municipality=turku, name="sync")
        jobs.update(due_at=timezone.now() + timedelta(days=1))
        assert console.post("/desk/towns/853/sync").status_code == 302
        assert jobs.get().due_at <= timezone.now()
        jobs.update(run=uuid4(), running_since=timezone.now())
    assert (
        "a sync is under way"
        in console.post("/desk/towns/853/sync", headers={"accept-language": "en"}).content.decode()
    )


def test_removals_are_accepted_of_the_run_that_was_looked_at(console: Client, turku: Municipality) -> None:
    end(turku, "held", run=7, would_archive=9)

    def given() -> dict[str, int]:
        with within_host():
            return dict(DueJob.objects.get(municipality=turku, name="sync").given)

    for wrong in ("6", "", "x"):
        assert console.post("/desk/towns/853/accept", {"run": wrong}).status_code == 409
    assert given() == {}
    assert console.post("/desk/towns/853/accept", {"run": "7"}).status_code == 302
    assert given() == {"accept": 7}
    assert console.post("/desk/towns/049/accept", {"run": "7"}).status_code == 409


def test_a_form_of_another_site_does_nothing(console: Client, turku: Municipality) -> None:
    strict = browser(settings.PUBLIC_HOST, enforce_csrf_checks=True)
    strict.cookies = console.cookies
    assert strict.post("/desk/towns/853/suspend").status_code == 403
    with within(turku), within_host():
        assert Municipality.objects.get(code="853").state == "active"


def test_a_suspended_town_is_offered_to_be_resumed(console: Client, turku: Municipality) -> None:
    suspend(municipality=turku)
    page = page_of(console, "/desk/towns/853")
    assert ">Resume<" in page
    assert ">Suspend<" not in page
