"""Pure rules of the sync: when a pull is full, when a removal is suspicious."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from catalogue.services.values import Kind

# The register's connections move no date, so everything is fetched weekly (DVV's own advice).
FULL_AFTER = timedelta(days=6, hours=12)
# How far a delta reaches back before the last run's mark: clocks differ and publishing takes a while.
OVERLAP = timedelta(minutes=10)
# How much later version 12 shows what was written to version 11: 1 to 1.5 hours (DVV), and some more.
COPYING = timedelta(hours=2)
# A pull that would remove more than this many of a kind and more than this share of them asks first.
MOST_REMOVALS = 5
MOST_REMOVED_SHARE = 0.2


def must_be_full(*, now: datetime, last_full: datetime | None) -> bool:
    """Whether a delta will not do."""
    return last_full is None or now - last_full >= FULL_AFTER


def suspicious(removals: Mapping[Kind, Collection[UUID]], kept: Mapping[Kind, int]) -> bool:
    """Whether so much would go that a person must say yes first; `kept` counts the things of a kind before."""
    return any(
        len(ids) > MOST_REMOVALS and len(ids) > kept.get(kind, 0) * MOST_REMOVED_SHARE for kind, ids in removals.items()
    )
