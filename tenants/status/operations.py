"""Writes of the host's rows on how each town fares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from tenants.context import within, within_host
from tenants.models import Municipality
from tenants.status.models import Notice, TownStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A sync that has ended, and what the town has since."""

    run: int
    state: str
    reason: str
    began: datetime
    ended: datetime
    would_archive: int
    counts: Mapping[str, int]
    """organizations, services, channels, connections, quarantined."""


def sync_ended(*, municipality: Municipality, ended: Ended) -> None:
    """Keep for the host how a town's sync ended. A report that comes later than one of a later run is left alone."""
    taken = _bytes_of(municipality)
    done = ended.state == "done"
    with within_host():
        before = TownStatus.objects.filter(municipality=municipality).first()
        if before is not None and before.run > ended.run:
            return
        kept_fresh = before.fresh_at if before else None
        troubled = (before.troubled_since if before else None) or ended.ended
        TownStatus.objects.update_or_create(
            municipality=municipality,
            defaults={
                "run": ended.run,
                "sync_state": ended.state,
                "sync_reason": ended.reason,
                "synced_at": ended.ended,
                "fresh_at": ended.began if ended.state in ("done", "held") else kept_fresh,
                "troubled_since": None if done else troubled,
                "would_archive": ended.would_archive,
                "bytes": taken,
                **ended.counts,
            },
        )


def note(*, municipality: Municipality | None, kind: str, about: str) -> bool:
    """Say that something is about to be told; False when it has been told already."""
    with within_host():
        _, new = Notice.objects.get_or_create(
            municipality=municipality, kind=kind, about=about, defaults={"sent": timezone.now()}
        )
    return new


def unnote(*, municipality: Municipality | None, kind: str, about: str) -> None:
    """It could not be told after all: the next time is another try."""
    with within_host():
        Notice.objects.filter(municipality=municipality, kind=kind, about=about).delete()


def _bytes_of(municipality: Municipality) -> int:
    """Of tables with their indexes and long values, as the catalogue of the database has them; one statement."""
    with within(municipality), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint"
            " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind = 'r'",
            [municipality.schema_name],
        )
        (found,) = cursor.fetchone()
    return int(found)
