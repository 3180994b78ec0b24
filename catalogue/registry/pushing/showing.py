"""Plans and writes as plain members, for whoever shows them: the API, and commands with --json."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from catalogue.registry.pushing import words
from catalogue.registry.pushing.models import Plan, Write
from catalogue.registry.pushing.values import Difference, Refusal
from catalogue.text import runs


def plan(row: Plan, *, counts: Mapping[str, int]) -> dict[str, Any]:
    """A plan in a list; `counts` are those of its writes by state."""
    return {
        "id": str(row.uuid),
        "state": row.state,
        "environment": row.environment,
        "revision": row.revision,
        "undoes": None if row.undoes is None else str(row.undoes.uuid),
        "made": row.made,
        "door": row.door,
        "made_by": None if row.made_by is None else str(row.made_by),
        "decided": row.decided,
        "decided_by": None if row.decided_by is None else str(row.decided_by),
        "began": row.began,
        "finished": row.finished,
        "counts": dict(counts),
        "requests": row.requests,
        "bytes": row.bytes,
        "seconds": row.seconds,
    }


def write(row: Write) -> dict[str, Any]:
    """One write of a plan, with all that it would change or has changed."""
    return {
        "number": row.number,
        "state": row.state,
        "code": row.code,
        "subject": row.subject,
        "deed": row.deed,
        "object": str(row.object_id),
        "ptv_id": None if row.ptv_id is None else str(row.ptv_id),
        "name": row.names,
        "verb": row.verb,
        "path": f"{row.route}/{row.ptv_id}" if row.verb == "PUT" and row.ptv_id else row.route,
        "body": row.body,
        "before": row.before,
        "predicted": row.predicted,
        "differences": differences(row.differences),
        "findings": [
            {
                "code": each.code,
                "severity": str(each.severity),
                "pointer": each.path,
                "language": each.language,
                "message": each.messages(),
            }
            for each in row.findings
        ],
        "refusals": [refusal(each) for each in row.refusals],
        "left_standing": row.left_standing,
        "surprises": differences(row.surprises),
        "attempts": row.attempts,
        "finished": row.finished,
    }


def refusal(found: Refusal) -> dict[str, Any]:
    """Why something is not written, with its sentence in three languages."""
    said: dict[str, Any] = msgspec.to_builtins(found)
    return said | {"message": words.sentences(found.code)}


def differences(found: Iterable[Difference]) -> list[dict[str, Any]]:
    """What differs, member by member; of texts, which words went and came."""
    return [
        {
            "pointer": each.pointer,
            "before": each.before,
            "after": each.after,
            "words": [{what: text} for what, text in runs(each.before, each.after)]
            if isinstance(each.before, str) and isinstance(each.after, str)
            else None,
        }
        for each in found
    ]
