"""Service hours as a person reads them: is it open now, the week, the exceptions. Pure but for our own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from catalogue.dialects.v1.parts import ServiceHour
from catalogue.services import hours as rules
from catalogue.services import hours_words as words
from catalogue.services.hours import HELSINKI, Clock, DayRun, State
from kuntakanta.pages.messages import message
from kuntakanta.pages.reader import Reader, Said

DAY: Final = rules.DAY


@dataclass(frozen=True)
class Row:
    """Days of the week and when it is open on them; no times: closed. `today` is set on the row of this day."""

    days: str
    times: tuple[str, ...]
    today: bool = False


@dataclass(frozen=True)
class Schedule:
    """Hours that hold together: what they are called, from when to when, and either a week or a sentence."""

    title: Said | None
    period: str
    rows: tuple[Row, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class HoursView:
    """All hours of a place; `now` says how it is at this moment, empty when nobody can tell."""

    kind: str
    now: str
    until: str
    usual: tuple[Schedule, ...]
    exceptions: tuple[Schedule, ...]


def view(hours: Sequence[ServiceHour], reader: Reader, now: datetime) -> HoursView | None:
    """What to show of some hours at an instant; None when there is nothing to show. Periods that are over are not."""
    today = now.astimezone(HELSINKI).date()
    shown = [hour for hour in hours if not rules.is_past(hour, today)]
    if not shown:
        return None
    current = rules.state(shown, now)
    language = reader.page_language
    exceptions = sorted(
        (hour for hour in shown if hour.kind in ("closed", "exceptional")),
        key=lambda hour: hour.valid_from or hour.valid_to or date.max,
    )
    holding = rules.usual(shown, today)
    # What holds today comes first; a season's hours may come or go.
    usual = sorted((hour for hour in shown if hour not in exceptions), key=lambda hour: hour not in holding)
    return HoursView(
        kind=current.kind,
        now="" if current.kind == "unknown" else message(language, f"hours.{current.kind}"),
        until=_until(current, now, language),
        usual=tuple(_usual(hour, reader, today, hour in holding) for hour in usual),
        exceptions=tuple(_exception(hour, reader) for hour in exceptions),
    )


# --- now --------------------------------------------------------------------------------------------------------------


def _until(state: State, now: datetime, language: str) -> str:
    """ "closes at 16.00", "opens on Monday at 8.00"; round the clock when nothing changes."""
    if state.until is None:
        return message(language, "hours.round_the_clock") if state.kind == "open" else ""
    moment, today = state.until.astimezone(HELSINKI), now.astimezone(HELSINKI).date()
    days = (moment.date() - today).days
    clock = time_of(moment.hour * 60 + moment.minute, language)
    # Midnight at the end of today is today's, to whoever is waiting.
    if state.kind == "open" and days == 1 and clock == time_of(0, language):
        days, clock = 0, time_of(DAY, language)
    key = "hours.closes" if state.kind == "open" else "hours.opens"
    if days == 0:
        return message(language, f"{key}_today", time=clock)
    if days < 7:
        return message(language, f"{key}_weekday", day=message(language, f"on_weekday.{moment.weekday()}"), time=clock)
    return message(language, f"{key}_date", date=date_of(moment.date(), language), time=clock)


# --- schedules --------------------------------------------------------------------------------------------------------


def _usual(hour: ServiceHour, reader: Reader, today: date, holds: bool) -> Schedule:
    language = reader.page_language
    title = reader.pick(hour.additional_information)
    period = period_of(hour.valid_from, hour.valid_to, language)
    if hour.kind == "always":
        return Schedule(title, period, sentence=message(language, "hours.always"))
    if hour.kind == "reservation":
        return Schedule(title, period, sentence=message(language, "hours.reservation"))
    if hour.kind == "over_midnight":
        return Schedule(title, period, sentence=", ".join(words.nights(hour, _say(language))))
    weekday = today.weekday() if holds else -1
    rows = tuple(_row(run, weekday, language) for run in rules.week(hour))
    return Schedule(title, period, rows=rows)


def _row(run: DayRun, weekday: int, language: str) -> Row:
    return Row(days_of(run, language), _times(run.clocks, language), run.first <= weekday <= run.last)


def _exception(hour: ServiceHour, reader: Reader) -> Schedule:
    language = reader.page_language
    first = hour.valid_from or hour.valid_to
    period = period_of(first, hour.valid_to or first, language, weekday=True)
    clocks = next((run.clocks for run in rules.week(hour)), ())
    times = _times(clocks, language) if hour.kind == "exceptional" else ()
    sentence = ", ".join(times) or message(language, "hours.closed" if hour.kind == "closed" else "hours.exceptional")
    return Schedule(reader.pick(hour.additional_information), period, sentence=sentence)


def _times(clocks: Iterable[Clock], language: str) -> tuple[str, ...]:
    return tuple(words.span(clock, _say(language)) for clock in clocks)


def _say(language: str) -> words.Say:
    return partial(message, language)


# --- days and times ---------------------------------------------------------------------------------------------------


def time_of(minutes: int, language: str) -> str:
    """A time of day; the midnight that ends a day is 24."""
    return words.time_of_day(minutes, _say(language))


def date_of(day: date, language: str, *, weekday: bool = False) -> str:
    """A day: 24.12.2026, 24 December 2026."""
    text = message(
        language, "format.date", day=day.day, month=day.month, month_name=message(language, f"month.{day.month}"),
        year=day.year,
    )  # fmt: skip
    return f"{message(language, f'weekday_short.{day.weekday()}')} {text}" if weekday else text


def period_of(first: date | None, last: date | None, language: str, *, weekday: bool = False) -> str:
    """From a day to a day, or one of them; empty without any."""
    if first and last and first != last:
        return f"{date_of(first, language, weekday=weekday)} – {date_of(last, language, weekday=weekday)}"
    if first and last:
        return date_of(first, language, weekday=weekday)
    if first:
        return message(language, "hours.from_date", date=date_of(first, language))
    return message(language, "hours.to_date", date=date_of(last, language)) if last else ""


def days_of(run: DayRun, language: str) -> str:
    """Monday; Monday to Friday."""
    text = words.days(run, _say(language))
    return f"{text[0].upper()}{text[1:]}"
