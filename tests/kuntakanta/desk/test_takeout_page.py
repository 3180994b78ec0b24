"""Administrators take the town's data out at the desk, once, also while the town is suspended."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client

from tenants import lifecycle
from tenants.accounts import audit
from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.models import Municipality
from tenants.takeout import operations, tasks
from tenants.takeout.models import Takeout, TakeoutPart
from tests.accounts_make import PASSWORD, browser, sign_in, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator(turku: Municipality) -> Client:
    """An administrator of Turku's who has just confirmed who they are."""
    staff(turku, Role.ADMINISTRATOR)
    return _confirmed("turku.test")


def _confirmed(host: str) -> Client:
    client = browser(host)
    assert sign_in(client)
    assert client.post("/desk/confirm", {"password": PASSWORD}).status_code == 302
    return client


def _page(client: Client) -> str:
    return client.get("/desk/takeout", headers={"accept-language": "en"}).content.decode()


def _make(town: Municipality) -> str:
    """What the worker does with what was asked for."""
    with within(town):
        takeout = Takeout.objects.get()
    assert tasks.make(municipality_id=town.pk, takeout_id=takeout.pk)
    return str(takeout.uuid)


@pytest.mark.parametrize("suspended", [False, True])
def test_it_is_asked_for_made_and_fetched_once(turku: Municipality, administrator: Client, suspended: bool) -> None:
    if suspended:
        lifecycle.suspend(municipality=turku)
    assert "Make the file" in _page(administrator)
    assert administrator.post("/desk/takeout", {"receiver": ""}).status_code == 302
    assert "waits for its turn" in _page(administrator)
    takeout = _make(turku)
    assert "The file is ready" in _page(administrator)
    answer = administrator.post("/desk/takeout/take", {"takeout": takeout})
    content = answer.getvalue()
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="853-')
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Content-Length"]) == len(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert "manifest.json" in archive.namelist()
    assert "The file was fetched" in _page(administrator)
    assert administrator.post("/desk/takeout/take", {"takeout": takeout}).status_code == 410
    with within(turku):
        assert not TakeoutPart.objects.exists()
        assert [one.action for one in audit.entries()][:2] == ["takeout_taken", "takeout_asked"]


def test_whoever_confirmed_long_ago_confirms_again(administrator: Client, turku: Municipality) -> None:
    with within(turku):
        session = administrator.session
        for record in session["account_authentication_methods"]:
            record["at"] -= 3600
        session.save()
    for answer in (
        administrator.get("/desk/takeout"),
        administrator.post("/desk/takeout", {"receiver": ""}),
        administrator.post("/desk/takeout/take", {"takeout": "x"}),
    ):
        assert answer.headers["Location"] == "/desk/confirm?next=%2Fdesk%2Ftakeout"
    with within(turku):
        assert not Takeout.objects.exists()


@pytest.mark.parametrize("takeout", ["", "x", "0008afc0-182c-4580-ba73-7472287f4d63"])
def test_what_is_not_there_is_not_handed_over(administrator: Client, takeout: str) -> None:
    answer = administrator.post("/desk/takeout/take", {"takeout": takeout}, headers={"accept-language": "en"})
    assert answer.status_code == 410
    assert "its time is over" in answer.content.decode()


def test_a_second_one_waits_for_the_first(administrator: Client) -> None:
    administrator.post("/desk/takeout", {"receiver": ""})
    answer = administrator.post("/desk/takeout", {"receiver": ""}, headers={"accept-language": "en"})
    assert "A file is being made already" in answer.content.decode()


def test_a_wrong_key_is_told_beside_its_field(administrator: Client, turku: Municipality) -> None:
    page = administrator.post("/desk/takeout", {"receiver": "abc"}).content.decode()
    assert 'aria-invalid="true"' in page
    with within(turku):
        assert not Takeout.objects.exists()


def test_one_towns_file_is_not_anothers(administrator: Client, turku: Municipality, espoo: Municipality) -> None:
    administrator.post("/desk/takeout", {"receiver": ""})
    takeout = _make(turku)
    staff(espoo, Role.ADMINISTRATOR)
    other = _confirmed("espoo.test")
    assert other.post("/desk/takeout/take", {"takeout": takeout}).status_code == 410
    with within(turku):
        assert operations.current() is not None


def test_a_closed_town_hands_nothing_over(administrator: Client, turku: Municipality) -> None:
    administrator.post("/desk/takeout", {"receiver": ""})
    takeout = _make(turku)
    lifecycle.close(municipality=turku)
    assert administrator.post("/desk/takeout/take", {"takeout": takeout}).status_code == 410
    with within(turku):
        assert Takeout.objects.get().state == "ready"
