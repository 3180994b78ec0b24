"""The parameters of requests, read as strictly as v12 describes them; all complaints of a request are told at once."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from starlette.requests import Request

from suomifi_standin.clock import wire
from suomifi_standin.v12.problems import Complaint, invalid

MOST = 20
"""How many values a list takes; lists of an enumeration's words have no limit of their own."""
MATCHES = ("all", "any")

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE)
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE | re.ASCII)
CODE = re.compile(r"(?!\.)[a-zA-Z0-9.]+(?<!\.)", re.ASCII)
MUNICIPALITY, REGION = re.compile(r"\d{3}", re.ASCII), re.compile(r"\d{2}", re.ASCII)
BUSINESS_ID = re.compile(r"[0-9]{7}-[0-9]", re.ASCII)


def is_guid(value: str) -> bool:
    return _GUID.fullmatch(value) is not None


def is_uri(value: str) -> bool:
    return _URI.fullmatch(value) is not None


class Parameters:
    """The query of one request. Reading notes what is wrong and goes on; `check` ends with all of it, if anything."""

    def __init__(self, request: Request) -> None:
        self._query = request.query_params
        self._read: set[str] = set()
        self._complaints: list[Complaint] = []

    def check(self) -> None:
        """Raises Problem for what is wrong, unknown parameters among it."""
        unknown = [name for name in dict.fromkeys(self._query) if name not in self._read]
        complaints = [*self._complaints, *((name, "is not a parameter of this path") for name in unknown)]
        if complaints:
            raise invalid(complaints)

    def _wrong(self, name: str, message: str) -> None:
        self._complaints.append((name, message))

    def text(self, name: str) -> str | None:
        self._read.add(name)
        given = self._query.getlist(name)
        if len(given) > 1:
            self._wrong(name, "must be given once")
        return given[0] if given else None

    def number(self, name: str, default: int, most: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII) or not 1 <= int(value) <= most:
            self._wrong(name, f"must be an integer from 1 to {most}")
            return default
        return int(value)

    def flag(self, name: str) -> bool | None:
        return {"true": True, "false": False}.get(self.word(name, ("true", "false")) or "")

    def word(self, name: str, words: Collection[str]) -> str | None:
        value = self.text(name)
        if value is not None and value not in words:
            self._wrong(name, f"must be one of: {', '.join(words)}")
            return None
        return value

    def match(self, name: str) -> str:
        """Whether all of a list's values are wanted, which is the rule, or any of them."""
        return self.word(f"{name}Match", MATCHES) or MATCHES[0]

    def instant(self, name: str, *, required: bool = False) -> str | None:
        """A moment with its zone, as the register's own moments are written: UTC, without saying so."""
        value = self.text(name)
        if value is None:
            if required:
                self._wrong(name, "is required")
            return None
        try:
            if not _INSTANT.fullmatch(value):
                raise ValueError(value)
            return wire(datetime.fromisoformat(value.upper()))
        except (ValueError, OverflowError):
            self._wrong(name, "must be a date-time")
            return None

    def guid(self, name: str) -> str | None:
        value = self.text(name)
        if value is not None and not is_guid(value):
            self._wrong(name, "must be a uuid")
            return None
        return value.lower() if value else None

    def guids(self, name: str) -> Sequence[str]:
        return [each.lower() for each in self.values(name, is_guid, "must be a uuid")]

    def values(self, name: str, fits: Callable[[str], object], message: str, most: int | None = MOST) -> Sequence[str]:
        """A list: the parameter repeated, or its values with commas between, each once."""
        self._read.add(name)
        given = [part.strip() for each in self._query.getlist(name) for part in each.split(",")]
        self._complaints += [(f"{name}[{index}]", message) for index, each in enumerate(given) if not fits(each)]
        if most is not None and len(given) > most:
            self._wrong(name, f"must have at most {most} items")
        if len(set(given)) < len(given):
            self._wrong(name, "must not have the same item twice")
        return given

    def words(self, name: str, words: Collection[str]) -> Sequence[str]:
        """A list of an enumeration's words, of any length."""
        return self.values(name, words.__contains__, f"must be one of: {', '.join(words)}", most=None)
