"""Whatever both sides do before a pull: no edit is lost, two towns come to the same, and a second writes nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from catalogue.dialects import ptv_v11
from catalogue.outbox.unit import revision
from catalogue.parts import LanguageVersion
from catalogue.registry import sides, sync
from catalogue.registry.client import Client
from catalogue.registry.gathering import Gathered, Kept, open_intake
from catalogue.registry.likeness import Path, at, put, same
from catalogue.registry.merge import Body, edits
from catalogue.registry.models import Base, Conflict, Link
from catalogue.registry.ownership import Owner, Rule
from catalogue.registry.policies import choose
from catalogue.services import connecting, pairs, works
from catalogue.services.connections import pair_id
from catalogue.services.values import Connection, Record
from catalogue.services.workflow import Work
from tenants.context import within
from tenants.models import Municipality
from tests import edits_make as make
from tests.catalogue_make import channel, connected, organization, service
from tests.connections_make import do, of

CITY, OFFER, PLACE = (uuid5(UUID(int=7), name) for name in ("city", "offer", "place"))
PAIR: Final = pair_id(OFFER, PLACE)
FI, SV = ("language_versions", "fi"), ("language_versions", "sv")
Changes = list[tuple[Path, Any]]
VALUES: Final[dict[Path, tuple[Any, ...]]] = {
    (*FI, "name"): ("Kirjastot", "Kirjasto", "Lukusali"),
    (*FI, "summary"): ("Yksi.", "Kaksi.", "Kaksi. "),
    (*FI, "keywords"): (["lukea"], ["lainata", "lukea"], ["lukea", "lainata"]),
    (*SV, "summary"): ("Ett.", "Två."),
    SV: (None,),
    ("type",): ("PermitOrObligation", "ProfessionalQualification"),
    ("languages",): (["fi"], ["sv", "fi"], ["fi", "sv", "en"]),
    ("area_type",): ("Nationwide",),
}
CHANGES: Final = st.lists(
    st.sampled_from([(path, value) for path, values in VALUES.items() for value in values]), max_size=3
)
TEXTS: Final = st.sampled_from([None, "", "Tiskiltä.", "Soittamalla."])
"""What becomes of the connection: nothing, none any more, or another text."""


class Side(msgspec.Struct, frozen=True):
    """What one side did."""

    changes: Changes
    gone: bool
    pair: str | None


SIDES: Final = st.builds(Side, CHANGES, st.sampled_from([False, False, False, True]), TEXTS)
RULES: Final = st.dictionaries(
    st.sampled_from(["*", "service", "connection", "service/language_versions", "*/*/fi", "service/languages"]),
    st.sampled_from(["ours", "national", "ask"]),
    max_size=2,
)
TRIED: Final = settings(
    max_examples=6, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def offer(body: Body | None = None, text: str = "Kysy tiskiltä.") -> Record:
    """The service as the register has it, without its connection where that has no text."""
    said = {"fi": LanguageVersion(description=text)}
    ends = [connected(PLACE, "Paikka", language_versions=said)] if text else []
    record = service(id=OFFER, responsible=CITY, connections=ends)
    if body is None:
        return record
    return replace(record, value=sides.content_of("service", body, told=record.value, ours=None))


def documents(*records: Record) -> dict[str, list[msgspec.Raw]]:
    kinds = {CITY: "organization", OFFER: "service", PLACE: "service_channel"}
    found: dict[str, list[msgspec.Raw]] = {kind: [] for kind in kinds.values()}
    for record in records:
        found[kinds[record.id]].append(msgspec.Raw(ptv_v11.render_bytes(record)))
    return found


def take(*records: Record, gone: Iterable[UUID] = ()) -> None:
    """A pull of these documents; what is gone is seen no more."""
    kept = Kept.load()
    with Client("http://127.0.0.1:1/api/v11") as client:  # which asks for nothing: what came is given
        intake = open_intake(client, kept, {CITY})
    for kind, listed in documents(*records).items():
        intake.take(kind, listed)  # type: ignore[arg-type]  # a kind by its name
    gathered = Gathered(intake)
    gathered.removals["service"] |= set(gone) & kept.ids("service", own=True)
    sync.write(gathered, kept, run=1, tell=lambda *_: None)


@contextmanager
def undone() -> Iterator[None]:
    """What is written is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def begin(rules: dict[str, Owner]) -> None:
    take(organization(id=CITY), channel(id=PLACE, organization_id=CITY), offer())
    choose(rules=[Rule(pattern, owner) for pattern, owner in rules.items()], by=None)


def changed(body: Body, side: Side) -> dict[str, Any]:
    for path, value in side.changes:
        body = put(body, path, value)
    return dict(body)


def do_here(side: Side, draft: Changes) -> None:
    """The edits of the town's: published, then a draft over them, then the whole taken away."""
    for listed, step in ((side.changes, make.edit), (draft, make.draft)):
        for path, value in listed:
            patch: Any = value
            for name in reversed(path):
                patch = {name: patch}
            step("service", OFFER, patch)
    if side.pair == "":
        do(of(connecting.one(connection_id=PAIR), "disconnect"))
    elif side.pair:
        make.change_pair(PAIR, side.pair)
    if side.gone:
        make.archive("service", OFFER)


def said_there(side: Side) -> tuple[list[Record], list[UUID]]:
    text = "Kysy tiskiltä." if side.pair is None else side.pair
    body = changed(sides.body("service", offer().value), side)
    return ([], [OFFER]) if side.gone else ([offer(body, text)], [])


def work() -> Work:
    return works.load(kind="service", ids=[OFFER])[OFFER]


def body_here() -> Body:
    return sides.body("service", sides.shown(work()))


def content_of_pair() -> Connection | None:
    return pairs.load(ids=[PAIR])[PAIR].content


def lost(before: Body, after: Body, result: Body, key: UUID) -> list[Path]:
    """Edits that are neither in the result nor in a conflict."""
    rows = list(Conflict.objects.filter(object_id=key))
    told = [put({}, row.path, side) or {} for row in rows for side in (row.ours, row.theirs)]
    paths = [row.path for row in rows]
    found = []
    for edit in edits(before, after):
        name = edit.path[-1] if edit.path else ""
        covered = any(all(a == b for a, b in zip(path, edit.path, strict=False)) for path in paths)
        places = [result, *(told if covered else ())]
        if not any(same(at(each, edit.path), edit.after, name) for each in places):
            found.append(edit.path)
    return found


def state() -> Any:
    """All that came of it, but for instants and numbers."""
    row = work()
    rows = Conflict.objects.order_by("object_id", "path", "ours").values_list(
        "object_id", "kind", "path", "base", "ours", "theirs", "owner", "how"
    )
    draft = None if row.draft is None else sides.body("service", row.draft)
    bases = list(Base.objects.order_by("object_id").values_list("object_id", "body"))
    links = list(Link.objects.order_by("object_id").values_list("object_id", "archived", "synced_version"))
    return row.state, row.version, body_here(), draft, content_of_pair(), list(rows), bases, links


def one_town(here: Side, there: Side, draft: Changes, rules: dict[str, Owner]) -> Any:
    """Both sides do what they do, then the town pulls, twice."""
    begin(rules)
    base, base_of_pair = body_here(), sides.body_of_pair(content_of_pair())
    do_here(here, draft)
    ours, ours_of_pair = body_here(), sides.body_of_pair(content_of_pair())
    drafted = work().draft
    records, gone = said_there(there)
    take(*records, gone=gone)
    theirs = sides.body("service", records[0].value) if records else {}
    ends = records[0].connections if records else offer().connections
    told = sides.body_of_pair(ends[0].connection if ends else None)
    result, of_pair = body_here(), sides.body_of_pair(content_of_pair())
    assert lost(base, ours, result, OFFER) == []
    assert lost(base, theirs, result, OFFER) == []
    assert lost(base_of_pair, ours_of_pair, of_pair, PAIR) == []
    assert lost(base_of_pair, told, of_pair, PAIR) == []
    if drafted is not None and (now := work().draft or work().published) is not None:
        body = sides.body("service", drafted)
        assert lost(ours or base, body, sides.body("service", now), OFFER) == []
    before, number = state(), revision()
    take(*records, gone=gone)
    assert (state(), revision()) == (before, number)
    return before


def compare(towns: Iterable[Municipality], *did: Any) -> None:
    """What comes of the same in several towns, which is the same."""
    found = []
    for town in towns:
        with within(town), undone():
            found.append(one_town(*did))
    assert all(each == found[0] for each in found)


@TRIED
@given(here=SIDES, there=SIDES, draft=CHANGES, rules=RULES)
def test_no_edit_is_lost_two_towns_come_to_the_same_and_a_second_pull_writes_nothing(
    turku: Municipality, espoo: Municipality, here: Side, there: Side, draft: Changes, rules: dict[str, Owner]
) -> None:
    compare((turku, espoo), here, there, draft, rules)


@pytest.mark.long
@settings(TRIED, max_examples=100)
@given(here=SIDES, there=SIDES, draft=CHANGES, rules=RULES)
def test_no_edit_is_lost_however_many_there_are(
    turku: Municipality, espoo: Municipality, here: Side, there: Side, draft: Changes, rules: dict[str, Owner]
) -> None:
    compare((turku, espoo), here, there, draft, rules)
