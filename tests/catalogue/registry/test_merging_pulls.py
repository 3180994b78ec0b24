"""A pull brings together what was edited here and what the register says anew; neither overwrites the other."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.outbox.unit import revision
from catalogue.registry.models import Base, Conflict, Link, Ownership
from catalogue.services import versions
from catalogue.services.models import Service
from catalogue.services.values import Service as Value
from catalogue.services.workflow import Work
from tenants.models import Municipality
from tests import edits_make as edits
from tests.catalogue.registry.said import say
from tests.register import Register, pull


@pytest.fixture
def register(small_register: Register) -> Register:
    """The register with few things."""
    return small_register


@pytest.fixture
def service(in_turku: Municipality, register: Register) -> UUID:
    """A service of Turku's, pulled."""
    pull(in_turku, register)
    found = Service.objects.filter(own=True, names__has_keys=["fi", "sv"]).order_by("id")
    return found[0].pk


@pytest.fixture
def again(in_turku: Municipality, register: Register) -> Any:
    """Pulls everything once more."""
    return lambda: pull(in_turku, register, full=True)


def text(work: Work, member: str, language: str = "fi") -> Any:
    assert isinstance(work.published, Value)
    return getattr(work.published.language_versions[language], member)


def summary(value: str, language: str = "fi") -> dict[str, Any]:
    return {"language_versions": {language: {"summary": value}}}


def synced(thing_id: UUID) -> bool:
    link, row = Link.objects.get(object_id=thing_id), Service.objects.get(pk=thing_id)
    return link.synced_version == row.version


def test_edits_of_both_sides_stand_side_by_side(service: UUID, register: Register, again: Any) -> None:
    assert synced(service)
    edits.edit("service", service, summary("Meidän tiivistelmämme."))
    assert not synced(service)
    say(register, service, sv_Summary="Deras sammandrag.")
    again()
    now = edits.present("service", service)
    assert (text(now, "summary"), text(now, "summary", "sv")) == ("Meidän tiivistelmämme.", "Deras sammandrag.")
    assert versions.entries(now)[0].door == "national_pull"
    assert not synced(service), "the register does not have our edit"
    assert not Conflict.objects.exists()
    before = revision()
    again()
    assert revision() == before


def test_what_was_not_edited_here_is_stored_as_the_register_has_it(
    service: UUID, register: Register, again: Any
) -> None:
    say(register, service, fi_Summary="Rekisterin uusi tiivistelmä.")
    again()
    assert text(edits.present("service", service), "summary") == "Rekisterin uusi tiivistelmä."
    assert synced(service)


def test_what_both_changed_is_settled_by_its_owner_and_told(service: UUID, register: Register, again: Any) -> None:
    was = text(edits.present("service", service), "summary")
    edits.edit("service", service, summary("Meidän."))
    say(register, service, fi_Summary="Heidän.")
    again()
    assert text(edits.present("service", service), "summary") == "Meidän."
    (row,) = Conflict.objects.all()
    assert (row.path, row.owner, row.how) == (["language_versions", "fi", "summary"], "ours", "ours")
    assert (row.base, row.ours, row.theirs) == (was, "Meidän.", "Heidän.")
    assert row.closed is not None
    again()
    assert Conflict.objects.count() == 1


def test_a_town_may_leave_the_word_to_the_register(service: UUID, register: Register, again: Any) -> None:
    rule = "service/language_versions/*/summary"
    Ownership.objects.create(pattern=rule, owner="national", at=timezone.now())
    edits.edit("service", service, summary("Meidän."))
    say(register, service, fi_Summary="Heidän.")
    again()
    assert text(edits.present("service", service), "summary") == "Heidän."
    assert synced(service)
    assert Conflict.objects.get().how == "theirs"


def test_where_a_person_is_asked_both_sides_stay_until_it_is_answered(
    service: UUID, register: Register, again: Any
) -> None:
    Ownership.objects.create(pattern="service/language_versions", owner="ask", at=timezone.now())
    edits.edit("service", service, summary("Meidän."))
    say(register, service, fi_Summary="Heidän.", sv_Summary="Deras.")
    again()
    now = edits.present("service", service)
    assert (text(now, "summary"), text(now, "summary", "sv")) == ("Meidän.", "Deras.")
    row = Conflict.objects.get()
    assert (row.closed, row.ours, row.theirs) == (None, "Meidän.", "Heidän.")
    say(register, service, fi_Summary="Heidän, toisin.")
    again()
    row.refresh_from_db()
    assert (row.closed, row.theirs) == (None, "Heidän, toisin."), "it has moved on"
    say(register, service, fi_Summary="Meidän.")
    again()
    row.refresh_from_db()
    assert (row.how, synced(service)) == ("agreed", True)
    assert Base.objects.get(object_id=service).body is None


def test_drafts_are_laid_over_what_was_pulled_and_lose_nothing(service: UUID, register: Register, again: Any) -> None:
    edits.draft("service", service, summary("Luonnos."))
    say(register, service, sv_Summary="Deras.")
    again()
    now = edits.present("service", service)
    assert text(now, "summary", "sv") == "Deras."
    assert text(now, "summary") != "Luonnos."
    assert now.draft is not None
    edits.publish("service", service)
    now = edits.present("service", service)
    assert (text(now, "summary"), text(now, "summary", "sv")) == ("Luonnos.", "Deras.")


def test_a_draft_over_something_that_the_register_changed_too_is_told(
    service: UUID, register: Register, again: Any
) -> None:
    edits.draft("service", service, summary("Luonnos."))
    say(register, service, fi_Summary="Heidän.")
    again()
    now = edits.present("service", service)
    assert text(now, "summary") == "Heidän."
    assert now.draft is not None
    assert now.draft.language_versions["fi"].summary == "Luonnos."
    row = Conflict.objects.get()
    assert (row.ours, row.theirs, row.how) == ("Luonnos.", "Heidän.", "ours")


def test_fees_are_ours_and_no_pull_takes_them(service: UUID, register: Register, again: Any) -> None:
    edits.edit("service", service, {"fees": [{"amount": "3.00"}]})
    say(register, service, fi_Summary="Heidän.")
    again()
    value = edits.present("service", service).published
    assert isinstance(value, Value)
    assert (len(value.fees), text(edits.present("service", service), "summary")) == (1, "Heidän.")
    assert synced(service)
    assert not Conflict.objects.exists()


def test_blanks_and_order_are_no_edit_of_the_registers(service: UUID, register: Register, again: Any) -> None:
    edits.edit("service", service, summary("Meidän."))
    document = register.document(f"Service/{service}")
    was = {each["type"]: each["value"] for each in document["serviceDescriptions"] if each["language"] == "fi"}
    say(register, service, fi_Summary=f" {was['Summary'].replace(' ', '  ')} ")
    register.do("edit", id=str(service), members={"languages": document["languages"][::-1]})
    again()
    assert text(edits.present("service", service), "summary") == "Meidän."
    assert not Conflict.objects.exists()


def test_what_is_archived_there_and_was_edited_here_is_asked_about(
    service: UUID, register: Register, again: Any
) -> None:
    edits.edit("service", service, summary("Meidän."))
    register.do("archive", ids=[str(service)])
    again()
    assert edits.present("service", service).state == "published"
    row = Conflict.objects.get()
    assert (row.path, row.theirs, row.closed) == ([], None, None)
    assert Link.objects.get(object_id=service).archived
    again()
    assert Conflict.objects.count() == 1
    register.do("republish", ids=[str(service)])
    say(register, service, sv_Summary="Deras.")
    again()
    row.refresh_from_db()
    now = edits.present("service", service)
    assert (row.how, text(now, "summary"), text(now, "summary", "sv")) == ("agreed", "Meidän.", "Deras.")


def test_what_is_archived_there_and_not_edited_here_is_archived(service: UUID, register: Register, again: Any) -> None:
    register.do("archive", ids=[str(service)])
    again()
    assert edits.present("service", service).state == "archived"
    assert synced(service)


def test_what_is_archived_here_and_changed_there_is_asked_about(service: UUID, register: Register, again: Any) -> None:
    edits.archive("service", service)
    register.do("edit", id=str(service), members={"sourceId": None})
    again()
    assert not Conflict.objects.exists(), "nothing of it has changed but its date"
    assert edits.present("service", service).state == "archived"
    say(register, service, fi_Summary="Heidän.")
    again()
    row = Conflict.objects.get()
    assert (row.path, row.ours, row.closed) == ([], None, None)
    assert row.theirs is not None
    assert row.theirs["language_versions"]["fi"]["summary"] == "Heidän."
    assert edits.present("service", service).state == "archived"


def test_merging_takes_a_constant_number_of_statements(in_turku: Municipality, register: Register) -> None:
    pull(in_turku, register)
    ids = list(Service.objects.filter(own=True).order_by("id").values_list("pk", flat=True))
    counts = []
    for some in (ids[:1], ids[1:]):
        for each in some:
            edits.edit("service", each, summary("Meidän."))
            say(register, each, fi_Summary="Heidän.")
        with CaptureQueriesContext(connection) as captured:
            pull(in_turku, register, full=True)
        counts.append(len(captured))
    assert counts[0] == counts[1]
