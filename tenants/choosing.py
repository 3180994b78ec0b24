"""Which of the pieces of work that are due are taken up now: a pure rule, without rows and without a clock.

In the order in which they came due, within four caps: of the host, of a town, of an outside endpoint, and of long runs.
Long runs may have at most half of the host's places and half of an endpoint's, so that the other half is always left to
the short ones, however many large towns there are. From that follows the bound on a small town's wait: with `s` places
that long runs cannot have, a short run that is due begins at the latest when the short runs that came due before it,
done by `s` workers, are through, and one more short run has ended:

    wait <= (sum of the short runs due before it) / s + the longest short run + one tick

What has never run is taken for long: a first sync is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

LONG = timedelta(minutes=2)
"""A run of more than this is long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A piece of work that waits or runs; `town` is None for the host's, `endpoint` for what asks nobody outside."""

    id: int
    town: int | None
    endpoint: str | None
    long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How much may run at once."""

    host: int
    town: int
    endpoint: Mapping[str, int]


def is_long(*, took: timedelta | None, running_for: timedelta | None = None) -> bool:
    """By how long the last run took, or this one has taken already."""
    return took is None or took > LONG or (running_for is not None and running_for > LONG)


def half(places: int) -> int:
    """The places that long runs may have: one at least, as otherwise they would never run."""
    return max(1, places // 2)


def choose(waiting: Iterable[Work], *, running: Iterable[Work], caps: Caps, limit: int) -> Sequence[Work]:
    """Of `waiting`, in its order, what is taken up now: at most `limit`."""
    used = _Used(caps)
    for work in running:
        used.take(work)
    chosen: list[Work] = []
    for work in waiting:
        if len(chosen) == limit or used.host >= caps.host:
            break
        if used.allows(work):
            used.take(work)
            chosen.append(work)
    return chosen


class _Used:
    """The places that are taken."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._towns: Counter[int | None] = Counter()
        self._endpoints: Counter[str | None] = Counter()
        self._long_endpoints: Counter[str | None] = Counter()
        self._long = 0
        self.host = 0

    def take(self, work: Work) -> None:
        self.host += 1
        self._towns[work.town] += 1
        self._endpoints[work.endpoint] += 1
        if work.long:
            self._long += 1
            self._long_endpoints[work.endpoint] += 1

    def allows(self, work: Work) -> bool:
        if work.town is not None and self._towns[work.town] >= self._caps.town:
            return False
        if work.long and self._long >= half(self._caps.host):
            return False
        cap = self._caps.endpoint.get(work.endpoint) if work.endpoint else None
        if cap is None:
            return True
        if work.long and self._long_endpoints[work.endpoint] >= half(cap):
            return False
        return self._endpoints[work.endpoint] < cap
