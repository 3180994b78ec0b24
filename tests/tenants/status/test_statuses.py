"""What the host keeps of each town's syncs, and what it makes of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenants.context import within_host
from tenants.lifecycle import suspend
from tenants.models import DueJob, Municipality
from tenants.status.models import Notice, TownStatus
from tenants.status.operations import Ended, agree, measure, over, sync_ended, told
from tenants.status.queries import notices, queue, queues, sync_health, town_row, town_rows
from tenants.status.rules import (
    LONG_QUEUE,
    STALE_AFTER,
    TELL_AGAIN,
    Health,
    Quota,
    Share,
    health,
    is_long_queue,
)

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
            code="" if state in ("done", "held") else "registry_unreachable",
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


def test_what_waits_and_what_runs_is_one_statement(turku: Municipality, django_assert_num_queries: object) -> None:
    with within_host():
        DueJob.objects.update(due_at=NOW + DAY)
        DueJob.objects.filter(municipality=turku).update(due_at=NOW - DAY, failures=2)
        waiting = DueJob.objects.filter(municipality=turku).count()
        DueJob.objects.create(
            name="x",
            due_at=NOW + DAY,
            interval=DAY,
            run=turku.uuid,
            running_since=NOW,
            worker="host:1",
            heartbeat=timezone.now(),
        )
        DueJob.objects.create(
            name="y", due_at=NOW, interval=DAY, run=turku.uuid, running_since=NOW, worker="host:2", heartbeat=NOW - DAY
        )
    with django_assert_num_queries(1):  # type: ignore[operator]
        found, by_endpoint = queues()
    assert (found.due, found.late, found.oldest_due) == (waiting, waiting, NOW - DAY)
    assert (found.running, found.silent, found.failing) == (2, 1, waiting)
    assert found.is_long
    (of_register,) = by_endpoint.values()
    assert (of_register.due, of_register.running) == (2, 0), "reading and writing ask the register"


def test_a_queue_is_long_when_much_is_late_or_anything_very() -> None:
    minutes = timedelta(minutes=20)
    assert not is_long_queue(late=0, oldest_due=None, now=NOW)
    assert not is_long_queue(late=LONG_QUEUE - 1, oldest_due=NOW - minutes, now=NOW)
    assert is_long_queue(late=LONG_QUEUE, oldest_due=NOW - minutes, now=NOW)
    assert is_long_queue(late=1, oldest_due=NOW - timedelta(hours=2), now=NOW)


def test_a_suspended_towns_work_does_not_wait(turku: Municipality, espoo: Municipality) -> None:
    with within_host():
        DueJob.objects.filter(municipality=None).delete()
        DueJob.objects.update(due_at=NOW - DAY)
    before = queue().due
    suspend(municipality=turku)
    assert queue().due == before // 2


def test_syncs_of_all_towns_are_told_from_the_rows_that_were_read(turku: Municipality, espoo: Municipality) -> None:
    nothing = sync_health(town_rows())
    assert (nothing.towns, nothing.by_code, nothing.oldest) == (2, {}, None)
    _end(turku, 1, "done", days_ago=1)
    _end(espoo, 1, "done", days_ago=2)
    _end(turku, 2, "failed")
    found = sync_health(town_rows())
    assert found.by_health[Health.FAILING] == found.by_health[Health.FINE] == 1
    assert found.by_code == {"registry_unreachable": 1}
    assert found.oldest is not None
    assert found.oldest.town.code == "049"
    suspend(municipality=espoo)
    assert sync_health(town_rows()).towns == 1


class TestShare:
    """How much of the host a town takes, and how much it may."""

    @pytest.mark.parametrize(
        ("taken", "percent", "near", "full"),
        [
            (0, 0, False, False),
            (899, 89, False, False),
            (900, 90, True, False),
            (999, 99, True, False),
            (1000, 100, True, True),
            (5000, 500, True, True),
        ],
    )
    def test_it_is_near_at_ninety_and_full_at_a_hundred(
        self, taken: int, percent: int, *, near: bool, full: bool
    ) -> None:
        share = Share(Quota.THINGS, taken, 1000)
        assert (share.percent, share.is_near, share.is_full) == (percent, near, full)

    def test_it_is_measured(self, turku: Municipality) -> None:
        row = town_row(code="853")
        assert row is not None
        assert row.use is None
        assert [share.taken for share in row.shares] == [0, 0, 0]
        measure(municipality=turku, things=6, people=2)
        row = town_row(code="853")
        assert row is not None
        taken = {share.quota: share.taken for share in row.shares}
        assert (taken[Quota.THINGS], taken[Quota.PEOPLE]) == (6, 2)
        assert taken[Quota.BYTES] > 100_000

    def test_what_was_agreed_for_a_town_counts_before_what_is_usual(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        settings.QUOTAS = {"things": 10, "bytes": 20, "people": 30}
        agree(municipality=turku, most={Quota.THINGS: 6, Quota.BYTES: None, Quota.PEOPLE: None})
        measure(municipality=turku, things=6, people=2)
        rows = {row.town.code: row for row in town_rows()}
        assert [share.most for share in rows["853"].shares] == [6, 20, 30], "measuring leaves it as it is"
        assert [share.most for share in rows["049"].shares] == [10, 20, 30]
        assert rows["853"].fullest.quota is Quota.BYTES


class TestNotice:
    """A trouble is told once, and again when it goes on."""

    def test_it_is_told_once_and_again_after_a_week(self, turku: Municipality, espoo: Municipality) -> None:
        def tell(town: Municipality | None, at: datetime = NOW) -> Notice | None:
            with within_host():
                return told(trouble=Notice(municipality=town, kind="held", about="1"), at=at)

        assert tell(turku) is not None
        assert tell(turku) is None
        assert tell(espoo) is not None, "another town's is another"
        assert tell(None) is not None
        assert tell(None, NOW + TELL_AGAIN - DAY) is None
        again = tell(turku, NOW + TELL_AGAIN)
        assert again is not None
        assert again.first == NOW
        assert tell(turku, NOW + TELL_AGAIN) is None
        for notice in notices():
            with within_host():
                assert over(notice=notice)
                assert not over(notice=notice)
        assert tell(turku) is not None, "what comes back is another"
