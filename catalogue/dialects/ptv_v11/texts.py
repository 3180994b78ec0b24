"""Localised lists of the wire, `[{value, type, language}]`, sorted out by language and back.

An item that says more than its text keeps the rest: it stays as a *note* beside the text, the item without its text
(`"value": null`), and is laid over the text of its type and language when the list is rendered. What cannot be sorted
out at all stays as an item of its own; such items never have a null member.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.text import LANGUAGES

Item = dict[str, Any]


def without_absent(item: Mapping[str, Any]) -> Item:
    """The members that say something: absent, null and empty list are the same in the register."""
    return {name: value for name, value in item.items() if value is not None and value != []}


def sort_out(items: list[Any], types: Mapping[str, str] | None, key: str) -> tuple[dict[Any, str], list[Any]]:
    """The texts by language (by language and member where the list has types), and what is left over.

    `key` names the member that holds the text. The first text of a type and language counts.
    """
    found: dict[Any, str] = {}
    left: list[Any] = []
    noted: set[Any] = set()
    width = 2 if types is None else 3
    for item in items:
        if type(item) is not dict:
            left.append(item)
            continue
        slot: Any = item.get("language")
        text: Any = item.get(key)
        known = type(text) is str and text != "" and slot in LANGUAGES
        if known and types is not None:
            kind = item.get("type")
            slot = (slot, types[kind]) if type(kind) is str and kind in types else None
            known = slot is not None
        if known and slot not in found:
            found[slot] = text
            if len(item) > width and len(said := without_absent(item)) > width:
                left.append(said | {key: None})
                noted.add(slot)
            continue
        said = without_absent(item)
        said_again = known and found[slot] == text and len(said) == width and slot not in noted
        if not said_again:
            left.append(said)
    return found, left


def join(rendered: list[Item], left: Any, *, typed: bool, key: str) -> Any:
    """The rendered list with what was left over; notes without their text are gone with it."""
    if type(left) is not list:
        return rendered or left
    said = tuple(rendered)
    for item in left:
        if type(item) is dict and item.get(key, key) is None:
            for text in said:
                if text["language"] == item["language"] and (not typed or text["type"] == item["type"]):
                    text.update(without_absent(item))
        else:
            rendered.append(item)
    return rendered


def keyword(item: Any) -> tuple[str, str] | None:
    """Language and text of a keyword."""
    if type(item) is not dict:
        return None
    language, text = item.get("language"), item.get("value")
    return (language, text) if type(text) is str and text and language in LANGUAGES else None


def sort_out_keywords(items: Iterable[Any]) -> tuple[dict[str, list[str]], list[Any]]:
    """Keywords by language, and what is left over; a keyword that says more is among both."""
    found: dict[str, list[str]] = {}
    left: list[Any] = []
    for item in items:
        known = keyword(item)
        if known is None:
            left.append(without_absent(item) if type(item) is dict else item)
            continue
        language, text = known
        found.setdefault(language, []).append(text)
        if len(item) > 2 and len(said := without_absent(item)) > 2:
            left.append(said)
    return found, left


def join_keywords(rendered: list[Item], left: Any) -> Any:
    """The rendered keywords with what was left over; what said more of a keyword goes with the keyword."""
    if type(left) is not list:
        return rendered or left
    for item in left:
        known = keyword(item)
        if known is None:
            rendered.append(item)
            continue
        plain = {"value": known[1], "language": known[0]}
        if plain in rendered:
            rendered[rendered.index(plain)] = item
    return rendered
