"""Gathers what a town's list of things to do is told from: five statements at the host, five in the town."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalogue.services.queries import languages_of_main_organizations
from kuntakanta.onboarding.rules import Facts, Item, Tick, items
from tenants.accounts.letters import refused
from tenants.accounts.models import Account
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.models import HostClaim, Municipality, Transition
from tenants.queries import hosts_of
from tenants.status.models import Permit, TownStatus

TICK, UNTICK = "tick", "untick"


def checklist(*, municipality: Municipality) -> Sequence[Item]:
    """What is done and what is left for a town whose schema is there and current."""
    return items(facts_of(municipality))


def facts_of(municipality: Municipality) -> Facts:
    """All that the list is told from."""
    with within_host():
        status = TownStatus.objects.filter(municipality=municipality).first()
        claims = list(HostClaim.objects.filter(municipality=municipality).order_by("host"))
        permit = Permit.objects.filter(municipality=municipality, ends__gte=timezone.localdate()).exists()
        ticks = _ticks(municipality)
    with within(municipality):
        protected, unread = _administrators(), _unread()
        published = languages_of_main_organizations()
    own = [host for host in hosts_of(municipality=municipality) if not _is_operators(host)]
    return Facts(
        administrators=len(protected),
        protected=sum(protected),
        unread=unread,
        mail=bool(settings.EMAIL_URL),
        registry=bool(settings.REGISTRY_URL),
        synced=status is not None and status.fresh_at is not None,
        sync_code=_trouble(status),
        languages=municipality.languages,
        published=published,
        hosts=own,
        claims=[claim.host for claim in claims],
        permit=permit,
        ticks=ticks,
    )


def _trouble(status: TownStatus | None) -> str:
    if status is None or status.sync_state == "done":
        return ""
    return status.sync_code or status.sync_state


def _administrators() -> Sequence[bool]:
    """For each of those who have joined, whether they need more than a password."""
    second = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    sso = SocialAccount.objects.filter(user=OuterRef("pk"))
    rows = Account.objects.filter(is_active=True, support_grant=None, assignments__role=Role.ADMINISTRATOR)
    return [
        one
        for _, one in rows.annotate(protected=Exists(second) | Exists(sso)).values_list("pk", "protected").distinct()
    ]


def _unread() -> bool:
    """Whether an invitation of an administrator never arrived."""
    asked = Account.objects.filter(is_active=False, assignments__role=Role.ADMINISTRATOR)
    return bool(refused(emails=list(asked.values_list("email", flat=True))))


def _ticks(municipality: Municipality) -> Mapping[str, Tick]:
    """The last word on each item; in the host's schema."""
    found: dict[str, Tick] = {}
    for row in Transition.objects.filter(town=municipality.uuid, action__in=(TICK, UNTICK)).order_by("id"):
        found.pop(row.detail["item"], None)
        if row.action == TICK:
            by = row.detail["by"]
            found[row.detail["item"]] = Tick(row.at, UUID(by) if by else None, row.detail["operator"])
    return found


def _is_operators(host: str) -> bool:
    return host == settings.PUBLIC_HOST or host.endswith(f".{settings.PUBLIC_HOST}")
