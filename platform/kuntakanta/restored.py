"""What is to be done when a host, or a town, was set back to an earlier day: nothing of the days since counts."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from redis import Redis

from catalogue.outbox.leaping import leap
from tenants import leftovers
from tenants.accounts.errors import SecretDoesNotOpen
from tenants.accounts.opening import require_key
from tenants.accounts.operations import sign_everybody_out
from tenants.accounts.sealing import HOST_UUID
from tenants.context import within, within_host
from tenants.errors import TenantsError
from tenants.lifecycle import record
from tenants.models import Municipality
from tenants.queries import all_municipalities
from tenants.status.operations import forget_runs


class WrongKey(TenantsError):
    """The host's secret key is not the one that the backup's secrets were sealed by."""

    code = "wrong_key"


def settle_host() -> Sequence[Municipality]:
    """Make a restored host consistent with the world around it, before it serves; the towns that it has.

    Revisions of the days since do not come again. Whoever was signed in signs in again, as a session that was ended
    since would be alive. Valkey is emptied: its messages and cached values are of those days. Twice is no harm.
    Raises WrongKey, before anything is changed, when the secret key is not the one of then.
    """
    towns = all_municipalities()
    _require_key(towns)
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.flushdb()
    with within_host(), transaction.atomic():
        sign_everybody_out()
    for town in towns:
        _settle(town)
    return towns


def settle_town(*, municipality: Municipality) -> None:
    """The same for one town whose schema was restored, while the host has gone on. Raises WrongKey."""
    _require_key([municipality])
    leftovers.drop(municipality.schema_name, municipality.pk)
    forget_runs(municipality=municipality)
    _settle(municipality)


def _settle(town: Municipality) -> None:
    with within(town), transaction.atomic():
        leap()
        sign_everybody_out()
        with within_host():
            record(town, "restore")


def _require_key(towns: Sequence[Municipality]) -> None:
    """The host's own secrets, and those of the towns, open by the key that is set."""
    try:
        with within_host():
            require_key(owner=HOST_UUID)
        for town in towns:
            with within(town):
                require_key(owner=town.uuid)
    except SecretDoesNotOpen as error:
        raise WrongKey("KUNTAKANTA_SECRET_KEY is not the one by which what was restored is sealed.") from error
