"""The facts of municipalities, and the languages in which each speaks."""

from uuid import UUID

import pytest
from django.conf import settings

from tenants.errors import NoOrganization, UnknownMunicipality
from tenants.municipalities import LanguageRelation, all_facts, facts_of, languages_of
from tenants.provisioning import require_organization


def test_every_municipality_is_there() -> None:
    facts = all_facts()
    assert len(facts) == 308
    assert all(len(code) == 3 and code.isdecimal() for code in facts)
    assert all(one.name_fi and one.name_sv and one.name_en for one in facts.values())


@pytest.mark.parametrize(
    ("code", "languages"),
    [
        ("853", ("fi", "sv", "en")),  # Turku
        ("049", ("fi", "sv", "en")),  # Espoo
        ("837", ("fi", "en")),  # Tampere
        ("545", ("sv", "fi", "en")),  # Närpiö
        ("890", ("fi", "se", "en")),  # Utsjoki
        ("148", ("fi", "se", "smn", "sms", "en")),  # Inari
        ("478", ("sv", "en")),  # Maarianhamina: Swedish is Åland's only official language
    ],
)
def test_languages_follow_from_official_ones(code: str, languages: tuple[str, ...]) -> None:
    assert languages_of(code) == languages


def test_only_towns_of_aland_are_swedish_only() -> None:
    swedish = [one for one in all_facts().values() if one.language_relation is LanguageRelation.SWEDISH]
    assert len(swedish) == 16
    assert {one.region_code for one in swedish} == {"21"}


def test_fifteen_towns_have_no_known_business_id() -> None:
    assert sum(one.business_id is None for one in all_facts().values()) == 15
    assert facts_of("853").business_id == "0204819-8"


@pytest.mark.parametrize("code", all_facts())
def test_each_of_them_has_what_joining_takes(code: str) -> None:
    facts = facts_of(code)
    assert facts.languages[0] in ("fi", "sv")
    assert facts.languages[-1] == "en"
    assert len(set(facts.languages)) == len(facts.languages)
    assert set(facts.languages) <= set(settings.CONTENT_LANGUAGES)
    if facts.business_id is None:
        with pytest.raises(NoOrganization, match="--ptv-organization"):
            require_organization(facts, None)
    else:
        assert _is_business_id(facts.business_id)
        require_organization(facts, None)
    require_organization(facts, [UUID(int=1)])


def _is_business_id(text: str) -> bool:
    """Whether the check digit is right: weights 7 9 10 5 8 4 2, modulo 11 (Finnish Business Information System)."""
    digits, _, check = text.partition("-")
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return rest != 1 and int(check) == (11 - rest) % 11


@pytest.mark.parametrize("code", ["", "85", "999", "853 ", "Turku"])
def test_an_unknown_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownMunicipality) as caught:
        facts_of(code)
    assert caught.value.code == "unknown_municipality"
