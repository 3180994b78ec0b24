"""Service hours: six tagged types of the wire, whose days and spans are told apart more finely than ours.

What ours cannot say (odd and even weeks, reservation for a part of the day, an exception with another pattern each
day) is left in the remainder whole: an hour half understood would send people to closed doors.

How the wire writes midnight at the end of a day, and the times of a day that is closed, is not said (reference 5.2, 6):
we write 00:00, and 00:00 to 23:59, and give back whatever stood there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec

from catalogue.dialects.ptv_v12.codecs import CLOCK, DAY
from catalogue.dialects.ptv_v12.fields import Always, Kept, Single, Texts
from catalogue.dialects.ptv_v12.shape import Implied, Members, Shape
from catalogue.parts import DailyOpening, ServiceHour
from catalogue.services.hours import WEEKDAYS, day_of

_MIDNIGHT: Final = "00:00"
_ALL_DAY: Final = DailyOpening(opens=_MIDNIGHT, closes=_MIDNIGHT)
_RESERVED: Final = "OpenOnReservation"


class _Closes(Single):
    """The end of a span; that of the day has several spellings."""

    def read(self, raw: Any) -> Members:
        return {"closes": _MIDNIGHT} if raw == "24:00" else super().read(raw)

    def write(self, value: DailyOpening) -> Any:
        return Implied(_MIDNIGHT) if value.closes == _MIDNIGHT else super().write(value)


class _Span(Shape):
    """A span of a day with this opening status."""

    def __init__(self, status: str) -> None:
        super().__init__(
            DailyOpening,
            Single("start", "opens", CLOCK),
            _Closes("end", "closes", CLOCK),
            Always("openingStatus", status),
            Always("repetition", "Weekly"),
            Kept("additionalInformation", empty=dict),
        )


_OPEN: Final = _Span("Open")
_ON_RESERVATION: Final = _Span(_RESERVED)
_CLOSED: Final = {
    "start": "00:00",
    "end": "23:59",
    "openingStatus": "Closed",
    "repetition": "Weekly",
    "additionalInformation": {},
}


# --- weeks ------------------------------------------------------------------------------------------------------------


def _read_week(raw: Any, span: Shape) -> list[tuple[str, list[DailyOpening]]] | None:
    """The spans of each day that has any; None where one is not such a span."""
    found = []
    for day in WEEKDAYS:
        named = raw.get(day.lower()) if type(raw) is dict else None
        items = named.get("hours") if type(named) is dict else None
        spans = [span.read(item) for item in items] if type(items) is list else []
        if None in spans or any(each.opens is None or each.closes is None for each in spans):
            return None
        if spans:
            found.append((day, spans))
    return found


def _write_week(days: Mapping[str, Sequence[DailyOpening]], span: Shape) -> dict[str, Any]:
    return {day.lower(): {"hours": [span.write(each) for each in spans]} for day, spans in days.items() if spans}


def _whole_week() -> dict[str, list[DailyOpening]]:
    return {day: [_ALL_DAY] for day in WEEKDAYS}


def days_of(opening: DailyOpening) -> list[str]:
    """The days of a weekly span; none where it is on no known day."""
    if opening.day_from not in WEEKDAYS:
        return []
    first = WEEKDAYS.index(opening.day_from)
    last = WEEKDAYS.index(opening.day_to) if opening.day_to in WEEKDAYS else first
    return [WEEKDAYS[(first + step) % 7] for step in range((last - first) % 7 + 1)]


def days_within(first: datetime | None, last: datetime | None) -> list[str]:
    """The days of the week that a period has."""
    if first is None:
        return list(WEEKDAYS)
    begin = day_of(first)
    end = begin if last is None else day_of(last)
    length = max(0, min((end - begin).days, 6))
    return sorted({_weekday(begin, step) for step in range(length + 1)}, key=WEEKDAYS.index)


def _weekday(begin: date, step: int) -> str:
    return WEEKDAYS[(begin.toordinal() - 1 + step) % 7]


class _Weekly:
    """The spans of a weekly hour, each on its day; around the clock and by reservation, where a period is given."""

    localized = False
    empty = dict
    wire = "weeklyHours"

    def __init__(self, *, dated: bool) -> None:
        self.dated = dated

    def read(self, raw: Any) -> Members:
        reserved = _read_week(raw, _ON_RESERVATION)
        if self.dated and reserved is not None and _is_whole_week(reserved):
            return {"kind": "reservation"}
        week = _read_week(raw, _OPEN)
        if week is None:
            return {"kind": None}
        if self.dated and _is_whole_week(week):
            return {"kind": "always"}
        return {"opening_hours": _on_their_days(week)}

    def write(self, value: ServiceHour) -> Any:
        if value.kind in ("always", "reservation"):
            return _write_week(_whole_week(), _OPEN if value.kind == "always" else _ON_RESERVATION)
        days: dict[str, list[DailyOpening]] = {day: [] for day in WEEKDAYS}
        for opening in value.opening_hours:
            for day in days_of(opening):
                days[day].append(opening)
        return _write_week(days, _OPEN)


def _is_whole_week(week: list[tuple[str, list[DailyOpening]]]) -> bool:
    return [day for day, _ in week] == list(WEEKDAYS) and all(spans == [_ALL_DAY] for _, spans in week)


def _on_their_days(week: list[tuple[str, list[DailyOpening]]]) -> list[DailyOpening]:
    return [msgspec.structs.replace(span, day_from=day) for day, spans in week for span in spans]


class _Exceptional:
    """The spans of an exception: on each of its days the same, or closed."""

    localized = False
    empty = dict
    wire = "weeklyHours"

    def read(self, raw: Any) -> Members:
        if _only_closed(raw):
            return {"kind": "closed"}
        week = _read_week(raw, _OPEN)
        if week is None or any(spans != week[0][1] for _, spans in week):
            return {"kind": None}
        return {"opening_hours": week[0][1] if week else []}

    def write(self, value: ServiceHour) -> Any:
        days = days_within(value.valid_from, value.valid_to)
        if value.kind == "closed":
            return Implied({day.lower(): {"hours": [_CLOSED]} for day in days})
        return _write_week(dict.fromkeys(days, value.opening_hours), _OPEN)


def _only_closed(raw: Any) -> bool:
    spans = list(_spans(raw))
    return bool(spans) and all(type(span) is dict and span.get("openingStatus") == "Closed" for span in spans)


def _spans(raw: Any) -> Iterator[Any]:
    for day in raw.values() if type(raw) is dict else ():
        hours = day.get("hours") if type(day) is dict else None
        yield from hours if type(hours) is list else [day]


# --- one stretch over several days ------------------------------------------------------------------------------------


class _Stretch:
    """One member of the only span of an hour that goes over midnight."""

    localized = False
    empty = None

    def __init__(self, member: Single) -> None:
        self.wire, self.of = member.wire, member

    def read(self, raw: Any) -> Members:
        return self.of.read(raw) or {"kind": None}

    def write(self, value: ServiceHour) -> Any:
        return self.of.write(value.opening_hours[0]) if value.opening_hours else None


_STRETCH: Final = (
    _Stretch(Single("fromDay", "day_from")),
    _Stretch(Single("toDay", "day_to")),
    _Stretch(Single("fromTime", "opens", CLOCK)),
    _Stretch(_Closes("toTime", "closes", CLOCK)),
)


# --- hours ------------------------------------------------------------------------------------------------------------


class _Day(Single):
    """A day of the period; one that cannot be read makes the hour none of ours."""

    def read(self, raw: Any) -> Members:
        return super().read(raw) or {"kind": None}


class _ToDay(_Day):
    """The last day; an exception of one day has no last day of ours."""

    def write(self, value: ServiceHour) -> Any:
        if value.valid_to is None and value.kind in ("exceptional", "closed"):
            return None if value.valid_from is None else self.codec.write(value.valid_from)
        return super().write(value)


_PERIOD: Final = (_Day("fromDate", "valid_from", DAY), _ToDay("toDate", "valid_to", DAY))
_TEXTS: Final = (Kept("heading", empty=dict), Texts("additionalInformation", "additional_information"))


def _hour(kind: str) -> Any:
    def build(**said: Any) -> ServiceHour | None:
        found = said.pop("kind", kind)
        if found is None:
            return None
        if found in ("exceptional", "closed") and said.get("valid_to") == said.get("valid_from"):
            said.pop("valid_to", None)
        return ServiceHour(kind=found, **said)

    return build


def _over_midnight(**said: Any) -> ServiceHour | None:
    if "kind" in said:
        return None
    span = {name: said.pop(name) for name in ("day_from", "day_to", "opens", "closes") if name in said}
    return ServiceHour(kind="over_midnight", opening_hours=[DailyOpening(**span)], **said)


class _Status:
    """Whether what always holds is open, or open on reservation."""

    localized = False
    empty = None
    wire = "openingStatus"

    def read(self, raw: Any) -> Members:
        return {"kind": {"Open": "always", _RESERVED: "reservation"}.get(raw) if type(raw) is str else None}

    def write(self, value: ServiceHour) -> Any:
        return {"always": "Open", "reservation": _RESERVED}.get(value.kind)


def _tag(name: str) -> Always:
    return Always("type", f"{name}ServiceHour")


_OPEN_ALWAYS: Final = Always("openingStatus", "Open")
_VARIANTS: Final = {
    "WeeklyUntilFurtherNotice": Shape(_hour("weekly"), _tag("WeeklyUntilFurtherNotice"), *_TEXTS, _Weekly(dated=False)),
    "WeeklyDateRange": Shape(_hour("weekly"), _tag("WeeklyDateRange"), *_PERIOD, *_TEXTS, _Weekly(dated=True)),
    "ContinuousAlwaysValid": Shape(_hour("always"), _tag("ContinuousAlwaysValid"), _Status(), *_TEXTS),
    "ContinuousWeekdaysUntilFurtherNotice": Shape(
        _over_midnight, _tag("ContinuousWeekdaysUntilFurtherNotice"), _OPEN_ALWAYS, *_TEXTS, *_STRETCH
    ),
    "ContinuousDateRange": Shape(
        _over_midnight, _tag("ContinuousDateRange"), _OPEN_ALWAYS, *_TEXTS, *_PERIOD, *_STRETCH
    ),
    "ExceptionalDateRange": Shape(
        _hour("exceptional"), _tag("ExceptionalDateRange"), *_TEXTS, *_PERIOD, _Exceptional()
    ),
}


def _variant(hour: ServiceHour) -> str:
    dated = not hour.valid_for_now
    match hour.kind:
        case "exceptional" | "closed":
            return "ExceptionalDateRange"
        case "over_midnight":
            return "ContinuousDateRange" if dated else "ContinuousWeekdaysUntilFurtherNotice"
        case "weekly":
            return "WeeklyDateRange" if dated else "WeeklyUntilFurtherNotice"
    return "WeeklyDateRange" if dated else "ContinuousAlwaysValid"


class Hours:
    """`serviceHours` with its holidays, which ours does not have."""

    localized = False
    empty = None

    def __init__(self, wire: str = "serviceHours") -> None:
        self.wire = wire

    def read(self, raw: Any) -> Members:
        items = raw.get("hours") if type(raw) is dict else None
        found = [hour for item in items if (hour := _read_hour(item)) is not None] if type(items) is list else []
        return {"service_hours": found} if found else {}

    def write(self, value: Any) -> Any:
        return {
            "hours": [_VARIANTS[_variant(each)].write(each) for hour in value.service_hours for each in _apart(hour)]
        }


def _apart(hour: ServiceHour) -> list[ServiceHour]:
    """The wire has each span over midnight as hours of its own."""
    if hour.kind != "over_midnight":
        return [hour]
    return [msgspec.structs.replace(hour, opening_hours=[span]) for span in hour.opening_hours]


def _read_hour(raw: Any) -> ServiceHour | None:
    tag = raw.get("type") if type(raw) is dict else None
    shape = _VARIANTS.get(tag.removesuffix("ServiceHour")) if type(tag) is str else None
    hour: ServiceHour | None = None if shape is None else shape.read(raw)
    # An hour that would be written as another variant could not be given back: a period that cannot be read.
    return hour if hour is not None and _VARIANTS[_variant(hour)] is shape else None
