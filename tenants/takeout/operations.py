"""Asking for a file with all that a town has, making it, handing it over once, putting it away; within the town."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from celery import current_app
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from redis import RedisError

from tenants.errors import WrongState
from tenants.models import Municipality
from tenants.moving import check_key, export_town
from tenants.takeout.models import Takeout, TakeoutPart

log = logging.getLogger(__name__)

MAKE: Final = "takeout.make"
LASTS: Final = timedelta(days=1)
PATIENCE: Final = timedelta(hours=1)
"""After which one that is still not made is taken for lost, and can be asked for again."""

PART: Final = 1024 * 1024
_PROGRESS: Final = "takeout:progress"
_UNDER_WAY: Final = (Takeout.State.WAITING, Takeout.State.MAKING)


def ask(*, municipality: Municipality, by: UUID, receiver: str = "") -> Takeout:
    """Ask for a file; an earlier one goes. Raises WrongState while one is being made, and KeyRefused."""
    if receiver:
        receiver = check_key(receiver)
    now = timezone.now()
    try:
        with transaction.atomic():
            before = Takeout.objects.select_for_update().first()
            if before is not None:
                if before.state in _UNDER_WAY and before.asked > now - PATIENCE:
                    raise WrongState("A file is being made already.")
                before.delete()
            made = Takeout.objects.create(asked_by=by, asked=now, receiver=receiver)
            transaction.on_commit(partial(_send, municipality.pk, made.pk))
    except IntegrityError:
        raise WrongState("Somebody else has just asked for a file.") from None
    return made


def _send(municipality_id: int, takeout_id: int) -> None:
    try:
        current_app.send_task(MAKE, kwargs={"municipality_id": municipality_id, "takeout_id": takeout_id})
    except BrokerError:
        log.warning("A file cannot be made: the queue of work does not answer.")
        Takeout.objects.filter(pk=takeout_id).update(state=Takeout.State.FAILED)


def make(*, municipality: Municipality, takeout_id: int) -> bool:
    """Make a file that was asked for; False when it has been made, or nobody wants it any more. Repeating does no harm.

    The worker's disk holds it for a moment; memory holds one part at a time.
    """
    wanted = Takeout.objects.filter(pk=takeout_id, state__in=_UNDER_WAY)
    if not wanted.update(state=Takeout.State.MAKING):
        return False
    takeout = wanted.get()
    done = False
    try:
        with tempfile.TemporaryDirectory(prefix="kuntakanta-takeout-") as folder:
            path = Path(folder) / "town.zip"
            left = export_town(
                municipality=municipality, path=path, receiver=takeout.receiver or None, progress=_note_progress
            )
            done = _keep(takeout, path, withheld=list(left.withheld))
    finally:
        if not done:
            wanted.update(state=Takeout.State.FAILED)
        with _as_well_as_may_be():
            cache.delete(_PROGRESS)
    return done


def _note_progress(done: int, total: int) -> None:
    with _as_well_as_may_be():
        cache.set(_PROGRESS, (done, total), timeout=3600)


@contextmanager
def _as_well_as_may_be() -> Iterator[None]:
    """Progress is told where the cache answers; the file does not depend on it."""
    try:
        yield
    except RedisError as error:
        log.warning("How far a file has come could not be told: %s", type(error).__name__)


def progress() -> tuple[int, int] | None:
    """How many of how many tables are written, of a file that is being made."""
    found: tuple[int, int] | None = cache.get(_PROGRESS)
    return found


def _keep(takeout: Takeout, path: Path, *, withheld: list[str]) -> bool:
    """The file in parts, and that it is ready, in one transaction; False when another call has made it meanwhile, or
    it was asked for anew."""
    with transaction.atomic():
        if not Takeout.objects.select_for_update().filter(pk=takeout.pk, state__in=_UNDER_WAY).exists():
            return False
        with path.open("rb") as file:
            for number, content in enumerate(iter(lambda: file.read(PART), b"")):
                TakeoutPart.objects.create(takeout=takeout, number=number, content=content)
        takeout.state, takeout.bytes, takeout.withheld = Takeout.State.READY, path.stat().st_size, withheld
        takeout.expires = timezone.now() + LASTS
        takeout.save()
    return True


def current() -> Takeout | None:
    """What was asked for last, unless its time is over."""
    return Takeout.objects.exclude(expires__lte=timezone.now()).first()


def take(*, takeout_uuid: UUID) -> tuple[Takeout, Iterator[bytes]]:
    """Hand a file over, once; raises WrongState when it is not ready, or has been. Its parts go with the last one."""
    now = timezone.now()
    ready = Takeout.objects.filter(uuid=takeout_uuid, state=Takeout.State.READY, expires__gt=now)
    if not ready.update(state=Takeout.State.TAKEN):
        raise WrongState("This file has been handed over, or its time is over.")
    takeout = Takeout.objects.get(uuid=takeout_uuid)
    return takeout, _parts(takeout)


def _parts(takeout: Takeout) -> Iterator[bytes]:
    """Each part by a statement of its own; all of them go when the last has been read. Those of a reader who stopped
    before that are put away with the row, and nobody gets them."""
    for number in range(takeout.parts.count()):
        yield bytes(takeout.parts.get(number=number).content)
    takeout.parts.all().delete()


def put_away(*, now: datetime) -> int:
    """Remove a file whose time is over, taken or not; the number of files."""
    _, gone = Takeout.objects.filter(expires__lte=now).delete()
    return gone.get(Takeout._meta.label, 0)
