"""Writes of the host's rows on how each town fares."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from tenants.context import within_host
from tenants.models import DueJob, Municipality
from tenants.status.models import Certificate, Notice, Permit, TownStatus, TownUse
from tenants.status.rules import Quota, is_told_again


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A sync that has ended, and what the town has since."""

    run: int
    state: str
    reason: str
    code: str
    """Of the error that ended it, empty where none did."""

    began: datetime
    ended: datetime
    would_archive: int
    counts: Mapping[str, int]
    """organizations, services, channels, connections, quarantined."""


def sync_ended(*, municipality: Municipality, ended: Ended) -> None:
    """Keep for the host how a town's sync ended. A report that comes later than one of a later run is left alone."""
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
                "sync_code": ended.code,
                "synced_at": ended.ended,
                "fresh_at": ended.began if ended.state in ("done", "held") else kept_fresh,
                "troubled_since": None if done else troubled,
                "would_archive": ended.would_archive,
                **ended.counts,
            },
        )


def forget_runs(*, municipality: Municipality) -> None:
    """A town's schema was set back, and with it the numbers of its runs: the next report counts, whatever its number.

    What was asked for of one of its runs is asked for no more, as another may get the number.
    """
    with within_host(), transaction.atomic():
        TownStatus.objects.filter(municipality=municipality).update(run=0)
        DueJob.objects.filter(municipality=municipality).update(given={})


def measure(*, municipality: Municipality, things: int, people: int) -> None:
    """Keep for the host what a town takes of it; whoever sees the town from within says how much of what is there."""
    with within_host():
        taken = {"things": things, "bytes": _bytes_of(municipality), "people": people}
        TownUse.objects.update_or_create(municipality=municipality, defaults={**taken, "measured": timezone.now()})


def agree(*, municipality: Municipality, most: Mapping[Quota, int | None]) -> None:
    """Give a town a share of its own; None stands for what is usual."""
    with within_host():
        TownUse.objects.update_or_create(
            municipality=municipality, defaults={f"most_{quota}": number for quota, number in most.items()}
        )


def keep_permit(*, municipality: Municipality, name: str, ends: date) -> None:
    """Note until when a permit is good; a name that is there gets the new day."""
    with within_host():
        Permit.objects.update_or_create(municipality=municipality, name=" ".join(name.split()), defaults={"ends": ends})


def drop_permit(*, municipality: Municipality, permit: int) -> bool:
    """Forget a permit; False when there is no such one of the town's."""
    with within_host():
        gone, _ = Permit.objects.filter(municipality=municipality, pk=permit).delete()
    return gone > 0


def saw_certificate(*, host: str, municipality: Municipality | None, ends: datetime | None, fault: str) -> None:
    """Keep what a host has shown: when its certificate ends, or why no good one was seen."""
    now = timezone.now()
    with within_host():
        before = Certificate.objects.filter(host=host).first()
        since = (before.fault_since if before else None) or now
        kept = before.ends if before else None
        Certificate.objects.update_or_create(
            host=host,
            defaults={
                "municipality": municipality,
                "ends": ends or kept,
                "fault": fault,
                "fault_since": since if fault else None,
                "checked": now,
            },
        )


def forget_certificates(*, except_of: Collection[str]) -> None:
    """Of hosts at which nobody answers any more."""
    with within_host():
        Certificate.objects.exclude(host__in=except_of).delete()


def told(*, trouble: Notice, at: datetime) -> Notice | None:
    """Write down that a trouble is told now; None where it has been told, and not so long ago that it is told again.

    In the caller's transaction: of two who tell at once, the second waits for the first, and then has nothing to tell.
    """
    kept, new = Notice.objects.select_for_update(of=("self",)).get_or_create(
        municipality=trouble.municipality,
        kind=trouble.kind,
        about=trouble.about,
        defaults={"since": trouble.since, "words": trouble.words, "first": at, "sent": at},
    )
    if not new:
        if not is_told_again(sent=kept.sent, now=at):
            return None
        kept.words, kept.sent = trouble.words, at
        kept.save(update_fields=["words", "sent"])
    return kept


def over(*, notice: Notice) -> bool:
    """Write down that a trouble is over: the next one of its kind is another. False when somebody else has."""
    gone, _ = Notice.objects.filter(pk=notice.pk).delete()
    return gone > 0


def _bytes_of(municipality: Municipality) -> int:
    """Of tables with their indexes and long values, as the catalogue of the database has them; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint"
            " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind = 'r'",
            [municipality.schema_name],
        )
        (found,) = cursor.fetchone()
    return int(found)
