"""Finnish public holidays and the eves that are kept like them; what they mean for hours is proposed, never assumed.

By law: the Church Act names the church's holidays (New Year's Day, Epiphany, Good Friday, Easter Sunday and Monday,
Ascension Day, Pentecost, Midsummer Day, All Saints' Day, Christmas Day and the day after it) and sets Midsummer Day on
the Saturday after 19 June and All Saints' Day on the Saturday after 30 October (since 1955); May Day is a day off by an
act of 1944 (272/1944), Independence Day by one of 1937 (388/1937). From 1973 to 1990 Epiphany and Ascension Day were
kept on Saturdays, so years before 1992 are not computed. Eves are no holidays in law: on Christmas Eve and Midsummer
Eve collective agreements close most offices, on the others many close early.

A holiday that falls on a day that is open by the usual hours, and for which nothing exceptional is written yet, is
proposed; whoever keeps the hours takes the proposal, changes it or leaves it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal, NamedTuple

from catalogue.parts import ServiceHour
from catalogue.services.hours import HELSINKI, ONE_DAY, Clock, Hours, clocks_on, is_exceptional, usual
from catalogue.text import LocalizedText

FIRST_YEAR: Final = 1992
LAST_YEAR: Final = 9998
AHEAD: Final = timedelta(days=365)
_LONGEST_NOTE: Final = 150

Keeping = Literal["holiday", "closed_eve", "eve"]
"""holiday: by law; closed_eve: closed almost everywhere; eve: shorter hours in many places."""


class Holiday(NamedTuple):
    """A day that is kept, and how; `code` is the key of its names."""

    code: str
    keeping: Keeping
    day: date

    @property
    def names(self) -> LocalizedText:
        """What it is called in fi, sv and en."""
        return dict(NAMES[self.code])


class Proposal(NamedTuple):
    """A holiday on a day that is usually open: the hours that would hold, and whether it is proposed to close.

    Where it is not (an eve with shorter hours), somebody has to say until when it is open.
    """

    holiday: Holiday
    clocks: tuple[Clock, ...]
    closes: bool


NAMES: Final[dict[str, LocalizedText]] = {
    "new_years_day": {"fi": "Uudenvuodenpäivä", "sv": "Nyårsdagen", "en": "New Year's Day"},
    "epiphany_eve": {"fi": "Loppiaisaatto", "sv": "Trettondagsafton", "en": "Epiphany Eve"},
    "epiphany": {"fi": "Loppiainen", "sv": "Trettondagen", "en": "Epiphany"},
    "maundy_thursday": {"fi": "Kiirastorstai", "sv": "Skärtorsdagen", "en": "Maundy Thursday"},
    "good_friday": {"fi": "Pitkäperjantai", "sv": "Långfredagen", "en": "Good Friday"},
    "holy_saturday": {"fi": "Lankalauantai", "sv": "Påsklördagen", "en": "Holy Saturday"},
    "easter_sunday": {"fi": "Pääsiäispäivä", "sv": "Påskdagen", "en": "Easter Sunday"},
    "easter_monday": {"fi": "2. pääsiäispäivä", "sv": "Annandag påsk", "en": "Easter Monday"},
    "may_day_eve": {"fi": "Vappuaatto", "sv": "Valborgsmässoafton", "en": "May Day Eve"},
    "may_day": {"fi": "Vappu", "sv": "Första maj", "en": "May Day"},
    "ascension_day": {"fi": "Helatorstai", "sv": "Kristi himmelsfärdsdag", "en": "Ascension Day"},
    "pentecost": {"fi": "Helluntaipäivä", "sv": "Pingstdagen", "en": "Pentecost"},
    "midsummer_eve": {"fi": "Juhannusaatto", "sv": "Midsommarafton", "en": "Midsummer Eve"},
    "midsummer_day": {"fi": "Juhannuspäivä", "sv": "Midsommardagen", "en": "Midsummer Day"},
    "all_saints_day": {"fi": "Pyhäinpäivä", "sv": "Alla helgons dag", "en": "All Saints' Day"},
    "independence_day": {"fi": "Itsenäisyyspäivä", "sv": "Självständighetsdagen", "en": "Independence Day"},
    "christmas_eve": {"fi": "Jouluaatto", "sv": "Julafton", "en": "Christmas Eve"},
    "christmas_day": {"fi": "Joulupäivä", "sv": "Juldagen", "en": "Christmas Day"},
    "boxing_day": {"fi": "Tapaninpäivä", "sv": "Annandag jul", "en": "Boxing Day"},
    "new_years_eve": {"fi": "Uudenvuodenaatto", "sv": "Nyårsafton", "en": "New Year's Eve"},
}

_FIXED: Final[tuple[tuple[str, Keeping, int, int], ...]] = (
    ("new_years_day", "holiday", 1, 1),
    ("epiphany_eve", "eve", 1, 5),
    ("epiphany", "holiday", 1, 6),
    ("may_day_eve", "eve", 4, 30),
    ("may_day", "holiday", 5, 1),
    ("independence_day", "holiday", 12, 6),
    ("christmas_eve", "closed_eve", 12, 24),
    ("christmas_day", "holiday", 12, 25),
    ("boxing_day", "holiday", 12, 26),
    ("new_years_eve", "eve", 12, 31),
)
_AROUND_EASTER: Final[tuple[tuple[str, Keeping, int], ...]] = (
    ("maundy_thursday", "eve", -3),
    ("good_friday", "holiday", -2),
    ("holy_saturday", "eve", -1),
    ("easter_sunday", "holiday", 0),
    ("easter_monday", "holiday", 1),
    ("ascension_day", "holiday", 39),
    ("pentecost", "holiday", 49),
)

# --- the calendar -----------------------------------------------------------------------------------------------------


def holidays(year: int) -> list[Holiday]:
    """The holidays and eves of a year in order; ValueError for a year before 1992. Two may fall on one day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the holidays of {year} are not known")
    found = [Holiday(code, keeping, date(year, month, day)) for code, keeping, month, day in _FIXED]
    easter = easter_sunday(year)
    found += [Holiday(code, keeping, easter + timedelta(days=days)) for code, keeping, days in _AROUND_EASTER]
    midsummer = _saturday_after(date(year, 6, 19))
    found.append(Holiday("midsummer_eve", "closed_eve", midsummer - ONE_DAY))
    found.append(Holiday("midsummer_day", "holiday", midsummer))
    found.append(Holiday("all_saints_day", "holiday", _saturday_after(date(year, 10, 30))))
    return sorted(found, key=lambda holiday: holiday.day)


def easter_sunday(year: int) -> date:
    """Easter by the Gregorian computus: the first Sunday after the church's full moon on or after 21 March."""
    century = year // 100
    golden = year % 19
    # The moon's age, corrected for the leap days left out and for the moon's own drift over the centuries.
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    full_moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + century // 4) % 7
    days = full_moon - weekday
    return date(year, 3, 28) + timedelta(days=days)


def _saturday_after(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday() - 1) % 7 + 1)


# --- proposals --------------------------------------------------------------------------------------------------------


def proposals(hours: Sequence[Hours], today: date) -> list[Proposal]:
    """The holidays of the twelve months to come that are open by the usual hours and have no exception yet.

    A place that is open round the clock is meant to be: nothing is proposed for it.
    """
    found: list[Proposal] = []
    for holiday in _coming(today):
        day = holiday.day
        if is_exceptional(hours, day):
            continue
        held = [hour for hour in usual(hours, day) if hour.kind in ("weekly", "over_midnight")]
        clocks = tuple(sorted(clock for hour in held for clock in clocks_on(hour, day.weekday())))
        if clocks:
            found.append(Proposal(holiday, clocks, holiday.keeping != "eve"))
    return found


def _coming(today: date) -> Iterator[Holiday]:
    """One for each day: what is kept more stands for the day."""
    last = today + AHEAD
    by_day: dict[date, Holiday] = {}
    for holiday in (*holidays(today.year), *holidays(today.year + 1)):
        if today < holiday.day <= last:
            known = by_day.get(holiday.day)
            if known is None or known.keeping == "eve":
                by_day[holiday.day] = holiday
    yield from by_day.values()


def closures(taken: Iterable[Proposal]) -> list[ServiceHour]:
    """Proposals to close as exceptional hours of ours: days that follow each other are one, under all their names."""
    runs: list[list[Holiday]] = []
    for proposal in sorted((each for each in taken if each.closes), key=lambda each: each.holiday.day):
        holiday = proposal.holiday
        if runs and holiday.day - runs[-1][-1].day == ONE_DAY:
            runs[-1].append(holiday)
        else:
            runs.append([holiday])
    return [_closed(run) for run in runs]


def _closed(run: Sequence[Holiday]) -> ServiceHour:
    """Closed on one day (then without a last day, as the register wants it) or from the first to the last."""
    languages = NAMES[run[0].code]
    names = {language: ", ".join(NAMES[each.code][language] for each in run) for language in languages}
    return ServiceHour(
        kind="closed",
        valid_from=_midnight(run[0].day),
        valid_to=_midnight(run[-1].day) if len(run) > 1 else None,
        additional_information={language: name[:_LONGEST_NOTE] for language, name in names.items()},
    )


def _midnight(day: date) -> datetime:
    """The instant at which a day begins in Finland, in UTC as our values have it."""
    return datetime.combine(day, time(), tzinfo=HELSINKI).astimezone(UTC)
