"""Errors of writing: somebody else was quicker, or the rules refuse."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from catalogue.errors import CatalogueError, InvalidBody
from catalogue.services.rules import Finding, Severity


class Difference(NamedTuple):
    """A member that differs: where, what it was, what it is now (None where it is not there)."""

    path: tuple[str | int, ...]
    before: Any
    now: Any


class Changed(CatalogueError):
    """The thing has been changed since the version that the writer saw; `differences` are what stands in the way."""

    code = "changed_meanwhile"

    def __init__(self, *, expected: int, present: int, differences: Sequence[Difference]) -> None:
        super().__init__(f"Version {present} is the present one; version {expected} was seen.", place="If-Match")
        self.present = present
        self.differences = differences


class NotPublishable(CatalogueError):
    """The rules keep the thing from being published; `findings` say why, and what else there is to say."""

    code = "not_publishable"

    def __init__(self, findings: Sequence[Finding]) -> None:
        refusing = [each for each in findings if each.severity is Severity.REFUSES_PUBLISHING]
        super().__init__(f"The rules refuse it in {len(refusing)} points; `findings` lists them.")
        self.findings = findings


class UnclearTime(InvalidBody):
    """A wall time that is left out or comes twice as clocks are changed; `choices` are what can be meant."""

    code = "unclear_time"

    def __init__(self, message: str, *, place: str, choices: Sequence[str]) -> None:
        super().__init__(message, place=place)
        self.choices = choices


class NamedTwice(CatalogueError):
    """Several steps of one thing are asked for at once."""

    code = "named_twice"

    def __init__(self, *, place: str = "/id") -> None:
        super().__init__("This thing is named before: each may be named once in a call.", place=place)
