"""Hours in words: days, times, spans and a whole week, in whatever language the caller speaks. Pure.

How they are put together is known here and the words are the caller's, so that each has one place: the caller gives
`say(key, **values)`, which knows `weekday.N`, `weekday_short.N` (0 is Monday), `format.time` (hour, minute),
`hours.always`, `hours.reservation`, `hours.closed` and `hours.from_day_to_day` (first, opens, last, closes).
"""

from typing import Protocol

from catalogue.services.hours import DAY, Clock, DayRun, Hours, week


class Say(Protocol):
    """A word or sentence of one language by its key, with its values."""

    def __call__(self, key: str, /, **values: object) -> str: ...


def week_in_words(hour: Hours, say: Say) -> str:
    """One line: "ma–to 8.00–16.00, pe 8.00–14.00"; days that are closed are left out, empty where only a text tells."""
    match hour.kind:
        case "always" | "reservation" | "closed":
            return say(f"hours.{hour.kind}")
        case "over_midnight":
            return ", ".join(nights(hour, say))
        case "exceptional":
            return ", ".join(span(clock, say) for clock in next((run.clocks for run in week(hour)), ()))
    runs = [(days(run, say, short=True), run.clocks) for run in week(hour) if run.clocks]
    return ", ".join(f"{name} {', '.join(span(clock, say) for clock in clocks)}" for name, clocks in runs)


def nights(hour: Hours, say: Say) -> list[str]:
    """Spans from day to day: "pe klo 18.00 – la klo 1.30"."""
    found: list[str] = []
    for day, clock in ((day, clock) for run in week(hour) for day in run.days for clock in run.clocks):
        ahead, closes = divmod(clock.closes, DAY)
        found.append(
            say(
                "hours.from_day_to_day",
                first=say(f"weekday_short.{day}"),
                opens=time_of_day(clock.opens, say),
                last=say(f"weekday_short.{(day + ahead) % 7}"),
                closes=time_of_day(closes, say),
            )
        )
    return found


def days(run: DayRun, say: Say, *, short: bool = False) -> str:
    """A day, or the first and the last of days: "maanantai–torstai", "ma–to"."""
    key = "weekday_short" if short else "weekday"
    last = f"–{say(f'{key}.{run.last}')}" if run.last != run.first else ""
    return f"{say(f'{key}.{run.first}')}{last}"


def span(clock: Clock, say: Say) -> str:
    """From when to when, or that it is open round the clock."""
    if clock == (0, DAY):
        return say("hours.always")
    return f"{time_of_day(clock.opens, say)}–{time_of_day(clock.closes, say)}"


def time_of_day(minutes: int, say: Say) -> str:
    """A time of day; the midnight that ends a day is 24."""
    hour, minute = divmod(minutes if minutes <= DAY else minutes % DAY, 60)
    return say("format.time", hour=hour, minute=f"{minute:02}")
