"""Mail about what somebody must look at: to a town about its sync, to operators about towns and the queue.

Each thing is told once: the row that says so is written before the mail goes, and taken back when it could not be sent.
Log lines name towns and kinds of notices, never a receiver.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.timezone import localtime, now

from kuntakanta.desk.words import LANGUAGES, say
from tenants.accounts.permissions import Role
from tenants.accounts.queries import addresses
from tenants.context import within, within_host
from tenants.models import Municipality
from tenants.queries import schema_exists
from tenants.status.operations import note, unnote
from tenants.status.queries import TownRow, queue, queue_is_long, town_rows
from tenants.status.rules import STALE_AFTER, Health

log = logging.getLogger(__name__)

LONG_WAIT: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing to tell: `to_town` says to whom, `about` which one of its kind it is."""

    kind: str
    about: str
    town: Municipality | None = None
    to_town: bool = False
    since: datetime | None = None


def notify() -> int:
    """Tell what is to be told and has not been; the number of mails. Without a mail server, none."""
    if not settings.EMAIL_URL:
        return 0
    return sum(_tell(one) for one in _everything(now()))


def _everything(at: datetime) -> Iterator[Told]:
    for row in town_rows():
        if row.town.state == Municipality.State.ACTIVE:
            yield from _of_town(row, at)
    waits = queue()
    if queue_is_long(waits, wait=LONG_WAIT):
        yield Told(kind="queue", about=at.date().isoformat(), since=waits.oldest_due)


def _of_town(row: TownRow, at: datetime) -> Iterator[Told]:
    """A trouble is the same one for as long as no sync has come through, whatever the runs in between."""
    since = row.status.troubled_since if row.status else None
    fresh = row.status.fresh_at if row.status else None
    if since is not None:
        about = since.isoformat()
        if row.health is Health.HELD:
            yield Told(kind="held", about=about, town=row.town, to_town=True, since=since)
        elif at - since > STALE_AFTER:
            yield Told(kind="failing", about=about, town=row.town, to_town=True, since=since)
    if at - (fresh or row.town.created) > STALE_AFTER:
        about = fresh.isoformat() if fresh else "never"
        yield Told(kind="not_synced", about=about, town=row.town, since=fresh or row.town.created)


def _tell(one: Told) -> bool:
    receivers, language = _receivers(one)
    if not receivers or not note(municipality=one.town, kind=one.kind, about=one.about):
        return False
    with translation.override(language):
        given = {
            "town": one.town.name(language) if one.town else "",
            "since": f"{localtime(one.since):%d.%m.%Y %H.%M}" if one.since else "",
        }
        subject, text = say(f"told.{one.kind}.subject", **given), say(f"told.{one.kind}.text", **given)
    try:
        # Receivers do not see each other.
        EmailMessage(subject, text, None, bcc=list(receivers)).send()
    except (SMTPException, OSError) as error:
        unnote(municipality=one.town, kind=one.kind, about=one.about)
        log.warning("A notice (%s) of %s could not be sent: %s", one.kind, one.town, type(error).__name__)
        return False
    return True


def _receivers(one: Told) -> tuple[Sequence[str], str]:
    """A town's administrators in the town's first language, or the operators in the host's."""
    if one.town is None or not one.to_town:
        with within_host():
            return addresses(role=Role.OPERATOR), settings.LANGUAGE_CODE
    if not schema_exists(schema_name=one.town.schema_name):
        return [], settings.LANGUAGE_CODE
    language = next((each for each in one.town.languages if each in LANGUAGES), settings.LANGUAGE_CODE)
    with within(one.town):
        return addresses(role=Role.ADMINISTRATOR), language
