"""A form as it is shown to whoever fills it: the pages and questions that are asked, in one language."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from catalogue.forms.answers.checking import Checked
from catalogue.forms.answers.faults import Fault
from catalogue.forms.answers.form import Form
from catalogue.forms.definition.plan import Control
from catalogue.forms.definition.questions import widget_of
from catalogue.forms.definition.values import Element
from catalogue.services.patches import at
from catalogue.text import LocalizedText, in_language

Place = tuple[str | int, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A question, or a note without a `place`. `rows` are a repeat's, `columns` what a row more would ask.

    `faults` are sentences about this answer; `options` are values with their labels.
    """

    name: str
    place: Place | None
    widget: str | None
    label: str
    hint: str
    required: bool
    options: list[tuple[str, str]]
    value: Any
    faults: list[str]
    rows: "list[list[Shown]]"
    columns: "list[Shown]"


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page with what is asked on it; `faults` are sentences about what belongs to no question."""

    key: str
    kind: str
    title: str
    description: str
    questions: list[Shown]


def pages(form: Form, checked: Checked, language: str) -> list[ShownPage]:
    """The pages that are asked with these answers; one with nothing left on it is left out."""
    faults = _by_place(checked.faults, language)
    controls = {each.pointer: each for each in form.plan.controls}
    made = []
    for number, step in enumerate(form.definition.ui.steps):
        if step.visible_if is not None and not form.is_fulfilled(step.visible_if, checked.answers):
            continue
        questions = [
            shown
            for place, element in enumerate(step.elements)
            for shown in _element(
                form=form,
                element=element,
                control=controls.get(f"/ui/steps/{number}/elements/{place}"),
                answers=checked.answers,
                faults=faults,
                language=language,
            )
        ]
        if questions or step.kind == "review":
            made.append(
                ShownPage(
                    key=step.key,
                    kind=step.kind,
                    title=_said(step.title, language),
                    description=_said(step.description, language),
                    questions=questions,
                )
            )
    return made


def _by_place(faults: Sequence[Fault], language: str) -> Mapping[Place, list[str]]:
    known: dict[Place, list[str]] = {}
    words = language if language in ("fi", "sv", "en") else "en"
    for one in faults:
        known.setdefault(one.path, []).append(one.messages()[words])
    return known


def _element(
    *,
    form: Form,
    element: Element,
    control: Control | None,
    answers: Mapping[str, Any],
    faults: Mapping[Place, list[str]],
    language: str,
) -> Iterator[Shown]:
    if control is None:
        if element.visible_if is None or form.is_fulfilled(element.visible_if, answers):
            yield _note(element, language)
        return
    if not form.asked(control, answers):
        return
    rows, columns = [], []
    if control.repeats:
        inner = form.rows[control.path]
        columns = [_question(each, None, None, {}, language) for each in inner]
        for number, row in enumerate(at(answers, control.path) or ()):
            above: Place = (*control.path, number)
            rows.append(
                [
                    _question(each, row, above, faults, language)
                    for each in inner
                    if isinstance(row, Mapping) and form.asked(each, row)
                ]
            )
    question = _question(control, answers, (), faults, language)
    yield msgspec.structs.replace(question, rows=rows, columns=columns)


def _note(element: Element, language: str) -> Shown:
    return Shown(
        name=element.key or "", place=None, widget=None, label=_said(element.label, language),
        hint=_said(element.hint, language), required=False, options=[], value=None, faults=[], rows=[], columns=[],
    )  # fmt: skip


def _question(
    control: Control, holder: Any, above: Place | None, faults: Mapping[Place, list[str]], language: str
) -> Shown:
    """A question with its answer in what holds it, at a place above; None where there is no row yet."""
    path = control.path[len(control.scope) :]
    place = None if above is None else (*above, *path)
    element = control.element
    return Shown(
        name=".".join(control.path),
        place=place,
        widget=widget_of(control),
        label=_said(element.label, language),
        hint=_said(element.hint, language),
        required=control.required,
        options=[(value, _said(text, language)) for value, text in element.options.items()],
        value=at(holder, path) if above is not None else None,
        faults=_of_place(faults, place),
        rows=[],
        columns=[],
    )


def _of_place(faults: Mapping[Place, list[str]], place: Place | None) -> list[str]:
    """What is wrong at a place, or with one of the choices there."""
    if place is None:
        return []
    return [said for path, some in faults.items() if path == place or path[:-1] == place for said in some]


def _said(text: LocalizedText, language: str) -> str:
    found = in_language(text, language)
    return found[0] if found else ""
