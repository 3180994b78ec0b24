"""Parameters of lists: each is declared once, for reading it from a request and for the OpenAPI document."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from catalogue.errors import InvalidFilter

Reader = Callable[[str], Any]


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A query parameter. `read` makes a value of its text or raises ValueError with what is wanted instead.

    A parameter that holds several takes them repeated or with commas between.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Reader
    several: bool = False
    most: int = 100

    def values(self, given: Sequence[str]) -> Any:
        """What the request says: a value or, of several, a list."""
        texts = [text for part in given for text in part.split(",")] if self.several else list(given)
        if len(texts) > (self.most if self.several else 1):
            raise self.wrong(f"is given {len(texts)} times; at most {self.most if self.several else 1}.")
        try:
            found = [self.read(text.strip()) for text in texts]
        except ValueError as error:
            raise self.wrong(f"must be {error}.") from error
        return found if self.several else found[0]

    def wrong(self, message: str) -> InvalidFilter:
        return InvalidFilter(f"{self.name} {message}", place=self.name)


def read(query: QueryDict, parameters: Mapping[str, Parameter]) -> dict[str, Any]:
    """The values of the parameters that a request gives; raises InvalidFilter for a wrong or unknown one."""
    if not query:
        return {}
    found = {}
    for name, given in query.lists():
        if name not in parameters:
            message = f"{name} is no parameter of this address; it has: {', '.join(parameters) or 'none'}."
            raise InvalidFilter(message, place=name)
        found[name] = parameters[name].values(given)
    return found


def named(*parameters: Parameter) -> dict[str, Parameter]:
    """Parameters by name."""
    return {parameter.name: parameter for parameter in parameters}


# --- readers ----------------------------------------------------------------------------------------------------------


def guid(text: str) -> UUID:
    """An id."""
    if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is None:
        raise ValueError("a GUID such as 0008afc0-182c-4580-ba73-7472287f4d63")
    return UUID(text)


def whole(least: int, most: int) -> Reader:
    """A whole number within limits."""

    def of(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", text) is None or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return of


def one_of(*words: str) -> Reader:
    """One of some words, as they are written."""

    def of(text: str) -> str:
        if text not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return text

    return of


def matching(pattern: str, wanted: str) -> Reader:
    """A text of a form."""
    compiled = re.compile(pattern)

    def of(text: str) -> str:
        if compiled.fullmatch(text) is None:
            raise ValueError(wanted)
        return text

    return of


def flag(text: str) -> bool:
    """true or false."""
    return bool(one_of("true", "false")(text) == "true")


def instant(text: str) -> datetime:
    """An instant with its offset (a plus sign that was not escaped has become a space), or a day in UTC."""
    wanted = "an instant such as 2026-11-23T08:15:00Z"
    try:
        found = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)", "+", text))
    except ValueError as error:
        raise ValueError(wanted) from error
    if found.tzinfo is None and len(text) > len("2026-11-23"):
        raise ValueError(f"{wanted}, with its offset")
    return found if found.tzinfo else found.replace(tzinfo=UTC)
