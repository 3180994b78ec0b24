"""Fairness among towns of very unequal size, played with a clock of our own: nobody sleeps here."""

import heapq
import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from tenants.choosing import LONG, Caps, Work, choose, half, is_long
from tenants.municipalities import all_facts

TICK = 2.0
SLOTS = 4
CAPS = Caps(host=8, town=2, endpoint={"registry": SLOTS})


def _work(number: int, *, town: int | None = None, endpoint: str | None = "registry", long: bool = False) -> Work:
    return Work(id=number, town=number if town is None else town, endpoint=endpoint, long=long)


def _ids(*waiting: Work, running: tuple[Work, ...] = (), caps: Caps = CAPS, limit: int = 50) -> list[int]:
    return [work.id for work in choose(waiting, running=running, caps=caps, limit=limit)]


class TestCaps:
    """What may run at once."""

    def test_the_order_is_that_of_waiting(self) -> None:
        assert _ids(_work(3), _work(1), _work(2)) == [3, 1, 2]

    def test_a_tick_takes_no_more_than_its_limit(self) -> None:
        assert _ids(_work(1), _work(2), limit=1) == [1]

    def test_the_hosts(self) -> None:
        free = [_work(number, endpoint=None) for number in range(20)]
        assert len(_ids(*free)) == CAPS.host
        assert _ids(*free, running=tuple(_work(100 + number, endpoint=None) for number in range(7))) == [0]

    def test_a_towns(self) -> None:
        assert _ids(_work(1, town=5), _work(2, town=5), _work(3, town=5), _work(4, town=6)) == [1, 2, 4]

    def test_an_endpoints_and_others_go_on(self) -> None:
        asking = [_work(number) for number in range(10)]
        assert _ids(*asking, _work(77, endpoint=None)) == [0, 1, 2, 3, 77]

    def test_long_runs_get_half(self) -> None:
        long = [_work(number, long=True) for number in range(10)]
        assert _ids(*long, _work(77)) == [0, 1, 77]
        assert _ids(*long, running=tuple(long[:2])) == []

    def test_one_place_is_for_all(self) -> None:
        assert half(1) == 1
        assert _ids(_work(1, long=True), caps=Caps(host=1, town=1, endpoint={"registry": 1})) == [1]

    def test_what_never_ran_and_what_runs_for_long_is_long(self) -> None:
        second = timedelta(seconds=1)
        assert is_long(took=None)
        assert is_long(took=LONG + second)
        assert is_long(took=second, running_for=LONG + second)
        assert not is_long(took=LONG, running_for=LONG)


@dataclass
class _Played:
    """How long each town waited, in seconds, in the order of its first run."""

    waits: dict[int, float] = field(default_factory=dict)
    ended: float = 0.0
    most_at_once: int = 0


def _play(durations: dict[int, float], due: dict[int, float]) -> _Played:
    """Run each town's sync once: due at a time, taking a time, dispatched by ticks."""
    works = {town: _work(town, long=is_long(took=timedelta(seconds=durations[town]))) for town in durations}
    waiting = sorted(works, key=lambda town: (due[town], town))
    running: list[tuple[float, int]] = []
    played, now = _Played(), 0.0
    while waiting or running:
        while running and running[0][0] <= now:
            played.ended = heapq.heappop(running)[0]
        now_due = [works[town] for town in waiting if due[town] <= now]
        for work in choose(now_due, running=[works[town] for _, town in running], caps=CAPS, limit=50):
            played.waits[work.id] = now - due[work.id]
            heapq.heappush(running, (now + durations[work.id], work.id))
            waiting.remove(work.id)
        played.most_at_once = max(played.most_at_once, len(running))
        now += TICK
    return played


class TestThreeHundredTowns:
    """Finland: 288 small towns, and 20 whose sync takes up to an hour."""

    def _finland(self, seed: int) -> dict[int, float]:
        chance = random.Random(seed)
        towns = list(range(len(all_facts())))
        return {
            town: chance.uniform(600, 3600) if town < 20 else min(chance.lognormvariate(2.3, 0.8), LONG.total_seconds())
            for town in towns
        }

    def _bound(self, town: int, durations: dict[int, float], due: dict[int, float]) -> float:
        """The bound that the rule's page states."""
        short = {one: took for one, took in durations.items() if took <= LONG.total_seconds()}
        before = sum(took + TICK for one, took in short.items() if due[one] <= due[town])
        return before / (SLOTS - half(SLOTS)) + max(short.values()) + TICK

    @pytest.mark.parametrize("seed", range(5))
    def test_no_small_town_waits_longer_than_the_stated_bound_when_all_are_due_at_once(self, seed: int) -> None:
        durations = self._finland(seed)
        due = dict.fromkeys(durations, 0.0)
        played = _play(durations, due)
        small = [town for town in durations if town >= 20]
        assert len(played.waits) == 308
        assert played.most_at_once <= SLOTS
        for town in small:
            assert played.waits[town] <= self._bound(town, durations, due)
        assert max(played.waits[town] for town in small) < 45 * 60

    @pytest.mark.parametrize("seed", range(5))
    def test_spread_over_a_day_a_small_town_hardly_waits(self, seed: int) -> None:
        durations = self._finland(seed)
        chance = random.Random(seed)
        due = {town: chance.uniform(0, 86_400) for town in durations}
        # The worst case for the small ones: all of the large ones are due just before.
        due |= {town: 0.0 for town in durations if town < 20}
        played = _play(durations, due)
        for town in durations:
            if town >= 20:
                assert played.waits[town] <= self._bound(town, durations, due)
        assert max(played.waits[town] for town in durations if town >= 20) < 2 * LONG.total_seconds()

    def test_large_towns_do_not_make_small_ones_wait_longer_than_half_the_places_would(self) -> None:
        durations = self._finland(1)
        small = {town: took for town, took in durations.items() if town >= 20}
        many = small | dict.fromkeys(range(1000, 1100), 3600.0)
        waits = _play(many, dict.fromkeys(many, 0.0)).waits
        worst = max(waits[town] for town in small)
        assert worst <= self._bound(307, small, dict.fromkeys(small, 0.0))

    def test_large_towns_are_served_too(self) -> None:
        durations = self._finland(2)
        played = _play(durations, dict.fromkeys(durations, 0.0))
        large = sum(took for town, took in durations.items() if town < 20)
        assert played.ended <= large / half(SLOTS) + 3600 + sum(durations.values()) / SLOTS
