"""Single values of the wire, to ours and back: identifiers, instants, days, clock times, words of enumerations."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

import msgspec

from catalogue.services.hours import HELSINKI, day_of

_INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_FINEST: Final = 6
"""Digits of a second that we hold."""


@dataclass(frozen=True, slots=True)
class Codec:
    """A kind of single value; `read` gives None for what could not be given back as it came."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def read_text(raw: Any) -> str | None:
    """A text that says something."""
    return raw if type(raw) is str and raw else None


def read_guid(raw: Any) -> UUID | None:
    """The id of a thing, None when it is not one."""
    if type(raw) is not str or len(raw) != 36:
        return None
    try:
        return msgspec.convert(raw, UUID)
    except msgspec.ValidationError:
        return None


def same_instant(raw: str) -> str:
    """One spelling of an instant, in UTC, its fraction as long as it must be; what is none stays as it is."""
    match = _INSTANT.fullmatch(raw)
    if match is None:
        return raw
    second, fraction, zone = match.groups()
    try:
        utc = datetime.fromisoformat(second + zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return raw
    fraction = (fraction or "").rstrip("0")
    return utc.replace(tzinfo=None).isoformat() + (f".{fraction}" if fraction else "") + "Z"


def _read_instant(raw: Any) -> datetime | None:
    if type(raw) is not str:
        return None
    text = same_instant(raw)
    if not text.endswith("Z") or len(text.partition(".")[2]) > _FINEST + 1:
        return None
    try:
        return msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        return None


def _write_instant(value: datetime) -> str:
    text: str = msgspec.to_builtins(value.astimezone(UTC))
    return text


def _read_day(raw: Any) -> datetime | None:
    """The Finnish midnight with which a day begins, as an instant: how our hours have the days of a period."""
    if type(raw) is not str or not _DAY.fullmatch(raw):
        return None
    try:
        return datetime.combine(date.fromisoformat(raw), time(), HELSINKI).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _write_day(value: datetime) -> str:
    return day_of(value).isoformat()


def _read_clock(raw: Any) -> str | None:
    return raw if type(raw) is str and _CLOCK.fullmatch(raw) else None


def words(theirs: Mapping[str, str]) -> Codec:
    """Words of an enumeration that the two versions spell differently; all others are the same in both.

    A word that the other version uses for something is not taken: it could not be given back.
    """
    ours = {word: wire for wire, word in theirs.items()}

    def read(raw: Any) -> str | None:
        return None if type(raw) is not str or not raw or raw in ours else theirs.get(raw, raw)

    return Codec(read, lambda word: ours.get(word, word))


TEXT: Final = Codec(read_text)
FLAG: Final = Codec(lambda raw: raw if type(raw) is bool else None)
WHOLE: Final = Codec(lambda raw: raw if type(raw) is int and abs(raw) < 2**63 else None)
NUMBER: Final = Codec(lambda raw: float(raw) if type(raw) in (int, float) and abs(raw) < 2**53 else None)
GUID: Final = Codec(read_guid, str)
INSTANT: Final = Codec(_read_instant, _write_instant)
DAY: Final = Codec(_read_day, _write_day)
CLOCK: Final = Codec(_read_clock)

# Reference 9: enumerations that differ. Of the wire, ours.
CHANNEL_TYPE: Final = words({"EService": "EChannel", "TelephoneService": "Phone"})
SERVICE_TYPE: Final = words({"PermitOrOtherObligation": "PermitOrObligation"})
CHARGE: Final = words({"Charged": "Chargeable", "Free": "FreeOfCharge"})
PHONE_CHARGE: Final = words({"Charged": "Chargeable", "Free": "FreeOfCharge", "ExtraCharge": "Other"})
AREA_TYPE: Final = words(
    {
        "WholeCountry": "Nationwide",
        "WholeCountryExceptAland": "NationwideExceptAlandIslands",
        "LimitedArea": "LimitedType",
    }
)
FILE_TYPE: Final = words({"pdf": "PDF", "doc": "DOC", "excel": "Excel"})
