"""The rules are asked with what the town has around things: read once for all of them, and as it stands there."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.codes import operations as codes
from catalogue.codes.values import NamedCode
from catalogue.services import checking, editing, works
from catalogue.services.models import Organization, State
from catalogue.services.values import Kind, Record
from catalogue.services.workflow import Work
from tenants.context import within, within_national
from tenants.models import Municipality
from tests.catalogue_make import archive, channel, connected, service, store, texts

LANGUAGES = ("fi", "sv")


@pytest.fixture(autouse=True)
def _codes_are_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_codes", checking._Codes())


def stored(kind: Kind, record: Record) -> Work:
    store(kind, record)
    return works.one(kind=kind, thing_id=record.id)


def found(work: Work) -> set[str]:
    return {one.code for one in checking.findings(work, languages=LANGUAGES)}


@pytest.mark.parametrize("state", [State.DRAFT, State.ARCHIVED])
def test_an_organisation_that_readers_do_not_see_is_published_in_no_language(city: UUID, state: str) -> None:
    work = stored("service", service(responsible=city))
    assert "organization_language_missing" not in found(work)
    Organization.objects.update(state=state)
    assert "organization_language_missing" in found(work)


def test_nor_is_one_that_is_not_there(in_turku: Municipality) -> None:
    assert "organization_language_missing" in found(stored("service", service(responsible=uuid4())))


def test_names_are_compared_and_not_what_things_are_displayed_by(city: UUID) -> None:
    shown: dict[str, Any] = {"organization_id": city, "kind": "ServiceLocation"}
    other = texts("Pääkirjasto", alternative_name="Kirjasto", display_name_type="AlternativeName")
    store("service_channel", channel(language_versions=other, **shown))
    same = stored("service_channel", channel(language_versions=texts("  pÄÄkirjasto "), **shown))
    assert "name_taken" in found(same)
    displayed = stored("service_channel", channel(language_versions=texts("Kirjasto"), **shown))
    assert "name_taken" not in found(displayed)


def test_a_name_is_free_in_another_organisation_kind_and_state(city: UUID) -> None:
    work = stored("service", service("Neuvonta", responsible=city))
    away = service("Neuvonta", responsible=city)
    store("service", away, service("Neuvonta", responsible=uuid4()))
    archive("service", away.id)
    store("service_channel", channel("Neuvonta", organization_id=city))
    assert "name_taken" not in found(work)
    phone = stored("service_channel", channel("Neuvonta", organization_id=city, kind="Phone"))
    assert "name_taken" not in found(phone)
    assert "name_taken" in found(stored("service_channel", channel("Neuvonta", organization_id=city, kind="Phone")))


def test_another_towns_things_and_organisations_count_for_nothing(
    city: UUID, turku: Municipality, espoo: Municipality
) -> None:
    work = stored("service", service("Neuvonta", responsible=city))
    with within(espoo):
        store("service", service("Neuvonta", responsible=city))
        assert "organization_language_missing" in found(work)
    assert not found(work) & {"name_taken", "organization_language_missing"}


def test_the_channels_of_a_service_are_counted(city: UUID) -> None:
    place = channel()
    store("service_channel", place)
    with_one = stored("service", service("A", responsible=city, connections=[connected(place.id)]))
    assert "service_without_channels" not in found(with_one)
    assert "service_without_channels" in found(stored("service", service("B", responsible=city)))


@pytest.mark.parametrize(
    ("name", "known", "members", "code"),
    [
        ("languages", "fi", {"languages": ["fi", "xx"]}, "given_language_unknown"),
        ("municipalities", "049", {}, "area_unknown"),
        ("service_classes", "P1", {}, "classification_unknown"),
    ],
)
def test_every_list_that_the_host_has_read_is_asked(
    name: str, known: str, members: dict[str, Any], code: str, city: UUID
) -> None:
    with within_national():
        codes.store_list(environment="test", name=name, codes=[NamedCode(code=known, names={"fi": "?"})])
    checking._codes = checking._Codes()
    assert code in found(stored("service", service(responsible=city, **members)))


def test_many_things_take_as_many_statements_as_one(city: UUID) -> None:
    def statements(count: int) -> int:
        steps = []
        for number in range(count):
            record = service(f"P{uuid4()}", responsible=city, general_description_id=uuid4())
            place = channel(f"C{number}", organization_id=city)
            for kind, one in (("service", record), ("service_channel", place)):
                work = stored(kind, one)  # type: ignore[arg-type]
                steps.append(editing.change(work=work, seen=work, patch={"languages": ["fi"]}))
        with CaptureQueriesContext(connection) as seen:
            checking.check(steps, languages=LANGUAGES)
        return len(seen)

    checking.findings(stored("service", service(responsible=city)), languages=LANGUAGES)  # reads the code lists
    assert statements(1) == statements(12) <= 5
