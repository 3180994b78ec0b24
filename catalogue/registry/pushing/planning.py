"""From what a town shows and what the register holds to the writes that make the second like the first (pure).

State is compared with state: nothing depends on who changed what, or when. What both sides say alike, up to noise
(`likeness`), is not written; so nothing echoes, and whatever was missed once is found the next time.

Bodies keep our ids until they are sent, as what is new has no other before the register has answered.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from catalogue.codes.values import GeneralDescription
from catalogue.dialects.ptv_v11.misfits import misfits
from catalogue.dialects.ptv_v11.render_in import left_standing, model_of, render_connections_in, render_in
from catalogue.registry.likeness import same
from catalogue.registry.merge import edits
from catalogue.registry.pushing.values import (
    ORDER,
    Around,
    Content,
    Deed,
    Difference,
    Held,
    Judgement,
    Ours,
    Proposal,
    Refusal,
    Subject,
    Verb,
)
from catalogue.services.rules import refuses_push
from catalogue.services.values import ConnectionEnd, Record, Service, ServiceChannel
from catalogue.services.workflow import KEPT

TOUCHED_AFTER: Final = timedelta(days=17 * 30)
"""The register archives what nobody has updated for eighteen months (reference 4.3); a month is left for faults."""

CONNECTIONS: Final = "channelRelations"
STATUS: Final = "/publishing_status"
_RESOURCES: Final = {"organization": "Organization", "service": "Service", "service_collection": "ServiceCollection"}


def proposals(things: Iterable[Ours], around: Around) -> list[Proposal]:
    """Every write of a plan, in the order in which they are made."""
    found = [proposal for thing in things for proposal in _of(thing, around)]
    return sorted(found, key=lambda each: _place(each, around.parents))


def route_of(kind: str, content: Content) -> str:
    """Where things of this kind are written."""
    if isinstance(content, ServiceChannel):
        return f"ServiceChannel/{content.service_channel_type}"
    return _RESOURCES[kind]


# --- things -----------------------------------------------------------------------------------------------------------


def _of(thing: Ours, around: Around) -> Iterator[Proposal]:
    central = _central(thing.content, around)
    if not thing.shown:
        if thing.held is not None and not thing.held.archived:
            yield _archiving(thing, thing.held, around)
        return
    if thing.held is None:
        yield _creating(thing, central, around)
    elif (changing := _changing(thing, thing.held, central, around)) is not None:
        yield changing
    if thing.connections is not None and (connecting := _connecting(thing, thing.connections, around)) is not None:
        yield connecting


def _creating(thing: Ours, central: GeneralDescription | None, around: Around) -> Proposal:
    predicted = state_of(thing.content, central)
    body = {**render_in(thing.content, central=central), "sourceId": str(thing.id)}
    return _proposal(thing, "create", "POST", body=body, before={}, predicted=predicted, around=around)


def _changing(thing: Ours, held: Held, central: GeneralDescription | None, around: Around) -> Proposal | None:
    """The write that a linked thing needs; None where both sides say the same and nothing is too old."""
    content = restated(thing.content, "Published")
    was = restated(held.content, "Published")
    body = _without_source_id(render_in(content, before=was, central=central))
    standing = left_standing(content, before=was, central=central)
    before = state_of(was, _central(was, around))
    predicted = state_of(content, central) | {name: before[name] for name in standing if name in before}
    predicted = {name: before[name] if _is_same(said, before.get(name)) else said for name, said in predicted.items()}
    deed: Deed = "change"
    if held.archived:
        deed, before = "restore", {}  # nobody is shown what is archived
    elif same(before, predicted):
        if not _too_old(held.content.modified, around.now):
            return None
        deed = "touch"
    return _proposal(
        thing, deed, "PUT", body=body, before=before, predicted=predicted, around=around, left_standing=tuple(standing)
    )


def _archiving(thing: Ours, held: Held, around: Around) -> Proposal:
    """Says again what the register holds, and that it is archived: the lists that it asks for are there (4.1)."""
    was = restated(held.content, "Published")
    central = _central(was, around)
    body = _without_source_id(render_in(restated(was, "Deleted"), before=was, central=central))
    before = state_of(was, central)
    return _proposal(
        thing, "archive", "PUT", body=body, before=before,
        predicted={"publishingStatus": "Deleted"}, around=around,
    )  # fmt: skip


def _proposal(
    thing: Ours,
    deed: Deed,
    verb: Verb,
    *,
    body: Mapping[str, Any],
    before: Mapping[str, Any],
    predicted: Mapping[str, Any],
    around: Around,
    left_standing: tuple[str, ...] = (),
) -> Proposal:
    model = model_of(thing.content, new=verb == "POST")
    content = thing.content if deed != "archive" else (thing.held.content if thing.held else thing.content)
    findings = thing.findings if deed != "archive" else ()
    refusals = [Refusal(code=f"misfit_{each.why}", said=each.place) for each in misfits(body, model)]
    if thing.in_conflict:
        refusals.append(Refusal(code="in_conflict"))
    return Proposal(
        subject=thing.kind,
        deed=deed,
        object_id=thing.id,
        ptv_id=thing.held.ptv_id if thing.held else None,
        verb=verb,
        route=route_of(thing.kind, content),
        body=body,
        before=before,
        predicted=predicted,
        differences=_differences(thing, deed),
        findings=findings,
        refusals=tuple(refusals),
        left_standing=left_standing,
        needs=_named(body, around.unlinked - {str(thing.id)}),
        version=thing.version,
        hash=thing.held.hash if thing.held else None,
        names=thing.names,
    )


def blocked(proposal: Proposal) -> bool:
    """Whether it is not written: something about it is wrong, or undecided."""
    return bool(proposal.refusals) or refuses_push(proposal.findings)


def state_of(content: Content, central: GeneralDescription | None) -> dict[str, Any]:
    """All that bodies of writing can say of a thing, in the register's words, without its source id."""
    return _without_source_id(render_in(restated(content, "Published"), central=central))


def whole_state(record: Record, around: Around) -> dict[str, dict[str, Any]]:
    """What the register holds of a thing and, for a service, of its connections, as bodies tell it."""
    content = restated(record.value, "Published")
    ends = record.connections if isinstance(content, Service) else []
    return {
        "thing": state_of(content, _central(content, around)),
        "connections": connections_of(ends, around.channel_types),
    }


def restated(content: Content, status: str) -> Any:
    """The content under another publishing status."""
    return msgspec.structs.replace(content, publishing_status=status)


def exchanged(body: Any, ids: Mapping[str, str]) -> Any:
    """A body with some ids in place of others, wherever they stand."""
    if not ids:
        return body
    if isinstance(body, dict):
        return {name: value if name == "sourceId" else exchanged(value, ids) for name, value in body.items()}
    if isinstance(body, list):
        return [exchanged(value, ids) for value in body]
    return ids.get(body, body) if isinstance(body, str) else body


def _without_source_id(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in body.items() if name != "sourceId"}


def _is_same(one: Any, other: Any) -> bool:
    return same({"": one}, {"": other})


def _too_old(modified: datetime | None, now: datetime) -> bool:
    return modified is not None and now - modified >= TOUCHED_AFTER


def _central(content: Content, around: Around) -> GeneralDescription | None:
    linked = content.general_description_id if isinstance(content, Service) else None
    return around.central.get(linked) if linked else None


def _named(body: Any, wanted: frozenset[str]) -> tuple[UUID, ...]:
    """Those of some ids that a body names."""
    return tuple(UUID(each) for each in sorted(set(_texts(body)) & wanted)) if wanted else ()


def _texts(body: Any) -> Iterator[str]:
    if isinstance(body, dict):
        for name, value in body.items():
            if name != "sourceId":
                yield from _texts(value)
    elif isinstance(body, list):
        for value in body:
            yield from _texts(value)
    elif isinstance(body, str):
        yield body


def _differences(thing: Ours, deed: Deed) -> tuple[Difference, ...]:
    """What a person is shown of a write: the members of our content that it changes."""
    if deed == "archive":
        return (Difference(pointer=STATUS, before="Published", after="Deleted"),)
    was = _plain(thing.held.content) if thing.held else {}
    changed = told(was, _plain(thing.content))
    back = Difference(pointer=STATUS, before="Deleted", after="Published")
    return (back, *changed) if deed == "restore" else changed


def told(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs between two bodies, as it is shown."""
    return tuple(
        Difference(pointer="".join(f"/{_escaped(step)}" for step in each.path), before=each.before, after=each.after)
        for each in edits(was, now)
    )


def _plain(content: Content) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(content)
    unwritten = _UNWRITTEN.get(type(content).__name__, frozenset()) | KEPT | {"fees", "source_id"}
    return {name: value for name, value in said.items() if name not in unwritten}


_UNWRITTEN: Final = {
    "Organization": frozenset({"services"}),
    "Service": frozenset({"responsible_sote_organization", "sub_type"}),
    "ServiceChannel": frozenset({"ontology_terms", "responsible_sote_organization"}),
}
"""Members that no body of writing has."""


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


# --- connections ------------------------------------------------------------------------------------------------------


def _connecting(thing: Ours, ends: tuple[ConnectionEnd, ...], around: Around) -> Proposal | None:
    """All ordinary connections of a service in one write, which replaces them; None where nothing differs."""
    known = thing.held.connections if thing.held else ()
    was = [end for end in known if not end.connection.extra_types]
    wanted = [end for end in ends if not end.connection.extra_types]
    before, predicted = (connections_of(each, around.channel_types) for each in (was, wanted))
    if same(before, predicted):
        return None
    body = render_connections_in(wanted, before=was, channel_types=around.channel_types)
    refusals = [Refusal(code="in_conflict")] if thing.connections_in_conflict else []
    needs = _named(body, around.unlinked)
    if thing.held is None:
        needs = (thing.id, *needs)
    return Proposal(
        subject="connections",
        deed="connect",
        object_id=thing.id,
        ptv_id=thing.held.ptv_id if thing.held else None,
        verb="PUT",
        route="Connection/serviceId",
        body=body,
        before=before,
        predicted=predicted,
        differences=told(_shown(was), _shown(wanted)),
        findings=thing.connection_findings,
        refusals=tuple(refusals),
        needs=needs,
        version=thing.version,
        hash=thing.held.hash if thing.held else None,
        names=thing.names,
    )


def connections_of(ends: Iterable[ConnectionEnd], channel_types: Mapping[UUID, str]) -> dict[str, Any]:
    """What bodies say of the ordinary connections of a service, by the channel."""
    body = render_connections_in(ends, channel_types=channel_types)
    return {str(each["serviceChannelId"]): each for each in body.get(CONNECTIONS, ())}


def _shown(ends: Iterable[ConnectionEnd]) -> dict[str, Any]:
    shown = {}
    for end in ends:
        said = msgspec.to_builtins(end.connection)
        kept = {name: value for name, value in said.items() if name not in ("fees", "remainder")}
        shown[str(end.other.id)] = {"connected": True, **kept}
    return shown


# --- what the register holds, seen from a write -----------------------------------------------------------------------


def judged(
    *, subject: Subject, before: Mapping[str, Any], predicted: Mapping[str, Any], current: Mapping[str, Any] | None
) -> Judgement:
    """What a write meets. `current` is None where the register shows no such thing.

    Of connections, which are not written at once (reference 4.6), a part may be done: each is then as it was or as it
    shall be.
    """
    archives = predicted == {"publishingStatus": "Deleted"}
    if current is None:
        return "as_planned" if archives else "as_before" if not before else "moved_on"
    if not archives and same(current, predicted):
        return "as_planned"
    if same(current, before):
        return "as_before"
    if subject == "connections":
        each = before.keys() | predicted.keys() | current.keys()
        if all(
            same(_at(current, key), _at(before, key)) or same(_at(current, key), _at(predicted, key)) for key in each
        ):
            return "in_between"
    return "moved_on"


def _at(state: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {"": state.get(key)}


# --- order ------------------------------------------------------------------------------------------------------------


def _place(proposal: Proposal, parents: Mapping[UUID, UUID | None]) -> tuple[int, int, int, str]:
    """Organisations from the top down and what hangs on others after them; what goes, last and the other way round."""
    kind, depth = ORDER.index(proposal.subject), 0
    if proposal.subject == "organization":
        depth = _depth(proposal.object_id, parents)
    if proposal.deed == "archive":
        return 1, -kind, -depth, str(proposal.object_id)
    return 0, kind, depth, str(proposal.object_id)


def _depth(organization: UUID, parents: Mapping[UUID, UUID | None]) -> int:
    seen: set[UUID] = set()
    at: UUID | None = organization
    while at is not None and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return len(seen)
