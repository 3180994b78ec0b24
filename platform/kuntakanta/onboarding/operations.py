"""A town joins with its first administrator; and what nobody can tell us is noted by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kuntakanta.desk.mail import link_to
from kuntakanta.desk.posting import post_link
from kuntakanta.desk.words import LANGUAGES
from kuntakanta.onboarding.queries import TICK, UNTICK, checklist
from kuntakanta.onboarding.rules import BY_HAND, Item
from tenants.accounts.operations import invite
from tenants.accounts.permissions import Held, Role
from tenants.context import within, within_host
from tenants.errors import WrongState
from tenants.hosts import normal_host
from tenants.lifecycle import record
from tenants.models import Municipality
from tenants.provisioning import provision
from tenants.snapshots import ensure_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A town that has joined. `link` lets its first administrator in, once; it is not to be had again."""

    town: Municipality
    host: str
    administrator: str
    link: str
    mailed: bool
    """Whether the link goes by mail too. A mail that does not arrive shows on the list of what is left."""

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

    `actor` is the operator who did it, if one did. Raises what `provision` and `invite` raise.
    """
    ensure_snapshot()  # before the transaction: a new release's is made of steps that refuse to be in one
    site = f"{'https' if settings.HTTPS else 'http'}://{normal_host(host)}"
    with transaction.atomic():
        town = provision(code=code, host=host, registry_organizations=registry_organizations)
        with within(town):
            invited = invite(
                email=administrator, held=[Held(Role.ADMINISTRATOR)], actor=actor, language=language_of(town)
            )
            mailed = post_link(municipality=town, invited=invited, site=site)
    return Joined(
        town=town,
        host=normal_host(host),
        administrator=invited.account.email,
        link=link_to(site, invited.secret),
        mailed=mailed,
        checklist=checklist(municipality=town),
    )


def language_of(town: Municipality) -> str:
    """In which to write to a town: its first language that the desk has."""
    return next((each for each in town.languages if each in LANGUAGES), settings.LANGUAGE_CODE)


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
