"""What is planned is done at its minute, once, by the rules of that moment; what cannot be says why, and the rest goes
on."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.errors import InvalidBody, InvalidFilter, NotFound, NotPossibleNow
from catalogue.outbox.unit import changes, revision
from catalogue.services import editing, planning, queries, versions, works
from catalogue.services.errors import Changed
from catalogue.services.models import Planned, Service
from catalogue.services.planned import Outcome
from catalogue.services.workflow import language_states
from tests.planned_make import (
    ANNA,
    BEA,
    NOON,
    again,
    asked,
    cancel,
    carry_out,
    change,
    draft,
    outcome,
    plan,
    present,
    readable,
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The time of day, which stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def test_a_draft_is_published_at_its_minute_and_not_before(city: UUID, clock: time_machine.Traveller) -> None:
    work = draft(city)
    row = plan(work)
    clock.move_to(row.at - timedelta(seconds=1))
    assert carry_out() == 0
    assert not readable(work)
    clock.move_to(row.at)
    assert carry_out() == 1
    assert readable(work)
    now = present(work)
    assert (now.version, language_states(now)) == (2, {"fi": "published"})
    done = Planned.objects.get(pk=row.pk)
    assert (done.outcome, done.result, done.carried_out, done.reason) == ("done", 2, row.at, None)
    entry = versions.entries(now)[0]
    assert (entry.action, entry.by, entry.door) == ("published", ANNA.id, "person")


def test_what_is_done_is_not_done_again(city: UUID, clock: time_machine.Traveller) -> None:
    row = plan(draft(city))
    clock.move_to(row.at)
    assert carry_out() == 1
    before = revision()
    assert carry_out() == 0
    assert revision() == before


def test_language_versions_and_the_whole_are_archived(city: UUID, clock: time_machine.Traveller) -> None:
    swedish = {"name": "Simhall", "summary": "I simhallen kan du simma.", "description": "Sex banor och en bassäng."}
    work = draft(city)
    work = change(work, {"language_versions": {"sv": swedish}})
    first = plan(work, "publish", "fi", "sv", at=NOON + timedelta(minutes=1))
    second = plan(work, "archive", "sv", at=NOON + timedelta(minutes=2))
    third = plan(work, "archive", at=NOON + timedelta(minutes=3))
    states = []
    for row in (first, second, third):
        clock.move_to(row.at)
        assert carry_out() == 1
        assert outcome(row) == ("done", None)
        states.append(language_states(present(work)))
    assert states[0] == {"fi": "published", "sv": "published"}
    assert states[1] == {"fi": "published", "sv": "archived"}
    assert present(work).state == "archived"
    assert not readable(work)


def test_of_many_at_one_minute_each_has_a_unit_and_those_that_cannot_be_stop_none(
    city: UUID, clock: time_machine.Traveller
) -> None:
    rows = [
        plan(draft(city, name=f"Palvelu {number}", **({} if number % 3 else {"service_classes": []})))
        for number in range(9)
    ]
    clock.move_to(rows[0].at)
    before = revision()
    assert carry_out() == 9
    assert revision() == before + 6
    assert [outcome(row) for row in rows] == [
        ("done", None) if number % 3 else ("refused", "not_publishable") for number in range(9)
    ]
    refused = Planned.objects.get(pk=rows[0].pk)
    assert refused.reason is not None
    assert "/service_classes" in {finding.path for finding in refused.reason.findings}
    assert (refused.to_tell, refused.result) == (True, None)


def test_they_are_done_in_the_order_of_time(city: UUID, clock: time_machine.Traveller) -> None:
    work = draft(city)
    archiving = plan(work, "archive", at=NOON + timedelta(minutes=2))
    publishing = plan(work, at=NOON + timedelta(minutes=1))
    clock.move_to(NOON + timedelta(minutes=5))
    assert carry_out() == 2
    assert [outcome(row) for row in (publishing, archiving)] == [("done", None)] * 2
    assert [each.action for each in versions.entries(present(work))] == ["archived", "published", "created"]


def test_what_nobody_has_seen_when_it_was_planned_is_not_published(city: UUID, clock: time_machine.Traveller) -> None:
    work = draft(city)
    row = plan(work)
    change(work, {"language_versions": {"fi": {"name": "Salaa vaihdettu"}}}, author=BEA)
    clock.move_to(row.at)
    assert carry_out() == 1
    assert outcome(row) == ("refused", "changed_meanwhile")
    reason = Planned.objects.get(pk=row.pk).reason
    assert reason is not None
    assert [one.path for one in reason.differences] == [("language_versions", "fi", "name")]
    assert not readable(work)


def test_work_on_another_language_version_does_not_stand_in_the_way(city: UUID, clock: time_machine.Traveller) -> None:
    work = draft(city)
    row = plan(work)
    change(work, {"language_versions": {"sv": {"name": "Simhall"}}}, author=BEA)
    clock.move_to(row.at)
    assert carry_out() == 1
    assert outcome(row) == ("done", None)
    assert language_states(present(work)) == {"fi": "published", "sv": "draft"}


def test_four_eyes_are_counted_by_who_has_planned_it(city: UUID, clock: time_machine.Traveller) -> None:
    editing.choose_practice(four_eyes=True)
    rows = []
    for number, author in enumerate((ANNA, BEA)):
        work = draft(city, name=f"Palvelu {number}")
        with changes() as unit:
            locked = works.one(kind="service", thing_id=work.id, lock=True)
            step = editing.submit(work=locked, seen=locked, languages=["fi"], by=ANNA.person, at=timezone.now())
            editing.write(unit=unit, steps=[step], author=ANNA, at=timezone.now())
        rows.append(plan(work, author=author))
    clock.move_to(rows[0].at)
    assert carry_out() == 2
    assert [outcome(row) for row in rows] == [("refused", "not_possible_now"), ("done", None)]


def test_what_became_impossible_is_refused_and_what_is_so_already_is_done(
    city: UUID, clock: time_machine.Traveller
) -> None:
    gone, archived, shown = draft(city, name="A"), draft(city, name="B"), draft(city, name="C")
    rows = [plan(gone), plan(archived), plan(archived, "archive"), plan(shown)]
    Service.objects.filter(pk=gone.id).update(own=False)
    for work in (archived, shown):
        with changes() as unit:
            now = works.one(kind="service", thing_id=work.id, lock=True)
            if work is archived:
                step = editing.archive(work=now, seen=now, languages=[], at=NOON)
            else:
                step = editing.publish(work=now, seen=now, languages=["fi"], by=None, at=NOON, four_eyes=False)
            editing.write(unit=unit, steps=[step], author=BEA, at=NOON)
    clock.move_to(rows[0].at)
    before = revision()
    assert carry_out() == 4
    assert [outcome(row) for row in rows] == [
        ("refused", "not_found"),
        ("refused", "not_possible_now"),
        ("done", None),
        ("done", None),
    ]
    assert revision() == before
    assert Planned.objects.get(pk=rows[3].pk).result == present(shown).version


def test_an_error_that_nobody_expected_keeps_only_its_own_waiting(city: UUID, clock: time_machine.Traveller) -> None:
    broken, whole = draft(city, name="A"), draft(city, name="B")
    rows = [plan(broken), plan(whole)]
    with connection.cursor() as cursor:  # a row that no release of ours has written
        cursor.execute("UPDATE services_service SET body = '{\"type\": 5}' WHERE id = %s", [broken.id])
    clock.move_to(rows[0].at)
    with pytest.raises(ExceptionGroup) as raised:
        carry_out()
    assert len(raised.value.exceptions) == 1
    assert [outcome(row) for row in rows] == [(None, None), ("done", None)]


def test_the_same_is_planned_once(city: UUID) -> None:
    work = change(draft(city), {"language_versions": {"sv": {"name": "Simhall"}}})
    plan(work, "publish", "fi")
    with pytest.raises(NotPossibleNow) as refused:
        plan(work, "publish", "sv", "fi", at=NOON + timedelta(days=1))
    assert refused.value.place == "fi"
    plan(work, "publish", "sv")
    plan(work, "archive", "fi")
    plan(work, "archive")
    with pytest.raises(NotPossibleNow):
        plan(work, "archive")
    for row in Planned.objects.all():
        with pytest.raises(IntegrityError), transaction.atomic():
            Planned.objects.create(
                kind="service", object_id=work.id, action=row.action, languages=row.languages, at=NOON, version=1,
                door="person", made=NOON,
            )  # fmt: skip


def test_what_can_never_be_is_not_planned(city: UUID) -> None:
    work = draft(city)
    for action, languages, place in (("publish", ["sv"], "sv"), ("archive", ["sv"], "sv")):
        with pytest.raises(NotPossibleNow) as refused:
            plan(work, action, *languages)  # type: ignore[arg-type]
        assert refused.value.place == place
    with pytest.raises(NotPossibleNow):
        planning.plan(asked=asked(work), action="publish", languages=[], at=NOON)
    changed = change(work, {"type": "PermitOrObligation"})
    with pytest.raises(Changed):
        plan(changed, seen=1)
    assert not Planned.objects.exists()


def test_a_plan_is_cancelled_until_it_was_carried_out(city: UUID, clock: time_machine.Traveller) -> None:
    work, other = draft(city), draft(city, name="Toinen")
    row, done = plan(work), plan(other)
    for thing, plan_id in ((work, uuid4()), (work, done.uuid)):
        with pytest.raises(NotFound):
            cancel(thing, plan_id)
    cancel(work, row.uuid, author=BEA)
    clock.move_to(done.at)
    assert carry_out() == 1
    assert not readable(work)
    for thing, plan_id in ((other, done.uuid), (work, row.uuid)):
        with pytest.raises(NotPossibleNow):
            cancel(thing, plan_id)
    (left,) = queries.planned_of(thing_id=work.id)
    assert (left.outcome, left.cancelled, left.cancelled_by) == ("cancelled", NOON, BEA.id)
    assert (left.by, left.carried_out) == (ANNA.id, None)


def test_what_was_cancelled_is_planned_again_for_the_same_instant(city: UUID, clock: time_machine.Traveller) -> None:
    work = draft(city)
    row = plan(work)
    with pytest.raises(NotPossibleNow):
        again(work, row.uuid)
    cancel(work, row.uuid)
    anew = again(work, row.uuid, author=BEA)
    assert (anew.at, anew.action, anew.languages, anew.by) == (row.at, row.action, row.languages, BEA.id)
    with pytest.raises(NotPossibleNow):
        again(work, row.uuid)  # it is planned already
    cancel(work, anew.uuid)
    clock.move_to(row.at)
    with pytest.raises(InvalidBody):
        again(work, row.uuid)
    assert carry_out() == 0


def test_trying_a_plan_or_its_end_writes_nothing(city: UUID) -> None:
    work = draft(city)
    row = plan(work)
    trying = asked(work)._replace(try_only=True)
    before = list(Planned.objects.values())
    assert planning.plan(asked=trying, action="archive", languages=[], at=NOON).action == "archive"
    assert planning.cancel(asked=trying, plan_id=row.uuid).outcome == "cancelled"
    with pytest.raises(NotPossibleNow):
        planning.plan(asked=trying, action="publish", languages=["fi"], at=NOON)
    with pytest.raises(NotPossibleNow):
        planning.plan_again(asked=trying, plan_id=row.uuid)
    assert list(Planned.objects.values()) == before


def test_what_is_planned_is_read_by_time_and_the_last_outcomes_after_it(
    city: UUID, clock: time_machine.Traveller
) -> None:
    work = draft(city)
    for minute in range(12):
        row = plan(work, "archive", "fi", at=NOON + timedelta(minutes=minute + 1))
        clock.move_to(row.at)
        assert carry_out() == 1
    late = plan(work, "archive", at=NOON + timedelta(days=2))
    soon = plan(work, "archive", "fi", at=NOON + timedelta(days=1))
    with CaptureQueriesContext(connection) as seen:
        found = queries.planned_of(thing_id=work.id)
    assert len(seen) == 1
    assert [row.pk for row in found[:2]] == [soon.pk, late.pk]
    assert [row.at for row in found[2:]] == [NOON + timedelta(minutes=minute) for minute in range(12, 2, -1)]

    def told(outcome: Outcome | None = None, after: UUID | None = None) -> list[int]:
        return [row.pk for row in queries.plans(outcome=outcome, after=after, most=20)]

    assert told() == [soon.pk, late.pk]
    assert told(after=soon.uuid) == [late.pk]
    assert told(after=late.uuid) == []
    assert len(told("done")) == 12
    cancel(work, soon.uuid)
    assert told(after=soon.uuid) == [late.pk], "whoever reads on from what was cancelled meanwhile misses nothing"
    assert told("cancelled") == [soon.pk]
    assert [row.pk for row in queries.planned_of(thing_id=work.id)][:2] == [late.pk, soon.pk]
    with pytest.raises(InvalidFilter):
        told(after=uuid4())


def test_a_step_takes_as_many_statements_however_many_wait(city: UUID, clock: time_machine.Traveller) -> None:
    def statements(count: int) -> int:
        rows = [plan(draft(city, name=f"Palvelu {count} {number}")) for number in range(count)]
        clock.move_to(rows[0].at)
        with CaptureQueriesContext(connection) as seen:
            assert carry_out() == count
        clock.move_to(NOON)
        return len([each for each in seen if "SAVEPOINT" not in each["sql"]])

    one, five = statements(1), statements(5)
    assert (five - one) / 4 <= 17, "three for the plan, the rest for a publication as any other"
