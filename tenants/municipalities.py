"""The facts of Finland's 308 municipalities in 2026, and the languages in which each speaks to its residents.

Source: Statistics Finland, classification of municipalities 2026 (CC BY 4.0) for codes, names, language relation,
region and wellbeing services county; business ids from the national catalogue's public list of 2022 (15 of Åland have
none there); Sámi home region: Sámi Language Act 1086/2003, section 2.
"""

import csv
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files

from tenants.errors import UnknownMunicipality


class LanguageRelation(IntEnum):
    """How Statistics Finland tells a municipality's official languages."""

    FINNISH = 0
    FINNISH_MAJORITY = 1
    SWEDISH = 2
    SWEDISH_MAJORITY = 3


_OFFICIAL: dict[LanguageRelation, tuple[str, ...]] = {
    LanguageRelation.FINNISH: ("fi",),
    LanguageRelation.FINNISH_MAJORITY: ("fi", "sv"),
    # All of these are on Åland, whose only official language is Swedish (Act on the Autonomy of Åland 1144/1991,
    # section 36). Finnish texts of theirs are kept when the national catalogue has them, but nothing is promised.
    LanguageRelation.SWEDISH: ("sv",),
    LanguageRelation.SWEDISH_MAJORITY: ("sv", "fi"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a municipality before it joins."""

    code: str
    name_fi: str
    name_sv: str
    name_en: str
    language_relation: LanguageRelation
    sami_languages: tuple[str, ...]
    business_id: str | None
    region_code: str
    wellbeing_county_code: str

    @property
    def languages(self) -> tuple[str, ...]:
        """Official languages, the majority's first, then the Sámi languages of the home region, then English."""
        return (*_OFFICIAL[self.language_relation], *self.sami_languages, "en")


@cache
def all_facts() -> dict[str, Facts]:
    """Every municipality by its code."""
    lines = (files("tenants") / "data" / "municipalities.csv").read_text(encoding="utf-8").splitlines()
    return {row["code"]: _facts(row) for row in csv.DictReader(lines)}


def _facts(row: dict[str, str]) -> Facts:
    return Facts(
        code=row["code"],
        name_fi=row["name_fi"],
        name_sv=row["name_sv"],
        name_en=row["name_en"],
        language_relation=LanguageRelation(int(row["language_relation"])),
        sami_languages=tuple(row["sami_languages"].split()),
        business_id=row["business_id"] or None,
        region_code=row["region_code"],
        wellbeing_county_code=row["wellbeing_county_code"],
    )


def facts_of(code: str) -> Facts:
    """The facts of one municipality; raises UnknownMunicipality."""
    try:
        return all_facts()[code]
    except KeyError:
        raise UnknownMunicipality(f"No municipality has the code {code!r}; codes have three digits, as 049.") from None


def languages_of(code: str) -> tuple[str, ...]:
    """The content languages of one municipality; raises UnknownMunicipality."""
    return facts_of(code).languages
