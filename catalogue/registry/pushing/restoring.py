"""What an undo makes of our own thing once the register has it as it was: the same here, as a version of its own."""

from typing import Any, cast
from uuid import UUID

import msgspec
from django.utils import timezone

from catalogue.outbox.unit import Unit
from catalogue.registry.pushing.models import Write
from catalogue.registry.pushing.values import SUBJECTS, Subject
from catalogue.services import connections, pairs, versions, workflow, works
from catalogue.services.connections import Move, Names
from catalogue.services.values import Connection
from catalogue.services.versions import NATIONAL_PULL, Author, Step
from catalogue.services.workflow import TYPES, Work


def restore(*, unit: Unit, row: Write) -> int:
    """Puts our side where the undo says; the version that the thing has then. Drafts over it stay."""
    if row.subject == "connections":
        _restore_connections(unit, row)
        return row.version
    kind = SUBJECTS[cast(Subject, row.subject)]
    before = works.one(kind=kind, thing_id=row.object_id, lock=True)
    after = _restored(before, row.local or {})
    works.keep(kind=kind, works=[after])
    versions.write([Step(before, after, "restored")], author=author_of(row), at=timezone.now())
    unit.record(kind=kind, ids=[row.object_id], action="archived" if after.state == "archived" else "updated")
    return after.version


def author_of(row: Write) -> Author:
    """Whoever asked for the undo; the register, where nobody is known by name."""
    plan = row.plan
    if plan.made_by is None:
        return NATIONAL_PULL
    return Author("token" if plan.door == "token" else "person", plan.made_by)


def _restored(work: Work, local: dict[str, Any]) -> Work:
    version = work.version + 1
    if local["state"] == "archived":
        return msgspec.structs.replace(work, state="archived", version=version, in_review={})
    content = workflow.with_ours(msgspec.convert(local["content"], TYPES[work.kind]), work)
    return msgspec.structs.replace(work, state="published", version=version, published=content)


def _restore_connections(unit: Unit, row: Write) -> None:
    now = timezone.now()
    before = pairs.of_things(kind="service", ids=[row.object_id], lock=True)
    wanted = {UUID(key): msgspec.convert(said, Connection) for key, said in (row.local or {}).items()}
    moves = []
    for channel_id in {*wanted, *(pair.channel_id for pair in before.values())}:
        pair = connections.new(row.object_id, channel_id)
        was = before.get(pair.id)
        pair = was or pair
        if pair.content is not None and pair.content.extra_types:
            continue
        if channel_id in wanted:
            kept = msgspec.structs.replace(wanted[channel_id], fees=pair.content.fees if pair.content else [])
            after = connections.holding(pair, kept, names=Names(), at=now)
        elif pair.content is not None:
            after = connections.holding(pair, None, names=Names(), at=now)
        else:
            continue
        if after != pair:
            moves.append(Move.of(was, after))
    pairs.keep(move.after for move in moves)
    versions.write(moves, author=author_of(row), at=now)
    touched = {each for move in moves for each in ((move.after.service_id), (move.after.channel_id))}
    unit.record(kind="service", ids=touched & {row.object_id}, action="updated")
    unit.record(kind="service_channel", ids=touched - {row.object_id}, action="updated")
