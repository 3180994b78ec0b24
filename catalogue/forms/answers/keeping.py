"""What is kept of answers: what is asked, and nothing else; and what is worked out of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from catalogue.forms.answers.computing import computed
from catalogue.forms.answers.form import Form
from catalogue.forms.definition.plan import Control

_NOTHING: Final = object()


def kept(form: Form, answers: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The answers to questions that are asked, with computed values; what was given is not changed.

    Questions are gone through as they are asked: each condition is about answers before it, so one that is dropped
    drops what depends on it. An answer of another shape than its question stays as it is: checking tells of it.
    """
    made: dict[str, Any] = {}
    for control in form.top:
        if form.asked(control, made):
            value = _value(form, control, answers, made, today)
            _put(made, control, control.path, value)
    return made


def asked(form: Form, answers: Mapping[str, Any]) -> Iterator[Control]:
    """The questions that are asked, given answers that are `kept`; those of rows are not among them."""
    return (control for control in form.top if form.asked(control, answers))


def _value(form: Form, control: Control, answers: Any, before: Mapping[str, Any], today: date) -> Any:
    if control.element.computed is not None:
        made = computed(control.element.computed, before, today=today, scope=control.scope)
        return _NOTHING if made is None else made
    value = _at(answers, control.path[len(control.scope) :])
    if control.repeats and isinstance(value, list):
        return [_row(form, control, row, today) for row in value]
    return value


def _row(form: Form, repeat: Control, row: Any, today: date) -> Any:
    if not isinstance(row, Mapping):
        return row
    made: dict[str, Any] = {}
    for control in form.rows[repeat.path]:
        if form.asked(control, made):
            value = _value(form, control, row, made, today)
            _put(made, control, control.path[len(control.scope) :], value)
    return made


def _at(answers: Any, path: Sequence[str]) -> Any:
    for name in path:
        if not isinstance(answers, Mapping) or name not in answers:
            return _NOTHING
        answers = answers[name]
    return answers


def _put(made: dict[str, Any], control: Control, path: Sequence[str], value: Any) -> None:
    """Puts an answer in its place; without one, the groups are there in which a required one is missing."""
    if value is _NOTHING and not control.required:
        return
    for name in path[:-1]:
        made = made.setdefault(name, {})
    if value is not _NOTHING:
        made[path[-1]] = value
