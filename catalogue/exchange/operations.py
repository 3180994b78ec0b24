"""Imports that a worker carries out: sent, carried out, cancelled, taken back."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.exchange import files, importing, people, runs, undoing
from catalogue.exchange.errors import (
    AlreadyImporting,
    FileRefused,
    NotAllowed,
    NotToUndo,
    OfAnotherTown,
    Stopped,
    TooManyWaiting,
)
from catalogue.exchange.models import UNDER_WAY, ImportRun
from catalogue.exchange.people import Importer, refuse_unless_allowed
from catalogue.exchange.reading import digest_of, format_of, source
from catalogue.exchange.values import Format, Said
from tenants.dispatch import make_due_by
from tenants.models import Municipality

log = logging.getLogger(__name__)

JOB: Final = "imports"
"""The name of this work in the setting `JOBS`."""

MOST_WAITING: Final = 5
"""Imports of a town under way or waiting: each may keep some tens of megabytes until it ends."""

MOST_TRIES: Final = 3
"""Times that a run is begun without a batch coming through, before it is given up: a file may be the death of any
worker that reads it."""

TURN: Final = timedelta(seconds=10)
"""After which it is looked again whether somebody at the terminal has ended an import."""


def send(*, path: Path, importer: Importer, publish: bool, dry: bool, said: Format | None = None) -> ImportRun:
    """Has a worker take a file in, or with `dry` only tell what would come of it; the file may go afterwards.

    The same file, sent again by the same before it has ended, is the same import. Raises NotAllowed, TooManyWaiting,
    FileRefused for an empty file or one of another format than it is `said` to be, and AlreadyImporting where somebody
    else has sent the same.
    """
    refuse_unless_allowed(importer, publish=publish)
    form, digest = format_of(path), digest_of(path)
    if said not in (None, form):
        raise FileRefused("other_than_said", said=str(said), found=form)
    try:
        with transaction.atomic():
            if under_way := _under_way(digest, importer, publish=publish, dry=dry):
                return under_way
            if ImportRun.objects.filter(state__in=UNDER_WAY).count() >= MOST_WAITING:
                raise TooManyWaiting("too_many_waiting", most=MOST_WAITING)
            run = runs.begin(
                importer=importer,
                file=f"upload.{form}",
                digest=digest,
                publish=publish,
                dry=dry,
                for_worker=True,
                state=ImportRun.State.WAITING,
            )
            files.keep(run, path)
            make_due_by(name=JOB, at=timezone.now())
    except IntegrityError:  # sent twice at once: the other one is there now
        raise AlreadyImporting("sent_already") from None
    return run


def _under_way(digest: str, importer: Importer, *, publish: bool, dry: bool) -> ImportRun | None:
    run = ImportRun.objects.filter(digest=digest, publish=publish, dry=dry, undoes=None, finished=None).first()
    if run is not None and (run.by != importer.author.id or not run.for_worker):
        raise AlreadyImporting("sent_already")
    return run


def cancel(*, number: int, importer: Importer) -> ImportRun:
    """Ends a run; what was taken in before stays. Raises NotFound, NotAllowed, NotToUndo for one that has ended."""
    run = runs.one(number)
    if run.by != importer.author.id and not importer.whole:
        raise NotAllowed("not_yours")
    if not runs.finish(run, ImportRun.State.CANCELLED):
        raise NotToUndo("ended")
    return run


def send_undo(*, number: int, importer: Importer) -> ImportRun:
    """Has a worker take an import back. Raises NotFound, NotAllowed, NotToUndo."""
    with transaction.atomic():
        run = begin_undo(number=number, importer=importer, for_worker=True, state=ImportRun.State.WAITING)
        make_due_by(name=JOB, at=timezone.now())
    return run


def begin_undo(*, number: int, importer: Importer, for_worker: bool, state: ImportRun.State) -> ImportRun:
    """A run that takes another back."""
    undone = runs.one(number)
    refuse_unless_allowed(importer, publish=undone.publish)
    if undone.dry:
        raise NotToUndo("undo_dry")
    if undone.undoes_id is not None:
        raise NotToUndo("undo_undo")
    if undone.finished is None:
        raise NotToUndo("undo_unfinished")
    if undone.undone_by.exclude(state__in=(ImportRun.State.CANCELLED, ImportRun.State.FAILED)).exists():
        raise NotToUndo("undo_done")
    try:
        with transaction.atomic():
            return runs.begin(
                importer=importer,
                file=undone.file,
                digest=undone.digest,
                publish=undone.publish,
                undoes=undone,
                for_worker=for_worker,
                state=state,
            )
    except IntegrityError:
        raise NotToUndo("undo_done") from None


def undo(*, town: Municipality, number: int, importer: Importer, tell: importing.Tell) -> ImportRun:
    """Takes an import back, here and now. Raises as `send_undo`, AlreadyImporting, and Stopped."""
    with importing.alone(town):
        run = ImportRun.objects.filter(undoes=number, finished=None, for_worker=False).first()
        if run is None:
            run = begin_undo(number=number, importer=importer, for_worker=False, state=ImportRun.State.RUNNING)
        undoing.carry_on(run, town=town, importer=importer, tell=tell)
    return run


# --- by a worker ------------------------------------------------------------------------------------------------------


def carry_out(*, town: Municipality) -> int:
    """What waits in the town that was entered, one after the other; how many ended. A cut-off one goes on."""
    ended = 0
    try:
        with importing.alone(town):
            while run := _next():
                _carry_out(run, town)
                ended += 1
    except AlreadyImporting as error:
        log.info(error.message)
        make_due_by(name=JOB, at=timezone.now() + TURN)
    return ended


def _next() -> ImportRun | None:
    return ImportRun.objects.filter(for_worker=True, state__in=UNDER_WAY).order_by("id").first()


def _carry_out(run: ImportRun, town: Municipality) -> None:
    if run.tries >= MOST_TRIES:
        log.error("Import %s of %s was begun %s times and came no further.", run.pk, town, run.tries)
        runs.finish(run, ImportRun.State.FAILED, refusal=Said.saying("failed", values={"times": run.tries}))
        return
    run.state, run.tries = ImportRun.State.RUNNING, run.tries + 1
    if not ImportRun.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(state=run.state, tries=run.tries):
        return
    try:
        importer = people.again(by=run.by, by_program=run.by_program)
        if run.undoes is not None:
            undoing.carry_on(run, town=town, importer=importer, tell=lambda *_: None)
        else:
            _take_in(run, town, importer)
    except (FileRefused, NotAllowed, OfAnotherTown) as error:
        runs.finish(run, ImportRun.State.REFUSED, refusal=Said.of(error))
    except Stopped:
        log.info("Import %s of %s was cancelled.", run.pk, town)


def _take_in(run: ImportRun, town: Municipality, importer: Importer) -> None:
    with files.unpacked(run) as path:
        found = source(path)
        ImportRun.objects.filter(pk=run.pk).update(total=found.total)
        run.total = found.total
        importing.carry_on(run, town=town, source=found, importer=importer, tell=lambda *_: None)
