"""A town's states and hosts, each change one operation, recorded on the host in the same transaction.

A town is provisioning (only within the transaction that makes it, and while it is brought here from elsewhere), active,
suspended for a while, closed for good, and in the end removed: then nothing is left of it but these records.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from tenants import leftovers
from tenants.context import within_host
from tenants.dispatch import runs_now
from tenants.errors import HostTaken, NoSuchHost, WrongState
from tenants.hosts import hosts, normal_host
from tenants.models import Domain, HostClaim, Municipality, Transition
from tenants.proof import require_token

State = Municipality.State


def activate(*, municipality: Municipality) -> None:
    """Begin to serve a town that has been made."""
    _change(municipality, "activate", State.ACTIVE, allowed={State.PROVISIONING})


def suspend(*, municipality: Municipality) -> None:
    """Stop serving and syncing a town for a while: residents see that it will be back."""
    _change(municipality, "suspend", State.SUSPENDED, allowed={State.ACTIVE})


def resume(*, municipality: Municipality) -> None:
    """Serve a suspended or closed town again."""
    _change(municipality, "resume", State.ACTIVE, allowed={State.SUSPENDED, State.CLOSED})


def fence(*, municipality: Municipality) -> None:
    """Suspend a town because it moves, for its staff too, until it is resumed. Whether it writes to the national
    catalogue is asked anew then."""
    with within_host(), transaction.atomic():
        town = _locked(municipality, allowed={State.ACTIVE, State.SUSPENDED, State.CLOSED}, action="fence")
        state = State.CLOSED if town.state == State.CLOSED else State.SUSPENDED
        Municipality.objects.filter(pk=town.pk).update(state=state, fenced=True, national_writing=False)
        record(town, "fence", after=state, detail={"national_writing": town.national_writing})
    municipality.state, municipality.fenced, municipality.national_writing = state, True, False
    transaction.on_commit(hosts.forget)


def let_write(*, municipality: Municipality, on: bool) -> None:
    """Let a town write to the national catalogue from here, or no longer. Of all hosts that have the town only one may:
    whoever switches it on here knows that it is off elsewhere."""
    with within_host(), transaction.atomic():
        town = _locked(municipality)
        Municipality.objects.filter(pk=town.pk).update(national_writing=on)
        record(town, "writing-on" if on else "writing-off")
    municipality.national_writing = on


def close(*, municipality: Municipality) -> None:
    """Stop serving a town for good. Its schema stays until it is removed."""
    _change(municipality, "close", State.CLOSED, allowed={State.ACTIVE, State.SUSPENDED})


def remove(*, municipality: Municipality) -> None:
    """Drop all that a closed town has: schema, hosts, due work, cache and messages. Only the records stay.

    Raises WrongState when it is not closed, or a worker is still at something of its.
    """
    # Before: a process killed after the commit leaves nothing of what was there. After: what others wrote meanwhile.
    leftovers.drop(municipality.schema_name, municipality.pk)
    with within_host(), transaction.atomic():
        town = _locked(municipality, allowed={State.CLOSED}, action="remove")
        if runs_now(municipality=town):
            raise WrongState(f"A worker is still at something of {town}: try again when it has ended.")
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{town.schema_name}" CASCADE')
        record(town, "remove", after="removed", detail={"name": town.name_fi, "hosts": _hosts(town)})
        town.delete()
    leftovers.drop(municipality.schema_name, municipality.pk)
    transaction.on_commit(hosts.forget)


def rename(*, municipality: Municipality, names: Mapping[str, str]) -> None:
    """Show a town by other names: {"fi": ..., "sv": ..., "en": ...}, any of them. Its schema and hosts stay."""
    columns = {f"name_{language}": name.strip() for language, name in names.items()}
    if not columns or not all(columns.values()) or not columns.keys() <= {"name_fi", "name_sv", "name_en"}:
        raise WrongState("A town is renamed in Finnish, Swedish or English, and a name is not empty.")
    with within_host(), transaction.atomic():
        town = _locked(municipality)
        before = {name: getattr(town, name) for name in columns}
        Municipality.objects.filter(pk=town.pk).update(**columns)
        record(town, "rename", detail={"before": before, "after": columns})
    for column, name in columns.items():
        setattr(municipality, column, name)
    transaction.on_commit(hosts.forget)


def add_host(*, municipality: Municipality, host: str) -> HostClaim | None:
    """Have a town answer at one more host. None when it does so at once, because the host lies under the operator's
    own; otherwise the claim whose token the town must show at that host first. Raises MalformedHost or HostTaken."""
    host = normal_host(host)
    with within_host(), transaction.atomic():
        town = _locked(municipality)
        if host == settings.PUBLIC_HOST or Domain.objects.filter(domain=host).exists():
            raise HostTaken(f"Somebody answers at {host} already.")
        if host.endswith(f".{settings.PUBLIC_HOST}"):
            _serve_at(town, host)
            return None
        claim, new = HostClaim.objects.get_or_create(
            municipality=town, host=host, defaults={"token": secrets.token_urlsafe(32), "created": timezone.now()}
        )
        if new:
            record(town, "claim-host", detail={"host": host})
    return claim


def prove_host(*, municipality: Municipality, host: str) -> None:
    """Look for the token of a claim at its host, and answer there from now on. Raises NoSuchHost, NotProven, HostTaken.

    The host is asked outside of every transaction; whoever proves it first has it.
    """
    host = normal_host(host)
    with within_host():
        claim = HostClaim.objects.filter(municipality=municipality, host=host).first()
    if claim is None:
        raise NoSuchHost(f"{municipality} has not asked for {host}.")
    require_token(host=host, token=claim.token)
    with within_host(), transaction.atomic():
        _serve_at(_locked(municipality), host)
        HostClaim.objects.filter(host=host).delete()


def make_primary(*, municipality: Municipality, host: str) -> None:
    """Name one of a town's hosts first. All of them go on answering."""
    host = normal_host(host)
    with within_host(), transaction.atomic():
        town = _locked(municipality)
        _its_own(town, host)
        Domain.objects.filter(tenant=town).update(
            is_primary=Case(When(domain=host, then=Value(True)), default=Value(False))
        )
        record(town, "primary-host", detail={"host": host})
    transaction.on_commit(hosts.forget)


def drop_host(*, municipality: Municipality, host: str) -> None:
    """Stop answering at a host which is not the primary one. Raises NoSuchHost or WrongState."""
    host = normal_host(host)
    with within_host(), transaction.atomic():
        town = _locked(municipality)
        domain = _its_own(town, host)
        if domain.is_primary:
            raise WrongState(f"{host} is the primary host of {town}: make another one primary first.")
        domain.delete()
        record(town, "drop-host", detail={"host": host})
    transaction.on_commit(hosts.forget)


def record(
    town: Municipality, action: str, *, after: str | None = None, detail: Mapping[str, Any] | None = None
) -> None:
    """Write down what happens to a town, in the transaction in which it happens."""
    Transition.objects.create(
        town=town.uuid,
        code=town.code,
        schema_name=town.schema_name,
        action=action,
        before=town.state,
        after=town.state if after is None else after,
        detail=dict(detail or {}),
        at=timezone.now(),
    )


def _change(municipality: Municipality, action: str, state: Municipality.State, *, allowed: set[State]) -> None:
    with within_host(), transaction.atomic():
        town = _locked(municipality, allowed=allowed, action=action)
        fenced = town.fenced and state != State.ACTIVE
        Municipality.objects.filter(pk=town.pk).update(state=state, fenced=fenced)
        record(town, action, after=state)
    municipality.state, municipality.fenced = state, fenced
    transaction.on_commit(hosts.forget)


def _locked(municipality: Municipality, *, allowed: set[State] | None = None, action: str = "") -> Municipality:
    """The row as it is now; changes of one town take turns."""
    town: Municipality | None = Municipality.objects.select_for_update().filter(pk=municipality.pk).first()
    if town is None:
        raise WrongState(f"{municipality} has been removed.")
    if allowed is not None and town.state not in allowed:
        raise WrongState(f"{town} is {town.state}; to {action} it, it must be {' or '.join(sorted(allowed))}.")
    return town


def _serve_at(town: Municipality, host: str) -> None:
    try:
        with transaction.atomic():
            Domain.objects.create(tenant=town, domain=host, is_primary=False)
    except IntegrityError:
        raise HostTaken(f"Somebody answers at {host} already.") from None
    record(town, "add-host", detail={"host": host})
    transaction.on_commit(hosts.forget)


def _its_own(town: Municipality, host: str) -> Domain:
    domain: Domain | None = Domain.objects.filter(tenant=town, domain=host).first()
    if domain is None:
        raise NoSuchHost(f"{town} does not answer at {host}.")
    return domain


def _hosts(town: Municipality) -> list[str]:
    return list(Domain.objects.filter(tenant=town).order_by("domain").values_list("domain", flat=True))
