"""Checks answers: the schema, and what it cannot say (days that pass, options that change)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from catalogue.forms.answers import keeping
from catalogue.forms.answers.faults import Fault, fault, faults_of
from catalogue.forms.answers.form import Form
from catalogue.forms.answers.formats import born, day
from catalogue.forms.definition.plan import EACH, Control
from catalogue.services.bodies import refuse_unstorable
from catalogue.services.patches import pointer

_DAYS: Final = re.compile(r"today(?:([+-]\d+)d)?")
Place = tuple[str | int, ...]
Options = Mapping[str, Collection[str]]
"""What can be chosen now, by `x-options`; a source that is not here is not judged."""


class Checked(NamedTuple):
    """Answers as they are kept, what is wrong with them in the order of questions, and what was dropped.

    `dropped` are JSON pointers of answers to questions that are not asked.
    """

    answers: dict[str, Any]
    faults: list[Fault]
    dropped: list[str]


def check(
    form: Form, answers: Mapping[str, Any], *, today: date, options: Options | None = None, steps: int | None = None
) -> Checked:
    """Checks whole answers or, with `steps`, those of so many steps from the first on.

    Raises InvalidBody for what no answer can be, such as nesting without end. A fault at what nobody asks for, or at a
    group that is none, is always told.
    """
    refuse_unstorable(dict(answers))
    kept = keeping.kept(form, answers, today=today)
    found = list(_misshapen(form, answers))
    found += (one for error in form.validator.iter_errors(kept) for one in faults_of(error))
    broken = {one.path for one in found}
    found += (one for one in _beyond_schema(form, kept, today, options or {}) if one.path not in broken)
    found = [one for one in found if one.code != "required" or not _within(one.path, broken)]
    placed = sorted(((_order(form, one), one) for one in _once(found)), key=lambda each: each[0])
    told = [one for (step, _), one in placed if steps is None or step < steps]
    unknown = {one.path for one in found if one.code == "unknown"}
    dropped = [pointer(path) for path in _missing(dict(answers), kept, ()) if path not in unknown]
    return Checked(kept, told, dropped)


def _once(found: Iterable[Fault]) -> Iterable[Fault]:
    """Each fault once: two conditions may require the same."""
    return {(one.code, one.path): one for one in found}.values()


def _misshapen(form: Form, answers: Mapping[str, Any]) -> Iterator[Fault]:
    """What keeping would drop without a word: members that nobody asks for, and groups that are something else."""
    for error in form.validator.iter_errors(dict(answers)):
        for one in faults_of(error):
            if one.code == "unknown" or (one.code == "type_wrong" and one.values["expected"] == "object"):
                yield one


def _within(path: Place, broken: Collection[Place]) -> bool:
    """Whether something above a place is wrong by itself."""
    return any(path[:length] in broken for length in range(1, len(path)))


def _order(form: Form, one: Fault) -> tuple[int, int]:
    """The step of a fault and its place among the questions; before all others what belongs to none."""
    best, length = (-1, -1), -1
    for control in form.plan.controls:
        shared = _shared(control.path, one.path)
        if shared > length and (shared == len(control.path) or shared == len(one.path)):
            best, length = (control.step, control.order), shared
    return best


def _shared(path: Sequence[str], place: Place) -> int:
    count = 0
    for name, step in zip(path, place, strict=False):
        if name != step and not (name == EACH and isinstance(step, int)):
            break
        count += 1
    return count


def _missing(given: Any, kept: Any, path: Place) -> Iterator[Place]:
    """The places of what was given and not kept; computed values that came out otherwise are not among them."""
    if isinstance(given, dict):
        for name, value in given.items():
            if not isinstance(kept, dict) or name not in kept:
                yield (*path, name)
            else:
                yield from _missing(value, kept[name], (*path, name))
    elif isinstance(given, list) and isinstance(kept, list):
        for number, (value, other) in enumerate(zip(given, kept, strict=False)):
            yield from _missing(value, other, (*path, number))


# --- what the schema cannot say ---------------------------------------------------------------------------------------


def _beyond_schema(form: Form, kept: Mapping[str, Any], today: date, options: Options) -> Iterator[Fault]:
    for control in form.plan.controls:
        source = control.node.get("x-options") or control.node.get("items", {}).get("x-options")
        is_hetu = control.node.get("format") == "fi-hetu"
        if source in options or is_hetu or control.element.constraints is not None:
            for place, value in _placed(kept, control.path, ()):
                yield from _of_value(control, place, value, today, options.get(str(source)), is_hetu=is_hetu)


def _placed(value: Any, path: Sequence[str], place: Place) -> Iterator[tuple[Place, Any]]:
    """The answers at a path, each with its place."""
    if not path:
        yield place, value
    elif path[0] == EACH:
        for number, row in enumerate(value if isinstance(value, list) else ()):
            yield from _placed(row, path[1:], (*place, number))
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _placed(value[path[0]], path[1:], (*place, path[0]))


def _of_value(
    control: Control, place: Place, value: Any, today: date, known: Collection[str] | None, *, is_hetu: bool
) -> Iterator[Fault]:
    birth = born(value) if is_hetu and isinstance(value, str) else None
    if birth is not None and birth > today:
        yield fault("hetu_invalid", place)
    if known is not None:
        for at, chosen in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if chosen not in known:
                yield fault("option_gone", place if at is None else (*place, at))
    limits, given = control.element.constraints, day(value)
    if limits is not None and given is not None:
        first, last = _day(limits.not_before, today), _day(limits.not_after, today)
        if first is not None and given < first:
            yield fault("too_early", place, limit=first.isoformat())
        if last is not None and given > last:
            yield fault("too_late", place, limit=last.isoformat())


def _day(limit: str | None, today: date) -> date | None:
    """The day that a limit means on a day: `today`, `today+14d` or a date; None without one."""
    if limit is None:
        return None
    found = _DAYS.fullmatch(limit)
    return day(limit) if found is None else today + timedelta(days=int(found[1] or 0))
