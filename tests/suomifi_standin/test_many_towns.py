"""The whole country, 308 towns of 5,000 things each, costs what was asked of it and no more."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from suomifi_standin import app, codelists
from suomifi_standin.generator import TownPlan
from suomifi_standin.sources import TownSource
from suomifi_standin.world import World

SMALL = "049"
COUNTED = ("service_ids", "channel_ids", "collection_ids")


@pytest.fixture
def country() -> Starlette:
    """Every town; the one that is looked at is small, so that looking does not take long."""
    plans = [
        TownPlan(code, 20 if code == SMALL else 2000, 30 if code == SMALL else 3000)
        for code in codelists.municipalities()
    ]
    return app.build(plans, api_keys=["key"])


def counted(country: Starlette) -> set[str]:
    """The towns whose own content has been counted so far."""
    world: World = country.state.world
    towns = [source.town for source in world.sources if isinstance(source, TownSource)]
    assert len(towns) == 308
    return {town.plan.code for town in towns if any(name in vars(town) for name in COUNTED)}


def main_of(country: Starlette, code: str) -> str:
    world: World = country.state.world
    towns = (source.town for source in world.sources if isinstance(source, TownSource))
    return next(town.organization_ids[0] for town in towns if town.plan.code == code)


def test_a_towns_pages_need_no_look_at_any_other_town(country: Starlette) -> None:
    assert counted(country) == set()
    asyncio.run(look_at(country, main_of(country, SMALL)))
    assert counted(country) == {SMALL}


async def look_at(country: Starlette, main: str) -> None:
    transport = httpx.ASGITransport(country)
    async with httpx.AsyncClient(transport=transport, base_url="http://x", headers={"x-api-key": "key"}) as http:
        for path in (
            f"/api/v11/Organization/{main}",
            f"/api/v11/Organization/Hierarchy/{main}",
            f"/api/v12/organization/hierarchy/{main}",
            f"/api/v11/Service/list/organization?organizationId={main}",
            f"/api/v11/ServiceChannel/list/organization?organizationId={main}",
            f"/api/v11/Common/EntitiesByOrganization/{main}",
            f"/api/v12/service/search?organizationContentIds={main}",
            "/api/v11/GeneralDescription",
        ):
            answer = await http.get(path)
            assert answer.status_code == 200, path
            assert counted(country) <= {SMALL}, path
        services = (await http.get(f"/api/v11/Service/list/organization?organizationId={main}")).json()["itemList"]
        guids = ",".join(each["id"] for each in services)
        assert len((await http.get(f"/api/v11/Service/list?guids={guids}")).json()) == len(services)
