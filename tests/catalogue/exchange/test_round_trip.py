"""A catalogue goes out and comes back: unchanged it changes nothing, and a changed cell changes its member only."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from catalogue.exchange.values import Format
from catalogue.outbox.unit import revision
from catalogue.parts import Email, Phone
from catalogue.services import works
from catalogue.services.models import ServiceChannel, Version
from catalogue.services.values import ServiceChannel as ServiceChannelValue
from catalogue.services.workflow import Work
from tenants.models import Municipality
from tests.catalogue_make import channel, collection, organization, service, store
from tests.exchange_make import change_cell, out, outcomes, take_in


@pytest.fixture
def city(in_turku: Municipality) -> UUID:
    """A city with a service, a library and a phone service, an organisation and a collection."""
    record = organization()
    store("organization", record)
    store("service", service(responsible=record.id, source_id="K-1"))
    phones = [
        Phone(type="Phone", prefix_number="+358", number="22620624", language="fi"),
        Phone(type="Phone", prefix_number="+358", number="401234567", language="fi", charge_description="Mobiili"),
        Phone(type="Fax", prefix_number="+358", number="22620625", language="fi"),
    ]
    store(
        "service_channel",
        channel(organization_id=record.id, phone_numbers=phones),
        channel("Neuvonta", kind="Phone", organization_id=record.id, addresses=[], emails=[]),
        channel("Lomake", kind="PrintableForm", organization_id=record.id, support_emails=[Email(value="a@b.fi")]),
    )
    store("service_collection", collection())
    return record.id


def library() -> Work:
    row = ServiceChannel.objects.get(service_channel_type="ServiceLocation")
    return works.one(kind="service_channel", thing_id=row.id)


def place(work: Work) -> ServiceChannelValue:
    assert isinstance(work.content, ServiceChannelValue)
    return work.content


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
def test_what_was_exported_changes_nothing(form: Format, city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    before, at = Version.objects.count(), revision()
    told = [each for path in out(in_turku, tmp_path / f"turku.{form}", form) for each in take_in(in_turku, path)]
    assert outcomes(told) == ["unchanged"] * 6, told
    assert (Version.objects.count(), revision()) == (before, at)


def test_each_organisation_comes_after_the_one_above_it(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    ids = [UUID(int=number) for number in range(3)]
    above = [ids[1], ids[2], city]
    store(
        "organization", *(organization(id=each, parent_organization_id=up) for each, up in zip(ids, above, strict=True))
    )
    (path,) = out(in_turku, tmp_path / "turku.json", "json")
    lines = [json.loads(each) for each in path.read_text().splitlines()]
    listed = [UUID(line["id"]) for line in lines if line.get("kind") == "organization"]
    assert listed.index(city) < listed.index(ids[2]) < listed.index(ids[1]) < listed.index(ids[0])


def test_a_changed_cell_changes_its_member_and_no_other(city: UUID, in_turku: Municipality, tmp_path: Path) -> None:
    (path,) = out(in_turku, tmp_path / "turku.xlsx", "xlsx")
    before = library()
    is_library: Any = lambda row: row["service_channel_type"] == "ServiceLocation"  # noqa: E731
    change_cell(path, "service_channel", "phone.fi", "02 262 0000", where=is_library)
    told = [each for each in take_in(in_turku, path) if each.outcome != "unchanged"]
    assert [(each.outcome, each.members) for each in told] == [("changed", ["phone.fi"])]
    after = library()
    assert (after.version, after.state) == (before.version + 1, "published")
    assert [phone.number for phone in place(after).phone_numbers] == ["22620000", "401234567", "22620625"]
    assert after.published == before.published
    assert place(after).phone_numbers[1:] == place(before).phone_numbers[1:]
    row = Version.objects.get(object_id=after.id)
    assert (row.door, row.action) == ("import", "changed")
    assert set(outcomes(take_in(in_turku, path))) == {"unchanged"}
    assert library() == after
