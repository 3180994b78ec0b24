"""The Celery app; its settings are Django's, with the prefix CELERY_. Each worker tells that it is there."""

import logging
import os
import socket
from typing import Any

from celery import Celery, bootsteps
from redis import RedisError

from tenants import workers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuntakanta.settings")

log = logging.getLogger(__name__)

app = Celery("kuntakanta")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class Presence(bootsteps.StartStopStep):
    """Part of each worker, idle or not: says every few seconds that it is there, and at the end that it goes."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._beats: Any = None
        super().__init__(parent, **kwargs)

    def start(self, parent: Any) -> None:
        """The worker is ready."""
        self._beat(parent.concurrency)
        self._beats = parent.timer.call_repeatedly(workers.BEAT, self._beat, (parent.concurrency,))

    def stop(self, parent: Any) -> None:
        """The worker ends, by itself or because it was told to."""
        if self._beats is None:
            return
        self._beats.cancel()
        self._beats = None
        try:
            workers.leave(name=self._name)
        except RedisError as error:
            log.warning("This worker's end could not be told: %s", type(error).__name__)

    terminate = stop

    def _beat(self, processes: int) -> None:
        try:
            workers.beat(name=self._name, processes=processes)
        except RedisError as error:
            # Work itself does not depend on it; the next beat tries again.
            log.warning("This worker's presence could not be told: %s", type(error).__name__)


app.steps["worker"].add(Presence)
