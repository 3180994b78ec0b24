"""Takes an import back: each thing as it was before, the last row first, where nobody has changed it since.

What somebody has changed since stays as it is and is listed. A thing that the import made is archived, a connection
that it made is parted; nothing is lost, as versions lead back to what the import wrote too.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from catalogue.errors import CatalogueError
from catalogue.exchange import runs
from catalogue.exchange.errors import RowRefused
from catalogue.exchange.models import ImportRun
from catalogue.exchange.people import Importer, refuse_unless_allowed
from catalogue.exchange.planning import Terms, refuse_elsewhere, terms
from catalogue.exchange.tying import refuse_beyond_reach
from catalogue.exchange.values import LineKind, Said, Told
from catalogue.outbox.unit import Unit, changes
from catalogue.services import checking, connecting, connections, editing, pairs, rules, versions, works
from catalogue.services.connecting import Joined
from catalogue.services.connections import Move, Pair
from catalogue.services.errors import NotPublishable
from catalogue.services.values import LOCKED
from catalogue.services.versions import Step
from catalogue.services.workflow import Work
from catalogue.sets import batches
from tenants.accounts.permissions import Action
from tenants.models import Municipality

AT_ONCE: Final = 100
_WRITTEN: Final = ("created", "changed")


class Span(NamedTuple):
    """What an import did to a thing: from version `was`, 0 where it made it, to version `left`.

    `was` is None where somebody came between two of its rows, or where it is not known.
    """

    last: Told
    id: UUID
    kind: LineKind
    was: int | None
    left: int


def carry_on(run: ImportRun, *, town: Municipality, importer: Importer, tell: Callable[[int, int], None]) -> None:
    """The things that are left of a run that takes another back, batch by batch, and its end.

    Raises NotAllowed, and Stopped where somebody cancels it.
    """
    assert run.undoes is not None, "it takes one back"
    refuse_unless_allowed(importer, publish=run.publish)
    every = _left(run.undoes)
    if run.total != len(every):
        run.total = len(every)
        run.save(update_fields=["total"])
    tell(run.done, len(every))
    for batch in _batches(every[run.done :]):
        with changes() as unit:
            at = timezone.now()
            now = terms(importer=importer, publish=run.publish, languages=town.languages, codes={}, at=at)
            take_back = _parted if batch[0].kind == "connection" else _put_back
            runs.note(run, take_back(unit, batch, now))
        tell(run.done, len(every))
    runs.finish(run, ImportRun.State.DONE)


def spans(told: Iterable[Told]) -> list[Span]:
    """What an import did to each thing, the last first; `told` are its rows in their order."""
    found: dict[UUID, Span] = {}
    for each in told:
        if each.outcome not in _WRITTEN or each.id is None or each.version is None:
            continue
        before = found.pop(each.id, None)
        was = each.was
        if before is not None:
            was = before.was if before.left == each.was else None
        found[each.id] = Span(each, each.id, each.kind, was, each.version)
    return list(found.values())[::-1]


def _left(undone: ImportRun) -> list[Span]:
    """What is to be taken back of an import, without what earlier runs have taken back."""
    earlier = ImportRun.objects.filter(undoes=undone, state__in=(ImportRun.State.CANCELLED, ImportRun.State.FAILED))
    done = {told.id for run in earlier for told in runs.report(run) if told.outcome == "undone"}
    return [span for span in spans(runs.report(undone)) if span.id not in done]


def _batches(every: Sequence[Span]) -> Iterable[list[Span]]:
    for _, alike in groupby(every, key=lambda span: span.kind == "connection"):
        yield from batches(alike, AT_ONCE)


def _refused(span: Span, error: CatalogueError, present: int | None = None) -> Told:
    return _told(span, "refused", version=present, said=[Said.of(error)])


def _told(span: Span, outcome: Any, **more: Any) -> Told:
    return Told(table=span.last.table, row=span.last.row, kind=span.kind, outcome=outcome, id=span.id, **more)


def _refuse_changed(span: Span, version: int) -> int:
    """The version to go back to, 0 for nothing; raises RowRefused."""
    if version != span.left:
        raise RowRefused("changed_since", present=version, left=span.left)
    if span.was is None:
        raise RowRefused("not_known")
    return span.was


# --- things -----------------------------------------------------------------------------------------------------------


def _put_back(unit: Unit, batch: Sequence[Span], now: Terms) -> list[Told]:
    """Things as they were; a constant number of statements."""
    loaded: dict[UUID, Work] = {}
    for kind in LOCKED:
        if ids := [span.id for span in batch if span.kind == kind]:
            loaded |= works.load(kind=kind, ids=ids, lock=True)
    asked = [(loaded[span.id], span.was) for span in batch if span.id in loaded and span.was]
    then = dict(zip([work.id for work, _ in asked], versions.at_versions(asked), strict=True))
    made: list[Step | Told] = []
    for span in batch:
        work = loaded.get(span.id)
        try:
            made.append(_step(span, work, then.get(span.id), now))
        except CatalogueError as error:
            made.append(_refused(span, error, None if work is None else work.version))
    checked = iter(checking.check([each for each in made if isinstance(each, Step)], languages=now.languages))
    told: list[Told] = []
    steps: list[Step] = []
    for span, each in zip(batch, made, strict=True):
        if isinstance(each, Told):
            told.append(each)
            continue
        refusal = next(checked).in_the_way
        if refusal is not None:
            told.append(_refused(span, refusal, each.before.version if each.before else None))
            continue
        step = each._replace(action="archived" if each.after.state == "archived" else "restored")
        steps.append(step)
        told.append(_told(span, "undone", version=editing.numbered(step).version, was=span.left))
    editing.write(unit=unit, steps=steps, author=now.importer.author, at=now.at)
    return told


def _step(span: Span, work: Work | None, then: Work | None, now: Terms) -> Step:
    """Back to what was; raises RowRefused, NotAllowed."""
    if work is None:
        raise RowRefused("gone_since")
    if _refuse_changed(span, work.version) == 0:
        step = editing.archive(work=work, seen=work, languages=[], at=now.at)
    elif then is None:
        raise RowRefused("not_known")
    else:
        step = Step(work, _as_it_was(work, then, now.at), "restored")
    refuse_elsewhere(step, Action.WRITE_CONTENT, now)
    if _readers_view(step.before) != _readers_view(step.after):
        refuse_elsewhere(step, Action.PUBLISH_CONTENT, now)
        if step.after.state == "published":
            step = step._replace(action="published")  # by this the rules are asked whether it may be shown again
    return step


def _as_it_was(work: Work, then: Work, at: datetime) -> Work:
    """The work of an earlier version; what readers get otherwise now is of this instant."""
    if then.state != "published" or then.published is None or then.published == work.published:
        return then
    draft = None if then.draft is None else replace(then.draft, modified=at)
    return replace(then, published=replace(then.published, modified=at), draft=draft)


def _readers_view(work: Work | None) -> Any:
    return work.published if work is not None and work.state == "published" else None


# --- connections ------------------------------------------------------------------------------------------------------


def _parted(unit: Unit, batch: Sequence[Span], now: Terms) -> list[Told]:
    """What held for pairs holds again, or nothing does; a constant number of statements."""
    known = pairs.load(ids=[span.id for span in batch])
    joined = {each.pair.id: each for each in connecting.join(list(known.values()), lock=True)}
    asked = [(joined[span.id].pair, span.was) for span in batch if span.id in joined and span.was]
    then = dict(zip([pair.id for pair, _ in asked], versions.at_versions(asked), strict=True))
    told, moves = list[Told](), list[Move]()
    for span in batch:
        try:
            move = _move(span, joined.get(span.id), then.get(span.id), now)
        except CatalogueError as error:
            present = joined[span.id].pair.version if span.id in joined else None
            told.append(_refused(span, error, present))
            continue
        moves.append(move)
        told.append(_told(span, "undone", version=move.after.version, was=span.left))
    connecting.write(unit, joined.values(), moves, now.importer.author, now.at)
    return told


def _move(span: Span, joined: Joined | None, then: Pair | None, now: Terms) -> Move:
    """Raises RowRefused, NotAllowed, NotPossibleNow NotPublishable."""
    if joined is None:
        raise RowRefused("gone_since")
    was = _refuse_changed(span, joined.pair.version)
    refuse_beyond_reach(joined, now)
    content = None if then is None else then.content
    if was == 0 or content is None:
        return Move.of(joined.pair, connections.disconnected(joined.pair), "disconnected")
    connecting.refuse_archived(joined)
    after = connections.restored(joined.pair, content, names=joined.names, at=now.at)
    found = connecting.findings(joined._replace(pair=after))
    if rules.refuses_publishing(found):
        raise NotPublishable(found)
    return Move.of(joined.pair, after, "restored")
