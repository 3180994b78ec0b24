"""People come, change and leave: each step is one operation, recorded with who did it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.models import Account, Assignment, OneTimeLink
from tenants.accounts.permissions import TOWN_ROLES, UNIT_ROLES, Held, Role
from tenants.accounts.queries import number_of_people
from tenants.accounts.tokens import hashed, new_secret
from tenants.context import current_schema
from tenants.database.places import PUBLIC
from tenants.status.queries import most_people

Purpose = OneTimeLink.Purpose
GOOD_FOR: Final = {Purpose.JOIN: timedelta(days=7), Purpose.RECOVER: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who has been asked to join, and the secret of their link: it is not to be had again."""

    account: Account
    secret: str


def normal_email(text: str) -> str:
    """An address as it is stored; raises AccountsRefusal when it is none."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise AccountsRefusal("email", "This is not an e-mail address.") from None
    return email


def invite(
    *, email: str, held: Collection[Held], actor: UUID | None, language: str = settings.LANGUAGE_CODE
) -> Invited:
    """Ask somebody to join with these roles. Asking again makes a new link, and the earlier one ends.

    `language` is that of the mail; whoever joins has that of the pages then.

    Raises AccountsRefusal: not an address, no role, a role that is not for this place, somebody who works here, or one
    more than the town may have.
    """
    email = normal_email(email)
    _check_roles(held)
    with transaction.atomic():
        account, _ = Account.objects.select_for_update().get_or_create(email=email)
        if account.is_active:
            raise AccountsRefusal("already_here", "Somebody with this address works here already.")
        if not account.assignments.exists() and not has_room():
            raise AccountsRefusal("people_full", "As many work here as may: remove somebody, or ask for more.")
        account.set_unusable_password()
        account.language = language
        account.save(update_fields=["password", "language"])
        _assign(account, held)
        secret = _new_link(account, Purpose.JOIN)
        audit.record("invited", actor=actor, subject=account.uuid, roles=_words(held))
    return Invited(account, secret)


def recover(*, email: str) -> Invited | None:
    """A link for a new password for whoever works here under this address; None, silently, for anybody else."""
    account = Account.objects.filter(email=email.strip().lower(), is_active=True, support_grant=None).first()
    if account is None:
        return None
    with transaction.atomic():
        secret = _new_link(account, Purpose.RECOVER)
        audit.record("recovery_asked", actor=None, subject=account.uuid)
    return Invited(account, secret)


def link_of(*, secret: str) -> OneTimeLink:
    """The link with this secret; raises NoSuchAccount when it was used, is over, or never was."""
    link = OneTimeLink.objects.select_related("account").filter(secret_hash=hashed(secret), used=None).first()
    if link is None or link.expires <= timezone.now():
        raise NoSuchAccount("This link is no longer good.")
    return link


def renew_link(*, account_uuid: UUID, actor: UUID | None) -> Invited:
    """A new link for somebody here: to join, or for a new password where they have joined. The earlier one ends."""
    with transaction.atomic():
        account = _locked(account_uuid)
        if not account.assignments.exists():
            raise NoSuchAccount("Nobody who works here has this id.")
        secret = _new_link(account, Purpose.RECOVER if account.is_active else Purpose.JOIN)
        audit.record("link_renewed", actor=actor, subject=account.uuid)
    return Invited(account, secret)


def forget_second_factors(*, account_uuid: UUID, actor: UUID | None) -> None:
    """Somebody has lost app, key and codes: the password alone lets them in again. All their sessions end."""
    with transaction.atomic():
        account = _locked(account_uuid)
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account=account)
        audit.record("factors_removed", actor=actor, subject=account.uuid)


def speak(*, account: Account, language: str) -> None:
    """Somebody has chosen a language for the pages: mails come in it too."""
    if account.language != language:
        Account.objects.filter(pk=account.pk).update(language=language)
        account.language = language


def take_up(*, secret: str, name: str, password: str, language: str | None = None) -> Account:
    """Use a link: somebody joins, or gets a new password. All their sessions end; signing in comes after it."""
    with transaction.atomic():
        link = link_of(secret=secret)
        if not OneTimeLink.objects.filter(pk=link.pk, used=None).update(used=timezone.now()):
            raise NoSuchAccount("This link is no longer good.")
        account = Account.objects.select_for_update().get(pk=link.account_id)
        account.set_password(password)
        account.language = language or account.language
        if link.purpose == Purpose.JOIN:
            account.name = name.strip()
            activate(account)
        elif not account.is_active:
            raise NoSuchAccount("This link is no longer good.")
        account.save()
        OneTimeLink.objects.filter(account=account, used=None).update(used=timezone.now())
        end_sessions(account=account)
        audit.record("joined" if link.purpose == Purpose.JOIN else "recovered", actor=account.uuid)
    return account


def activate(account: Account) -> None:
    """Somebody who was invited is here now; the caller saves the row and records how."""
    account.is_active = True
    account.joined = account.joined or timezone.now()


def change_roles(*, account_uuid: UUID, held: Collection[Held], actor: UUID | None) -> None:
    """Give somebody these roles and no others. Raises AccountsRefusal where nobody would be administrator any more."""
    _check_roles(held)
    with transaction.atomic():
        account = _locked(account_uuid)
        _assign(account, held)
        _keep_somebody_in_charge()
        audit.record("roles_changed", actor=actor, subject=account.uuid, roles=_words(held))


def remove(*, account_uuid: UUID, actor: UUID | None) -> None:
    """Somebody leaves: roles, links and sessions end at once. The account stays, so that the record can be read."""
    with transaction.atomic():
        account = _locked(account_uuid)
        account.is_active = False
        account.set_unusable_password()
        account.save(update_fields=["is_active", "password"])
        account.assignments.all().delete()
        account.links.all().delete()
        SocialAccount.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        end_sessions(account=account)
        _keep_somebody_in_charge()
        audit.record("removed", actor=actor, subject=account.uuid)


def end_sessions(*, account: Account) -> None:
    """Sign somebody out everywhere here."""
    for session in UserSession.objects.filter(user=account):
        import_module(settings.SESSION_ENGINE).SessionStore(session.session_key).delete()
        session.delete()


def sign_everybody_out() -> None:
    """End all sessions here, as after a restore: one that was ended since would be alive again."""
    Session.objects.all().delete()
    UserSession.objects.all().delete()


def has_room() -> bool:
    """Whether one more may work here than do or have been invited; the host itself has no limit."""
    schema_name = current_schema()
    return schema_name == PUBLIC or number_of_people() < most_people(schema_name=schema_name)


def _check_roles(held: Collection[Held]) -> None:
    fitting = (Role.OPERATOR,) if current_schema() == PUBLIC else TOWN_ROLES
    if not held:
        raise AccountsRefusal("no_role", "Somebody who works here has at least one role.")
    for one in held:
        if one.role not in fitting:
            raise AccountsRefusal("role_elsewhere", f"The role {one.role} is not for this place.")
        if one.unit is not None and one.role not in UNIT_ROLES:
            raise AccountsRefusal("role_without_unit", f"The role {one.role} is always over the whole town.")


def _assign(account: Account, held: Collection[Held]) -> None:
    account.assignments.all().delete()
    Assignment.objects.bulk_create(Assignment(account=account, role=one.role, unit=one.unit) for one in set(held))


def _new_link(account: Account, purpose: Purpose) -> str:
    secret, now = new_secret(), timezone.now()
    account.links.filter(used=None).delete()
    OneTimeLink.objects.create(
        account=account, purpose=purpose, secret_hash=hashed(secret), expires=now + GOOD_FOR[purpose]
    )
    return secret


def _locked(account_uuid: UUID) -> Account:
    account = Account.objects.select_for_update().filter(uuid=account_uuid, support_grant=None).first()
    if account is None:
        raise NoSuchAccount("Nobody here has this id.")
    return account


def _keep_somebody_in_charge() -> None:
    """Two who remove each other at once wait for each other's rows, so that the second is refused."""
    role = Role.OPERATOR if current_schema() == PUBLIC else Role.ADMINISTRATOR
    in_charge = Account.objects.filter(is_active=True, support_grant=None, assignments__role=role)
    if not list(in_charge.select_for_update(of=("self",)).values_list("pk", flat=True)):
        raise AccountsRefusal("last_administrator", "Somebody must stay in charge.")


def _words(held: Collection[Held]) -> list[str]:
    return sorted(f"{one.role}:{one.unit}" if one.unit else str(one.role) for one in held)


def put_away(*, now: datetime) -> int:
    """Remove what is over: sessions, their names in lists, links; sign helpers out. The record stays."""
    gone: int = Session.objects.filter(expire_date__lte=now).delete()[0]
    listed = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    gone += int(listed.delete()[0])
    gone += OneTimeLink.objects.filter(expires__lte=now).delete()[0]
    return gone + Account.objects.filter(expires__lte=now, is_active=True).update(is_active=False)
