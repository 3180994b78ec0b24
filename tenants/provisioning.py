"""A municipality joins: by its code, at a host, with a schema of its own. All of it, or nothing."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tenants.context import within_host
from tenants.database.places import EXTENSIONS, NATIONAL, town_schema
from tenants.dispatch import make_jobs
from tenants.errors import AlreadyProvisioned, HostTaken, NodeNotPrepared, NoOrganization
from tenants.hosts import hosts, normal_host
from tenants.lifecycle import activate, record
from tenants.migrating.town import note_list
from tenants.models import Domain, Municipality
from tenants.municipalities import Facts, facts_of
from tenants.placing import place
from tenants.queries import schema_exists
from tenants.snapshots import apply_snapshot, ensure_snapshot


def provision(*, code: str, host: str, registry_organizations: Sequence[uuid.UUID] | None = None) -> Municipality:
    """Make a town: its row, host, schema and due jobs, in one transaction of a fraction of a second.

    Raises UnknownMunicipality, MalformedHost, HostTaken, AlreadyProvisioned, NoOrganization or NodeNotPrepared. Of two
    that provision the same code at once, the second waits for the first and then gets AlreadyProvisioned.
    """
    facts = facts_of(code)
    host = normal_host(host)
    require_organization(facts, registry_organizations)
    require_prepared(answers_at=[host])
    snapshot = ensure_snapshot()
    with within_host(), transaction.atomic():
        town = add(_row(facts, registry_organizations), answers_at=[host])
        apply_snapshot(snapshot, schema_name=town.schema_name)
        place(schema_name=town.schema_name)
        note_list(town, snapshot.applied)
        make_jobs(municipality=town)
        record(town, "provision", detail={"host": host})
        activate(municipality=town)
    transaction.on_commit(hosts.forget)
    return town


def require_organization(facts: Facts, given: Sequence[uuid.UUID] | None) -> None:
    """Raises NoOrganization where neither a business id nor ids tell what to sync: 15 municipalities of Åland have no
    business id in the national catalogue's list."""
    if facts.business_id is None and not given:
        raise NoOrganization(
            f"No business id is known for {facts.name_fi} ({facts.code}): name its organisations in the national"
            " catalogue by --ptv-organization GUID."
        )


def require_prepared(*, answers_at: Sequence[str]) -> None:
    """Raises NodeNotPrepared where `kuntakanta migrate` has not been run, and HostTaken for the operator's own host."""
    if settings.PUBLIC_HOST in answers_at:
        raise HostTaken(f"The operator's own site answers at {settings.PUBLIC_HOST}.")
    for schema_name in (NATIONAL, EXTENSIONS):
        if not schema_exists(schema_name=schema_name):
            raise NodeNotPrepared(f"The schema {schema_name} does not exist: run `kuntakanta migrate` first.")


def add(town: Municipality, *, answers_at: Sequence[str]) -> Municipality:
    """Write the row of a town, with the next number and its schema's name, and its hosts, the primary one first.

    In the caller's transaction. Raises AlreadyProvisioned or HostTaken.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('tenants_municipality', 'id'))")
        (town.pk,) = cursor.fetchone()
    town.schema_name = town_schema(town.pk)
    try:
        with transaction.atomic():
            town.save(force_insert=True)
    except IntegrityError:
        raise AlreadyProvisioned(f"{town} has joined already.") from None
    for number, host in enumerate(answers_at):
        try:
            with transaction.atomic():
                Domain.objects.create(tenant=town, domain=host, is_primary=number == 0)
        except IntegrityError:
            raise HostTaken(f"Another town answers at {host}.") from None
    return town


def _row(facts: Facts, registry_organizations: Sequence[uuid.UUID] | None) -> Municipality:
    return Municipality(
        code=facts.code,
        name_fi=facts.name_fi,
        name_sv=facts.name_sv,
        name_en=facts.name_en,
        business_id=facts.business_id,
        languages=list(facts.languages),
        registry_organizations=[str(one) for one in registry_organizations] if registry_organizations else None,
    )
