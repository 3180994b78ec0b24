"""Mail about what somebody must look at: to a town's administrators, or to the operators.

Each trouble is told once, again when it goes on for a week, and told to be over when it is. The row that says so and
the mail go together: when the mail cannot be sent, the next time is another try. Log lines name towns and kinds of
notices, never a receiver.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime, now

from kuntakanta.desk.words import say, say_or
from kuntakanta.operators.troubles import TO_TOWN, Seen, Trouble, troubles
from tenants.accounts.permissions import Role
from tenants.accounts.queries import addresses
from tenants.context import within, within_host
from tenants.models import Municipality
from tenants.queries import hosts_of, schema_exists
from tenants.status import queries
from tenants.status.models import Notice
from tenants.status.operations import over, told
from tenants.status.rules import is_told_again

log = logging.getLogger(__name__)

Key = tuple[int | None, str, str]
Writing = Callable[[], tuple[str, str]]
"""Subject and text, in the language that is active."""


def notify() -> int:
    """Tell what is to be told and what is over; the number of mails. Without a mail server, none."""
    if not settings.EMAIL_URL:
        return 0
    at = now()
    found = {_key(row): row for row in (_row(one) for one in troubles(_seen(at)))}
    known = {_key(notice): notice for notice in queries.notices()}
    mails = sum(_tell(row, at) for key, row in found.items() if key not in known or _again(known[key], at))
    still = {(town, about) for town, _, about in found}
    for (town, kind, about), notice in known.items():
        if (town, kind, about) not in found:
            mails += _tell_over(notice, silent=(town, about) in still)
    return mails


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


def _again(notice: Notice, at: datetime) -> bool:
    return is_told_again(sent=notice.sent, now=at)


def _tell(trouble: Notice, at: datetime) -> int:
    def kept() -> Writing | None:
        row = told(trouble=trouble, at=at)
        if row is None:
            return None
        return lambda: _news(row, again=row.first < at)

    return _mailed(trouble, kept)


def _tell_over(notice: Notice, *, silent: bool) -> int:
    """Nothing is said to be over that goes on in another way, or that nobody serves any more."""
    town = notice.municipality
    if silent or (town is not None and town.state != Municipality.State.ACTIVE):
        with within_host():
            over(notice=notice)
        return 0
    return _mailed(notice, lambda: (lambda: _end(notice)) if over(notice=notice) else None)


def _mailed(notice: Notice, kept: Callable[[], Writing | None]) -> int:
    """Write down by `kept` that something is told, and tell it, both or neither; the number of mails."""
    receivers = _receivers(notice)
    if not receivers:
        return 0
    try:
        with within_host(), transaction.atomic():
            writing = kept()
            if writing is None:
                return 0
            for language, to in receivers.items():
                with translation.override(language):
                    subject, text = writing()
                # Receivers do not see each other.
                EmailMessage(subject, text, None, bcc=list(to)).send()
    except (SMTPException, OSError) as error:
        log.warning("A notice (%s) of %s could not be sent: %s", notice.kind, _of(notice), type(error).__name__)
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


def _news(notice: Notice, *, again: bool) -> tuple[str, str]:
    given = _given(notice)
    subject, text = say(f"told.{notice.kind}.subject", **given), say(f"told.{notice.kind}.text", **given)
    if again:
        text += "\n" + say("told.again", first=_time(notice.first))
    return subject, text


def _end(notice: Notice) -> tuple[str, str]:
    subject = say(f"told.{notice.kind}.subject", **_given(notice))
    return say("told.over.subject", subject=subject), say("told.over.text", first=_time(notice.first), subject=subject)


def _given(notice: Notice) -> dict[str, object]:
    """What texts name; the words that we have for what a notice names by a key."""
    town, words = notice.municipality, notice.words
    named = {
        "quota": say_or(f"quota.{words.get('quota')}", ""),
        "fault": say_or(f"certificate.{words.get('fault')}", ""),
    }
    return {
        **words,
        **named,
        "town": town.name(translation.get_language() or settings.LANGUAGE_CODE) if town else "",
        "since": _time(notice.since) if notice.since else "",
        "link": _link(notice),
    }


def _link(notice: Notice) -> str:
    """Where to look, at the port that browsers use by themselves."""
    scheme, town = "https" if settings.HTTPS else "http", notice.municipality
    if town is not None and notice.kind in TO_TOWN:
        host = next(iter(hosts_of(municipality=town)), settings.PUBLIC_HOST)
        return f"{scheme}://{host}/desk/"
    return f"{scheme}://{settings.PUBLIC_HOST}/desk/towns/{town.code if town else ''}"


def _time(at: datetime) -> str:
    return f"{localtime(at):%d.%m.%Y %H.%M}"


def _of(notice: Notice) -> str:
    return str(notice.municipality) if notice.municipality else "the host"
