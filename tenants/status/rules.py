"""How a town fares, told from its row. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

STALE_AFTER: Final = timedelta(days=3)
"""Three daily runs that did not come through: more than a passing trouble."""


class Health(StrEnum):
    """The worst that can be said of a town's sync, the worst first."""

    FAILING = "failing"
    HELD = "held"
    STALE = "stale"
    NEVER = "never"
    FINE = "fine"


def health(*, sync_state: str | None, fresh_at: datetime | None, now: datetime) -> Health:
    """Of the last run's state, None when there was none, and of how old that is which the town shows."""
    if sync_state is None:
        return Health.NEVER
    if sync_state == "held":
        return Health.HELD
    if sync_state != "done":
        return Health.FAILING
    return Health.STALE if fresh_at is None or now - fresh_at > STALE_AFTER else Health.FINE
