"""Things are found by their facets, and names stand in the order of the Finnish alphabet."""

import random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.parts import Classification, Reference, ServiceOrganization
from catalogue.published.rules import facets, sort_key
from catalogue.services.values import Organization, Service, ServiceChannel, ServiceCollection
from tests.catalogue_make import texts

ONE, TWO = UUID(int=1), UUID(int=2)


def test_a_service_is_found_by_its_classes_and_all_above_them() -> None:
    found = facets(
        Service(
            service_classes=[Classification(code="P1.1.2"), Classification(code="P10")],
            target_groups=[Classification(code="KR2.1")],
            life_events=[Classification(code="KE4")],
            type="Service",
        ),
        [],
    )
    classes = ["class:P1", "class:P1.1", "class:P1.1.2", "class:P10"]
    assert found == [*classes, "event:KE4", "group:KR2", "group:KR2.1", "type:Service"]


def test_a_class_without_code_is_known_by_its_uri() -> None:
    entry = Classification(new_uri="http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P11.4")
    assert facets(Service(service_classes=[entry, Classification()]), []) == ["class:P11", "class:P11.4"]


def test_who_only_produces_is_not_responsible() -> None:
    parts = [
        ServiceOrganization(organization=Reference(id=ONE), role_type="OtherResponsible"),
        ServiceOrganization(organization=Reference(id=TWO), role_type="Producer"),
        ServiceOrganization(role_type="Producer"),
    ]
    assert facets(Service(organizations=parts), [TWO]) == [f"organization:{ONE}", f"producer:{TWO}", f"shows:{TWO}"]


def test_other_kinds_have_their_own_facets() -> None:
    names = texts("Nimi", "Namn")
    channel = ServiceChannel(service_channel_type="Phone", organization_id=ONE, language_versions=names)
    assert facets(channel, []) == ["channel:Phone", "language:fi", "language:sv", f"organization:{ONE}"]
    unit = Organization(parent_organization_id=ONE, business_code="0204819-8", oid="1.2")
    assert facets(unit, []) == ["business:0204819-8", "oid:1.2", f"organization:{ONE}"]
    assert facets(ServiceCollection(organization_id=TWO), [ONE]) == [f"organization:{TWO}", f"shows:{ONE}"]


def key(name: str) -> str:
    return sort_key({"fi": name} if name else {})


@pytest.mark.parametrize(
    "ordered",
    [
        ["", "1. luokka", "112", "aamupala", "Aamupala ja välipala", "aamut", "bussi", "z", "Zoo"],
        ["zz", "Åbo", "åland", "Äiti", "”Äitiysneuvola”", "äly", "Öljy", "ÖÖ"],
        ["cafe", "Café", "cafeteria", "cafö"],
        ["sakki", "šakki", "sakkia"],
        ["nuo", "ŋuorra", "nurkka"],
        ["Kirjasto", "Kirjasto (uusi)", "Kirjasto, vanha", "Kirjastoauto"],
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(ordered: list[str]) -> None:
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=lambda name: key(name).encode()) == ordered


def test_the_first_language_with_a_name_decides() -> None:
    assert sort_key({"sv": "Bibliotek", "fi": "Kirjasto"}) == "kirjasto"
    assert sort_key({"sv": "Bibliotek", "fi": "Kirjasto"}, ["sv", "fi"]) == "bibliotek"
    assert sort_key({"sms": "Ǩeʹrjj"}).startswith("ke")
    assert sort_key({"xx": "Name"}) == "name"


@given(st.text(min_size=1, max_size=400))
def test_any_name_has_a_short_key_that_can_be_stored(name: str) -> None:
    made = sort_key({"fi": name})
    assert len(made) <= 240
    assert "\x00" not in made
    assert made == sort_key({"fi": name})


def test_ids_make_no_facets_twice() -> None:
    other = uuid4()
    assert facets(Service(), [other, other]) == [f"shows:{other}"]
