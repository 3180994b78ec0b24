"""The two kinds of Celery task, a town's and the host's, and the tick of the dispatcher."""

import logging
import threading
import uuid
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from tenants import dispatch
from tenants.context import here, within, within_host
from tenants.database.places import NOWHERE
from tenants.errors import NoTown

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Rows that one tick takes up at most."""


class _RowTask(Task[Any, Any]):
    """What both kinds share: nothing is entered before and after, and the row of a dispatched run is kept alive."""

    abstract = True

    def enter_and_run(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.called_directly:
            return self.enter_and_run(*args, **kwargs)
        here().enter(NOWHERE)
        try:
            return self._run_for_row(*args, **kwargs)
        finally:
            here().enter(NOWHERE)

    def _run_for_row(self, *args: Any, **kwargs: Any) -> Any:
        headers = self.request.headers or {}
        if "due_job" not in headers:
            return self.enter_and_run(*args, **kwargs)
        job_id, token = int(headers["due_job"]), uuid.UUID(headers["due_run"])
        if not dispatch.begin(job_id=job_id, token=token):
            log.info("This run of %s is another's by now, or its town is not served; nothing is done.", self.name)
            return None
        failed = True
        try:
            with _Pulse(job_id, token):
                result = self.enter_and_run(*args, **kwargs)
            failed = False
            return result
        finally:
            dispatch.finish(job_id=job_id, token=token, failed=failed)
            _next()


def _next() -> None:
    """There is room now: what waits is taken up at once, not at the clock's next tick."""
    try:
        dispatch.dispatch_due(now=timezone.now(), limit=AT_ONCE)
    except (BrokerError, DatabaseError):
        log.warning("What is due waits for the next tick.", exc_info=True)


class TownTask(_RowTask):
    """A task of one town: it must be given `municipality_id`, and runs in that town's schema."""

    abstract = True

    def enter_and_run(self, *args: Any, **kwargs: Any) -> Any:
        municipality_id = kwargs.get("municipality_id")
        if not isinstance(municipality_id, int):
            raise NoTown(f"The task {self.name} needs a municipality_id.")
        with within(municipality_id):
            return self.run(*args, **kwargs)


class HostTask(_RowTask):
    """A task of the host as a whole: it runs in the schema `public`."""

    abstract = True

    def enter_and_run(self, *args: Any, **kwargs: Any) -> Any:
        with within_host():
            return self.run(*args, **kwargs)


class _Pulse:
    """Beats the heart of a run from a thread of its own, which dies with the process. Short runs never need it."""

    def __init__(self, job_id: int, token: uuid.UUID) -> None:
        self._job_id, self._token = job_id, token
        self._beat = settings.JOB_STALE_AFTER.total_seconds() / 4
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._end.wait(self._beat):
                try:
                    if not dispatch.beat(job_id=self._job_id, token=self._token):
                        log.warning("The row of this run has been given to another while it ran.")
                        return
                except DatabaseError:
                    # The next beat tries again with a new connection; the run itself meets its own errors.
                    log.warning("A heartbeat could not be written.")
                    connection.close()
        finally:
            connection.close()


@shared_task(base=HostTask, name="tenants.dispatch")
def dispatch_tick() -> int:
    """Take up what is due; the number of rows taken up."""
    return len(dispatch.dispatch_due(now=timezone.now(), limit=AT_ONCE))
