"""Programs' tokens and what all long secrets share: 256 random bits, shown once, of which a hash is kept."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal, NoSuchAccount
from tenants.accounts.models import MachineToken
from tenants.accounts.permissions import Held, Scope, scopes_within

LONGEST: Final = timedelta(days=366)
SEEN_EVERY: Final = timedelta(hours=1)
_FORM: Final = re.compile(r"kk_([a-z0-9]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Issued:
    """A token as its owner gets it; `text` is not to be had again."""

    token: MachineToken
    text: str


def new_secret() -> str:
    """256 bits as text for an address."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a secret. It is random, so a plain hash cannot be searched through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(
    *,
    name: str,
    scopes: Collection[Scope],
    expires: datetime,
    actor: UUID | None,
    held: Collection[Held] | None = None,
) -> Issued:
    """Make a token; raises AccountsRefusal without a name or a scope, or when it would last for more than a year.

    `held` are the roles of whoever makes it: a program gets nothing that they may not do. None stands for the host.
    """
    now = timezone.now()
    if not name.strip() or not scopes:
        raise AccountsRefusal("token_incomplete", "A token needs a name and at least one scope.")
    if held is not None and not set(scopes) <= set(scopes_within(held)):
        raise AccountsRefusal("scope_beyond", "A program may not do more than whoever makes its token.")
    if not now < expires <= now + LONGEST:
        raise AccountsRefusal("token_lifetime", "A token ends in the future, and within a year.")
    prefix = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(12))
    secret = new_secret()
    with transaction.atomic():
        token = MachineToken.objects.create(
            name=name.strip(),
            prefix=prefix,
            secret_hash=hashed(secret),
            scopes=sorted(scopes),
            created_by=actor,
            expires=expires,
        )
        audit.record("token_issued", actor=actor, subject=token.uuid, scopes=sorted(scopes))
    return Issued(token, f"kk_{prefix}_{secret}")


def revoke_token(*, token_uuid: UUID, actor: UUID | None) -> None:
    """End a token at once; raises NoSuchAccount when there is none."""
    with transaction.atomic():
        if not MachineToken.objects.filter(uuid=token_uuid, revoked=None).update(revoked=timezone.now()):
            raise NoSuchAccount("There is no such token.")
        audit.record("token_revoked", actor=actor, subject=token_uuid)


def token_of(text: str) -> MachineToken | None:
    """The token that a program shows, when it is good here and now; one statement, and a write once an hour."""
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    prefix, secret = form.groups()
    token = MachineToken.objects.filter(prefix=prefix).first()
    if token is None or not hmac.compare_digest(token.secret_hash, hashed(secret)):
        return None
    now = timezone.now()
    if token.revoked is not None or token.expires <= now:
        return None
    if token.last_used is None or token.last_used <= now - SEEN_EVERY:
        MachineToken.objects.filter(pk=token.pk).update(last_used=now)
    return token


def tokens() -> Sequence[MachineToken]:
    """All tokens, those that are good first."""
    return list(MachineToken.objects.order_by("revoked", "-created"))
