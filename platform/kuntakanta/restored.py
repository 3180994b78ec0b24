"""What a host must know when its database was set back to an earlier day: nothing of the days since counts any more."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from redis import Redis

from catalogue.outbox.leaping import leap
from tenants.accounts.operations import sign_everybody_out
from tenants.context import within, within_host
from tenants.hosts import hosts
from tenants.lifecycle import record
from tenants.models import Municipality
from tenants.queries import all_municipalities


def settle() -> list[Municipality]:
    """Make a restored host consistent with the world around it, before it serves; the towns that it has.

    Revisions of the days since do not come again. Whoever was signed in signs in again, as a session that was ended
    since would be alive. Valkey is emptied: its messages and cached values are of those days. Twice is no harm.
    """
    towns = all_municipalities()
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.flushdb()
    with within_host(), transaction.atomic():
        sign_everybody_out()
    for town in towns:
        with within(town), transaction.atomic():
            leap()
            sign_everybody_out()
            with within_host():
                record(town, "restore")
    hosts.forget()
    return list(towns)
