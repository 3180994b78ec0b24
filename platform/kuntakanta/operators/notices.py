"""Mail about what somebody must look at: to a town's administrators, or to the operators.

Each trouble is told once, again when it goes on for a week, and told to be over when it is; much at once goes to
operators in one mail. The row that says so and the mail go together: when the mail cannot be sent, the next time is
another try. Log lines name towns and kinds of notices, never a receiver.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from smtplib import SMTPException
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now

from kuntakanta.operators.troubles import TO_TOWN, Seen, Trouble, troubles
from kuntakanta.operators.wording import Said, end, news, together
from tenants.accounts.permissions import Role
from tenants.accounts.queries import addresses
from tenants.context import within, within_host
from tenants.models import Municipality
from tenants.queries import schema_exists
from tenants.status import queries
from tenants.status.models import Notice
from tenants.status.operations import over, told
from tenants.status.rules import is_told_again

log = logging.getLogger(__name__)

MANY: Final = 10
"""More than this for operators at once: the national catalogue is down, say, and all towns with it."""

Key = tuple[int | None, str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """Something to tell. `keep` writes down that it is told, and gives what writes it; None when it has been told."""

    notice: Notice
    keep: Callable[[], Callable[[], Said] | None]


def notify() -> int:
    """Tell what is to be told and what is over; the number of mails. Without a mail server, none."""
    if not settings.EMAIL_URL:
        return 0
    at = now()
    found = {_key(row): row for row in _current(at)}
    known = {_key(notice): notice for notice in queries.notices()}
    items = [
        Item(row, partial(_begin, row, at))
        for key, row in found.items()
        if key not in known or is_told_again(sent=known[key].sent, now=at)
    ]
    items += [Item(notice, partial(_finish, notice)) for notice in _ended(found, known)]
    of_towns = [[item] for item in items if item.notice.kind in TO_TOWN]
    of_host = [item for item in items if item.notice.kind not in TO_TOWN]
    mails = [*of_towns, *([of_host] if len(of_host) > MANY else [[item] for item in of_host])]
    return sum(_mailed(mail) for mail in mails)


def current() -> Sequence[tuple[Notice, Notice | None]]:
    """Every trouble there is, each with the row that says when it was told, if it has been; five statements."""
    known = {_key(notice): notice for notice in queries.notices()}
    return [(row, known.get(_key(row))) for row in _current(now())]


def _current(at: datetime) -> Sequence[Notice]:
    return [_row(one) for one in troubles(_seen(at))]


def _seen(at: datetime) -> Seen:
    return Seen(
        rows=queries.town_rows(),
        queue=queries.queue(),
        permits=queries.permits(),
        certificates=queries.certificates(),
        syncs=bool(settings.REGISTRY_URL),
        at=at,
        zone=ZoneInfo(settings.TIME_ZONE),
    )


def _row(one: Trouble) -> Notice:
    return Notice(municipality=one.town, kind=one.kind, about=one.about, since=one.since, words=dict(one.words))


def _key(notice: Notice) -> Key:
    return notice.municipality_id, notice.kind, notice.about


def _ended(found: Mapping[Key, Notice], known: Mapping[Key, Notice]) -> Iterator[Notice]:
    """What is over and is to be told so. What goes on in another way, or what nobody serves any more, is not told."""
    still = {(town, about) for town, _, about in found}
    for key, notice in known.items():
        if key in found:
            continue
        town = notice.municipality
        if (notice.municipality_id, notice.about) in still or (town and town.state != Municipality.State.ACTIVE):
            with within_host():
                over(notice=notice)
        else:
            yield notice


def _begin(trouble: Notice, at: datetime) -> Callable[[], Said] | None:
    row = told(trouble=trouble, at=at)
    return None if row is None else partial(news, row, again=row.first < at)


def _finish(notice: Notice) -> Callable[[], Said] | None:
    return partial(end, notice) if over(notice=notice) else None


def _mailed(items: Sequence[Item]) -> int:
    """One mail, in each language of its receivers: that it was told and telling it go together; the number of mails."""
    about = items[0].notice
    receivers = _receivers(about)
    if not receivers:
        return 0
    try:
        with within_host(), transaction.atomic():
            writing = [write for item in items if (write := item.keep()) is not None]
            if not writing:
                return 0
            for language, to in receivers.items():
                with translation.override(language):
                    said = [write() for write in writing]
                    subject, text = said[0] if len(said) == 1 else together(said)
                # Receivers do not see each other.
                EmailMessage(subject, text, None, bcc=list(to)).send()
    except (SMTPException, OSError) as error:
        whose = about.municipality or "the host"
        log.warning("A notice (%s) of %s could not be sent: %s", about.kind, whose, type(error).__name__)
        return 0
    return len(receivers)


def _receivers(notice: Notice) -> Mapping[str, Sequence[str]]:
    """A town's administrators, or the operators, by their languages."""
    town = notice.municipality
    if notice.kind not in TO_TOWN or town is None:
        with within_host():
            return addresses(role=Role.OPERATOR)
    if not schema_exists(schema_name=town.schema_name):
        return {}
    with within(town):
        return addresses(role=Role.ADMINISTRATOR)
