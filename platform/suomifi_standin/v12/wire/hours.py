"""Service hours: v11's three kinds with their flags become six tagged types with weekdays of their own."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from suomifi_standin.documents import Document
from suomifi_standin.v12.wire.texts import by_language, items

_FINLAND = ZoneInfo("Europe/Helsinki")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ALL_DAY, _CLOSED_ALL_DAY = ("00:00", "00:00"), ("00:00", "23:59")
"""Midnight at the end of a day is 00:00, as in v11; a day that is closed is written in its last minute (our guess)."""


def hours(given: Iterable[Document]) -> Document:
    """The normal hours; there are none of holidays, which v11 cannot say."""
    return {"hours": [_one(each) for each in given], "holidayServiceHours": None}


def _one(given: Document) -> Document:
    kind = given.get("serviceHourType")
    if kind == "Exceptional":
        return _exceptional(given)
    return _over_midnight(given) if kind == "OverMidnight" else _weekly(given)


def _weekly(given: Document) -> Document:
    dates, status = _dates(given), _status(given)
    if (given.get("isAlwaysOpen") or given.get("isReservation")) and dates is None:
        return {"type": "ContinuousAlwaysValidServiceHour", "openingStatus": status, **_texts(given)}
    if given.get("isAlwaysOpen") or given.get("isReservation"):
        week = {day.lower(): {"hours": [_stretch(*_ALL_DAY, status)]} for day in DAYS}
    else:
        week = _week(items(given, "openingHour"), status)
    if dates is None:
        return {"type": "WeeklyUntilFurtherNoticeServiceHour", **_texts(given), "weeklyHours": week}
    return {"type": "WeeklyDateRangeServiceHour", **_range(dates), **_texts(given), "weeklyHours": week}


def _week(spans: Sequence[Document], status: str) -> Document:
    """One entry for each day of a span, in the order of weekdays; days without hours are left out."""
    week: dict[str, list[Document]] = {}
    for span in spans:
        for day in days_between(span.get("dayFrom"), span.get("dayTo")):
            week.setdefault(day, []).append(_stretch(_clock(span.get("from")), _clock(span.get("to")), status))
    return {day.lower(): {"hours": week[day]} for day in DAYS if day in week}


def _over_midnight(given: Document) -> Document:
    """One stretch over several days, every week or within dates."""
    span, dates = next(iter(items(given, "openingHour")), {}), _dates(given)
    first = span.get("dayFrom") or DAYS[0]
    stretch = {
        "fromDay": first,
        "toDay": span.get("dayTo") or first,
        "fromTime": _clock(span.get("from")),
        "toTime": _clock(span.get("to")),
    }
    status = {"openingStatus": _status(given)}
    if dates is None:
        kind = "ContinuousWeekdaysUntilFurtherNoticeServiceHour"
        return {"type": kind, **status, **_texts(given), **stretch}
    return {"type": "ContinuousDateRangeServiceHour", **status, **_texts(given), **_range(dates), **stretch}


def _exceptional(given: Document) -> Document:
    """The dates with a week of their own; v11 has one stretch, or closed, for each of them. One day has no end."""
    begins = _date(given.get("validFrom")) or date(1970, 1, 1)
    dates = begins, max(_date(given.get("validTo")) or begins, begins)
    span = next(iter(items(given, "openingHour")), None)
    if given.get("isClosed") or span is None:
        stretch = _stretch(*_CLOSED_ALL_DAY, "Closed")
    else:
        stretch = _stretch(_clock(span.get("from")), _clock(span.get("to")), _status(given))
    met = {(dates[0] + timedelta(days=day)).weekday() for day in range(min((dates[1] - dates[0]).days + 1, 7))}
    week = {DAYS[day].lower(): {"hours": [stretch]} for day in sorted(met)}
    return {"type": "ExceptionalDateRangeServiceHour", **_texts(given), **_range(dates), "weeklyHours": week}


def days_between(first: Any, last: Any) -> Sequence[str]:
    """The weekdays from one to another, over the end of the week where need be."""
    if first not in DAYS:
        return ()
    begins = DAYS.index(first)
    ends = DAYS.index(last) if last in DAYS else begins
    return [DAYS[(begins + step) % 7] for step in range((ends - begins) % 7 + 1)]


def _stretch(start: str, end: str, status: str) -> Document:
    return {
        "start": start,
        "end": end,
        "openingStatus": status,
        "repetition": "Weekly",
        "additionalInformation": {},
    }


def _status(given: Document) -> str:
    return "OpenOnReservation" if given.get("isReservation") else "Open"


def _texts(given: Document) -> Document:
    """v11 has one text for the whole."""
    return {"heading": {}, "additionalInformation": by_language(items(given, "additionalInformation"))}


def _clock(given: Any) -> str:
    return str(given or "00:00")[:5]


def _dates(given: Document) -> tuple[date, date] | None:
    """The first and the last day, where both are said."""
    begins, ends = _date(given.get("validFrom")), _date(given.get("validTo"))
    return None if given.get("validForNow") or begins is None or ends is None else (begins, ends)


def _range(dates: tuple[date, date]) -> Document:
    return {"fromDate": dates[0].isoformat(), "toDate": dates[1].isoformat()}


def _date(given: Any) -> date | None:
    """The Finnish day of a moment that is UTC without saying so."""
    if not isinstance(given, str):
        return None
    moment = datetime.fromisoformat(given)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(_FINLAND).date()
