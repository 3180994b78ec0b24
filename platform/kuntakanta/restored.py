"""What is to be done when a host, or a town, was set back to an earlier day: nothing of the days since counts."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from redis import Redis

from catalogue.outbox.leaping import leap
from tenants import leftovers
from tenants.accounts.operations import sign_everybody_out
from tenants.context import within, within_host
from tenants.hosts import hosts
from tenants.lifecycle import record
from tenants.models import Municipality
from tenants.queries import all_municipalities


def settle_host() -> Sequence[Municipality]:
    """Make a restored host consistent with the world around it, before it serves; the towns that it has.

    Revisions of the days since do not come again. Whoever was signed in signs in again, as a session that was ended
    since would be alive. Valkey is emptied: its messages and cached values are of those days. Twice is no harm.
    """
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.flushdb()
    with within_host(), transaction.atomic():
        sign_everybody_out()
    towns = all_municipalities()
    for town in towns:
        settle_town(municipality=town)
    return towns


def settle_town(*, municipality: Municipality) -> None:
    """The same for one town whose schema was restored, while the host has gone on."""
    leftovers.drop(municipality.schema_name, municipality.pk)
    with within(municipality), transaction.atomic():
        leap()
        sign_everybody_out()
        with within_host():
            record(municipality, "restore")
    hosts.forget()
