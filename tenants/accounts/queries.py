"""Reads of accounts."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from tenants.accounts.errors import NoSuchAccount
from tenants.accounts.models import Account
from tenants.accounts.permissions import Role


def people() -> Sequence[Account]:
    """Who works here or has been invited, with their roles; two statements."""
    rows = Account.objects.filter(support_grant=None, assignments__isnull=False).distinct()
    return list(rows.order_by("name", "email").prefetch_related("assignments"))


def person(*, account_uuid: UUID) -> Account:
    """One of them; raises NoSuchAccount."""
    found = Account.objects.filter(uuid=account_uuid, support_grant=None).prefetch_related("assignments").first()
    if found is None:
        raise NoSuchAccount("Nobody here has this id.")
    return found


def person_by_email(*, email: str) -> Account:
    """Whoever works here, or was invited, by this address; raises NoSuchAccount."""
    found = Account.objects.filter(email=email.strip().lower(), support_grant=None, assignments__isnull=False).first()
    if found is None:
        raise NoSuchAccount("Nobody who works here has this address.")
    return found


def helpers() -> Sequence[Account]:
    """Operators who may be in this town now, by the town's own rows."""
    return list(Account.objects.filter(support_grant__isnull=False, is_active=True, expires__gt=timezone.now()))


def addresses(*, role: Role) -> Mapping[str, Sequence[str]]:
    """Where to write to those who work here in a role, by their language; helpers from the host not among them."""
    rows = Account.objects.filter(is_active=True, support_grant=None, assignments__role=role)
    found: dict[str, list[str]] = {}
    for language, email in rows.order_by("id").values_list("language", "email").distinct():
        found.setdefault(language, []).append(email)
    return found


def receiver(*, account_uuid: UUID | None) -> Account | None:
    """Somebody who is to be written to, if they still work here; one statement."""
    return None if account_uuid is None else Account.objects.filter(uuid=account_uuid, is_active=True).first()


def number_of_people() -> int:
    """How many work here or have been invited; helpers from the host not among them."""
    return Account.objects.filter(support_grant=None, assignments__isnull=False).distinct().count()


def names_of(*, uuids: Collection[UUID]) -> Mapping[UUID, str]:
    """What to call those who did something; those who are not here any more are missing."""
    rows = Account.objects.filter(uuid__in=uuids).values_list("uuid", "name", "email")
    return {uuid: name or email for uuid, name, email in rows}
