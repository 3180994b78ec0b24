"""What the write API shows of things: plain members for JSON, made of works, versions and findings."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from catalogue.forms.definition.findings import Finding as FormFinding
from catalogue.services import patches, versions
from catalogue.services.connecting import Joined
from catalogue.services.connections import Pair, Proposed
from catalogue.services.errors import Difference
from catalogue.services.models import Planned
from catalogue.services.planned import Reason, is_late
from catalogue.services.rules import Finding
from catalogue.services.values import Connection, ServiceChannel
from catalogue.services.versions import Entry
from catalogue.services.workflow import Work, language_states, plain
from catalogue.services.works import displayed_names
from catalogue.text import LANGUAGES, runs


def whole(work: Work, findings: Iterable[Finding]) -> dict[str, Any]:
    """A thing as its editors have it."""
    return {
        **listed(work),
        "content": plain(work.content),
        "published": None if work.published is None or work.state != "published" else plain(work.published),
        "findings": [finding(one) for one in findings],
    }


def listed(work: Work) -> dict[str, Any]:
    """A thing in a list."""
    return {
        "id": str(work.id),
        "version": work.version,
        "state": work.state,
        "languages": language_states(work),
        "name": displayed_names(work.content.language_versions),
    }


def joined(one: Joined) -> dict[str, Any]:
    """A connection in a list."""
    pair, channel = one.pair, one.channel.content if one.channel else None
    kinds = {"service_channel_type": channel.service_channel_type} if isinstance(channel, ServiceChannel) else {}
    return {
        "id": str(pair.id),
        "version": pair.version,
        "state": "disconnected" if pair.content is None else "connected",
        "service": _end(pair.service_id, one.service),
        "channel": _end(pair.channel_id, one.channel) | kinds,
        "proposed": None if pair.proposed is None else _proposed(pair.content, pair.proposed),
    }


def _proposed(holds: Connection | None, waits: Proposed) -> dict[str, Any]:
    """What waits for somebody who may publish, and what it would change."""
    return {
        "content": None if waits.content is None else plain(waits.content),
        "at": waits.at,
        "by": None if waits.by is None else str(waits.by),
        "changes": compared(holds, waits.content),
    }


def joined_whole(one: Joined, findings: Iterable[Finding]) -> dict[str, Any]:
    """A connection with what holds for it."""
    content = one.pair.content
    return {
        **joined(one),
        "content": None if content is None else plain(content),
        "findings": [finding(each) for each in findings],
    }


def _end(thing_id: UUID, work: Work | None) -> dict[str, Any]:
    """One of the two things; nothing but its id where it is not kept here."""
    if work is None:
        return {"id": str(thing_id), "own": False, "name": {}}
    return {"id": str(thing_id), "own": work.own, "name": displayed_names(work.content.language_versions)}


def finding(found: Finding | FormFinding) -> dict[str, Any]:
    """What a rule has found, with its sentence in three languages."""
    return {
        "code": found.code,
        "severity": str(found.severity),
        "pointer": found.path,
        "language": found.language,
        "message": found.messages(),
    }


def entry(one: Entry) -> dict[str, Any]:
    """A version in a thing's history."""
    return {
        "version": one.number,
        "at": one.at,
        "action": one.action,
        "door": one.door,
        "by": None if one.by is None else str(one.by),
        "pointers": one.paths,
    }


def difference(one: Difference) -> dict[str, Any]:
    """A member that somebody else has changed."""
    return {"pointer": patches.pointer(one.path), "before": one.before, "now": one.now}


def planned(row: Planned) -> dict[str, Any]:
    """What is planned for a thing, or what came of it."""
    return {
        "id": str(row.uuid),
        "action": row.action,
        "languages": row.languages,
        "at": row.at,
        "version": row.version,
        "made": row.made,
        "door": row.door,
        "by": None if row.by is None else str(row.by),
        "outcome": row.outcome,
        "carried_out": row.carried_out,
        "late": is_late(at=row.at, carried_out=row.carried_out),
        "result": row.result,
        "reason": None if row.reason is None else reason(row.reason),
        "cancelled": None if row.cancelled is None else _cancelled(row),
    }


def _cancelled(row: Planned) -> dict[str, Any]:
    by = row.cancelled_by
    return {"at": row.cancelled, "door": row.cancelled_door, "by": None if by is None else str(by)}


def reason(why: Reason) -> dict[str, Any]:
    """Why what was planned was not done, with the members of a problem."""
    return {
        "code": why.code,
        "detail": why.message,
        "language": why.place if why.place in LANGUAGES else None,
        "findings": [finding(one) for one in why.findings],
        "differences": [difference(one) for one in why.differences],
    }


def comparison(before: Work | Pair, after: Work | Pair) -> list[dict[str, Any]]:
    """What differs between two states of a thing, of what editors work on."""
    return compared(versions.worked_on(before), versions.worked_on(after))


def compared(before: Any, after: Any) -> list[dict[str, Any]]:
    """What differs between two contents, or none; of texts, which words went and came."""
    old, new = plain(before), plain(after)
    found = []
    for path, *_ in patches.difference(old, new):
        was, now = patches.at(old, path), patches.at(new, path)
        both = isinstance(was, str) and isinstance(now, str)
        words = [{what: text} for what, text in runs(was, now)] if both else None
        found.append({"pointer": patches.pointer(path), "before": was, "after": now, "words": words})
    return found
