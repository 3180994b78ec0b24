"""The town's job is due by the first of the planned instants, and exactly then."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from catalogue.services import planned, planning, queries
from catalogue.services.models import Planned
from catalogue.services.tasks import carry_out_planned
from tenants.context import within, within_host
from tenants.dispatch import Run, begin, dispatch_due, finish
from tenants.lifecycle import resume, suspend
from tenants.models import DueJob, Municipality
from tests.planned_make import NOON, draft, outcome, plan, readable


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The time of day, which stands still until it is moved."""
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def job(in_turku: Municipality) -> DueJob:
    with within_host():
        DueJob.objects.exclude(municipality=in_turku, name=planning.JOB).delete()
        DueJob.objects.update(due_at=NOON + timedelta(days=30))
        return DueJob.objects.get()


def due_at() -> datetime:
    with within_host():
        return DueJob.objects.get().due_at


def tick() -> list[Run]:
    """What the clock takes up, done as a worker does it."""
    runs = list(dispatch_due(now=timezone.now(), limit=10))
    for run in runs:
        assert begin(job_id=run.job_id, token=run.token)
        carry_out_planned(municipality_id=run.municipality_id)
        finish(job_id=run.job_id, token=run.token, failed=False)
    return runs


def test_it_is_due_at_the_first_plan_and_then_at_the_next(
    city: UUID, job: DueJob, clock: time_machine.Traveller
) -> None:
    first, second = NOON + timedelta(minutes=5), NOON + timedelta(minutes=7)
    plan(draft(city, name="B"), at=second)
    assert due_at() == second
    work = draft(city, name="A")
    plan(work, at=first)
    assert due_at() == first
    plan(work, "archive", at=NOON + timedelta(days=1))
    clock.move_to(first - timedelta(seconds=1))
    assert tick() == []
    clock.move_to(first)
    assert len(tick()) == 1
    assert readable(work)
    assert due_at() == second
    clock.move_to(second)
    assert len(tick()) == 1
    assert Planned.objects.filter(outcome="done").count() == 2


def test_what_is_planned_while_it_runs_is_not_missed(city: UUID, job: DueJob, clock: time_machine.Traveller) -> None:
    with within_host():
        DueJob.objects.update(due_at=NOON)
    (run,) = dispatch_due(now=NOON, limit=1)
    assert begin(job_id=run.job_id, token=run.token)
    at = NOON + timedelta(minutes=1)
    plan(draft(city), at=at)
    finish(job_id=run.job_id, token=run.token, failed=False)
    assert due_at() == at


def test_a_plan_that_comes_to_nothing_wakes_nobody(city: UUID, job: DueJob) -> None:
    work = draft(city)
    with suppress(ZeroDivisionError), transaction.atomic():
        plan(work)
        raise ZeroDivisionError
    assert due_at() == NOON + timedelta(days=30)


def test_a_suspended_town_waits_and_is_late_when_it_is_resumed(
    city: UUID, job: DueJob, in_turku: Municipality, clock: time_machine.Traveller
) -> None:
    work = draft(city)
    row = plan(work)
    suspend(municipality=in_turku)
    clock.move_to(row.at)
    assert tick() == []
    assert outcome(row) == (None, None)
    clock.move_to(row.at + timedelta(days=2))
    resume(municipality=in_turku)
    assert len(tick()) == 1
    done = Planned.objects.get(pk=row.pk)
    assert done.outcome == "done"
    assert planned.is_late(at=done.at, carried_out=done.carried_out)
    assert readable(work)


def test_what_one_town_plans_is_nothing_to_another(
    city: UUID, in_turku: Municipality, espoo: Municipality, clock: time_machine.Traveller
) -> None:
    row = plan(draft(city))
    clock.move_to(row.at)
    with within(espoo):
        assert queries.plans(outcome=None, after=None, most=9) == []
        assert carry_out_planned(municipality_id=espoo.pk) == 0
    with within_host():
        due = {job.municipality_id: job.due_at for job in DueJob.objects.filter(name=planning.JOB)}
    assert due[in_turku.pk] <= row.at
    assert outcome(row) == (None, None)
    with within(in_turku):
        assert carry_out_planned(municipality_id=in_turku.pk) == 1
