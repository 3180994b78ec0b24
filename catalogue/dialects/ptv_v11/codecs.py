"""Single values of the wire, to ours and back: identifiers, instants, decimals, clock times, codes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PLAIN_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?")
_INSTANT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_DECIMAL: Final = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_CLOCK: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::00)?")
_MUNICIPALITY_CODE: Final = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Codec:
    """A kind of single value.

    `read` gives our value, or None where it could not be given back exactly; `write` is None where ours is the wire's.
    `same` maps spellings of one value to one spelling, and leaves alone what it does not understand.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] | None = None
    same: Callable[[str], str] | None = None


def _read_text(raw: Any) -> str | None:
    return raw if type(raw) is str else None


def _read_flag(raw: Any) -> bool | None:
    return raw if type(raw) is bool else None


def _read_whole(raw: Any) -> int | None:
    return raw if type(raw) is int and abs(raw) < 2**63 else None


def read_guid(raw: Any) -> UUID | None:
    """The id of a thing, None when it is not one."""
    if type(raw) is not str or len(raw) != 36:
        return None
    try:
        return msgspec.convert(raw, UUID)
    except msgspec.ValidationError:
        return None


def _same_guid(raw: str) -> str:
    return raw.lower() if _GUID.fullmatch(raw) else raw


def _read_instant(raw: Any) -> datetime | None:
    if type(raw) is not str:
        return None
    if not _PLAIN_INSTANT.fullmatch(raw):
        raw = _same_instant(raw)
        if not _PLAIN_INSTANT.fullmatch(raw):
            return None
    try:
        return msgspec.convert(raw + "Z", datetime)
    except msgspec.ValidationError:
        return None


def _write_instant(value: datetime) -> str:
    """Without a zone, as the register writes; it means UTC."""
    text: str = msgspec.to_builtins(value)
    return text[:-1] if text.endswith("Z") else _write_instant(value.astimezone(UTC))


def _same_instant(raw: str) -> str:
    """In UTC without a zone, its fraction as long as it must be; an instant without a zone is in UTC."""
    match = _INSTANT.fullmatch(raw)
    if match is None:
        return raw
    second, fraction, zone = match.groups()
    try:
        utc = datetime.fromisoformat(second + (zone or "Z")).astimezone(UTC)
    except (ValueError, OverflowError):
        return raw
    fraction = (fraction or "").rstrip("0")
    return utc.replace(tzinfo=None).isoformat() + (f".{fraction}" if fraction else "")


def _read_decimal(raw: Any) -> float | None:
    if type(raw) is not str or not _DECIMAL.fullmatch(raw):
        return None
    value = float(raw)
    written = f"{value:.3f}"
    if written == raw:
        return value
    return value if _same_decimal(_write_decimal(value)) == _same_decimal(raw) else None


def _write_decimal(value: float) -> str:
    """With three decimals, as the register writes, unless there are more."""
    text = f"{value:.3f}"
    return text if float(text) == value else format(Decimal(repr(value)), "f")


def _same_decimal(raw: str) -> str:
    match = _DECIMAL.fullmatch(raw)
    if match is None:
        return raw
    sign, whole, fraction = match.groups()
    whole, fraction = whole.lstrip("0") or "0", (fraction or "").rstrip("0")
    text = f"{whole}.{fraction}" if fraction else whole
    return text if text == "0" else sign + text


def _read_clock(raw: Any) -> str | None:
    return raw[:5] if type(raw) is str and _CLOCK.fullmatch(raw) else None


def _write_clock(value: str) -> str:
    return f"{value}:00"


def _same_clock(raw: str) -> str:
    return raw[:5] if _CLOCK.fullmatch(raw) else raw


def _read_municipality_code(raw: Any) -> str | None:
    return raw.zfill(3) if type(raw) is str and _MUNICIPALITY_CODE.fullmatch(raw) else None


def _same_municipality_code(raw: str) -> str:
    return raw.zfill(3) if _MUNICIPALITY_CODE.fullmatch(raw) else raw


TEXT: Final = Codec(_read_text)
FLAG: Final = Codec(_read_flag)
WHOLE: Final = Codec(_read_whole)
GUID: Final = Codec(read_guid, msgspec.to_builtins, _same_guid)
INSTANT: Final = Codec(_read_instant, _write_instant, _same_instant)
DECIMAL: Final = Codec(_read_decimal, _write_decimal, _same_decimal)
CLOCK: Final = Codec(_read_clock, _write_clock, _same_clock)
MUNICIPALITY_CODE: Final = Codec(_read_municipality_code, None, _same_municipality_code)
