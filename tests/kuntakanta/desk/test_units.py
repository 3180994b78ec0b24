"""An editor's units are the town's organisations, chosen by name; what becomes of them is told, and widens no role."""

import re
from uuid import UUID

import pytest
from django.test import Client

from catalogue.services.models import Organization, State
from catalogue.services.queries import parents
from kuntakanta.desk.units import names, tree
from tenants.accounts.models import Account
from tenants.accounts.permissions import Action, Held, Role, may
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import EMAIL, sign_in, staff
from tests.catalogue_make import archive, organization, store

CITY, CULTURE, LIBRARY, SCHOOL, ORCHESTRA = (UUID(int=n) for n in range(1, 6))


@pytest.fixture
def units(turku: Municipality) -> Municipality:
    """Turku with culture (a library, an orchestra) and a school."""
    with within(turku):
        store(
            "organization",
            organization("Turun kaupunki", id=CITY),
            organization("Sivistys", id=SCHOOL, parent_organization_id=CITY),
            organization("Kulttuuri", id=CULTURE, parent_organization_id=CITY),
            organization("Orkesteri", id=ORCHESTRA, parent_organization_id=CULTURE),
            organization("Kirjasto", id=LIBRARY, parent_organization_id=CULTURE),
        )
    return turku


@pytest.fixture
def chief(units: Municipality, turku_client: Client) -> Client:
    """An administrator's browser."""
    staff(units, Role.ADMINISTRATOR, email="chief@town.test")
    assert sign_in(turku_client, email="chief@town.test")
    return turku_client


def _held(town: Municipality) -> set[Held]:
    with within(town):
        return set(Account.objects.get(email=EMAIL).held())


def test_the_tree_goes_by_name_under_each_parent(units: Municipality) -> None:
    with within(units):
        assert [(branch.name, branch.depth) for branch in tree()] == [
            ("Turun kaupunki", 0),
            ("Kulttuuri", 1),
            ("Kirjasto", 2),
            ("Orkesteri", 2),
            ("Sivistys", 1),
        ]


def test_units_of_another_town_are_not_there(units: Municipality, espoo: Municipality) -> None:
    with within(espoo):
        assert tree() == []
        assert names(of=[LIBRARY]) == {LIBRARY: "Poistettu yksikkö"}


def test_an_organisation_of_somebody_else_is_no_unit(units: Municipality) -> None:
    with within(units):
        store("organization", organization("Valtio", id=UUID(int=9)), own=False)
        assert "Valtio" not in [branch.name for branch in tree()]


def test_a_circle_in_the_tree_hides_nothing(units: Municipality) -> None:
    with within(units):
        Organization.objects.filter(id=CITY).update(parent_organization_id=CULTURE)
        assert {branch.id for branch in tree()} == {CITY, CULTURE, LIBRARY, SCHOOL, ORCHESTRA}


def test_a_person_gets_the_units_that_were_ticked(units: Municipality, chief: Client) -> None:
    somebody = staff(units, Role.VIEWER)
    form = {
        "roles": ["editor", "form_handler"],
        "editor_units": [str(LIBRARY), str(SCHOOL)],
        "form_handler_units": ["town"],
    }
    assert chief.post(f"/desk/people/{somebody.uuid}", form).status_code == 302
    assert _held(units) == {Held(Role.EDITOR, LIBRARY), Held(Role.EDITOR, SCHOOL), Held(Role.FORM_HANDLER)}
    assert "Muokkaaja (Kirjasto)" in chief.get("/desk/people").content.decode()
    page = chief.get(f"/desk/people/{somebody.uuid}").content.decode()
    ticked = re.findall(r'name="editor_units" value="([^"]+)"[^>]* checked', page)
    assert ticked == [str(LIBRARY), str(SCHOOL)]


def test_nobody_gets_the_whole_town_because_nothing_was_ticked(units: Municipality, chief: Client) -> None:
    somebody = staff(units, Role.EDITOR, unit=LIBRARY)
    answer = chief.post(f"/desk/people/{somebody.uuid}", {"roles": ["editor"]})
    assert "Valitse koko kunta tai yksiköitä." in answer.content.decode()
    assert _held(units) == {Held(Role.EDITOR, LIBRARY)}


def test_the_whole_town_holds_all_units(units: Municipality, chief: Client) -> None:
    somebody = staff(units, Role.VIEWER)
    chief.post(f"/desk/people/{somebody.uuid}", {"roles": ["editor"], "editor_units": ["town", str(LIBRARY)]})
    assert _held(units) == {Held(Role.EDITOR)}


@pytest.mark.parametrize("how", ["archived", "gone"])
def test_a_unit_that_is_no_longer_there_is_told_and_can_be_let_go_of(
    units: Municipality, chief: Client, how: str
) -> None:
    somebody = staff(units, Role.EDITOR, unit=LIBRARY)
    with within(units):
        if how == "archived":
            archive("organization", LIBRARY)
        else:
            Organization.objects.filter(id=LIBRARY).delete()
    said = "Kirjasto (ei enää luettelossa)" if how == "archived" else "Poistettu yksikkö"
    assert f"Muokkaaja ({said})" in chief.get("/desk/people").content.decode()
    page = chief.get(f"/desk/people/{somebody.uuid}").content.decode()
    assert re.findall(r'name="editor_units" value="([^"]+)"[^>]* checked', page) == [str(LIBRARY)]
    assert said in page
    kept = {"roles": ["editor"], "editor_units": [str(LIBRARY)]}
    assert chief.post(f"/desk/people/{somebody.uuid}", kept).status_code == 302
    assert _held(units) == {Held(Role.EDITOR, LIBRARY)}
    moved = {"roles": ["editor"], "editor_units": [str(SCHOOL)]}
    assert chief.post(f"/desk/people/{somebody.uuid}", moved).status_code == 302
    assert "Valinta ei ole enää tarjolla." in chief.post(f"/desk/people/{somebody.uuid}", kept).content.decode()
    assert _held(units) == {Held(Role.EDITOR, SCHOOL)}


def test_a_unit_that_is_no_more_than_a_draft_is_there(units: Municipality) -> None:
    with within(units):
        Organization.objects.filter(id=LIBRARY).update(state=State.DRAFT)
        assert ("Kirjasto", 2) in [(branch.name, branch.depth) for branch in tree(held=[LIBRARY])]
        assert names(of=[LIBRARY]) == {LIBRARY: "Kirjasto"}


def test_an_archived_unit_in_between_keeps_its_place(units: Municipality) -> None:
    """What lies under it is still under the one above it, for the eye and for what roles reach."""
    with within(units):
        archive("organization", CULTURE)
        grown = {branch.name: branch.depth for branch in tree()}
        assert may([Held(Role.EDITOR, CITY)], Action.WRITE_CONTENT, LIBRARY, parents=parents())
        assert not may([Held(Role.EDITOR, SCHOOL)], Action.WRITE_CONTENT, LIBRARY, parents=parents())
    assert grown == {"Turun kaupunki": 0, "Sivistys": 1, "Kirjasto": 1, "Orkesteri": 1}
