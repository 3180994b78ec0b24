"""Takes a file in: batch by batch, each in a unit of work of its own that also notes how far the run has come."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Final

from django.db import connection
from django.utils import timezone

from catalogue.exchange import queries
from catalogue.exchange.errors import AlreadyImporting, OfAnotherTown
from catalogue.exchange.matching import Taken
from catalogue.exchange.models import ImportedRow, ImportRun
from catalogue.exchange.people import Importer, refuse_unless_allowed
from catalogue.exchange.planning import Planned, Terms, plan, terms
from catalogue.exchange.reading import Source
from catalogue.exchange.values import Entry, Told
from catalogue.outbox.unit import changes
from catalogue.services import editing
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
        for batch in batches(entries, AT_ONCE):
            now = terms(importer=importer, publish=publish, languages=town.languages, codes=codes, at=timezone.now())
            yield from (planned.told for planned in plan(batch, terms=now, taken=taken, lock=False))


def import_file(*, town: Municipality, source: Source, importer: Importer, publish: bool, tell: Tell) -> ImportRun:
    """Takes a file into the town that was entered, from where an earlier run of it was cut off.

    Raises OfAnotherTown, NotAllowed, and AlreadyImporting while somebody else imports into the town.
    """
    _refuse(town, source, importer, publish=publish)
    with _alone(town):
        run = _begun(source, importer, publish=publish)
        taken, codes = _taken(run), queries.code_lists()
        tell(run.done, run.total)
        with closing(source.entries()) as entries:
            for batch in batches(islice(entries, run.done, None), AT_ONCE):
                at = timezone.now()
                now = terms(importer=importer, publish=publish, languages=town.languages, codes=codes, at=at)
                _take_in(run, batch, now, taken)
                tell(run.done, run.total)
        run.finished = timezone.now()
        run.save(update_fields=["finished"])
    return run


def report(run: ImportRun) -> Iterator[Told]:
    """What came of each row of a run, in the order of the file."""
    rows = ImportedRow.objects.filter(run=run).order_by("place").values_list("told", flat=True)
    yield from rows.iterator(chunk_size=500)


def _take_in(run: ImportRun, batch: Sequence[Entry], now: Terms, taken: Taken) -> None:
    """One unit: the things, their versions, what readers see of them, and how far the run has come."""
    with changes() as unit:
        planned = plan(batch, terms=now, taken=taken, lock=True)
        author = now.importer.author
        editing.write(unit=unit, steps=[each.step for each in planned if each.step], author=author, at=now.at)
        shown = [each.publication for each in planned if each.publication]
        editing.write(unit=unit, steps=shown, author=author, at=now.at)
        _note(run, planned)


def _note(run: ImportRun, planned: Sequence[Planned]) -> None:
    rows = [(run.pk, run.done + at, each.told.id, jsonb(each.told)) for at, each in enumerate(planned)]
    with connection.cursor() as cursor:
        copy_in(cursor, ImportedRow, ImportedRow._meta.db_table, ("run_id", "place", "object_id", "told"), rows)
    counts = counted(each.told for each in planned)
    run.counts = dict(Counter(run.counts) + counts)
    run.done += len(planned)
    run.save(update_fields=["done", "counts"])


def counted(told: Iterator[Told]) -> Counter[str]:
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
