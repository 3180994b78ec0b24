"""Takes a file in: batch by batch, each in a unit of work of its own that also notes how far the run has come."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby, islice
from typing import Final

from django.db import connection
from django.utils import timezone

from catalogue.errors import NotFound
from catalogue.exchange import queries
from catalogue.exchange.errors import AlreadyImporting, OfAnotherTown
from catalogue.exchange.matching import Taken
from catalogue.exchange.models import ImportedRow, ImportRun
from catalogue.exchange.people import Importer, refuse_unless_allowed
from catalogue.exchange.planning import Terms, plan, terms
from catalogue.exchange.reading import Row, Source
from catalogue.exchange.tying import tie
from catalogue.exchange.values import Entry, Tie, Told
from catalogue.outbox.unit import Unit, changes
from catalogue.services import connecting, editing
from catalogue.services.works import jsonb
from catalogue.sets import batches, copy_in
from tenants.models import Municipality

LOCK: Final = 0x494D5054  # "IMPT": the first half of the advisory lock's key, the town is the second
AT_ONCE: Final = 100
"""Things of one unit of work: what a cut costs, and for how long their editors wait."""

RUNS_KEPT: Final = 20
Tell = Callable[[int, int], None]


def dry_run(*, town: Municipality, source: Source, importer: Importer, publish: bool) -> Iterator[Told]:
    """What would come of a file, row by row; nothing is written.

    Raises OfAnotherTown and NotAllowed. Rows are looked at as if those before them in their batch had been taken.
    """
    _refuse(town, source, importer, publish=publish)
    taken, codes = Taken(), queries.code_lists()
    with closing(source.entries()) as entries:
        for batch in _batches(entries):
            now = terms(importer=importer, publish=publish, languages=town.languages, codes=codes, at=timezone.now())
            yield from _tried(batch, now, taken)


def import_file(
    *, town: Municipality, source: Source, importer: Importer, publish: bool, tell: Tell, most: int | None = None
) -> ImportRun:
    """Takes a file into the town that was entered, from where an earlier run of it was cut off.

    With `most` it takes in no more than so many rows; the next call goes on. Raises OfAnotherTown, NotAllowed, and
    AlreadyImporting while somebody else imports into the town.
    """
    _refuse(town, source, importer, publish=publish)
    with _alone(town):
        run = _begun(source, importer, publish=publish)
        taken, codes = _taken(run), queries.code_lists()
        tell(run.done, run.total)
        with closing(source.entries()) as entries:
            for batch in _batches(islice(entries, run.done, None if most is None else run.done + most)):
                at = timezone.now()
                now = terms(importer=importer, publish=publish, languages=town.languages, codes=codes, at=at)
                _take_in(run, batch, now, taken)
                tell(run.done, run.total)
        if run.done == run.total:
            run.finished = timezone.now()
            run.save(update_fields=["finished"])
    return run


def report(run: ImportRun, *, after: int = 0, most: int | None = None) -> Iterator[Told]:
    """What came of each row of a run, in the order of the file; `after` are passed over."""
    rows = ImportedRow.objects.filter(run=run, place__gte=after).order_by("place").values_list("told", flat=True)
    yield from (rows if most is None else rows[:most]).iterator(chunk_size=500)


def runs() -> list[ImportRun]:
    """The town's imports, the latest first; one statement."""
    return list(ImportRun.objects.order_by("-id"))


def run_of(number: int) -> ImportRun:
    """An import of the town's; raises NotFound."""
    run = ImportRun.objects.filter(pk=number).first()
    if run is None:
        raise NotFound(f"There is no import {number} of this town's.", place="number")
    return run


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows about things apart from those about connections."""
    for _, alike in groupby(rows, key=type):
        yield from batches(alike, AT_ONCE)


def _tried(batch: list[Row], now: Terms, taken: Taken) -> list[Told]:
    things, ties = _parted(batch)
    planned = plan(things, terms=now, taken=taken, lock=False) if things else []
    tied = tie(ties, terms=now, taken=taken, lock=False) if ties else []
    return [*(each.told for each in planned), *(each.told for each in tied)]


def _take_in(run: ImportRun, batch: list[Row], now: Terms, taken: Taken) -> None:
    """One unit: the things, their versions, what readers see of them, and how far the run has come."""
    things, ties = _parted(batch)
    with changes() as unit:
        told = _written(unit, things, now, taken) if things else _tied(unit, ties, now, taken)
        _note(run, told)


def _parted(batch: list[Row]) -> tuple[list[Entry], list[Tie]]:
    return [row for row in batch if isinstance(row, Entry)], [row for row in batch if isinstance(row, Tie)]


def _written(unit: Unit, entries: Sequence[Entry], now: Terms, taken: Taken) -> list[Told]:
    planned = plan(entries, terms=now, taken=taken, lock=True)
    author = now.importer.author
    editing.write(unit=unit, steps=[each.step for each in planned if each.step], author=author, at=now.at)
    shown = [each.publication for each in planned if each.publication]
    editing.write(unit=unit, steps=shown, author=author, at=now.at)
    return [each.told for each in planned]


def _tied(unit: Unit, ties: Sequence[Tie], now: Terms, taken: Taken) -> list[Told]:
    tied = tie(ties, terms=now, taken=taken, lock=True)
    moves = [each.move for each in tied if each.move]
    connecting.write(unit, [each.joined for each in tied], moves, now.importer.author, now.at)
    return [each.told for each in tied]


def _note(run: ImportRun, told: Sequence[Told]) -> None:
    rows = [(run.pk, run.done + at, each.id, jsonb(each)) for at, each in enumerate(told)]
    with connection.cursor() as cursor:
        copy_in(cursor, ImportedRow, ImportedRow._meta.db_table, ("run_id", "place", "object_id", "told"), rows)
    counts = counted(told)
    run.counts = dict(Counter(run.counts) + counts)
    run.done += len(told)
    run.save(update_fields=["done", "counts"])


def counted(told: Iterable[Told]) -> Counter[str]:
    """How many rows came to what; `published` are some of those that were created or changed."""
    counts: Counter[str] = Counter()
    for each in told:
        counts[each.outcome] += 1
        counts["published"] += bool(each.published)
    return +counts


def _begun(source: Source, importer: Importer, *, publish: bool) -> ImportRun:
    """The run of this file that was cut off, or a new one; runs of long ago are forgotten."""
    run = ImportRun.objects.filter(digest=source.digest, publish=publish, finished=None).first()
    if run is not None:
        return run
    kept = ImportRun.objects.order_by("-id").values("id")[: RUNS_KEPT - 1]
    ImportRun.objects.exclude(id__in=kept).delete()
    return ImportRun.objects.create(
        file=source.path.name,
        digest=source.digest,
        publish=publish,
        by=importer.author.id,
        begun=timezone.now(),
        total=source.total,
    )


def _taken(run: ImportRun) -> Taken:
    """The things that the rows before the cut were about; one statement."""
    rows = ImportedRow.objects.filter(run=run, object_id__isnull=False).values_list("object_id", "told")
    return Taken(ids={thing_id: f"row {told.row}" for thing_id, told in rows.iterator(chunk_size=500) if thing_id})


def _refuse(town: Municipality, source: Source, importer: Importer, *, publish: bool) -> None:
    if source.town not in (None, town.code):
        raise OfAnotherTown(f"The file is of the municipality {source.town}, this is {town.code}.", place="town")
    refuse_unless_allowed(importer, publish=publish)


@contextmanager
def _alone(town: Municipality) -> Iterator[None]:
    """One import at a time; PostgreSQL frees the lock when its holder dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, town.pk])
        if not cursor.fetchone()[0]:
            raise AlreadyImporting(f"Somebody else imports into {town.code} at this moment; wait for it to end.")
        try:
            yield
        finally:
            if connection.connection is not None and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, town.pk])
