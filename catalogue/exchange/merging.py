"""What a row makes of a thing: its changed members over what others have changed meanwhile (pure).

Three states meet: the thing as it was when the row was written out (`seen`), as the row has it, and as it is now
(`present`). What the row left alone stays as it is now. What it changed is put; where others have changed the very
same meanwhile, both are told and neither is lost.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from catalogue.errors import InvalidBody
from catalogue.exchange.errors import CellRefused, Unreadable
from catalogue.exchange.values import Column, Said
from catalogue.services import bodies, patches
from catalogue.services.values import Kind
from catalogue.services.workflow import KEPT_OF, TYPES, plain

WIDEST: Final = 32_000
"""Characters of a cell: a spreadsheet takes 32,767, and our mark may come on top."""

CUT: Final = "… (too long for a sheet)"
_ENDS: Final = re.compile(r"\r\n?")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Merged(NamedTuple):
    """What a row makes of a thing: the new content and the members that it changes, or why it may not."""

    content: Any
    members: list[str]
    said: list[Said]


def cell_text(text: str) -> str:
    """A text as a cell can have it: no characters that a sheet cannot hold, and no longer than one can be."""
    kept = _UNSEEN.sub("", _ENDS.sub("\n", text))
    return kept if len(kept) <= WIDEST else kept[: WIDEST - len(CUT)] + CUT


def of_cells(cells: Mapping[str, str], columns: Sequence[Column], *, seen: Any, present: Any) -> Merged:
    """The changed cells of a row of a sheet, put onto a thing or onto what holds for a connection."""
    content, members, said = present, list[str](), list[Said]()
    for column in columns:
        text, before = cells[column.key], column.shown(seen)
        if _same(text, before):
            continue
        try:
            if len(before) > WIDEST:
                raise Unreadable("too_long_to_change")
            after = column.put(content, cell_text(text).strip())
        except Unreadable as error:
            said.append(Said.of(error, place=error.place or column.key, code=CellRefused.code, given=text))
            continue
        now = column.shown(present)
        if after == content:
            continue
        if not _same(now, before):
            said.append(_both(column.key, before, now, text))
            continue
        content = after
        members.append(column.key)
    return Merged(content, members, said)


def of_content(kind: Kind, given: Mapping[str, Any], *, seen: Any, present: Any) -> Merged:
    """The changed members of a line of JSON, put. Raises InvalidBody."""
    now = plain(present)
    patch, members, said = of_members(
        seen=writable(kind, plain(seen)), present=writable(kind, now), given=read_content(kind, given)
    )
    return Merged(bodies.converted(patches.merged(now, patch), TYPES[kind]), members, said)


def of_members(
    *, seen: Mapping[str, Any], present: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str], list[Said]]:
    """What was changed, as a merge patch on what is now; its members as JSON pointers, or those that both changed."""
    patch: dict[str, Any] = {}
    said = list[Said]()
    members = list[str]()
    for path in patches.touched(merge_patch(seen, given)):
        before, here, mine = (patches.at(each, path) for each in (seen, present, given))
        if here == mine:
            continue
        if here != before:
            said.append(_both(patches.pointer(path), before, here, mine))
            continue
        place = patch
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = mine
        members.append(patches.pointer(path))
    return patch, members, said


def read_content(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a line as it would be stored, without what is not written. Raises InvalidBody at its place."""
    wanted = writable(kind, given)
    bodies.refuse_unstorable(wanted)
    read: dict[str, Any] = plain(bodies.converted(wanted, TYPES[kind]))
    unknown = bodies.unknown_member(wanted, read)
    if unknown is not None:
        raise InvalidBody("There is no such member here.", place=patches.pointer(unknown))
    return read


def writable(kind: Kind, content: Mapping[str, Any]) -> dict[str, Any]:
    """Content without the members that editors do not write."""
    return {name: value for name, value in content.items() if name not in KEPT_OF[kind]}


def merge_patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON merge patch (RFC 7386) that leads from one to the other; lists are replaced whole."""
    patch: dict[str, Any] = dict.fromkeys(before.keys() - after.keys())
    for name, value in after.items():
        old = before.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            if inner := merge_patch(old, value):
                patch[name] = inner
        elif name not in before or old != value or type(old) is not type(value):
            patch[name] = value
    return patch


def _same(text: str, shown: str) -> bool:
    return cell_text(text).strip() == cell_text(shown).strip()


def _both(place: str, seen: Any, present: Any, given: Any) -> Said:
    return Said.saying("changed_meanwhile", place=place, seen=seen, present=present, given=given)
