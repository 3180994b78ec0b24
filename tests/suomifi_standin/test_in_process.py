"""The application without a process of its own, for tests that want to look inside."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from suomifi_standin import app
from suomifi_standin.documents import Kind
from suomifi_standin.generator import TownPlan, UnknownMunicipality
from tests.suomifi_standin.process import Standin


def get(application: Starlette, *paths: str) -> list[tuple[str, httpx.Response]]:
    """The answers to some requests made at the same time, in the order they came."""
    came = []

    async def ask(http: httpx.AsyncClient, path: str) -> None:
        came.append((path, await http.get(f"/api/v11{path}")))

    async def ask_all() -> None:
        transport = httpx.ASGITransport(application)
        async with httpx.AsyncClient(transport=transport, base_url="http://standin") as http:
            await asyncio.gather(*(ask(http, path) for path in paths))

    asyncio.run(ask_all())
    return came


def test_long_work_gives_way_to_other_requests() -> None:
    application = app.build([TownPlan("853", 200, 200)])
    slow, quick = "/Organization", "/CodeList/GetLanguageCodes"
    came = get(application, slow, quick)
    assert [path for path, _ in came] == [quick, slow]
    assert all(answer.status_code == 200 for _, answer in came)


def test_nothing_is_read_before_somebody_asks() -> None:
    application = app.build([TownPlan("853", 200, 200)])
    world = application.state.world
    get(application, "/Service", "/ServiceChannel")
    assert not any(world.knows_facts(thing) for thing in world.listed(Kind.SERVICE))
    ((_, answer),) = get(application, "/Service/list/area/Municipality/code/853")
    assert len(answer.json()["itemList"]) == 100
    assert not any(world.knows_facts(thing) for thing in world.listed(Kind.CHANNEL))


def test_an_unknown_town_is_refused() -> None:
    with pytest.raises(UnknownMunicipality):
        app.build([TownPlan("999", 1, 1)])


def test_the_same_towns_are_the_same_in_another_process(standin: Standin) -> None:
    application = app.build([TownPlan("853", 70, 90), TownPlan("049", 30, 40), TownPlan("890", 20, 15)])
    guid = standin.ids("/Service")[0]
    ((_, answer),) = get(application, f"/Service/{guid}")
    assert answer.json() == standin.read(f"/Service/{guid}")
