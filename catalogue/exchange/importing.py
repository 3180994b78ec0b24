"""Takes a file in: batch by batch, each in a unit of work of its own that also notes how far the run has come."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby, islice
from typing import Final

from django.db import connection
from django.utils import timezone

from catalogue.exchange import queries, runs
from catalogue.exchange.errors import AlreadyImporting, OfAnotherTown
from catalogue.exchange.matching import Taken, part
from catalogue.exchange.models import ImportedRow, ImportRun
from catalogue.exchange.people import Importer, refuse_unless_allowed
from catalogue.exchange.planning import Terms, plan, terms
from catalogue.exchange.reading import Row, Source
from catalogue.exchange.tying import tie
from catalogue.exchange.values import Entry, Tie, Told
from catalogue.exchange.words import Place
from catalogue.outbox.unit import Unit, changes
from catalogue.services import connecting, editing
from catalogue.sets import batches
from tenants.models import Municipality

LOCK: Final = 0x494D5054  # "IMPT": the first half of the advisory lock's key, the town is the second
AT_ONCE: Final = 100
"""Things of one unit of work: what a cut costs, and for how long their editors wait."""

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


def import_file(*, town: Municipality, source: Source, importer: Importer, publish: bool, tell: Tell) -> ImportRun:
    """Takes a file into the town that was entered, from where an earlier run of it was cut off.

    Raises OfAnotherTown, NotAllowed, Stopped where somebody cancels it, and AlreadyImporting while somebody else
    imports into the town.
    """
    _refuse(town, source, importer, publish=publish)
    with alone(town):
        run = _begun(source, importer, publish=publish)
        carry_on(run, town=town, source=source, importer=importer, tell=tell)
    return run


def carry_on(run: ImportRun, *, town: Municipality, source: Source, importer: Importer, tell: Tell) -> None:
    """The rows of a run that are left, batch by batch, and its end. Raises as `import_file` does.

    What is only tried is tried from the first row again, as nothing of what earlier rows would have made is there.
    """
    _refuse(town, source, importer, publish=run.publish)
    if run.dry and run.done:
        runs.forget_rows(run)
    taken, codes = _taken(run), queries.code_lists()
    tell(run.done, source.total)
    with closing(source.entries()) as entries:
        for batch in _batches(islice(entries, run.done, None)):
            at = timezone.now()
            now = terms(importer=importer, publish=run.publish, languages=town.languages, codes=codes, at=at)
            if run.dry:
                runs.note(run, _tried(batch, now, taken))
            else:
                _take_in(run, batch, now, taken)
            tell(run.done, source.total)
    runs.finish(run, ImportRun.State.DONE)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows about things apart from those about connections, and each sheet apart: two may be about the same thing."""
    for _, alike in groupby(rows, key=lambda row: (type(row), row.sheet)):
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
        runs.note(run, told)


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


def _begun(source: Source, importer: Importer, *, publish: bool) -> ImportRun:
    """The run of this file that was cut off, or a new one."""
    under_way = ImportRun.objects.filter(
        digest=source.digest, publish=publish, dry=False, undoes=None, finished=None
    ).first()
    if under_way is None:
        return runs.begin(
            importer=importer, file=source.path.name, digest=source.digest, publish=publish, total=source.total
        )
    under_way.state, under_way.total = ImportRun.State.RUNNING, source.total
    under_way.save(update_fields=["state", "total"])
    return under_way


def _taken(run: ImportRun) -> Taken:
    """The things that the rows before the cut were about; one statement."""
    rows = ImportedRow.objects.filter(run=run, object_id__isnull=False).values_list("object_id", "told")
    return Taken(
        ids={
            (part(told.table), thing_id): Place(told.table, told.row)
            for thing_id, told in rows.iterator(chunk_size=500)
            if thing_id
        }
    )


def _refuse(town: Municipality, source: Source, importer: Importer, *, publish: bool) -> None:
    if source.town not in (None, town.code):
        raise OfAnotherTown("of_another_town", place="town", theirs=source.town or "", ours=town.code)
    refuse_unless_allowed(importer, publish=publish)


@contextmanager
def alone(town: Municipality) -> Iterator[None]:
    """One import at a time; PostgreSQL frees the lock when its holder dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, town.pk])
        if not cursor.fetchone()[0]:
            raise AlreadyImporting("already_importing", town=town.code)
        try:
            yield
        finally:
            if connection.connection is not None and not connection.connection.closed:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, town.pk])
