"""What a person answers to a conflict holds here at once; it is asked again when the sides move on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.errors import InvalidBody, NotFound, NotPossibleNow
from catalogue.outbox.unit import changes
from catalogue.registry import answering, conflicts
from catalogue.registry.answering import Answer, Asked, Choice
from catalogue.registry.models import Base, Conflict, Link, Ownership
from catalogue.services import connecting, editing, pairs
from catalogue.services.errors import Changed, NotPublishable
from catalogue.services.models import Connection, Service
from tenants.context import within
from tenants.models import Municipality
from tests import edits_make as edits
from tests.catalogue.registry.said import say, say_of_pair
from tests.connections_make import do, of
from tests.register import Register, pull


@pytest.fixture
def register(small_register: Register) -> Register:
    """The register with few things."""
    return small_register


@pytest.fixture
def service(in_turku: Municipality, register: Register) -> UUID:
    """A service whose summary both have changed, and nobody owns it."""
    Ownership.objects.create(pattern="service/language_versions", owner="ask", at=timezone.now())
    pull(in_turku, register)
    found: UUID = Service.objects.filter(own=True, names__has_keys=["fi", "sv"]).order_by("id")[0].pk
    edits.edit("service", found, summary("Meidän."))
    say(register, found, fi_Summary="Heidän.", sv_Summary="Deras.")
    pull(in_turku, register, full=True)
    return found


@pytest.fixture
def again(in_turku: Municipality, register: Register) -> Callable[[], Any]:
    """Pulls everything once more."""
    return lambda: pull(in_turku, register, full=True)


def summary(value: str) -> dict[str, Any]:
    return {"language_versions": {"fi": {"summary": value}}}


def answer(choice: Choice, value: Any = None, *, seen: int | None = None, row: Conflict | None = None) -> Conflict:
    """Anna's answer to the one conflict that is open."""
    asked = row or Conflict.objects.get(closed=None)
    version = conflicts.one(conflict_id=asked.uuid).version if seen is None else seen
    with changes() as unit:
        given = Answer(choice, version, value)
        who = Asked(unit, edits.ANNA, ["fi", "sv"], lambda works: None)
        return answering.answer(asked=who, conflict_id=asked.uuid, given=given)


def text(thing_id: UUID) -> str | None:
    public = edits.present("service", thing_id).published
    return public.language_versions["fi"].summary if public else None


def synced(thing_id: UUID) -> bool:
    return Link.objects.get(object_id=thing_id).synced_version == Service.objects.get(pk=thing_id).version


def test_a_conflict_is_shown_with_its_thing_and_word_by_word(service: UUID, espoo: Municipality) -> None:
    (seen,) = conflicts.listed(state="open", most=10)
    assert (seen.ours, seen.row.theirs) == ("Meidän.", "Heidän.")
    assert [(kind, key) for kind, key, _ in seen.things] == [("service", service)]
    assert seen.things[0][2]["fi"]
    assert seen.words is not None
    assert ("added", "Heidän") in seen.words[1]
    assert conflicts.listed(state="open", most=10, after=seen.row.uuid) == []
    assert conflicts.listed(state="closed", most=10) == []
    with within(espoo):
        assert conflicts.listed(state="open", most=10) == []
        with pytest.raises(NotFound):
            conflicts.one(conflict_id=seen.row.uuid)


def test_theirs_is_published_here_and_both_sides_say_the_same(service: UUID, again: Callable[[], Any]) -> None:
    edits.draft("service", service, {"language_versions": {"sv": {"description": "Ett utkast."}}})
    row = answer("theirs")
    assert (text(service), synced(service)) == ("Heidän.", True)
    assert (row.how, row.closed_by) == ("theirs", edits.ANNA.id)
    work = edits.present("service", service)
    assert work.draft is not None
    assert work.draft.language_versions["fi"].summary == "Heidän."
    assert work.draft.language_versions["sv"].description == "Ett utkast."
    assert Base.objects.get(object_id=service).body is None
    with pytest.raises(NotPossibleNow):
        answer("ours", row=row)


def test_ours_stays_and_is_asked_about_when_the_register_says_something_new(
    service: UUID, register: Register, again: Callable[[], Any]
) -> None:
    answer("ours")
    assert (text(service), synced(service)) == ("Meidän.", False)
    say(register, service, sv_Summary="Deras igen.")
    again()
    assert not Conflict.objects.filter(closed=None).exists()
    say(register, service, fi_Summary="Heidän, kolmannen kerran.")
    again()
    row = Conflict.objects.get(closed=None)
    assert (row.base, row.ours, row.theirs) == ("Heidän.", "Meidän.", "Heidän, kolmannen kerran.")


def test_another_text_is_written_by_the_rules(service: UUID) -> None:
    answer("other", "Yhteinen tiivistelmä.")
    assert (text(service), synced(service)) == ("Yhteinen tiivistelmä.", False)
    assert Conflict.objects.get().chosen == "Yhteinen tiivistelmä."


def test_an_answer_that_cannot_be_changes_nothing(service: UUID) -> None:
    with pytest.raises(InvalidBody) as refused:
        answer("other", 7)
    assert refused.value.place == "/language_versions/fi/summary"
    with pytest.raises(NotPublishable):
        answer("other", None)
    editing.choose_practice(four_eyes=True)
    with pytest.raises(NotPossibleNow):
        answer("other", "Yhteinen tiivistelmä.")
    assert (text(service), Conflict.objects.filter(closed=None).count()) == ("Meidän.", 1)


def test_who_has_not_seen_the_sides_as_they_are_now_looks_again(
    service: UUID, register: Register, again: Callable[[], Any]
) -> None:
    seen = conflicts.one(conflict_id=Conflict.objects.get().uuid).version
    edits.edit("service", service, summary("Meidän, toisin."))
    with pytest.raises(Changed) as refused:
        answer("theirs", seen=seen)
    assert refused.value.present == conflicts.one(conflict_id=Conflict.objects.get().uuid).version
    say(register, service, fi_Summary="Heidän, toisin.")
    again()
    with pytest.raises(Changed):
        answer("theirs", seen=refused.value.present)
    answer("theirs")
    assert text(service) == "Heidän, toisin."


def test_what_one_side_took_away_comes_back_or_stays_away(
    service: UUID, register: Register, again: Callable[[], Any]
) -> None:
    answer("theirs")
    edits.archive("service", service)
    say(register, service, fi_Summary="Vielä tarjolla.")
    again()
    with pytest.raises(InvalidBody):
        answer("other", {})
    answer("theirs")
    assert (edits.present("service", service).state, text(service), synced(service)) == (
        "published", "Vielä tarjolla.", True,
    )  # fmt: skip
    edits.edit("service", service, summary("Meidän vieläkin."))
    register.do("archive", ids=[str(service)])
    again()
    answer("theirs")
    assert (edits.present("service", service).state, synced(service)) == ("archived", True)


def test_conflicts_of_connections_are_answered_at_both_ends(in_turku: Municipality, register: Register) -> None:
    Ownership.objects.create(pattern="connection", owner="ask", at=timezone.now())
    pull(in_turku, register)
    row = Connection.objects.filter(service_end__isnull=False, channel_end__isnull=False).order_by("id")[0]
    choices: tuple[tuple[Choice, str], ...] = (("ours", "Meidän 0."), ("other", "Yhteinen."), ("theirs", "Heidän 2."))
    for number, (choice, stands) in enumerate(choices):
        edits.change_pair(row.pk, f"Meidän {number}.")
        say_of_pair(register, row, f"Heidän {number}.")
        pull(in_turku, register, full=True)
        answer(choice, "Yhteinen.")
        pair = pairs.load(ids=[row.pk])[row.pk]
        assert pair.service.said is not None
        assert pair.channel.said is not None
        for said in (pair.service.said, pair.channel.said):
            assert said.connection.language_versions["fi"].description == stands
        assert (pair.synced_version == pair.version) == (choice == "theirs")
    do(of(connecting.one(connection_id=row.pk), "disconnect"))
    say_of_pair(register, row, "Heidän vieläkin.")
    pull(in_turku, register, full=True)
    answer("theirs")
    pair = pairs.load(ids=[row.pk])[row.pk]
    assert pair.content is not None
    assert pair.content.language_versions["fi"].description == "Heidän vieläkin."


def test_a_list_takes_a_constant_number_of_statements(service: UUID) -> None:
    found = Conflict.objects.get()
    counts = []
    for path in ("sv", "en"):
        for name in ("summary", "description", "name"):
            Conflict.objects.create(
                kind="service", object_id=service, path=["language_versions", path, name], owner="ask",
                opened=found.opened,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            assert conflicts.listed(state="open", most=100)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4
