"""What the register says when it does not take a write: which findings that makes, and where in our content (pure).

A refused body is answered by a dictionary: "ServiceNames[0].Value" -> messages (reference 2.5). The key leads into the
body that was sent, and from there to the member of our content that it was made of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from catalogue.dialects.ptv_v11.shape import snake
from catalogue.dialects.ptv_v11.shapes import DESCRIPTIONS, NAMES
from catalogue.registry.pushing.values import Refusal

EDITED_THERE: Final = "edited_there"
LOCKED: Final = "locked"
SOURCE_ID_TAKEN: Final = "source_id_taken"
WAITS_FOR_A_PERSON: Final = frozenset({EDITED_THERE, LOCKED})
"""Nothing is wrong with what was written: somebody has the thing open there, or has not published it."""

_STEP: Final = re.compile(r"([A-Za-z]+)|\[(\d+)\]")
_CODES: Final = (
    # What the register's own sentences mean (reference 2.5, 4; [SRV] and live notes of 2026).
    (EDITED_THERE, re.compile(r"cannot update entity with status Modified", re.I)),
    (LOCKED, re.compile(r"is locked by", re.I)),
    (SOURCE_ID_TAKEN, re.compile(r"external source .*already exists", re.I)),
    ("no_rights", re.compile(r"no rights", re.I)),
    ("required", re.compile(r"field is required|is required", re.I)),
    ("too_short", re.compile(r"at least five characters", re.I)),
    ("too_long", re.compile(r"maximum length|must be a string with a maximum", re.I)),
    ("name_taken", re.compile(r"name.*(already exists|already in use|not unique)|unique", re.I)),
    ("organization_language_missing", re.compile(r"organi[sz]ation language version", re.I)),
    ("language_incomplete", re.compile(r"language version", re.I)),
    ("area_too_wide", re.compile(r"too wide", re.I)),
    ("not_shared", re.compile(r"restricted only for", re.I)),
    ("not_found", re.compile(r"not found|does not exist", re.I)),
)
# Members of bodies whose name is not that of ours (reference 4.8).
_RENAMED: Final = {
    "web_page": "web_pages",
    "fax_numbers": "phone_numbers",
    "main_responsible_organization": "organizations",
    "other_responsible_organizations": "organizations",
    "service_producers": "organizations",
    "area_codes": "municipalities",
    "opening_hour": "opening_hours",
    "foreign_address": "abroad",
    "location_abroad": "abroad",
    "form_receiver": "receiver",
    "latitude": "northing",
    "longitude": "easting",
    "sub_area_type": "areas",
}
_TEXTS: Final = {"names": NAMES, "descriptions": DESCRIPTIONS, "description": DESCRIPTIONS}
_PER_LANGUAGE: Final = frozenset({"keywords", "requirements", "form_identifier"})


def of_answer(said: Any, body: Mapping[str, Any]) -> list[Refusal]:
    """The findings that an answer of 400 or 404 makes; one that says nothing of itself where it cannot be read."""
    match said:
        case {"errorMessage": str(message)}:
            return [_refusal("", message, body)]
        case dict():
            found = [
                _refusal(str(key), str(message), body)
                for key, messages in said.items()
                for message in (messages if isinstance(messages, list) else [messages])
            ]
        case list():
            found = [_of_line(str(line), body) for line in said]
        case _:
            found = []
    return found or [Refusal(code="refused")]


def is_missing(said: Any) -> bool:
    """Whether an answer of 404 says that there is no such thing, and not that it may not be written."""
    return all(each.code in ("not_found", "refused") for each in of_answer(said, {}))


def is_taken_source_id(said: Any) -> bool:
    """Whether an answer of 400 says that a thing has our source id already."""
    return any(each.code == SOURCE_ID_TAKEN for each in of_answer(said, {}))


def code_of(message: str) -> str:
    """What one of the register's sentences means to us."""
    return next((code for code, pattern in _CODES if pattern.search(message)), "refused")


def _of_line(line: str, body: Mapping[str, Any]) -> Refusal:
    """Connections are refused by lines: "ChannelRelations[0].Description: The ..."."""
    key, colon, message = line.partition(": ")
    return _refusal(key, message, body) if colon and " " not in key else _refusal("", line, body)


def _refusal(key: str, message: str, body: Mapping[str, Any]) -> Refusal:
    pointer, language = place_of(key, body)
    return Refusal(code=code_of(message), pointer=pointer, language=language, said=message)


def place_of(key: str, body: Mapping[str, Any]) -> tuple[str, str | None]:
    """Where in our content the place of a body is, and in which language; as far as it can be told."""
    steps = [name or int(number) for name, number in _STEP.findall(key)]
    found = list(_steps(steps, body))
    language = next((each for each in found if isinstance(each, _Language)), None)
    return "".join(f"/{step}" for step in found), str(language) if language else None


class _Language(str):
    """A step that is a content language."""

    __slots__ = ()


def _steps(steps: Sequence[str | int], body: Any) -> Iterator[str]:
    at = body
    for index, step in enumerate(steps):
        if isinstance(step, int):
            yield str(step)
            at = at[step] if isinstance(at, list) and step < len(at) else None
            continue
        name = f"{step[:1].lower()}{step[1:]}"
        at = at.get(name) if isinstance(at, dict) else None
        texts = _texts_of(snake(name)) if isinstance(at, list) else None
        if texts is not None:
            following = next((each for each in steps[index + 1 :] if isinstance(each, int)), None)
            item = _item(at, following)
            yield from _of_text(texts, item)
            return
        if name == "value" and isinstance(at, str):
            return
        yield _RENAMED.get(snake(name), snake(name))


def _item(items: Any, place: int | None) -> Any:
    return items[place] if place is not None and place < len(items) else None


def _texts_of(name: str) -> Mapping[str, str] | str | None:
    """How a list of texts of a body lies in ours: by type, or as one member."""
    if name in _PER_LANGUAGE:
        return name
    for ending, members in _TEXTS.items():
        if name == ending or name.endswith(f"_{ending}"):
            return members
    return None


def _of_text(texts: Mapping[str, str] | str, item: Any) -> Iterator[str]:
    yield "language_versions"
    if not isinstance(item, dict) or "language" not in item:
        return
    yield _Language(item["language"])
    if isinstance(texts, str):
        yield texts
    else:
        yield texts.get(str(item.get("type", "Name")), str(item.get("type", "")))
