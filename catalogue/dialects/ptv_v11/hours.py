"""Service hours: the wire's type with three booleans, ours with one kind."""

from collections.abc import Callable
from typing import Any, Final

from catalogue.dialects.ptv_v11.codecs import CLOCK, FLAG, INSTANT, TEXT, Codec
from catalogue.dialects.ptv_v11.shape import Items, Scalar, Shape, Texts
from catalogue.parts import DailyOpening, HourKind, ServiceHour

# isClosed, isAlwaysOpen, isReservation: at most one of them is true, and only where the type allows it.
_KINDS: Final[dict[tuple[str, bool, bool, bool], HourKind]] = {
    ("DaysOfTheWeek", False, False, False): "weekly",
    ("DaysOfTheWeek", False, True, False): "always",
    ("DaysOfTheWeek", False, False, True): "reservation",
    ("Exceptional", False, False, False): "exceptional",
    ("Exceptional", True, False, False): "closed",
    ("OverMidnight", False, False, False): "over_midnight",
}
_TYPES: Final[dict[HourKind, str]] = {kind: key[0] for key, kind in _KINDS.items()}
_FLAGS: Final = ("isClosed", "isAlwaysOpen", "isReservation")


class Implied(Scalar):
    """A member that the wire says even where our value has nothing to say; `build` gets it as `=` and its name.

    Where the wire said another thing, or nothing, the remainder tells; but not against what is `firm`, once it is true.
    """

    def __init__(
        self, codec: Codec, wire: str, member: str, write: Callable[[Any], Any] = bool, *, firm: bool = True
    ) -> None:
        super().__init__(Codec(codec.read, write), wire, member, taken_as=f"={wire}")
        self.write, self.firm = write, firm

    def give(self, value: Any) -> Any:
        return self.write(value)

    def join(self, rendered: Any, left: Any) -> Any:
        return rendered if self.firm and rendered else left


def _opening(**said: Any) -> DailyOpening:
    """An opening. The wire writes the end of a single day as an empty text, and not as null."""
    end = said.pop("=dayTo", None)
    if end is None:
        said.setdefault("remainder", {}).setdefault("dayTo", None)
    return DailyOpening(day_to=end or None, **said)


def _hour(**said: Any) -> ServiceHour | None:
    """An hour, or None when type and booleans make no kind; members that follow are dropped where they agree."""
    flags = {wire: said.pop(f"={wire}", None) for wire in _FLAGS}
    closed, always, reservation = (flag is True for flag in flags.values())
    kind = _KINDS.get((said.pop("=serviceHourType", ""), closed, always, reservation))
    if kind is None:
        return None
    until_further_notice = "valid_from" not in said and "valid_to" not in said
    valid_for_now = said.pop("=validForNow", None)
    left = said.pop("remainder", {})
    left |= {wire: left.get(wire) for wire, flag in flags.items() if flag is None}
    if valid_for_now is not until_further_notice:
        left["validForNow"] = left.get("validForNow", valid_for_now)
    return ServiceHour(kind=kind, remainder=left, **said)


_DAY: Final = Codec(lambda raw: raw or None if type(raw) is str else None)

DAILY_OPENING: Final = Shape(
    _opening,
    [
        Scalar(_DAY, "dayFrom"),
        Implied(TEXT, "dayTo", "day_to", lambda day: day or ""),
        Scalar(CLOCK, "from", "opens"),
        Scalar(CLOCK, "to", "closes"),
    ],
)

SERVICE_HOUR: Final = Shape(
    _hour,
    [
        Implied(TEXT, "serviceHourType", "kind", _TYPES.__getitem__),
        Scalar(INSTANT, "validFrom"),
        Scalar(INSTANT, "validTo"),
        Implied(FLAG, "isClosed", "kind", lambda kind: kind == "closed"),
        Implied(FLAG, "validForNow", "valid_for_now", firm=False),
        Implied(FLAG, "isAlwaysOpen", "kind", lambda kind: kind == "always"),
        Implied(FLAG, "isReservation", "kind", lambda kind: kind == "reservation"),
        Texts("additionalInformation"),
        Items("openingHour", DAILY_OPENING, "opening_hours"),
    ],
)
