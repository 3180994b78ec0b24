"""The stand-in's own copy of the national code lists: frozen rows, read once from the CSV files beside this page.

Sources: municipalities, regions and wellbeing services counties from Statistics Finland, 2026 (CC BY 4.0), with the
business ids of the national catalogue's list of 2022; service classes, target groups, life events, industries,
countries, sub-regions, mandate issues and postal codes from the national catalogue's public release of 2022 (MIT);
languages as v12 lists their codes (2026), with names of our own.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STATISTICS_ALAND = "21"
REGISTER_ALAND = "20"
"""The region of Åland: the register's own code; 21 is that of Statistics Finland."""
_OF_TOWN = {"Municipality": "code", "WellbeingServiceCounties": "wellbeing_county"}


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its names; an empty Swedish or English name is filled from the Finnish one."""

    code: str
    fi: str
    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Municipality(Named):
    """`language_relation`: 0 Finnish, 1 bilingual with a Finnish majority, 2 Swedish, 3 bilingual, Swedish majority."""

    language_relation: int
    region: str
    wellbeing_county: str
    business_id: str | None
    sami_languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostalCode:
    """A postal code with the names of its post office, in capitals as the postal register has them."""

    code: str
    municipality: str
    fi: str
    sv: str


@dataclass(frozen=True, slots=True)
class ClassCode(Named):
    """A node of a classification: `uri` is the one of uri.suomi.fi, `old_uri` that of urn.fi or stat.fi.

    Classes made after the move to uri.suomi.fi (P28) have no old address: both are the new one.
    """

    parent: str | None
    uri: str
    old_uri: str


@dataclass(frozen=True, slots=True)
class Country(Named):
    """A country with its dialling codes."""

    dial_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubRegion(Named):
    """A legacy sub-region with the codes of its municipalities."""

    municipalities: tuple[str, ...]


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files(__name__) / f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _names(row: Mapping[str, str]) -> tuple[str, str, str]:
    fi = row["name_fi"].strip()
    return fi, row["name_sv"].strip() or fi, row["name_en"].strip() or fi


@cache
def municipalities() -> Mapping[str, Municipality]:
    return {
        row["code"]: Municipality(
            row["code"],
            *_names(row),
            int(row["language_relation"]),
            row["region_code"],
            row["wellbeing_county_code"],
            row["business_id"] or None,
            tuple(row["sami_languages"].split()),
        )
        for row in _rows("municipalities")
    }


def _named(name: str) -> Mapping[str, Named]:
    return {row["code"]: Named(row["code"], *_names(row)) for row in _rows(name)}


@cache
def regions() -> Mapping[str, Named]:
    """Regions by the code of Statistics Finland."""
    return _named("regions")


@cache
def register_regions() -> Mapping[str, Named]:
    """Regions by the register's code, which for Åland is its own; the others are those of Statistics Finland."""
    return {REGISTER_ALAND if code == STATISTICS_ALAND else code: named for code, named in regions().items()}


@cache
def wellbeing_counties() -> Mapping[str, Named]:
    return _named("wellbeing_services_counties")


@cache
def postal_codes() -> Sequence[PostalCode]:
    """Every postal code of a known municipality, in order of code."""
    known = municipalities()
    return sorted(
        (
            PostalCode(row["code"], row["municipality_code"], row["name_fi"], row["name_sv"] or row["name_fi"])
            for row in _rows("postal_codes")
            if row["municipality_code"] in known
        ),
        key=lambda postal: postal.code,
    )


@cache
def postal_offices() -> Mapping[str, PostalCode]:
    """Postal codes by themselves."""
    return {postal.code: postal for postal in postal_codes()}


@cache
def countries() -> Mapping[str, Country]:
    return {
        row["code"]: Country(row["code"], *_names(row), tuple(row["dial_codes"].split())) for row in _rows("countries")
    }


@cache
def languages() -> Mapping[str, Named]:
    """The languages that services are given in, those of content first."""
    return _named("languages")


@cache
def sub_regions() -> Mapping[str, SubRegion]:
    return {
        row["code"]: SubRegion(row["code"], *_names(row), tuple(row["municipalities"].split()))
        for row in _rows("business_subregions")
    }


def areas(kind: str) -> Mapping[str, Named] | None:
    """The areas of a wire kind by code; None where there is no list (hospital districts, closed in 2022)."""
    lists: Mapping[str, Mapping[str, Named]] = {
        "Municipality": municipalities(),
        "Region": register_regions(),
        "BusinessSubRegion": sub_regions(),
        "WellbeingServiceCounties": wellbeing_counties(),
    }
    return lists.get(kind)


def members_of(kind: str, code: str) -> list[Municipality]:
    """The municipalities that an area of this kind holds."""
    if kind == "BusinessSubRegion":
        held = sub_regions()[code].municipalities
        return [row for row in municipalities().values() if row.code in held]
    if kind == "Region":
        own = STATISTICS_ALAND if code == REGISTER_ALAND else code
        return [row for row in municipalities().values() if row.region == own]
    return [row for row in municipalities().values() if code == getattr(row, _OF_TOWN.get(kind, "code"))]


def _classes(name: str) -> Mapping[str, ClassCode]:
    return {
        row["code"]: ClassCode(
            row["code"], *_names(row), row["parent_code"] or None, row["uri"], row["old_uri"] or row["uri"]
        )
        for row in _rows(name)
        if row["uri"]
    }


@cache
def service_classes() -> Mapping[str, ClassCode]:
    return _classes("service_classes")


@cache
def target_groups() -> Mapping[str, ClassCode]:
    return _classes("target_groups")


@cache
def life_events() -> Mapping[str, ClassCode]:
    return _classes("life_events")


@cache
def industrial_classes() -> Mapping[str, ClassCode]:
    return _classes("industrial_classes")


@cache
def mandate_issues() -> Sequence[Named]:
    """Matters of mandates (digital authorisations); `code` is the URI."""
    return [Named(row["uri"], *_names(row)) for row in _rows("mandate_issues")]
