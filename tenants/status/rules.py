"""How a town fares, told from its row; how full its share is; when a trouble is told again. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

STALE_AFTER: Final = timedelta(days=3)
"""Three daily runs that did not come through: more than a passing trouble."""

TELL_AGAIN: Final = timedelta(days=7)
"""A trouble that goes on is told again after this."""

LATE_AFTER: Final = timedelta(minutes=10)
"""Work that is due for longer waits because there are too few workers, or none."""

LONG_QUEUE: Final = 50
"""So many late pieces of work are told to operators."""

LONG_WAIT: Final = timedelta(hours=1)
"""So is a single one that has waited for so long."""

NEAR, FULL = 90, 100  # per cent of a share


class Health(StrEnum):
    """The worst that can be said of a town's sync, the worst first."""

    FAILING = "failing"
    HELD = "held"
    STALE = "stale"
    NEVER = "never"
    FINE = "fine"


class Quota(StrEnum):
    """What a town may have so much of."""

    THINGS = "things"
    BYTES = "bytes"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Share:
    """What a town has of something, and how much it may."""

    quota: Quota
    taken: int
    most: int

    @property
    def percent(self) -> int:
        """Rounded down: a hundred means full."""
        return self.taken * 100 // self.most if self.most else FULL

    @property
    def is_near(self) -> bool:
        """Whether somebody should be told."""
        return self.percent >= NEAR

    @property
    def is_full(self) -> bool:
        """Whether there is no room for one more."""
        return self.percent >= FULL


def health(*, sync_state: str | None, fresh_at: datetime | None, now: datetime) -> Health:
    """Of the last run's state, None when there was none, and of how old that is which the town shows."""
    if sync_state is None:
        return Health.NEVER
    if sync_state == "held":
        return Health.HELD
    if sync_state != "done":
        return Health.FAILING
    return Health.STALE if fresh_at is None or now - fresh_at > STALE_AFTER else Health.FINE


def shares(
    *, taken: Mapping[Quota, int], agreed: Mapping[Quota, int | None], usual: Mapping[str, int]
) -> Sequence[Share]:
    """One of each quota: what was agreed for the town alone, or what is usual."""
    most = {quota: usual[quota] if (own := agreed.get(quota)) is None else own for quota in Quota}
    return [Share(quota, taken.get(quota, 0), most[quota]) for quota in Quota]


def is_long_queue(*, late: int, oldest_due: datetime | None, now: datetime) -> bool:
    """Whether so much has waited for minutes, or anything for an hour, that somebody should look."""
    return late >= LONG_QUEUE or (oldest_due is not None and now - oldest_due > LONG_WAIT)


def is_told_again(*, sent: datetime, now: datetime) -> bool:
    """Whether a trouble that goes on has been left unsaid for long enough."""
    return now - sent >= TELL_AGAIN
