"""A definition out of what was sent: everything that it cannot be is told at once, each at its place."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from catalogue.errors import InvalidBody
from catalogue.forms.definition import rules
from catalogue.forms.definition.findings import Finding
from catalogue.forms.definition.values import Definition
from catalogue.services.bodies import converted, refuse_unstorable

DEEPEST: Final = 24
"""Levels of a document: an answer in a condition of a column is the deepest, at 17."""


class InvalidDefinition(InvalidBody):
    """The document does not keep the format; `findings` say where."""

    code = "invalid_definition"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(f"The document does not keep the format in {len(findings)} places.", place=first.path)
        self.findings = findings


def read(document: Mapping[str, Any]) -> Definition:
    """The definition of a document; raises InvalidBody, of what does not keep the format InvalidDefinition.

    A `version` is what publishing gives, so one that is sent is left out.
    """
    refuse_unstorable(document, deepest=DEEPEST)
    given = {name: value for name, value in document.items() if name != "version"}
    if findings := list(rules.shape(given)):
        raise InvalidDefinition(findings)
    return converted(given, Definition)
