"""What the register was seen to do with bodies, or once did: each to be switched on while it runs."""

from collections.abc import Collection, Iterator
from enum import StrEnum

from suomifi_standin.documents import Document
from suomifi_standin.incoming.members import Complaint


class Oddity(StrEnum):
    """`reorderedHours`: entries of service hours come back in another order (2022). `collapsedSpaces`: runs of
    whitespace in names come back as one space (a production writer, 2026). `quarterHours`: times are refused unless
    they are at a quarter of an hour (2022)."""

    REORDERED_HOURS = "reorderedHours"
    COLLAPSED_SPACES = "collapsedSpaces"
    QUARTER_HOURS = "quarterHours"


def played(oddities: Collection[Oddity], changed: Document, names: str) -> Document:
    """The members that a write changes, as they are kept; `names` is the member that holds the thing's names."""
    kept = dict(changed)
    if Oddity.REORDERED_HOURS in oddities and changed.get("serviceHours"):
        kept["serviceHours"] = changed["serviceHours"][::-1]
    if Oddity.COLLAPSED_SPACES in oddities and changed.get(names):
        kept[names] = [{**name, "value": " ".join(name["value"].split())} for name in changed[names]]
    return kept


def complaints(oddities: Collection[Oddity], given: Document) -> Iterator[Complaint]:
    """Times between the quarters of an hour."""
    if Oddity.QUARTER_HOURS not in oddities:
        return
    for index, hours in enumerate(given.get("serviceHours") or ()):
        for position, opening in enumerate(hours.get("openingHour") or ()):
            for end in ("from", "to"):
                if int(opening[end][3:5]) % 15:
                    path = f"ServiceHours[{index}].OpeningHour[{position}].{end.capitalize()}"
                    yield path, f"The field {end.capitalize()} must be at a quarter of an hour."
