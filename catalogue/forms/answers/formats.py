"""What texts of the formats look like: Finnish identifiers, and the few of the world's that forms ask for."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final
from urllib.parse import urlsplit

Check = Callable[[str], bool]

_CENTURIES: Final = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
_CHECKS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_HETU: Final = re.compile(r"(\d\d)(\d\d)(\d\d)([-+YXWVUABCDEF])(\d{3})([0-9A-Y])", re.ASCII)
_BUSINESS_ID: Final = re.compile(r"\d{7}-\d", re.ASCII)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2)
_POSTAL_CODE: Final = re.compile(r"\d{5}", re.ASCII)
_PHONE: Final = re.compile(r"\+?[0-9]{5,15}")
_APART: Final = re.compile(r"[ ()-]")
_PROPERTY: Final = re.compile(r"\d{1,3}-\d{1,3}-\d{1,4}-\d{1,4}(-[MV]\d{1,4})?", re.ASCII)
_PLATE: Final = re.compile(r"[A-ZÅÄÖ]{1,3}-[0-9]{1,4}")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_EMAIL: Final = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"/.]+(?:\.[^\s@<>()\[\],;:\"/.]+)+")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
FIRST_ARTIFICIAL: Final = 900


def born(hetu: str) -> date | None:
    """The date of birth in a personal identity code; None where it is none.

    Digital and Population Data Services Agency: ddmmyy, a sign of the century (new ones since 2023), a number from 002,
    and a check character of both numbers together, modulo 31.
    """
    found = _HETU.fullmatch(hetu)
    if found is None:
        return None
    day, month, year, sign, number, check = found.groups()
    if int(number) < 2 or _CHECKS[int(day + month + year + number) % 31] != check:
        return None
    try:
        return date(_CENTURIES[sign] + int(year), int(month), int(day))
    except ValueError:
        return None


def is_hetu(text: str, *, artificial: bool = False) -> bool:
    """A personal identity code; numbers from 900 on belong to nobody, and count only where tests are made."""
    return born(text) is not None and (artificial or int(text[7:10]) < FIRST_ARTIFICIAL)


def is_business_id(text: str) -> bool:
    """A business id with its check digit (Finnish Business Information System): 1234567-1, modulo 11."""
    if not _BUSINESS_ID.fullmatch(text):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(text[:7], _WEIGHTS, strict=True)) % 11
    return rest != 1 and int(text[8]) == (0 if rest == 0 else 11 - rest)


def is_phone(text: str) -> bool:
    """A number as people write it, with spaces, hyphens and brackets, at home or abroad."""
    return _PHONE.fullmatch(_APART.sub("", text)) is not None


def is_iban(text: str) -> bool:
    """An account number (ISO 13616): letters as numbers, the first four characters last, modulo 97 is 1."""
    plain = text.replace(" ", "").upper()
    if not _IBAN.fullmatch(plain):
        return False
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1


def is_date(text: str) -> bool:
    """A day: 2026-11-30."""
    return _day(text) is not None


def _day(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day(text: object) -> date | None:
    """The day that a date or a personal identity code names; None for anything else."""
    return (_day(text) or born(text)) if isinstance(text, str) else None


def is_email(text: str) -> bool:
    """An address that mail can be sent to, as far as its form shows."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """An address of a web page."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def checks(*, artificial: bool) -> dict[str, Check]:
    """A check for each format; `artificial` identity codes count where tests are made only."""
    return {
        "fi-hetu": partial(is_hetu, artificial=artificial),
        "fi-business-id": is_business_id,
        "fi-postal-code": lambda text: _POSTAL_CODE.fullmatch(text) is not None,
        "fi-phone": is_phone,
        "fi-property-id": lambda text: _PROPERTY.fullmatch(text) is not None,
        "fi-registration-plate": lambda text: _PLATE.fullmatch(text.upper()) is not None,
        "iban": is_iban,
        "email": is_email,
        "date": is_date,
        "time": lambda text: _TIME.fullmatch(text) is not None,
        "uuid": lambda text: _UUID.fullmatch(text) is not None,
        "uri": is_uri,
    }
