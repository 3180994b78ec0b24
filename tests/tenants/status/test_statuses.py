"""What the host keeps of each town's syncs, and what it makes of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenants.context import within_host
from tenants.models import DueJob, Municipality
from tenants.status.models import TownStatus
from tenants.status.operations import Ended, note, sync_ended, unnote
from tenants.status.queries import queue, queue_is_long, town_rows
from tenants.status.rules import STALE_AFTER, Health, health

NOW = timezone.now()
DAY = timedelta(days=1)
COUNTS = {"organizations": 1, "services": 2, "channels": 3, "connections": 4, "quarantined": 0}


def _end(town: Municipality, run: int, state: str, *, days_ago: int = 0, would_archive: int = 0) -> TownStatus:
    at = NOW - days_ago * DAY
    sync_ended(
        municipality=town,
        ended=Ended(
            run=run,
            state=state,
            reason="" if state == "done" else "why",
            began=at - timedelta(minutes=1),
            ended=at,
            would_archive=would_archive,
            counts=COUNTS,
        ),
    )
    with within_host():
        return TownStatus.objects.get(municipality=town)


def test_trouble_is_counted_from_its_first_run_and_ends_with_a_good_one(turku: Municipality) -> None:
    good = _end(turku, 1, "done", days_ago=4)
    first, second = _end(turku, 2, "failed", days_ago=3), _end(turku, 3, "interrupted", days_ago=2)
    assert second.troubled_since == first.troubled_since == first.synced_at
    assert second.fresh_at == good.fresh_at
    held = _end(turku, 4, "held", days_ago=1, would_archive=7)
    assert held.would_archive == 7
    assert held.fresh_at == NOW - DAY - timedelta(minutes=1), "all but the removals was taken in"
    assert held.troubled_since == first.synced_at
    assert _end(turku, 5, "done").troubled_since is None


def test_a_report_that_comes_late_is_left_alone(turku: Municipality) -> None:
    _end(turku, 5, "done")
    assert _end(turku, 4, "failed").sync_state == "done"


@pytest.mark.parametrize(
    ("state", "age", "expected"),
    [
        (None, None, Health.NEVER),
        ("done", timedelta(), Health.FINE),
        ("done", STALE_AFTER + DAY, Health.STALE),
        ("held", timedelta(), Health.HELD),
        ("failed", timedelta(), Health.FAILING),
        ("interrupted", None, Health.FAILING),
    ],
)
def test_a_towns_health_is_the_worst_that_can_be_said(
    state: str | None, age: timedelta | None, expected: Health
) -> None:
    assert health(sync_state=state, fresh_at=None if age is None else NOW - age, now=NOW) is expected


def test_all_towns_are_one_statement(
    turku: Municipality, espoo: Municipality, django_assert_num_queries: object
) -> None:
    _end(turku, 1, "held", would_archive=9)
    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = town_rows()
    assert [(row.town.code, row.host, row.health, row.current) for row in rows] == [
        ("049", "espoo.test", Health.NEVER, True),
        ("853", "turku.test", Health.HELD, True),
    ]


def test_what_waits_and_who_works_is_two_statements(turku: Municipality, django_assert_num_queries: object) -> None:
    with within_host():
        DueJob.objects.update(due_at=NOW + DAY)
        DueJob.objects.filter(municipality=turku).update(due_at=NOW - DAY, failures=2)
        waiting = DueJob.objects.filter(municipality=turku).count()
        busy = DueJob.objects.filter(municipality=None).first() or DueJob(name="x", due_at=NOW + DAY, interval=DAY)
        busy.run, busy.running_since, busy.worker, busy.heartbeat = turku.uuid, NOW, "host:1", NOW
        busy.save()
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = queue()
    assert (found.due, found.oldest_due, found.running, found.failing) == (waiting, NOW - DAY, 1, waiting)
    assert list(found.workers) == [("host:1", NOW)]
    assert queue_is_long(found, wait=timedelta(hours=1))
    assert not queue_is_long(found, wait=2 * DAY)


def test_a_thing_is_noted_once(turku: Municipality, espoo: Municipality) -> None:
    assert note(municipality=turku, kind="held", about="1")
    assert not note(municipality=turku, kind="held", about="1")
    assert note(municipality=espoo, kind="held", about="1")
    assert note(municipality=None, kind="queue", about="today")
    assert not note(municipality=None, kind="queue", about="today")
    unnote(municipality=turku, kind="held", about="1")
    assert note(municipality=turku, kind="held", about="1")
