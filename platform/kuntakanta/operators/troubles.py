"""What somebody must look at, told from the host's rows: one value for each trouble, to whom, and what it is about.

A trouble is known by its town and by what it is about. When only its kind changes (a share that was nearly full is
full now), it is still the same trouble, and nobody is told that it was over. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from catalogue.errors import CredentialsRefused
from tenants.models import Municipality
from tenants.status.models import Certificate, Permit
from tenants.status.queries import Queue, TownRow
from tenants.status.rules import STALE_AFTER, Health, Quota

CERTIFICATE_ENDS: Final = timedelta(days=21)
"""Services that renew by themselves do so a month before; what is not renewed by now needs somebody."""

PERMIT_ENDS: Final = timedelta(days=60)
"""A new permit takes weeks to be decided."""

UNSEEN: Final = frozenset({"unreachable", "not_public"})
"""Faults that may be of the network between us and a host."""

TO_TOWN: Final = frozenset({"held", "refused", "failing", "near", "full", "full_people"})
"""Kinds that a town's administrators are told of; the others are the operators' to see to."""

REFUSED: Final = CredentialsRefused.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing to tell: `about` says which one of its kind it is, `words` what the mail names."""

    kind: str
    about: str
    town: Municipality | None = None
    since: datetime | None = None
    words: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that troubles are told from."""

    rows: Sequence[TownRow]
    queue: Queue
    permits: Sequence[Permit]
    certificates: Sequence[Certificate]
    syncs: bool
    """Whether there is a national catalogue to sync with."""

    at: datetime
    zone: ZoneInfo


def troubles(seen: Seen) -> Iterator[Trouble]:
    """Everything, towns first."""
    served = [row for row in seen.rows if row.town.state == Municipality.State.ACTIVE]
    for row in served:
        if seen.syncs:
            yield from _of_sync(row, seen.at)
        yield from _of_shares(row)
    refused = [row for row in served if row.status and row.status.sync_code == REFUSED]
    if refused:
        yield Trouble(kind="refusals", about="refusals", words={"number": len(refused)})
    if seen.queue.is_long:
        yield Trouble(kind="queue", about="queue", since=seen.queue.oldest_due, words={"number": seen.queue.late})
    yield from _of_permits(seen)
    own = next((one.fault for one in seen.certificates if one.municipality_id is None), "")
    for one in seen.certificates:
        # Where not even the operator's own host is seen from here, that is what is wrong, and not each town's host.
        if one.municipality_id is None or one.fault != own or own not in UNSEEN:
            yield from _of_certificate(one, seen.at)


def _of_sync(row: TownRow, at: datetime) -> Iterator[Trouble]:
    """A trouble is the same one for as long as no sync has come through, whatever the runs in between."""
    status = row.status
    fresh = status.fresh_at if status else None
    if status is not None and (since := status.troubled_since) is not None:
        kind = _kind(row, at - since)
        if kind:
            yield Trouble(kind=kind, about=f"sync {since.isoformat()}", town=row.town, since=since)
    if at - (fresh or row.town.created) > STALE_AFTER:
        about = fresh.isoformat() if fresh else "never"
        yield Trouble(kind="not_synced", about=about, town=row.town, since=fresh or row.town.created)


def _kind(row: TownRow, lasts: timedelta) -> str:
    """What a town is told of a sync that does not come through; empty while it may still pass by itself."""
    if row.health is Health.HELD:
        return "held"
    if row.status is not None and row.status.sync_code == REFUSED:
        return "refused"
    return "failing" if lasts > STALE_AFTER else ""


def _of_shares(row: TownRow) -> Iterator[Trouble]:
    for share in row.shares:
        if not share.is_near:
            continue
        words = {"quota": share.quota, "percent": share.percent}
        # Beyond the limit the national catalogue's content is taken in all the same: only people are refused.
        own = "full_people" if share.quota is Quota.PEOPLE else "full"
        yield Trouble(kind=own if share.is_full else "near", about=f"own {share.quota}", town=row.town, words=words)
        kind = "town_full" if share.is_full else "town_near"
        yield Trouble(kind=kind, about=share.quota, town=row.town, words=words)


def _of_permits(seen: Seen) -> Iterator[Trouble]:
    for permit in seen.permits:
        ends = datetime.combine(permit.ends, time.max, seen.zone)
        if ends - seen.at <= PERMIT_ENDS:
            kind = "permit_ended" if ends < seen.at else "permit"
            about = f"permit {permit.name} {permit.ends}"
            yield Trouble(kind=kind, about=about, town=permit.municipality, since=ends, words={"permit": permit.name})


def _of_certificate(one: Certificate, at: datetime) -> Iterator[Trouble]:
    """A fault that was seen twice is no passing one."""
    words = {"host": one.host, "fault": one.fault}
    if one.fault_since is not None and one.fault_since < one.checked:
        yield Trouble(
            kind="certificate_fault",
            about=f"certificate {one.host}",
            town=one.municipality,
            since=one.fault_since,
            words=words,
        )
    elif one.ends is not None and one.ends - at <= CERTIFICATE_ENDS:
        about = f"certificate {one.host}"
        yield Trouble(kind="certificate", about=about, town=one.municipality, since=one.ends, words=words)
