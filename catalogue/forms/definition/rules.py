"""The publication check: every fault of a definition, each named once, where it is.

`check` asks all. A definition that does not keep the meta-schema is judged by that alone: what else is wrong cannot be
told before. `texts`, `questions` and `conditions` (modules beside this) are asked for the rest.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec
from jsonschema_rs import Draft202012Validator

from catalogue.forms.definition import conditions, questions, texts
from catalogue.forms.definition.findings import Finding, found
from catalogue.forms.definition.plan import Plan, elements, plan
from catalogue.forms.definition.profile import meta_schema
from catalogue.forms.definition.values import Definition
from catalogue.services.patches import pointer

MOST_BYTES: Final = 256 * 1024
MOST_QUESTIONS: Final = 300


def check(definition: Definition) -> list[Finding]:
    """What is found of a definition."""
    found_of_shape = list(shape(msgspec.to_builtins(definition)))
    if found_of_shape:
        return found_of_shape
    made = plan(definition)
    return [
        *(found(each.code, each.pointer, value=each.value) for each in made.problems),
        *texts.check(definition, made),
        *_steps(definition),
        *questions.check(definition, made),
        *conditions.check(definition, made),
        *_access(definition, made),
        *_processing(definition),
        *_size(definition, made),
    ]


def shape(document: Any) -> Iterator[Finding]:
    """Where a document, as JSON has it, does not keep the meta-schema."""
    for error in _meta().iter_errors(document):
        yield found("shape_wrong", pointer(error.instance_path), problem=error.message)


@cache
def _meta() -> Draft202012Validator:
    return Draft202012Validator(meta_schema())


def _steps(definition: Definition) -> Iterator[Finding]:
    steps = definition.ui.steps
    if not steps:
        yield found("steps_missing", "/ui/steps")
        return
    for key, count in Counter(step.key for step in steps).items():
        if count > 1:
            yield found("step_twice", "/ui/steps", value=key)
    for number, step in enumerate(steps):
        place = f"/ui/steps/{number}"
        if not step.elements and step.kind != "review":
            yield found("step_empty", f"{place}/elements", value=step.key)
        if step.kind == "review" and number != len(steps) - 1:
            yield found("review_not_last", f"{place}/kind", value=step.key)
        if step.kind == "review" and step.visible_if is not None:
            yield found("review_conditional", f"{place}/visibleIf")
    if steps[-1].kind != "review":
        yield found("review_missing", "/ui/steps")


def _access(definition: Definition, made: Plan) -> Iterator[Finding]:
    access = definition.access
    strong = access.identification == "strong"
    if not strong:
        if access.on_behalf is not None:
            yield found("needs_identification", "/access/onBehalf")
        if access.cosign is not None:
            yield found("needs_identification", "/access/cosign")
        for pointer_, _, element in elements(definition):
            if element.prefill is not None:
                yield found("needs_identification", f"{pointer_}/prefill")
    if any(each.startswith("onBehalf.") for each in _prefills(definition)) and access.on_behalf is None:
        yield found("prefill_without_on_behalf", "/access/onBehalf")
    marks = {_sensitivity(control.node) for control in made.controls}
    if "hetu" in marks and not strong:
        yield found("hetu_without_identification", "/access/identification")
    if marks & {"health", "confidential", "hetu"} and not strong and definition.processing.draft.allowed:
        yield found("draft_without_identification", "/processing/draft/allowed")


def _prefills(definition: Definition) -> Iterator[str]:
    return (element.prefill for _, _, element in elements(definition) if element.prefill is not None)


def _sensitivity(node: Any) -> str:
    return str(node.get("x-sensitivity") or node.get("items", {}).get("x-sensitivity") or "none")


def _processing(definition: Definition) -> Iterator[Finding]:
    if definition.processing.retention is None:
        yield found("retention_missing", "/processing/retention")
    for number, handoff in enumerate(definition.processing.handoff):
        needed = {"webhook": ("to",), "email": ("to",), "xroad-rest": ("service", "path"), "local": ()}
        for name in needed[handoff.backend]:
            if not getattr(handoff, name):
                yield found("handoff_incomplete", f"/processing/handoff/{number}/{name}", value=name)


def _size(definition: Definition, made: Plan) -> Iterator[Finding]:
    if len(made.controls) > MOST_QUESTIONS:
        yield found("questions_too_many", "/ui/steps", most=MOST_QUESTIONS)
    if len(msgspec.json.encode(definition)) > MOST_BYTES:
        yield found("document_too_large", "", most=MOST_BYTES // 1024)
