"""Makes the writes of a plan, one after another, so that it can be cut off at any point and gone on with.

Of each write the register's present state is read first. Where it is what the plan says it will be, the write is done;
where it is what the plan began from, it is sent; otherwise somebody has changed it there meanwhile and it is left for
the next plan. That `sending` begins is committed before anything is sent, and its outcome together with what it means
for us (`settling`). So whatever was not answered, or was answered and not written down, is found out by reading.

What is refused is refused for itself only; where the register does not work the turn ends, and the plan stays as it is.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast
from uuid import UUID

from django.utils import timezone

from catalogue.dialects import ptv_v11
from catalogue.errors import InvalidDocument, RegistryError
from catalogue.registry.client import Client, Transient
from catalogue.registry.client_writing import Answer, Uncertain, Writer, said
from catalogue.registry.feed import RESOURCES
from catalogue.registry.identity import with_ids
from catalogue.registry.likeness import same
from catalogue.registry.models import Link
from catalogue.registry.pushing import gathering, planning, refusals, settling
from catalogue.registry.pushing.breaker import Breaker
from catalogue.registry.pushing.models import Plan, Write
from catalogue.registry.pushing.planning import exchanged
from catalogue.registry.pushing.values import SUBJECTS, Around, Held, Judgement, Subject
from catalogue.services import pairs
from catalogue.services.models import MODELS
from catalogue.services.values import Kind, Record
from tenants.models import Municipality
from tenants.queries import may_write_nationally

TRIES: Final = 3
"""How often one write is sent in a turn, when the register fails at it alone."""

MOST_TRIES: Final = 9
"""After so many it counts as refused: the register fails at this very body (reference 2.5: 500 often is bad input)."""

GOES_ON: Final = (Write.State.PLANNED, Write.State.SENDING)
Tell = Callable[[str, int, int], None]


class NotNow(RegistryError):
    """The register does not work now; what is left of the plan is done in a later turn."""

    code = "registry_not_now"

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=False)


@dataclass
class Turn:
    """Some of a plan's writes: by whom they are made, and what one after another must know."""

    municipality: Municipality
    writer: Writer
    reader: Client
    breaker: Callable[[str], Breaker]
    wait: float = 1.0
    """Seconds before a write is tried again in the same turn."""

    left: int = 0
    """How many writes have been left for a later turn."""

    around: Around = field(default_factory=lambda: Around(now=timezone.now()))

    def take(self, plan: Plan, *, most: int, tell: Tell) -> None:
        """Makes at most so many of the writes that are to be made. Raises what keeps all of them from being made."""
        rows = plan.writes.filter(state__in=GOES_ON).order_by("number")
        total, done = plan.writes.count(), plan.writes.exclude(state__in=GOES_ON).count()
        for row in rows[:most]:
            row.refresh_from_db()  # what was written before it may have changed what it begins from
            if not may_write_nationally(municipality=self.municipality):
                raise NotNow("writing to the national catalogue is switched off for this town")
            self._make(row)
            done += 1
            tell("writing", done, total)

    # --- one write ----------------------------------------------------------------------------------------------------

    def _make(self, row: Write) -> None:
        """Everything about one write, until its outcome is known or it is left for later."""
        if (why := _in_the_way(row)) is not None:
            _close(row, *why)
            return
        for attempt in range(TRIES):
            if attempt:
                time.sleep(self.wait * attempt)
            if self._try(row):
                return
        if row.attempts >= MOST_TRIES:
            _close(row, Write.State.REFUSED, "register_failed")
        else:
            self.left += 1

    def _try(self, row: Write) -> bool:
        """One attempt; False where nobody knows what became of it."""
        if row.verb == "POST":
            return self._create(row)
        held = gathering.held_of([row.object_id]).get(row.object_id)
        if held is None:
            _close(row, Write.State.EXPIRED, "not_linked")
            return True
        self.around = _around(row, held)
        document = self._read(row, held)
        met = self._met(row, held, document)
        if met == "as_planned" and not _is_fresh_touch(row, held, document):
            settling.settle(row, document)
            return True
        if met == "moved_on" or (met == "in_between" and row.attempts == 0):
            _close(row, Write.State.EXPIRED, "changed_there")
            return True
        return self._sent(row, f"{row.route}/{held.ptv_id}", row.body)

    def _create(self, row: Write) -> bool:
        """A thing that the register does not have. Where an earlier try may have come through, it is looked for by its
        source id, by a write that changes nothing: there is no reading by these."""
        if row.attempts and (found := self._found(row, _changes_nothing(row))) is not None:
            return self._taken(row, found)
        return self._sent(row, row.route, row.body)

    def _found(self, row: Write, body: Mapping[str, Any]) -> Answer | None:
        """The thing that has this source id; None where there is none. Raises Uncertain."""
        answer = self._ask("PUT", f"{row.route}/sourceId/{row.object_id}", body)
        return None if answer.status == 404 and refusals.is_missing(said(answer)) else answer

    def _sent(self, row: Write, path: str, body: Mapping[str, Any]) -> bool:
        row.state, row.sent, row.attempts = Write.State.SENDING, timezone.now(), row.attempts + 1
        row.save(update_fields=["state", "sent", "attempts"])
        try:
            outward = {str(ours): str(theirs) for theirs, ours in gathering.inward().items()}
            answer = self._ask(row.verb, path, exchanged(body, outward))
            if row.verb == "POST" and answer.status == 400 and refusals.is_taken_source_id(said(answer)):
                # It was made once: by a try that was not answered, or before it was archived (reference 4.2).
                answer = self._found(row, exchanged(body, outward)) or answer
            return self._taken(row, answer)
        except Uncertain:
            return False

    def _ask(self, method: str, path: str, body: Mapping[str, Any]) -> Answer:
        breaker = self.breaker(f"{method} {path.partition('/')[0]}")
        if not breaker.lets_through():
            raise NotNow("the national catalogue has failed several times in a row: it is left alone for a while")
        try:
            answer = self.writer.send(method, path, body)
        except (Transient, Uncertain):
            breaker.failed()
            raise
        breaker.succeeded()
        return answer

    def _taken(self, row: Write, answer: Answer) -> bool:
        """What an answer means; False where it cannot be read, so that nobody knows."""
        row.status = answer.status
        if answer.status == 200:
            try:
                _parsed(row, answer.body)
            except InvalidDocument:
                return False
            settling.settle(row, answer.body)
            return True
        found = refusals.of_answer(said(answer), row.body)
        waits = next((each.code for each in found if each.code in refusals.WAITS_FOR_A_PERSON), None)
        row.refusals = [*row.refusals, *found]
        _close(row, Write.State.BLOCKED if waits else Write.State.REFUSED, waits or found[0].code)
        return True

    # --- what the register holds --------------------------------------------------------------------------------------

    def _read(self, row: Write, held: Held) -> bytes | None:
        return self.reader.get(f"{RESOURCES[_kind(row)]}/{held.ptv_id}")

    def _met(self, row: Write, held: Held, document: bytes | None) -> Judgement:
        """What the register holds, seen from a write. What the write is not about must be as it was last received: an
        answer has the whole thing, and what somebody has changed there would count as seen."""
        if document is None:
            return planning.judged(subject=_subject(row), before=row.before, predicted=row.predicted, current=None)
        try:
            record = with_ids(_parsed(row, document), gathering.inward())
        except InvalidDocument:
            return "moved_on"
        current = planning.whole_state(record, self.around)
        before = Record(id=record.id, value=held.content, connections=list(held.connections))
        known = planning.whole_state(before, self.around)
        about, other = ("connections", "thing") if row.subject == "connections" else ("thing", "connections")
        if not same(current[other], known[other]):
            return "moved_on"
        return planning.judged(
            subject=_subject(row), before=row.before, predicted=row.predicted, current=current[about]
        )


def _parsed(row: Write, document: bytes) -> Record:
    return ptv_v11.parse(_kind(row), document)


def _subject(row: Write) -> Subject:
    return cast(Subject, row.subject)


def _kind(row: Write) -> Kind:
    return SUBJECTS[_subject(row)]


def _around(row: Write, held: Held) -> Around:
    channels = {UUID(key) for key in (*row.before, *row.predicted)} if row.subject == "connections" else set()
    channels |= {end.other.id for end in held.connections}
    return Around(
        now=timezone.now(),
        central=gathering.central_of([held.content]),
        channel_types=gathering.types_of(channels),
    )


def _in_the_way(row: Write) -> tuple[Write.State, str] | None:
    """Why a write that nobody has begun is not made: what it was planned from has changed, or it waits for another."""
    if row.needs and Link.objects.filter(object_id__in=row.needs).count() < len(row.needs):
        return Write.State.BLOCKED, "waits_for_another"
    if row.state == Write.State.SENDING:
        return None  # its outcome is found out first
    if not _is_as_planned_here(row):
        return Write.State.EXPIRED, "changed_here"
    hash_now = Link.objects.filter(object_id=row.object_id).values_list("hash", flat=True).first()
    if row.base_hash is not None and (hash_now is None or bytes(hash_now) != bytes(row.base_hash)):
        return Write.State.EXPIRED, "changed_there"
    if gathering.in_conflict(row.object_id):
        return Write.State.BLOCKED, "in_conflict"
    return None


def _is_as_planned_here(row: Write) -> bool:
    """Whether our side is what the plan was made from. Connections have versions of their own, so they are compared."""
    if row.subject != "connections":
        present = MODELS[_kind(row)]._default_manager.filter(id=row.object_id).values_list("version", flat=True)
        return present.first() == row.version
    ends = gathering.ends_of(pairs.of_things(kind="service", ids=[row.object_id]).values())
    types = gathering.types_of([end.other.id for end in ends])
    return same(planning.connections_of(ends, types), row.predicted if row.local is None else row.before)


def _close(row: Write, state: Write.State, code: str) -> None:
    row.state, row.code, row.finished = state, code, timezone.now()
    row.save(update_fields=["state", "code", "finished", "refusals", "status"])


def _is_fresh_touch(row: Write, held: Held, document: bytes | None) -> bool:
    """Whether a touch is still to be made: what it writes is there already, but for the date."""
    if row.deed != "touch" or document is None:
        return False
    return _parsed(row, document).value.modified == held.content.modified


def _changes_nothing(row: Write) -> dict[str, Any]:
    """A body of PUT that leaves a thing as it is: what every one must have, and no more (reference 4.1)."""
    must = ("publishingStatus", "requiresAuthentication", "generalDescriptionId")
    classes = () if "generalDescriptionId" in row.body else ("serviceClasses", "ontologyTerms", "targetGroups")
    return {name: row.body[name] for name in (*must, *classes) if name in row.body}


def waiting(plan: Plan) -> bool:
    """Whether something of a plan is still to be made."""
    return plan.writes.filter(state__in=GOES_ON).exists()
