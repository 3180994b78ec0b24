"""The parameters of requests, read as strictly as v11 reads them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from starlette.requests import Request

from suomifi_standin.changes import LISTED, Status
from suomifi_standin.clock import wire
from suomifi_standin.v11.answers import GUID_MESSAGE, Refusal, invalid, unexpected

E = TypeVar("E", bound=str)

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", re.ASCII)
_BUSINESS_CODE = re.compile(r"[0-9]{7}-[0-9]", re.ASCII)
_OID = re.compile(r"[A-Za-z0-9.-]*", re.ASCII)
_NO_ONE = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Window:
    """A window of time, open at both ends: strictly after, strictly before."""

    after: str | None
    before: str | None

    def __bool__(self) -> bool:
        return bool(self.after or self.before)

    def holds(self, moment: str) -> bool:
        """Wire moments compare as text once trailing zeros are gone: a fraction only makes a moment later."""
        moment = _trimmed(moment)
        return (self.after is None or moment > self.after) and (self.before is None or moment < self.before)


def _trimmed(moment: str) -> str:
    moment = moment.removesuffix("Z")
    return moment.rstrip("0").rstrip(".") if "." in moment else moment


def text(request: Request, name: str) -> str | None:
    """A query parameter by its name in any case; an empty one counts as absent."""
    query = request.query_params
    value = query.get(name)
    if value is None:
        value = next((given for key, given in query.multi_items() if key.lower() == name.lower()), None)
    return value or None


def integer(request: Request, name: str) -> int | None:
    value = text(request, name)
    if value is None:
        return None
    if not re.fullmatch(r"[+-]?\d{1,9}", value.strip(), re.ASCII):
        raise invalid(name, f"The value '{value}' is not valid.")
    return int(value)


def page_number(request: Request) -> int:
    number = integer(request, "page")
    if number is not None and number < 0:
        raise invalid("page", "The page number cannot be negative value.")
    return 1 if number is None else number


def flag(request: Request, name: str) -> bool:
    value = (text(request, name) or "false").strip().lower()
    if value not in ("true", "false"):
        raise invalid(name, f"The value '{text(request, name)}' is not valid.")
    return value == "true"


def window(request: Request) -> Window:
    """`date` and `dateBefore`: exactly to the second, no fraction, no zone."""
    return Window(_date(request, "date"), _date(request, "dateBefore"))


def _date(request: Request, name: str) -> str | None:
    value = text(request, name)
    if value is None:
        return None
    try:
        if not _DATE.fullmatch(value):
            raise ValueError(value)
        datetime.fromisoformat(value)
    except ValueError:
        raise invalid(name, f"The {name} parameter is invalid.") from None
    return value


def instant(request: Request, name: str) -> str | None:
    """A date of the archived lists: ISO 8601, an offset is allowed, none means UTC."""
    value = text(request, name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError:
        raise invalid(name, f"The value '{value}' is not valid.") from None
    return _trimmed(wire(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))


def status(request: Request) -> Status:
    return choice(text(request, "status") or Status.PUBLISHED.value, "status", list(LISTED))


def choice(value: str, name: str, values: list[E]) -> E:
    """One of an enumeration's names, in any case."""
    found = next((each for each in values if each.lower() == value.lower()), None)
    if found is None:
        raise invalid(name, f"The value '{value}' is not valid. Possible values are: {', '.join(values)}.")
    return found


def guid(value: str | None, name: str) -> str:
    """A GUID, lower case; the all-zero one breaks the real service, so it breaks this one."""
    if value is None or not _GUID.fullmatch(value):
        raise invalid(name, GUID_MESSAGE)
    if value == _NO_ONE:
        raise unexpected()
    return value.lower()


def guids(request: Request) -> list[str]:
    """The ids of a batch, each once, in the order asked."""
    asked = [each.strip() for each in (text(request, "guids") or "").split(",")]
    given = [each for each in asked if each]
    if not given or not all(_GUID.fullmatch(each) for each in given):
        raise invalid("guids", GUID_MESSAGE)
    return list(dict.fromkeys(each.lower() for each in given))


def business_code(value: str, name: str = "code") -> str:
    if not _BUSINESS_CODE.fullmatch(value):
        raise invalid(name, f"The field {name} must match the regular expression '^[0-9]{{7}}-[0-9]{{1}}$'.")
    return value


def oid(value: str, name: str = "oid") -> str:
    if not _OID.fullmatch(value):
        raise invalid(name, f"The field {name} must match the regular expression '^[A-Za-z0-9.-]*$'.")
    return value


def uri(request: Request) -> str:
    value = text(request, "uri")
    if value is None:
        raise Refusal(400, {"errorMessage": "The uri parameter is required."})
    return value
