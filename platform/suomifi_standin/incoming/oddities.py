"""What the register was seen to do with bodies, or once did: each to be switched on while it runs."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Any

from suomifi_standin.documents import Document
from suomifi_standin.incoming.members import Complaint


class Oddity(StrEnum):
    """`reorderedHours`: entries of service hours come back in another order (2022). `collapsedSpaces`: runs of
    whitespace in names come back as one space (a production writer, 2026). `quarterHours`: times are refused unless
    they are at a quarter of an hour (2022). `shortTexts`: long texts and names of channels are no longer than they
    might be in 2022."""

    REORDERED_HOURS = "reorderedHours"
    COLLAPSED_SPACES = "collapsedSpaces"
    QUARTER_HOURS = "quarterHours"
    SHORT_TEXTS = "shortTexts"


_LONG, _NAME = 2500, 100
_LONG_TYPES = ("Description", "UserInstruction", "BackgroundDescription", "GeneralDescriptionTypeAdditionalInformation")


def played(oddities: Collection[Oddity], changed: Document, names: str) -> Document:
    """The members that a write changes, as they are kept; `names` is the member that holds the thing's names."""
    kept = dict(changed)
    if Oddity.REORDERED_HOURS in oddities and changed.get("serviceHours"):
        kept["serviceHours"] = changed["serviceHours"][::-1]
    if Oddity.COLLAPSED_SPACES in oddities and changed.get(names):
        kept[names] = [{**name, "value": " ".join(name["value"].split())} for name in changed[names]]
    return kept


def complaints(oddities: Collection[Oddity], given: Document) -> Iterator[Complaint]:
    """What an oddity refuses that is taken otherwise."""
    if Oddity.QUARTER_HOURS in oddities:
        yield from _between_quarters(given)
    if Oddity.SHORT_TEXTS in oddities:
        yield from _too_long(given)


def _between_quarters(given: Document) -> Iterator[Complaint]:
    for index, hours in enumerate(given.get("serviceHours") or ()):
        for position, opening in enumerate(hours.get("openingHour") or ()):
            for end in ("from", "to"):
                if int(opening[end][3:5]) % 15:
                    path = f"ServiceHours[{index}].OpeningHour[{position}].{end.capitalize()}"
                    yield path, f"The field {end.capitalize()} must be at a quarter of an hour."


def _too_long(given: Document) -> Iterator[Complaint]:
    for member, value in given.items():
        for index, item in enumerate(value if isinstance(value, list) else ()):
            most = _most(member, item)
            if most is not None and len(item["value"]) > most:
                path = f"{member[:1].upper()}{member[1:]}[{index}].Value"
                yield path, f"The field Value must be a string with a maximum length of {most}."


def _most(member: str, item: Any) -> int | None:
    if member == "serviceChannelNames":
        return _NAME
    return _LONG if member == "requirements" or (isinstance(item, dict) and item.get("type") in _LONG_TYPES) else None
