"""An import is taken back: things are as they were, and what somebody has changed since stays and is listed."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.exchange import merging, operations, runs, undoing
from catalogue.exchange.errors import NotAllowed, NotToUndo
from catalogue.exchange.models import ImportRun
from catalogue.exchange.people import HOST, Importer
from catalogue.exchange.values import Told
from catalogue.parts import Classification
from catalogue.published.models import Document
from catalogue.services import pairs
from catalogue.services.connections import pair_id
from catalogue.services.models import Service
from catalogue.services.versions import Author
from catalogue.services.workflow import plain
from tenants.accounts.permissions import Held, Role, Scope
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import channel, connected, service, store
from tests.exchange_make import (
    change_cell,
    edit,
    name,
    named,
    one,
    out,
    outcomes,
    said,
    sheet_of,
    take_in,
)

HEADER = {"format": "kuntakanta-catalogue", "version": 1, "town": "853"}


def undo(town: Municipality, *, importer: Importer = HOST) -> list[Told]:
    """What comes of taking back the latest import."""
    run = operations.undo(town=town, number=runs.latest()[0].pk, importer=importer, tell=lambda *_: None)
    return list(runs.report(run))


@pytest.fixture
def swum(city: UUID, in_turku: Municipality, tmp_path: Path) -> UUID:
    """A swimming hall that readers see, as a file has published it."""
    terms = [Classification(uri="http://www.yso.fi/onto/koko/p1")]
    made = service("Uimahalli", responsible=city, ontology_terms=terms)
    content = merging.writable("service", plain(made.value))
    swedish = {"description": "I hallen finns sex banor.", **content["language_versions"]["sv"]}
    content["language_versions"]["sv"] = swedish
    path = tmp_path / "first.json"
    path.write_bytes(orjson.dumps(HEADER) + b"\n" + orjson.dumps({"kind": "service", "content": content}))
    (told,) = take_in(in_turku, path, publish=True)
    assert told.id is not None
    assert told.published == ["fi", "sv"], said(told)
    return told.id


def test_what_an_import_has_changed_is_as_it_was(library: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    before = one("service", library)
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    change_cell(path, "service", "name.fi", "Muu", where=lambda _: True)
    take_in(in_turku, path)
    assert named(one("service", library)) == "Muu"
    (told,) = undo(in_turku)
    assert (told.outcome, told.was, told.version) == ("undone", 2, 3)
    after = one("service", library)
    assert (after.published, after.draft, after.state) == (before.published, None, "published")
    with pytest.raises(NotToUndo):
        undo(in_turku)


def test_readers_get_what_they_got_before(swum: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    (path,) = out(in_turku, tmp_path / "a.xlsx")
    change_cell(path, "service", "name.fi", "Kylpylä", where=lambda row: row["service_id"] == str(swum))
    take_in(in_turku, path, publish=True)
    shown = one("service", swum).published
    assert shown is not None
    assert shown.language_versions["fi"].name == "Kylpylä"
    program = Importer(Author("import", uuid4()), scopes=[Scope.READ, Scope.WRITE])
    with pytest.raises(NotAllowed):
        undo(in_turku, importer=program)
    assert outcomes(undo(in_turku)) == ["undone"]
    work = one("service", swum)
    assert work.published is not None
    assert (work.published.language_versions["fi"].name, work.draft) == ("Uimahalli", None)
    assert work.published.modified is not None
    assert shown.modified is not None
    assert work.published.modified > shown.modified
    assert "Uimahalli" in bytes(Document.objects.get(id=swum).v1).decode()


def test_what_an_import_has_made_is_archived(swum: UUID, in_turku: Municipality) -> None:
    assert outcomes(undo(in_turku)) == ["undone"]
    assert one("service", swum).state == "archived"
    assert not Document.objects.filter(id=swum).exists()


def test_what_somebody_has_changed_since_stays_and_is_listed(
    in_turku: Municipality, espoo: Municipality, tmp_path: Path
) -> None:
    rows = ({"source_id": f"K-{each}", "name.fi": f"P {each}"} for each in range(3))
    made = [each.id for each in take_in(in_turku, sheet_of(tmp_path / "a.csv", "service", *rows))]
    assert made[1] is not None
    edit("service", made[1], name("Oma"))
    told = undo(in_turku)
    assert [(each.row, each.outcome) for each in told] == [(4, "undone"), (3, "refused"), (2, "undone")]
    assert said(told[1]) == [("row_refused", "")]
    assert told[1].said[0].sentence("fi").startswith("Joku on muuttanut tätä sen jälkeen: versio on 2")
    assert (one("service", made[1]).state, named(one("service", made[1]))) == ("draft", "Oma")
    with within(espoo):
        assert not ImportRun.objects.exists()


def test_connections_are_parted_or_hold_as_before(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    place, other, thing = uuid4(), uuid4(), service(responsible=city)
    store("service_channel", channel(id=place, organization_id=city, connections=[connected(thing.id)]))
    store("service_channel", channel(id=other, organization_id=city))
    store("service", service(id=thing.id, responsible=city, connections=[connected(place)]))
    ends: list[dict[str, Any]] = [{"service_id": str(thing.id), "channel_id": str(each)} for each in (place, other)]
    content = {"language_versions": {"fi": {"description": "Uusi."}}}
    path = tmp_path / "a.json"
    path.write_bytes(
        b"\n".join(map(orjson.dumps, [HEADER, *({"kind": "connection", **each, "content": content} for each in ends)]))
    )
    before = pairs.load(ids=[pair_id(thing.id, place)])[pair_id(thing.id, place)].content
    assert outcomes(take_in(in_turku, path, publish=True)) == ["changed", "created"]
    assert outcomes(undo(in_turku)) == ["undone", "undone"]
    after = pairs.load(ids=[pair_id(thing.id, each) for each in (place, other)])
    assert after[pair_id(thing.id, place)].content == before
    assert after[pair_id(thing.id, other)].content is None


def test_whoever_reaches_less_takes_back_less(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "a.csv", "service", {"organization": str(city), "name.fi": "A"}, {"name.fi": "B"})
    take_in(in_turku, path)
    editor = Importer(Author("import", uuid4()), held=[Held(Role.EDITOR, city)])
    told = undo(in_turku, importer=editor)
    assert [(each.row, each.outcome) for each in told] == [(3, "refused"), (2, "undone")]
    assert said(told[0]) == [("not_allowed", "")]


def test_one_that_was_cut_off_goes_on_and_is_done_once(in_turku: Municipality, tmp_path: Path) -> None:
    rows = [{"name.fi": f"P {each}"} for each in range(150)]
    take_in(in_turku, sheet_of(tmp_path / "a.csv", "service", *rows))
    number = runs.latest()[0].pk

    def cut(done: int, _: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        operations.undo(town=in_turku, number=number, importer=HOST, tell=cut)
    assert Service.objects.filter(state="archived").count() == undoing.AT_ONCE
    with CaptureQueriesContext(connection) as caught:
        run = operations.undo(town=in_turku, number=number, importer=HOST, tell=lambda *_: None)
    assert len(caught) <= 40
    assert (run.done, run.total, run.counts) == (150, 150, {"undone": 150})
    assert Service.objects.filter(state="archived").count() == 150
