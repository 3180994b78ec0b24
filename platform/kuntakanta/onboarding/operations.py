"""A town joins with its first administrator; and what nobody can tell us is noted by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kuntakanta.desk.mail import link_to
from kuntakanta.desk.posting import post_link
from kuntakanta.onboarding.queries import TICK, UNTICK, checklist
from kuntakanta.onboarding.rules import BY_HAND, Item
from tenants.accounts import audit
from tenants.accounts.operations import invite
from tenants.accounts.permissions import Held, Role
from tenants.context import within, within_host
from tenants.errors import WrongState
from tenants.hosts import normal_host, site_at
from tenants.lifecycle import record
from tenants.models import Municipality
from tenants.provisioning import provision
from tenants.snapshots import ensure_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """An administrator's way in. `link` works once, and is not to be had again."""

    email: str
    link: str
    mailed: bool
    """Whether the link goes by mail too. A mail that does not arrive shows on the list of what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A town that has joined, with the invitation of its first administrator."""

    town: Municipality
    host: str
    invitation: Invitation
    checklist: Sequence[Item]


def join(
    *,
    code: str,
    host: str,
    administrator: str,
    registry_organizations: Sequence[UUID] | None = None,
    actor: UUID | None = None,
) -> Joined:
    """Let a municipality join: schema, host, due work, and an invitation for its first administrator, or nothing of it.

    `actor` is the operator who did it, if one did: then it is in the host's record too. Raises what `provision` and
    `invite` raise.
    """
    ensure_snapshot()  # before the transaction: a new release's is made of steps that refuse to be in one
    host = normal_host(host)
    with transaction.atomic():
        town = provision(code=code, host=host, registry_organizations=registry_organizations)
        invitation = invite_administrator(municipality=town, host=host, email=administrator, actor=actor)
        if actor is not None:
            with within_host():
                audit.record("town_join", actor=actor, subject=town.uuid)
    return Joined(town=town, host=host, invitation=invitation, checklist=checklist(municipality=town))


def invite_administrator(*, municipality: Municipality, host: str, email: str, actor: UUID | None) -> Invitation:
    """Invite somebody to be a town's administrator, by a link at one of its hosts; in the caller's transaction.

    Raises what `invite` raises.
    """
    site = site_at(host)
    with within(municipality):
        invited = invite(
            email=email, held=[Held(Role.ADMINISTRATOR)], actor=actor, language=municipality.first_language
        )
        mailed = post_link(municipality=municipality, invited=invited, site=site)
    return Invitation(email=invited.account.email, link=link_to(site, invited.secret), mailed=mailed)


def tick(*, municipality: Municipality, item: str, by: UUID | None, operator: bool) -> None:
    """Note that something which we cannot see is done. Raises WrongState for an item that we tell by ourselves."""
    _note(municipality, TICK, item, by, operator=operator)


def untick(*, municipality: Municipality, item: str, by: UUID | None, operator: bool) -> None:
    """Take such a note back."""
    _note(municipality, UNTICK, item, by, operator=operator)


def _note(municipality: Municipality, action: str, item: str, by: UUID | None, *, operator: bool) -> None:
    if item not in BY_HAND:
        raise WrongState(f"{item!r} is not noted by hand; these are: {', '.join(BY_HAND)}.")
    with within_host(), transaction.atomic():
        detail = {"item": item, "by": str(by) if by else None, "operator": operator}
        record(municipality, action, detail=detail)
