"""What the rules need to know of the world outside the thing at hand: a small frozen value that the caller fills."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self
from uuid import UUID

import msgspec

from catalogue.codes.values import GeneralDescription, NamedCode
from catalogue.parts import Area
from catalogue.services.values import Organization

LISTS = (
    *("service_classes", "target_groups", "life_events", "industrial_classes", "ontology_terms"),
    *("municipalities", "registry_regions", "registry_wellbeing_services_counties", "business_subregions"),
    *("hospital_districts", "postal_codes", "countries", "dial_codes", "languages"),
)
"""The lists that rules ask about, as the room `codes` names them; not all of them are kept there yet."""


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """The codes that the register knows, by list (one of LISTS).

    A list that is not given is not judged by: everything counts as known. Making it costs a millisecond for each
    thousand codes; keep it for as long as the lists stay as they are.
    """

    lists: dict[str, frozenset[str]] = {}

    @classmethod
    def of(cls, lists: Mapping[str, Iterable[NamedCode]]) -> Self:
        """The codes of lists with their names; an empty list is one that was never read."""
        found = {name: frozenset(code.code for code in codes) for name, codes in lists.items()}
        return cls(lists={name: codes for name, codes in found.items() if codes})

    def unknown(self, name: str, code: str) -> bool:
        """Whether a list is known and the code is not in it."""
        known = self.lists.get(name)
        return known is not None and code not in known


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """The responsible organisation, as far as its things depend on it: its published language versions and areas."""

    languages: frozenset[str] = frozenset()
    area_type: str | None = None
    areas: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, organization: Organization) -> Self:
        """What matters of an organisation. A municipality without an area of its own works in its own area."""
        area_type, areas = organization.area_type, reach(organization.areas)
        own = organization.municipality.code if organization.municipality else None
        if area_type is None and organization.organization_type == "Municipality" and own:
            area_type, areas = "LimitedType", frozenset({("Municipality", own)})
        return cls(languages=frozenset(organization.language_versions), area_type=area_type, areas=areas)


class Ends(msgspec.Struct, frozen=True, kw_only=True):
    """The two ends of a connection: the language versions of both, and the kind of the channel."""

    service_languages: frozenset[str] = frozenset()
    channel_languages: frozenset[str] = frozenset()
    service_channel_type: str | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule may ask. What is not known (None, empty) is not judged by.

    `general_description` is the linked one; `missing_general_descriptions` are ids that were looked for in vain.
    `names_taken` are the (language, `name_key`) of other things of this kind, channels also of the same channel type,
    in the same organisation. `connections` is how many channels a service has. `today` is a day in Finland.
    """

    town_languages: tuple[str, ...] = ()
    owner: Owner | None = None
    general_description: GeneralDescription | None = None
    missing_general_descriptions: frozenset[UUID] = frozenset()
    codes: Codes = Codes()
    names_taken: frozenset[tuple[str, str]] = frozenset()
    connections: int | None = None
    ends: Ends | None = None
    today: date | None = None


NOTHING = Facts()
"""Nothing is known but the thing itself."""


def name_key(name: str) -> str:
    """Names that differ only in case and blanks are the same name."""
    return " ".join(name.split()).casefold()


def reach(areas: Iterable[Area]) -> frozenset[tuple[str, str]]:
    """Where some areas reach, as (type, code): their municipalities where these are told, else themselves."""
    found: set[tuple[str, str]] = set()
    for area in areas:
        codes = [municipality.code for municipality in area.municipalities if municipality.code]
        found.update(("Municipality", code) for code in codes)
        if not codes and area.code:
            found.add((area.type or "", area.code))
    return frozenset(found)
