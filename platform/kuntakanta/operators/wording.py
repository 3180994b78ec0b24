"""What mails about troubles say, in the language that is active."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime

from kuntakanta.desk.words import say, say_or
from kuntakanta.operators.troubles import TO_TOWN
from tenants.hosts import site_at
from tenants.queries import hosts_of
from tenants.status.models import Notice

Said = tuple[str, str]
"""Subject and text."""


def news(notice: Notice, *, again: bool) -> Said:
    """That there is a trouble, and what to do about it; or that it still goes on."""
    text = say(f"told.{notice.kind}.text", link=_link(notice), **_given(notice))
    if again:
        text += "\n" + say("told.again", first=_time(notice.first))
    return subject(notice), text


def subject(notice: Notice) -> str:
    """What the trouble is called."""
    return say(f"told.{notice.kind}.subject", **_given(notice))


def end(notice: Notice) -> Said:
    """That a trouble is over."""
    what = subject(notice)
    return say("told.over.subject", subject=what), say("told.over.text", first=_time(notice.first), subject=what)


def together(said: Sequence[Said]) -> Said:
    """Much at once, by its subjects: one look at the console tells more than hundreds of mails."""
    subjects = "\n".join(f"- {one}" for one, _ in said)
    text = say("told.many.text", link=f"{site_at(settings.PUBLIC_HOST)}/desk/towns/")
    return say("told.many.subject", number=len(said)), f"{text}\n{subjects}\n"


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
    }


def _link(notice: Notice) -> str:
    """Where to look."""
    town = notice.municipality
    if town is not None and notice.kind in TO_TOWN:
        return f"{site_at(next(iter(hosts_of(municipality=town)), settings.PUBLIC_HOST))}/desk/"
    return f"{site_at(settings.PUBLIC_HOST)}/desk/towns/{town.code if town else ''}"


def _time(at: datetime) -> str:
    return f"{localtime(at):%d.%m.%Y %H.%M}"
