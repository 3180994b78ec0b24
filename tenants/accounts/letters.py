"""Mails with a one-time link: written down where they are asked for, sent by a worker, gone once they are sent.

A message of the broker's names a letter by its id only. Sent twice is the same link twice: that is better than never,
and happens only where a worker dies between the mail server's answer and ours.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tenants.accounts.errors import NeverSent, NoSuchAccount
from tenants.accounts.models import Letter, OneTimeLink
from tenants.accounts.operations import GOOD_FOR, link_of, recover
from tenants.accounts.sealing import opened, seal

PURPOSE: Final = "letter"
Purpose = OneTimeLink.Purpose


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail says, to whom, in which language; its link leads to the site."""

    purpose: Purpose
    email: str
    language: str
    site: str
    secret: str


def write(*, owner: UUID, purpose: Purpose, email: str, site: str, secret: str | None = None) -> int:
    """Write a letter down; its id. Without a secret the worker makes the link, if anybody works here by that address.

    `owner` is the town's uuid, or `sealing.HOST_UUID`.
    """
    sealed = None if secret is None else seal(secret, owner=owner, purpose=PURPOSE)
    email = email.strip().lower()
    Letter.objects.filter(email=email).exclude(refused=None).delete()  # a new try: the earlier one is told no more
    return Letter.objects.create(purpose=purpose, email=email, site=site, sealed=sealed).pk


def deliver(*, letter_id: int, owner: UUID, send: Callable[[Told], None]) -> bool:
    """Have a letter sent, if it still waits and nobody else is at it. What `send` raises of NotSent goes through."""
    if not _has_link(letter_id, owner):
        return False
    with transaction.atomic():
        letter = _waiting(letter_id)
        if letter is None or letter.sealed is None:
            return False
        secret = opened(bytes(letter.sealed), owner=owner, purpose=PURPOSE)
        try:
            link = link_of(secret=secret)
            send(Told(Purpose(link.purpose), link.account.email, link.account.language, letter.site, secret))
        except NeverSent:
            letter.refused, letter.sealed = timezone.now(), None
            letter.save(update_fields=["refused", "sealed"])
            return False
        except NoSuchAccount:  # another link was made since, or somebody was removed
            letter.delete()
            return False
        letter.delete()
    return True


def _has_link(letter_id: int, owner: UUID) -> bool:
    """Gives a letter its link, once, before anything is sent: a second try must not make the first one's link void."""
    with transaction.atomic():
        letter = _waiting(letter_id)
        if letter is None or letter.sealed is not None:
            return letter is not None
        made = recover(email=letter.email)
        if made is None:
            letter.delete()
            return False
        letter.sealed = seal(made.secret, owner=owner, purpose=PURPOSE)
        letter.save(update_fields=["sealed"])
    return True


def _waiting(letter_id: int) -> Letter | None:
    """A letter, held for as long as the transaction lasts; None when it is sent, or another worker has it."""
    return Letter.objects.select_for_update(skip_locked=True).filter(pk=letter_id, refused=None).first()


def waiting() -> Sequence[int]:
    """Letters that are still to be sent: the broker may have lost what was said of them."""
    return list(Letter.objects.filter(refused=None).order_by("id").values_list("id", flat=True))


def refused(*, emails: Collection[str]) -> frozenset[str]:
    """Those of the addresses at which the last invitation never arrived."""
    return frozenset(Letter.objects.filter(email__in=emails).exclude(refused=None).values_list("email", flat=True))


def put_away(*, now: datetime) -> int:
    """Remove letters whose link would be over by now; their number."""
    gone = 0
    for purpose, lasts in GOOD_FOR.items():
        gone += Letter.objects.filter(purpose=purpose, created__lte=now - lasts).delete()[0]
    return gone
