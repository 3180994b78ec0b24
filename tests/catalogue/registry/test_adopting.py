"""A thing that was made here and a record that was pulled become one, and stay one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from catalogue.errors import CatalogueError, NotFound, NotPossibleNow
from catalogue.outbox.unit import changes
from catalogue.registry import adopting, conflicts
from catalogue.registry.models import Conflict, Link
from catalogue.services import connecting, editing, pairs
from catalogue.services.connections import pair_id
from catalogue.services.models import Connection, Organization, Service, ServiceChannel, ServiceCollection
from catalogue.services.values import Service as Value
from catalogue.services.workflow import Work
from tenants.context import within
from tenants.models import Municipality
from tests import edits_make as edits
from tests.catalogue.registry.said import say
from tests.register import Register, pull


@pytest.fixture
def register(small_register: Register) -> Register:
    """The register with few things."""
    return small_register


@pytest.fixture
def pulled(in_turku: Municipality, register: Register) -> Service:
    """A service of the register's that is connected."""
    pull(in_turku, register)
    found = Service.objects.filter(own=True, names__has_keys=["fi", "sv"]).order_by("id")
    return next(row for row in found if Connection.objects.filter(service_id=row.pk).exists())


@pytest.fixture
def again(in_turku: Municipality, register: Register) -> Callable[[], Any]:
    """Pulls everything once more."""
    return lambda: pull(in_turku, register, full=True)


def made(like: Service, **texts: Any) -> Work:
    """The town's own of the same, as somebody has typed it in."""
    assert like.body is not None
    content = {
        "language_versions": {"fi": {"name": like.names["fi"], "summary": "Meidän.", **texts}},
        "organizations": [
            {"organization": {"id": str(like.organization_id)}, "role_type": "Responsible"},
        ],
    }
    step = editing.create(kind="service", content=content)
    with changes() as unit:
        return editing.write(unit=unit, steps=[step], author=edits.ANNA, at=timezone.now())[0]


def adopt(town: Municipality, work: Work, ptv_id: UUID) -> Work:
    version = edits.present(work.kind, work.id).version
    return adopting.adopt(
        municipality=town, kind=work.kind, thing_id=work.id, expected=version, ptv_id=ptv_id, author=edits.ANNA,
        may=lambda _: None,
    )  # fmt: skip


def linked(work: Work) -> UUID:
    return Link.objects.get(object_id=work.id).ptv_id


def test_what_both_have_differently_is_asked_and_the_rest_is_taken(
    pulled: Service, in_turku: Municipality, register: Register, again: Callable[[], Any]
) -> None:
    theirs = pulled.body.language_versions
    mine = edits.publish("service", made(pulled).id)
    channels = set(Connection.objects.filter(service_id=pulled.pk).values_list("channel_id", flat=True))
    work = adopt(in_turku, mine, pulled.pk)
    assert isinstance(work.published, Value)
    assert work.published.language_versions["fi"].summary == "Meidän."
    assert work.published.language_versions["sv"] == theirs["sv"], "only the register has it"
    assert work.published.type == pulled.body.type
    rows = Conflict.objects.filter(object_id=mine.id, closed=None)
    assert [(row.path[-1], row.ours, row.theirs) for row in rows] == [("summary", "Meidän.", theirs["fi"].summary)]
    assert (linked(mine), edits.present("service", pulled.pk).state) == (pulled.pk, "archived")
    for channel in channels:
        pair = pairs.load(ids=[pair_id(mine.id, channel)])[pair_id(mine.id, channel)]
        assert pair.content is not None
        assert pair.synced_version == pair.version
        assert pairs.load(ids=[pair_id(pulled.pk, channel)])[pair_id(pulled.pk, channel)].content is None
    for collection in ServiceCollection.objects.all():
        assert pulled.pk not in {member.id for member in collection.body.services}

    counts = again().counts
    assert {counts[kind]["created"] + counts[kind]["updated"] + counts[kind]["archived"] for kind in counts} == {0}
    say(register, pulled.pk, fi_Name="Uusi nimi", sv_Summary="Nytt.")
    again()
    now = edits.present("service", mine.id).published
    assert now is not None
    assert now.language_versions["sv"].summary == "Nytt."
    assert edits.present("service", pulled.pk).state == "archived"
    assert len(conflicts.listed(state="open", most=10)) == 1


def test_of_what_was_never_published_readers_get_the_registers(
    pulled: Service, in_turku: Municipality, again: Callable[[], Any]
) -> None:
    mine = made(pulled)
    work = adopt(in_turku, mine, pulled.pk)
    assert (work.state, work.published) == ("published", pulled.body)
    assert work.draft is not None
    assert work.draft.language_versions["fi"].summary == "Meidän."
    assert work.draft.language_versions["sv"] == pulled.body.language_versions["sv"]
    assert not Conflict.objects.filter(closed=None).exists()
    link = Link.objects.get(object_id=mine.id)
    assert link.synced_version == work.version


def test_what_is_not_free_is_not_adopted(pulled: Service, in_turku: Municipality, espoo: Municipality) -> None:
    mine = made(pulled)

    def refused(work: Work, ptv_id: UUID) -> type[CatalogueError]:
        with pytest.raises(CatalogueError) as error:
            adopt(in_turku, work, ptv_id)
        return type(error.value)

    assert refused(mine, uuid4()) is NotFound
    other = Service.objects.filter(own=True).exclude(pk=pulled.pk)[0]
    assert refused(edits.present("service", other.pk), pulled.pk) is NotPossibleNow
    edits.draft("service", pulled.pk, {"language_versions": {"fi": {"summary": "Toinen."}}})
    assert refused(mine, pulled.pk) is NotPossibleNow
    with within(espoo):
        assert not Link.objects.filter(ptv_id=pulled.pk).exists()
        with pytest.raises(NotFound):
            adopting.adopt(
                municipality=espoo, kind="service", thing_id=mine.id, expected=1, ptv_id=pulled.pk,
                author=edits.ANNA, may=lambda _: None,
            )  # fmt: skip
    assert edits.present("service", mine.id).draft == mine.draft


def test_an_organisation_is_adopted_with_all_that_names_it(
    in_turku: Municipality, register: Register, again: Callable[[], Any]
) -> None:
    pull(in_turku, register)
    named = next(row.organization_id for row in Service.objects.filter(own=True) if row.organization_id)
    pulled = Organization.objects.get(id=named)
    step = editing.create(kind="organization", content={"language_versions": {"fi": {"name": "Oma yksikkö"}}})
    with changes() as unit:
        mine = editing.write(unit=unit, steps=[step], author=edits.ANNA, at=timezone.now())[0]
    adopt(in_turku, mine, pulled.pk)
    for model in (Service, ServiceChannel, ServiceCollection):
        assert not model.objects.filter(organization_id=pulled.pk).exists()
    assert Service.objects.filter(own=True, organization_id=mine.id).exists()
    assert not Organization.objects.filter(parent_organization_id=pulled.pk, state="published").exists()
    run = again()
    counts = run.counts
    assert {counts[kind]["created"] + counts[kind]["updated"] + counts[kind]["archived"] for kind in counts} == {0}


def test_a_link_outlives_a_new_name_a_lost_source_id_and_a_record_made_anew(
    pulled: Service, in_turku: Municipality, register: Register, again: Callable[[], Any]
) -> None:
    register.do("edit", id=str(pulled.pk), members={"sourceId": "oma-1"})
    again()
    say(register, pulled.pk, fi_Name="Aivan toinen nimi")
    register.do("edit", id=str(pulled.pk), members={"sourceId": None})
    again()
    work = edits.present("service", pulled.pk)
    assert (linked(work), work.content.language_versions["fi"].name) == (pulled.pk, "Aivan toinen nimi")
    register.do("archive", ids=[str(pulled.pk)])
    names = [{"language": "fi", "value": "Tehty uudelleen", "type": "Name"}]
    (anew,) = register.do("add", like=str(pulled.pk), members={"serviceNames": names})["things"]
    again()
    with changes() as unit:
        archived = edits.present("service", pulled.pk)
        step = editing.bring_back(work=archived, seen=archived)
        editing.write(unit=unit, steps=[step], author=edits.ANNA, at=timezone.now())
    work = adopt(in_turku, edits.present("service", pulled.pk), UUID(anew["id"]))
    assert (str(linked(work)), work.state) == (anew["id"], "published")
    say(register, UUID(anew["id"]), fi_Name="Tehty vielä kerran")
    again()
    assert Service.objects.get(pk=pulled.pk).body.language_versions["fi"].name == "Tehty vielä kerran"


def test_a_channel_of_two_towns_is_linked_in_each_by_itself(
    turku: Municipality, espoo: Municipality, register: Register
) -> None:
    pull(espoo, register)
    with within(espoo):
        shared = ServiceChannel.objects.filter(own=True).order_by("id")[0]
        theirs = Service.objects.filter(own=True)[0]
    pull(turku, register)
    with within(turku):
        services = list(Service.objects.filter(own=True).values_list("pk", flat=True))
    register.do("connect", service=str(services[0]), channel=str(shared.pk))
    pull(turku, register, full=True)
    with within(turku):
        assert Link.objects.get(ptv_id=shared.pk).own is False
        edits.change_pair(pair_id(services[0], shared.pk), "Turun.")
    with within(espoo):
        edits.edit("service_channel", shared.pk, {"language_versions": {"fi": {"summary": "Espoon."}}})
    register.do("edit", id=str(shared.pk), members={"areaType": "Nationwide"})
    pull(turku, register, full=True)
    pull(espoo, register, full=True)
    with within(turku):
        seen = ServiceChannel.objects.get(pk=shared.pk)
        assert seen.body.language_versions["fi"].summary != "Espoon."
        content = connecting.one(connection_id=pair_id(services[0], shared.pk)).pair.content
        assert content is not None
        assert content.language_versions["fi"].description == "Turun."
    with within(espoo):
        link = Link.objects.get(ptv_id=shared.pk)
        row = ServiceChannel.objects.get(pk=shared.pk)
        assert (link.own, row.body.language_versions["fi"].summary) == (True, "Espoon.")
        assert not Connection.objects.filter(service_id=services[0], version__gt=1).exists()
        assert Service.objects.filter(pk=theirs.pk).exists()
