"""Reads of the host's rows."""

from collections.abc import Sequence

from django.db import connection

from tenants.context import within_host
from tenants.errors import NotProvisioned
from tenants.models import Municipality, Transition
from tenants.municipalities import facts_of


def municipality_by_code(*, code: str) -> Municipality:
    """The town with a code; raises UnknownMunicipality, or NotProvisioned when it has not joined."""
    facts = facts_of(code)
    with within_host():
        town: Municipality | None = Municipality.objects.filter(code=code).first()
    if town is None:
        how = f"kuntakanta provision {code} --host NAME --admin EMAIL"
        raise NotProvisioned(f"{facts.name_fi} ({code}) has not joined: {how}.")
    return town


def active_municipalities() -> Sequence[Municipality]:
    """The towns that are served and synced, by code."""
    with within_host():
        return list(Municipality.objects.filter(state=Municipality.State.ACTIVE).order_by("code"))


def is_active(*, municipality: Municipality) -> bool:
    """Whether a town is served and synced now, whatever it was when the row was read."""
    with within_host():
        found: bool = Municipality.objects.filter(pk=municipality.pk, state=Municipality.State.ACTIVE).exists()
        return found


def may_write_nationally(*, municipality: Municipality) -> bool:
    """Whether the town writes to the national catalogue from here now, whatever the row read before says."""
    with within_host():
        rows = Municipality.objects.filter(pk=municipality.pk, national_writing=True, fenced=False)
        found: bool = rows.filter(state=Municipality.State.ACTIVE).exists()
        return found


def all_municipalities() -> Sequence[Municipality]:
    """Every town with a schema, whatever its state, in the order of joining."""
    with within_host():
        return list(Municipality.objects.order_by("id"))


def hosts_of(*, municipality: Municipality) -> Sequence[str]:
    """The hosts at which a town answers, its primary one first."""
    with within_host():
        return list(municipality.domains.order_by("-is_primary", "domain").values_list("domain", flat=True))


def history_of(*, municipality: Municipality, most: int | None = None) -> Sequence[Transition]:
    """What has happened to a town as a whole, the earliest first; with `most`, only the newest of it."""
    with within_host():
        return list(reversed(Transition.objects.filter(town=municipality.uuid).order_by("-id")[:most]))


def schema_exists(*, schema_name: str) -> bool:
    """Whether the database has a schema of this name; needs no place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = %s", [schema_name])
        return cursor.fetchone() is not None
