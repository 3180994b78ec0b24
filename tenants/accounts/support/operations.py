"""An operator enters a town for a while, and leaves it: recorded on the host and in the town."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.models import Account, Assignment
from tenants.accounts.operations import end_sessions
from tenants.accounts.permissions import Action, Role, allowed
from tenants.accounts.support.models import SupportGrant
from tenants.accounts.tokens import hashed, new_secret
from tenants.context import within, within_host
from tenants.models import Municipality

LONGEST: Final = timedelta(hours=8)
ROLES: Final = (Role.VIEWER, Role.PUBLISHER)
"""Never administrator: people, tokens and sign-in services that a helper made would outlive the grant."""

_WAIT: Final = timedelta(minutes=5)
"""How long the way in stays open after the grant."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant and the secret of its one way in."""

    grant: SupportGrant
    secret: str


def grant_support(
    *, operator: Account, municipality: Municipality, reason: str, role: Role, lasts: timedelta
) -> Granted:
    """Let an operator into a town. The town's own record has it before the operator can be there.

    Raises AccountsRefusal: no operator, no reason, too long, or a role that is not for helpers.
    """
    if not timedelta(0) < lasts <= LONGEST or role not in ROLES or not reason.strip():
        raise AccountsRefusal("support_terms", "Support has a reason, a role for helpers, and ends within eight hours.")
    secret = new_secret()
    with within_host(), transaction.atomic():
        if not operator.is_active or not allowed(operator.held(), Action.GRANT_SUPPORT):
            raise AccountsRefusal("not_an_operator", "Only an operator of the host gives support.")
        grant = SupportGrant.objects.create(
            municipality=municipality,
            operator=operator,
            reason=reason.strip(),
            role=role,
            until=timezone.now() + lasts,
            secret_hash=hashed(secret),
        )
        audit.record("support_granted", actor=operator.uuid, subject=grant.uuid, town=municipality.schema_name)
        with within(municipality):
            audit.record(
                "support_granted", actor=operator.uuid, subject=grant.uuid, role=role, until=grant.until.isoformat()
            )
    return Granted(grant, secret)


def enter(*, municipality: Municipality, secret: str) -> Account:
    """Use the way in, once: an account in the town that ends with the grant. Raises NoSuchAccount."""
    now = timezone.now()
    with within_host(), transaction.atomic():
        good = SupportGrant.objects.filter(
            secret_hash=hashed(secret),
            municipality=municipality,
            entered=None,
            ended=None,
            until__gt=now,
            granted__gt=now - _WAIT,
        )
        grant = good.select_for_update(of=("self",)).select_related("operator").first()
        if grant is None or not grant.operator.is_active:
            raise NoSuchAccount("This link is no longer good.")
        grant.entered = now
        grant.save(update_fields=["entered"])
        operator = grant.operator.uuid
        with within(municipality):
            account = Account(
                email=f"{grant.uuid}@support.invalid",
                name="Support",
                is_active=True,
                joined=now,
                expires=grant.until,
                support_grant=grant.uuid,
            )
            account.set_unusable_password()
            account.save()
            Assignment.objects.create(account=account, role=grant.role)
            audit.record("support_entered", actor=account.uuid, subject=grant.uuid, operator=str(operator))
    return account


def end_support(*, municipality: Municipality, grant_uuid: UUID, actor: UUID | None) -> None:
    """Show a helper out, or take the grant back, at once; who does it is of the town or an operator."""
    with within_host(), transaction.atomic():
        open_grants = SupportGrant.objects.filter(uuid=grant_uuid, municipality=municipality, ended=None)
        if not open_grants.update(ended=timezone.now()):
            raise NoSuchAccount("There is no such support.")
        audit.record("support_ended", actor=actor, subject=grant_uuid, town=municipality.schema_name)
        with within(municipality):
            for account in Account.objects.filter(support_grant=grant_uuid):
                account.is_active = False
                account.save(update_fields=["is_active"])
                end_sessions(account=account)
            audit.record("support_ended", actor=actor, subject=grant_uuid)


def grants(*, municipality: Municipality | None = None) -> Sequence[SupportGrant]:
    """The newest grants of the host, or those for a town."""
    with within_host():
        rows = SupportGrant.objects.select_related("municipality", "operator").order_by("-id")
        return list((rows.filter(municipality=municipality) if municipality else rows)[:100])
