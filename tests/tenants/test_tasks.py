"""Tasks of a town run in it and nowhere else; a worker that is killed loses nothing."""

import uuid
from typing import Any

import pytest
from celery import shared_task
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection
from django.utils import timezone

from tenants.context import current_schema, here, within, within_host
from tenants.database.places import HOST, NOWHERE
from tenants.dispatch import begin, dispatch_due
from tenants.errors import NoTown
from tenants.models import DueJob, Municipality
from tenants.tasks import HostTask, TownTask


@shared_task(base=TownTask, name="tests.where")
def where(*, municipality_id: int) -> str:
    return current_schema()


@shared_task(base=HostTask, name="tests.where_of_host")
def where_of_host() -> str:
    return current_schema()


@shared_task(base=TownTask, name="tests.leaks")
def leaks(*, municipality_id: int) -> None:
    here().enter(HOST)


@shared_task(base=TownTask, name="tests.breaks")
def breaks(*, municipality_id: int) -> None:
    raise ZeroDivisionError


@shared_task(base=TownTask, name="tests.counts")
def counts(*, municipality_id: int) -> int:
    return ContentType.objects.count()


def _as_worker(task: Any, **kwargs: Any) -> Any:
    """Runs a task by the path of a worker's, without a broker; its error is raised."""
    return task.apply(kwargs=kwargs, throw=True).get()


def test_a_towns_task_runs_in_its_town(turku: Municipality, espoo: Municipality) -> None:
    for municipality in (turku, espoo):
        assert where(municipality_id=municipality.pk) == municipality.schema_name
        assert _as_worker(where, municipality_id=municipality.pk) == municipality.schema_name


def test_a_hosts_task_runs_in_the_hosts_schema(turku: Municipality) -> None:
    assert _as_worker(where_of_host) == "public"


@pytest.mark.parametrize("kwargs", [{"municipality_id": None}, {"municipality_id": "1"}])
def test_without_a_town_it_is_refused(turku: Municipality, kwargs: dict[str, Any]) -> None:
    with pytest.raises(NoTown):
        _as_worker(where, **kwargs)


def test_nothing_is_entered_after_a_task(turku: Municipality) -> None:
    _as_worker(leaks, municipality_id=turku.pk)
    assert here().place is NOWHERE
    with pytest.raises(ZeroDivisionError):
        _as_worker(breaks, municipality_id=turku.pk)
    assert here().place is NOWHERE


def test_what_an_earlier_task_left_is_not_inherited(turku: Municipality, espoo: Municipality) -> None:
    here().enter(HOST)
    assert _as_worker(where, municipality_id=espoo.pk) == espoo.schema_name
    assert here().place is NOWHERE


def test_called_directly_it_leads_back_to_where_it_was_called(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        assert where(municipality_id=espoo.pk) == espoo.schema_name
        assert current_schema() == turku.schema_name


def test_a_town_whose_schema_is_gone_fails_closed(turku: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{turku.schema_name}" CASCADE')
    with pytest.raises(ProgrammingError, match="does not exist"):
        _as_worker(counts, municipality_id=turku.pk)


class TestRow:
    """A dispatched task claims its row, and gives it back however it ends."""

    @pytest.fixture
    def headers(self, turku: Municipality) -> dict[str, Any]:
        with within_host():
            DueJob.objects.exclude(municipality=turku, name="sync").delete()
        (run,) = dispatch_due(now=timezone.now(), limit=1)
        return {"due_job": run.job_id, "due_run": str(run.token)}

    def _row(self) -> DueJob:
        with within_host():
            return DueJob.objects.get()

    def _run(self, task: Any, headers: dict[str, Any], **kwargs: Any) -> Any:
        return task.apply(kwargs=kwargs, headers=headers, throw=True).get()

    def test_it_is_given_back_after_success(self, headers: dict[str, Any], turku: Municipality) -> None:
        assert self._run(where, headers, municipality_id=turku.pk) == turku.schema_name
        assert (self._row().run, self._row().failures) == (None, 0)

    def test_it_is_given_back_after_a_failure(self, headers: dict[str, Any], turku: Municipality) -> None:
        with pytest.raises(ZeroDivisionError):
            self._run(breaks, headers, municipality_id=turku.pk)
        assert (self._row().run, self._row().failures) == (None, 1)
        assert here().place is NOWHERE

    def test_a_message_that_comes_twice_works_once(self, headers: dict[str, Any], turku: Municipality) -> None:
        assert begin(job_id=headers["due_job"], token=uuid.UUID(headers["due_run"]))
        assert self._run(where, headers, municipality_id=turku.pk) is None
        assert self._row().run is not None
