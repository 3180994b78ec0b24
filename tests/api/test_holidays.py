"""What holidays may do to hours is proposed by the staff's API; taken, it is proposed no more and readers see it."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from time_machine import travel

from tenants.accounts.permissions import Scope
from tenants.models import Municipality
from tests.api.test_manage import program, token
from tests.api.test_v1_errors import problem
from tests.api.test_write import patch, post
from tests.conftest import ESPOO_HOST, TURKU_HOST

CHANNELS = "/api/manage/v1/service-channels"
WEEKLY = {
    "kind": "weekly",
    "opening_hours": [
        {"day_from": day, "opens": "08:00", "closes": "16:00"}
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    ],
}


@pytest.fixture
def asker(turku: Municipality) -> Client:
    """A program of Turku's that may write."""
    return program(TURKU_HOST, token(turku, Scope.WRITE))


@pytest.fixture
def place(asker: Client) -> dict[str, Any]:
    """A service channel of Turku's that is open on weekdays."""
    content = {
        "service_channel_type": "Phone",
        "language_versions": {"fi": {"name": "Neuvonta"}},
        "service_hours": [WEEKLY],
    }
    made = post(asker, CHANNELS, content)
    assert made.status_code == 201
    found: dict[str, Any] = made.json()
    return found


@travel("2026-11-24T12:00:00+02:00", tick=False)
def test_open_days_that_are_kept_are_proposed_and_taken(asker: Client, place: dict[str, Any]) -> None:
    address = f"{CHANNELS}/{place['id']}"
    told = asker.get(f"{address}/holidays").json()
    assert (told["version"], told["name"]) == (1, {"fi": "Neuvonta"})
    items = told["items"]
    days = [(each["day"], each["code"], each["keeping"]) for each in items]
    assert days[:3] == [
        ("2026-12-24", "christmas_eve", "closed_eve"),
        ("2026-12-25", "christmas_day", "holiday"),
        ("2026-12-31", "new_years_eve", "eve"),
    ]
    assert "2026-12-06" not in [each["day"] for each in items], "a Sunday"
    assert items[1]["open"] == [{"opens": "08:00", "closes": "16:00"}]
    assert items[1]["name"]["sv"] == "Juldagen"
    assert items[2]["hours"] is None
    taken = patch(asker, address, {"service_hours": [WEEKLY, items[0]["hours"], items[1]["hours"]]}, version=1)
    assert taken.status_code == 200
    left = [each["day"] for each in asker.get(f"{address}/holidays").json()["items"]]
    assert left[0] == "2026-12-31"


def test_another_towns_place_has_none_here(espoo: Municipality, place: dict[str, Any]) -> None:
    stranger = program(ESPOO_HOST, token(espoo, Scope.READ))
    assert problem(stranger.get(f"{CHANNELS}/{place['id']}/holidays"), 404)["code"] == "not_found"
    assert problem(stranger.get(f"{CHANNELS}/{UUID(int=7)}/holidays?year=2026"), 400)
