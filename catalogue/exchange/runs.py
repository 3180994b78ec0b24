"""Runs of imports as rows: begun, noted batch by batch, ended, looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from catalogue.errors import NotFound
from catalogue.exchange.errors import Stopped
from catalogue.exchange.models import UNDER_WAY, ImportedRow, ImportPart, ImportRun
from catalogue.exchange.people import Importer
from catalogue.exchange.values import Said, Told
from catalogue.services.works import jsonb
from catalogue.sets import copy_in

KEPT: Final = 20
"""Runs of which the town remembers what came of the rows; one that is forgotten cannot be taken back."""


def begin(*, importer: Importer, file: str, digest: str, publish: bool, **more: Any) -> ImportRun:
    """A new run; ended ones of long ago are forgotten."""
    run = ImportRun.objects.create(
        file=file,
        digest=digest,
        publish=publish,
        by=importer.author.id,
        by_program=importer.scopes is not None,
        begun=timezone.now(),
        **more,
    )
    kept = ImportRun.objects.order_by("-id").values("id")[:KEPT]
    being_undone = ImportRun.objects.filter(finished=None, undoes__isnull=False).values("undoes")
    ImportRun.objects.exclude(finished=None).exclude(id__in=kept).exclude(id__in=being_undone).delete()
    return run


def note(run: ImportRun, told: Sequence[Told]) -> None:
    """What came of the next rows, in the transaction in which it came. Raises Stopped where somebody has cancelled."""
    counts = dict(Counter(run.counts) + counted(told))
    going_on = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING)
    with transaction.atomic():
        if not going_on.update(done=run.done + len(told), counts=counts, tries=0):
            raise Stopped("cancelled")
        rows = [(run.pk, run.done + at, each.id, jsonb(each)) for at, each in enumerate(told)]
        with connection.cursor() as cursor:
            copy_in(cursor, ImportedRow, ImportedRow._meta.db_table, ("run_id", "place", "object_id", "told"), rows)
    run.done, run.counts = run.done + len(told), counts


def counted(told: Iterable[Told]) -> Counter[str]:
    """How many rows came to what; `published` are some of those that were created or changed."""
    counts: Counter[str] = Counter()
    for each in told:
        counts[each.outcome] += 1
        counts["published"] += bool(each.published)
    return +counts


def forget_rows(run: ImportRun) -> None:
    """As if none of its rows had been looked at."""
    with transaction.atomic():
        ImportedRow.objects.filter(run=run).delete()
        run.done, run.counts = 0, {}
        run.save(update_fields=["done", "counts"])


def finish(run: ImportRun, state: ImportRun.State, *, refusal: Said | None = None) -> bool:
    """Ends a run, however it ends, and removes its file; False where it has ended already."""
    now = timezone.now()
    with transaction.atomic():
        under_way = ImportRun.objects.filter(pk=run.pk, state__in=UNDER_WAY)
        if not under_way.update(state=state, finished=now, refusal=refusal):
            return False
        ImportPart.objects.filter(run=run).delete()
    run.state, run.finished, run.refusal = state, now, refusal
    return True


# --- looking at them --------------------------------------------------------------------------------------------------


def report(run: ImportRun, *, after: int = 0, most: int | None = None) -> Iterator[Told]:
    """What came of each row of a run, in the order of the file; `after` are passed over."""
    rows = ImportedRow.objects.filter(run=run, place__gte=after).order_by("place").values_list("told", flat=True)
    yield from (rows if most is None else rows[:most]).iterator(chunk_size=500)


def latest() -> list[ImportRun]:
    """The town's imports, the latest first; one statement."""
    return list(ImportRun.objects.order_by("-id"))


def one(number: int) -> ImportRun:
    """An import of the town's; raises NotFound."""
    run = ImportRun.objects.filter(pk=number).first()
    if run is None:
        raise NotFound(f"There is no import {number} of this town's.", place="number")
    return run
