"""How far a running sync has come: kept in the cache, for whoever looks on; losing it costs nothing."""

from time import monotonic
from typing import TypedDict

from django.core.cache import cache

KEY = "registry:progress"
SECONDS = 120  # a worker that died stops being shown as running
AT_MOST_EVERY = 0.2


class Progress(TypedDict):
    """`done` of `total` steps of a `phase`: fetching, storing, publishing."""

    phase: str
    done: int
    total: int


class Reporter:
    """Tells the cache, but not more than a few times a second."""

    def __init__(self) -> None:
        self._told = 0.0
        self._phase = ""

    def __call__(self, phase: str, done: int, total: int) -> None:
        now = monotonic()
        if phase != self._phase or done == total or now - self._told >= AT_MOST_EVERY:
            self._told, self._phase = now, phase
            cache.set(KEY, Progress(phase=phase, done=done, total=total), SECONDS)


def current() -> Progress | None:
    """The progress of this town's run, None when none is running."""
    found: Progress | None = cache.get(KEY)
    return found


def clear() -> None:
    """The run has ended."""
    cache.delete(KEY)
