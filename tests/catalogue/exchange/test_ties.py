"""Connections in a file of JSON: they go out and come in, merged like things, and hold at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.exchange.importing import dry_run
from catalogue.exchange.people import HOST, Importer
from catalogue.exchange.reading import source
from catalogue.outbox.unit import revision
from catalogue.services import pairs
from catalogue.services.connections import pair_id
from catalogue.services.orders import Order
from catalogue.services.versions import Author
from tenants.accounts.permissions import Scope
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import channel, connected, service, store
from tests.connections_make import do
from tests.exchange_make import out, outcomes, said, take_in

HEADER = {"format": "kuntakanta-catalogue", "version": 1, "town": "853"}


@pytest.fixture
def pair(city: UUID) -> UUID:
    """A library service at the main library, as pulled."""
    place, services = uuid4(), service(responsible=city)
    store("service_channel", channel(id=place, organization_id=city, connections=[connected(services.id)]))
    store("service", service(id=services.id, responsible=city, connections=[connected(place)]))
    return pair_id(services.id, place)


def lines(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def written(path: Path, *given: dict[str, Any]) -> Path:
    path.write_bytes(b"\n".join(map(orjson.dumps, given)))
    return path


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The file with its connections changed."""
    found = lines(path)
    for line in found:
        if line.get("kind") == "connection":
            change(line)
    return written(path, *found)


def described(text: str) -> Callable[[dict[str, Any]], None]:
    def describe(line: dict[str, Any]) -> None:
        line["content"]["language_versions"]["fi"]["description"] = text

    return describe


def description(key: UUID) -> str | None:
    content = pairs.load(ids=[key])[key].content
    return None if content is None else content.language_versions["fi"].description


def test_a_connection_goes_out_and_changes_when_it_comes_in_changed(
    pair: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / "turku.json", "json")
    (line,) = (each for each in lines(path) if each.get("kind") == "connection")
    assert line["id"] == str(pair)
    before = revision()
    assert set(outcomes(take_in(in_turku, path))) == {"unchanged"}
    assert revision() == before
    changed(path, described("Kysy aulasta."))
    (refused,) = (each for each in take_in(in_turku, path) if each.outcome != "unchanged")
    assert said(refused) == [("row_refused", "")], "readers would see it at once"
    (told,) = (each for each in take_in(in_turku, path, publish=True) if each.outcome != "unchanged")
    assert (told.outcome, told.members) == ("changed", ["/language_versions/fi/description"])
    assert description(pair) == "Kysy aulasta."
    assert set(outcomes(take_in(in_turku, path, publish=True))) == {"unchanged"}


def test_what_both_have_changed_is_refused_and_what_was_disconnected_stays_so(
    pair: UUID, in_turku: Municipality, tmp_path: Path
) -> None:
    (path,) = out(in_turku, tmp_path / "turku.json", "json")
    now = pairs.load(ids=[pair])[pair].version
    patch = {"language_versions": {"fi": {"description": "Heidän."}}}
    do(Order(deed="change", kind="connection", id=pair, expected=now, content=patch))
    changed(path, described("Meidän."))
    (told,) = (each for each in take_in(in_turku, path, publish=True) if each.outcome != "unchanged")
    assert said(told) == [("changed_meanwhile", "/language_versions/fi/description")]
    assert description(pair) == "Heidän."
    (fresh,) = out(in_turku, tmp_path / "fresh.json", "json")
    do(Order(deed="disconnect", kind="connection", id=pair, expected=now + 1))
    assert set(outcomes(take_in(in_turku, fresh, publish=True))) == {"unchanged"}
    changed(fresh, described("Taas."))
    (told,) = (each for each in take_in(in_turku, fresh, publish=True) if each.outcome != "unchanged")
    assert said(told) == [("changed_meanwhile", "")]


def test_things_and_what_connects_them_are_made_by_one_file(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    services, places = [uuid4() for _ in range(30)], uuid4()
    texts: dict[str, Any] = {"language_versions": {"fi": {"name": "Uusi"}}}
    place = {"service_channel_type": "ServiceLocation", **texts}
    path = written(
        tmp_path / "a.json",
        HEADER,
        *({"kind": "service", "id": str(each), "content": texts} for each in services),
        {"kind": "service_channel", "id": str(places), "content": place},
        *(
            {"kind": "connection", "service_id": str(each), "channel_id": str(places), "content": {}}
            for each in services
        ),
    )
    tried = list(dry_run(town=in_turku, source=source(path), importer=HOST, publish=False))
    assert outcomes(tried) == ["created"] * 61
    with CaptureQueriesContext(connection) as caught:
        assert outcomes(take_in(in_turku, path)) == ["created"] * 61
    assert len(caught) <= 60
    found = pairs.of_things(kind="service_channel", ids=[places])
    assert len(found) == 30
    assert all(each.content is not None for each in found.values())


def test_a_connection_that_cannot_be_is_refused_and_no_other(
    pair: UUID, city: UUID, in_turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    here = pairs.load(ids=[pair])[pair]
    ends = {"service_id": str(here.service_id), "channel_id": str(here.channel_id)}
    foreign, others = service("Muiden"), channel("Muiden")
    store("service", foreign, own=False)
    store("service_channel", others, own=False)
    path = written(
        tmp_path / "a.json",
        HEADER,
        {"kind": "connection", **ends, "content": {"colour": "red"}},
        {"kind": "connection", **ends, "content": {}},
        {"kind": "connection", "service_id": str(uuid4()), "channel_id": str(here.channel_id), "content": {}},
        {"kind": "connection", "service_id": str(foreign.id), "channel_id": str(others.id), "content": {}},
    )
    told = take_in(in_turku, path, publish=True)
    assert [said(each) for each in told] == [
        [("invalid_body", "/colour")],
        [("row_refused", "")],
        [("row_refused", "service_id")],
        [("not_possible_now", "")],
    ]
    program = Importer(Author("import", uuid4()), scopes=[Scope.READ, Scope.WRITE])
    path = changed(out(in_turku, tmp_path / "b.json", "json")[0], described("Uusi."))
    assert "changed" not in outcomes(take_in(in_turku, path, importer=program))
    with within(espoo):
        assert not pairs.load(ids=[pair])
