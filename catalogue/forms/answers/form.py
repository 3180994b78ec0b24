"""A form made ready to check answers: its plan, and validators compiled once for each version."""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any, Final

import msgspec
from jsonschema_rs import Draft202012Validator

from catalogue.forms.answers.formats import checks
from catalogue.forms.definition import compiling
from catalogue.forms.definition.plan import EACH, Control, Path, Plan, plan
from catalogue.forms.definition.values import Definition

KEPT: Final = 200
"""Forms that are kept ready: half a megabyte of memory for each with 40 questions would be much; it is a tenth."""


class Form:
    """What a definition comes to; it is only read, and can be used by many threads."""

    def __init__(self, definition: Definition, *, artificial: bool = False) -> None:
        self.definition = definition
        self.plan: Plan = plan(definition)
        self._formats = checks(artificial=artificial)

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of whole answers."""
        return compiling.schema(self.definition, self.plan)

    @cached_property
    def validator(self) -> Draft202012Validator:
        """Checks whole answers against the schema, with formats."""
        return Draft202012Validator(self.schema, formats=self._formats, validate_formats=True)

    @cached_property
    def top(self) -> tuple[Control, ...]:
        """The questions that are no part of a row."""
        return tuple(each for each in self.plan.controls if not each.scope)

    @cached_property
    def rows(self) -> Mapping[Path, tuple[Control, ...]]:
        """The questions of a row, by the path of their repeat."""
        repeats = [each.path for each in self.top if each.repeats]
        return {path: tuple(each for each in self.plan.controls if each.scope == (*path, EACH)) for path in repeats}

    @cached_property
    def _conditions(self) -> Mapping[int, Draft202012Validator]:
        return {
            each.order: Draft202012Validator(compiling.both(each.conditions))
            for each in self.plan.controls
            if each.conditions
        }

    def asked(self, control: Control, within: Mapping[str, Any]) -> bool:
        """Whether a question is asked, given the answers before it: all of them, or those of its row."""
        condition = self._conditions.get(control.order)
        return condition is None or condition.is_valid(within)

    def is_fulfilled(self, condition: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
        """Whether answers fulfil a condition that is no question's, as that of a step or of signing together."""
        return Draft202012Validator(dict(condition)).is_valid(answers)


@lru_cache(maxsize=KEPT)
def _of(document: bytes, artificial: bool) -> Form:
    return Form(msgspec.json.decode(document, type=Definition), artificial=artificial)


def ready(document: bytes, *, artificial: bool = False) -> Form:
    """The form of a stored document; the same document, in whichever town, is compiled once."""
    return _of(document, artificial)
