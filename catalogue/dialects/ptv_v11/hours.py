"""Service hours: the wire's type with three booleans, ours with one kind."""

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


class Implied(Scalar):
    """A member that follows from our value. Where the wire said another thing, or nothing, the remainder tells.

    A boolean that makes the kind what it is stays true, whatever the remainder says.
    """

    def join(self, rendered: Any, left: Any) -> Any:
        return rendered if self.member == "kind" and rendered else left


def _build(**said: Any) -> ServiceHour | None:
    """An hour, or None when type and booleans make no kind; members that follow are dropped where they agree."""
    flags = {wire: said.pop(f"={wire}", None) for wire in ("isClosed", "isAlwaysOpen", "isReservation")}
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


def _implied(wire: str, codec: Codec, write: Any, member: str = "kind") -> Implied:
    return Implied(Codec(codec.read, write), wire, member, taken_as=f"={wire}")


DAILY_OPENING: Final = Shape(
    DailyOpening,
    [
        Scalar(TEXT, "dayFrom"),
        Scalar(TEXT, "dayTo"),
        Scalar(CLOCK, "from", "opens"),
        Scalar(CLOCK, "to", "closes"),
    ],
)

SERVICE_HOUR: Final = Shape(
    _build,
    [
        _implied("serviceHourType", TEXT, _TYPES.__getitem__),
        Scalar(INSTANT, "validFrom"),
        Scalar(INSTANT, "validTo"),
        _implied("isClosed", FLAG, lambda kind: kind == "closed"),
        _implied("validForNow", FLAG, None, "valid_for_now"),
        _implied("isAlwaysOpen", FLAG, lambda kind: kind == "always"),
        _implied("isReservation", FLAG, lambda kind: kind == "reservation"),
        Texts("additionalInformation"),
        Items("openingHour", DAILY_OPENING, "opening_hours"),
    ],
)
