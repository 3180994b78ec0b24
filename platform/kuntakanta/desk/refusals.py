"""What a mail says of a step that was planned and could not be taken, in the language that is active."""

from typing import Final

from django.utils.timezone import localtime

from catalogue.services.models import Planned
from catalogue.services.queries import names_of
from catalogue.text import in_language
from kuntakanta.desk.words import language, say, say_or

MOST: Final = 10
"""So many findings are listed; more are read where the thing is edited."""


def refused(row: Planned, *, place: str) -> tuple[str, str]:
    """Subject and text: which thing, what was to be done when, and why it was not."""
    named = in_language(names_of(things=[(row.kind, row.object_id)])[row.object_id], language())
    name = named[0] if named else str(row.object_id)
    when = f"{localtime(row.at):%d.%m.%Y %H:%M}"
    subject = say(f"mail.planned.{row.action}", place=place, name=name)
    return subject, say("mail.planned.text", place=place, name=name, when=when, why=_why(row))


def _why(row: Planned) -> str:
    assert row.reason is not None, "it was refused"
    why = say_or(f"mail.planned.why.{row.reason.code}", row.reason.message)
    findings = [f"- {finding.message(language())}" for finding in row.reason.findings[:MOST]]
    return "\n".join([why, *findings])
