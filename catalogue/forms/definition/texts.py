"""Rules of texts: everything that is said is said in every language of the form."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.forms.definition.findings import Finding, found
from catalogue.forms.definition.plan import Plan, elements
from catalogue.forms.definition.values import Definition
from catalogue.text import LocalizedText


def check(definition: Definition, plan: Plan) -> Iterator[Finding]:
    """What is found of the texts."""
    languages = definition.languages
    yield from _said("/title", definition.title, languages)
    yield from _also("/description", definition.description, languages)
    for number, step in enumerate(definition.ui.steps):
        yield from _said(f"/ui/steps/{number}/title", step.title, languages)
        yield from _also(f"/ui/steps/{number}/description", step.description, languages)
    choices = {each.pointer: _choices(each.node) for each in plan.controls}
    for pointer, _, element in elements(definition):
        yield from _said(f"{pointer}/label", element.label, languages)
        yield from _also(f"{pointer}/hint", element.hint, languages)
        for language, hint in element.hint.items():
            if hint.strip() and hint.strip() == element.label.get(language, "").strip():
                yield found("hint_equals_label", f"{pointer}/hint/{language}", language)
        yield from _options(f"{pointer}/options", element.options, choices.get(pointer, ()), languages)


def _choices(node: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(node.get("enum") or node.get("items", {}).get("enum") or ())


def _options(
    place: str, options: Mapping[str, LocalizedText], choices: tuple[str, ...], languages: list[str]
) -> Iterator[Finding]:
    for choice in choices:
        if choice not in options:
            yield found("option_missing", place, value=choice)
    for choice, text in options.items():
        if choice not in choices:
            yield found("option_unknown", place, value=choice)
        else:
            yield from _said(f"{place}/{choice.replace('~', '~0').replace('/', '~1')}", text, languages)


def _said(place: str, text: LocalizedText, languages: list[str]) -> Iterator[Finding]:
    """A text that must be there."""
    for language in languages:
        if not text.get(language, "").strip():
            yield found("text_missing", f"{place}/{language}", language)
    for language in text:
        if language not in languages:
            yield found("text_language_undeclared", f"{place}/{language}", language)


def _also(place: str, text: LocalizedText, languages: list[str]) -> Iterator[Finding]:
    """A text that may be missing, but then in all languages."""
    if any(each.strip() for each in text.values()):
        yield from _said(place, text, languages)
