"""What counts as the same between us and the register, and by what a member of a list is known again (pure).

Plain bodies are compared, as `msgspec.to_builtins` makes them of our values. No change is:

- absent for null, for an empty list, an empty object or an empty text (reference 2: nulls and empty lists are one);
- blanks: runs of them within a line, at its ends, and empty lines beyond one (the register collapses them, as LIPAS
  saw in names, 2026; reference 10.5). A new paragraph is a change;
- another order in a list: the wire model gives none, and hours come back reordered (reference 4.7). Only lists of the
  remainder, of which we know nothing, keep their order;
- what the register writes along with a reference: names of municipalities, areas, classes, other things.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec

Path = tuple[str, ...]
"""Names of members; in a list the identity of the item: `("areas", "Municipality,853")`."""

REMAINDER: Final = "remainder"
"""Within it names mean nothing to us; `below` keeps it as the name of all that lies in it."""

REFERENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "areas": ("type", "code"),
    "municipalities": ("code",),
    "municipality": ("code",),
    "organization": ("id",),
    "service": ("id",),
    "services": ("id",),
    "service_channels": ("id",),
    "service_collections": ("id",),
    "sub_organizations": ("id",),
}
"""Members that point at something else; these parts of them say all, the rest is what the register tells of it."""

CLASSIFICATIONS: Final = frozenset(
    {
        "service_classes",
        "ontology_terms",
        "target_groups",
        "life_events",
        "industrial_classes",
        "digital_authorizations",
    }
)
"""References too, by their code, or their URI where there is none (reference 8: match by code; terms have none)."""

IDENTITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "accessibility_classification": ("language",),
    "addresses": ("type",),
    "areas": ("type",),  # the municipalities of a thing are one area without a code
    "attachments": ("language", "url"),
    "channel_urls": ("type", "language"),
    "emails": ("language",),
    "extra_types": ("type", "code"),
    "organizations": ("role_type", "organization.id"),
    "phone_numbers": ("type", "language"),
    "services": ("role_type", "service.id"),
    "service_vouchers": ("language",),
    "support_emails": ("language",),
    "support_phones": ("language",),
    "web_pages": ("language",),
}
"""Lists of parts whose items are known again by these members, as long as no two of them are alike in these."""

_UNTIDY: Final = re.compile(r"\A\s|\s\Z|[^\S \n]|  | \n|\n |\n\n\n")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_LINE_ENDS: Final = re.compile(r" ?\n ?")
_EMPTY_LINES: Final = re.compile(r"\n{2,}")
_ENCODER: Final = msgspec.json.Encoder()
_CODE_IN_URI: Final = re.compile(r"/code/([^/]+)$")


def same(one: Any, other: Any, name: str = "") -> bool:
    """Whether both say the same; `name` is that of the member, or of the list that they are items of."""
    if one is other or _ENCODER.encode(one) == _ENCODER.encode(other):
        return True
    if is_object(one, name) and is_object(other, name):
        members = one.keys() | other.keys()
        return all(same(one.get(member), other.get(member), below(name, member)) for member in members)
    return _form(one, name) == _form(other, name)


def absent(value: Any) -> bool:
    """Whether nothing is said."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, dict | list) and all(map(absent, _inside(value))))


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def below(name: str, member: str) -> str:
    """The name that counts for a member of the object that has this name."""
    return name if name == REMAINDER else member


def tidy(text: str) -> str:
    """The text without what does not count: its blanks and line ends as they are compared."""
    if _UNTIDY.search(text) is None:
        return text
    lines = _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _EMPTY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", lines)).strip()


def is_object(value: Any, name: str) -> bool:
    """Whether this is an object that is more than a reference, which is one value whatever it holds."""
    return isinstance(value, dict) and _reference(value, name) is None


def by_identity(items: Any, name: str) -> dict[str, Any] | None:
    """The items of a list by what they are known by; None where this is no list or it does not tell them apart."""
    if items is None:
        return {}
    if not isinstance(items, list) or name == REMAINDER:
        return None
    found: dict[str, Any] = {}
    for item in items:
        if absent(item):
            continue
        key = _identity(item, name)
        if key is None or (key in found and not same(found[key], item, name)):
            return None
        found.setdefault(key, item)
    return found


def at(value: Any, path: Sequence[str]) -> Any:
    """What stands at a path; None where nothing does."""
    name = ""
    for step in path:
        if isinstance(value, list):
            value = (by_identity(value, name) or {}).get(step)
        else:
            value, name = (value.get(step) if isinstance(value, dict) else None), below(name, step)
    return value


def put(value: Any, path: Sequence[str], given: Any, name: str = "") -> Any:
    """The value with what is given at a path, None to take away what is there; what was given stays as it is.

    Raises LookupError where the path leads into a list that does not tell its items apart.
    """
    if not path:
        return given
    step, rest = path[0], path[1:]
    if isinstance(value, list) or (value is None and name in IDENTITIES):
        items = by_identity(value, name)
        if items is None:
            raise LookupError(f"The items of {name} are not told apart.")
        merged = items | {step: put(items.get(step), rest, given, name)}
        return [item for item in merged.values() if item is not None]
    members = (value or {}) | {step: put((value or {}).get(step), rest, given, below(name, step))}
    return {member: each for member, each in members.items() if each is not None}


def _identity(item: Any, name: str) -> str | None:
    """What an item is known by in a list: a text by itself, a part by some of its members."""
    if isinstance(item, str):
        return tidy(item) or None
    if not isinstance(item, dict):
        return None
    reference = _reference(item, name)
    return reference if reference is not None else _joined(item, IDENTITIES.get(name, ()))


def _reference(item: Mapping[str, Any], name: str) -> str | None:
    """All that an item says, None where it is no reference or points nowhere."""
    if name in CLASSIFICATIONS:
        uris = [uri for member in ("new_uri", "uri") if isinstance(uri := item.get(member), str)]
        codes = [match[1] for uri in uris if (match := _CODE_IN_URI.search(uri))]
        said = (tidy(key) for key in (item.get("code"), *codes, *uris) if isinstance(key, str))
        return next(filter(None, said), None)
    members = REFERENCES.get(name, ())
    return _joined(item, members) if members and all(_text(item, member) for member in members) else None


def _joined(item: Mapping[str, Any], members: Iterable[str]) -> str | None:
    said = [_text(item, member) for member in members]
    return ",".join(text.replace("~", "~0").replace(",", "~1") for text in said) if any(said) else None


def _text(item: Mapping[str, Any], dotted: str) -> str:
    value: Any = item
    for name in dotted.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return tidy(value) if isinstance(value, str) else ""


def _form(value: Any, name: str) -> str | None:
    """JSON text that is equal for what says the same, None where nothing is said."""
    match value:
        case dict():
            return _form_of_object(value, name)
        case list():
            forms = [form for item in value if (form := _form(item, name)) is not None]
            listed = forms if name == REMAINDER else sorted(set(forms))
            return f"[{','.join(listed)}]" if listed else None
        case str():
            value = tidy(value) or None
        case float() if value.is_integer():
            value = int(Decimal(repr(value)))
    return None if value is None else json.dumps(value)


def _form_of_object(value: Mapping[str, Any], name: str) -> str | None:
    if (key := _reference(value, name)) is not None:
        return json.dumps([key])
    formed = ((member, _form(each, below(name, member))) for member, each in value.items())
    members = sorted(f"{json.dumps(member)}:{form}" for member, form in formed if form is not None)
    return f"{{{','.join(members)}}}" if members else None
