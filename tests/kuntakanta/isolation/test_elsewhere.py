"""Tasks, the cache and files keep towns apart; a task that does not is found."""

from itertools import permutations
from typing import Any

import pytest
from celery import current_app, shared_task
from django.db import connection

from kuntakanta.isolation.addresses import Untaught
from kuntakanta.isolation.elsewhere import our_tasks, try_cache, try_files, try_tasks
from tenants.models import Municipality
from tenants.tasks import TownTask


def test_every_task_of_ours_is_bound_to_a_place(turku: Municipality, espoo: Municipality) -> None:
    for mine, other in permutations((turku, espoo)):
        tries = list(try_tasks(mine, other))
        assert [one for one in tries if not one.held] == []
        assert {"registry.sync_town", "accounts.put_away", "tenants.dispatch"} <= {one.asked for one in tries}


@pytest.mark.parametrize("attempt", [try_cache, try_files])
def test_what_is_shared_is_kept_apart(turku: Municipality, espoo: Municipality, attempt: Any) -> None:
    tries = list(attempt(turku, espoo))
    assert tries
    assert [one for one in tries if not one.held] == []


class TestNewTask:
    """A task that appears is tried without being listed."""

    @pytest.fixture(autouse=True)
    def _forgotten_afterwards(self) -> Any:
        known = set(our_tasks())
        yield
        for name in set(our_tasks()) - known:
            current_app.tasks.unregister(name)

    def _leaking(self, turku: Municipality, espoo: Municipality, name: str) -> set[str]:
        return {one.attack for one in try_tasks(turku, espoo) if not one.held and one.asked == name}

    def test_one_that_enters_nothing(self, turku: Municipality, espoo: Municipality) -> None:
        @shared_task(name="tests.enters_nothing")
        def enters_nothing() -> None: ...

        enters_nothing.name  # noqa: B018 - a task is registered when it is first looked at
        assert self._leaking(turku, espoo, "tests.enters_nothing") == {"its kind"}

    def test_one_with_a_way_in_of_its_own(self, turku: Municipality, espoo: Municipality) -> None:
        class Everywhere(TownTask):
            abstract = True

            def enter_and_run(self, *args: Any, **kwargs: Any) -> Any:
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT count(*) FROM {espoo.schema_name}.django_content_type")
                return espoo.schema_name

        @shared_task(base=Everywhere, name="tests.everywhere")
        def everywhere(*, municipality_id: int) -> None: ...

        everywhere.name  # noqa: B018
        assert self._leaking(turku, espoo, "tests.everywhere") == {
            "its kind",
            "its own town",
            "no town",
            "a name",
            "a town that is not",
        }

    def test_one_that_is_given_what_nobody_taught(self, turku: Municipality, espoo: Municipality) -> None:
        @shared_task(base=TownTask, name="tests.given")
        def given(*, municipality_id: int, novelty: frozenset[int]) -> None: ...

        given.name  # noqa: B018
        with pytest.raises(Untaught, match="novelty"):
            list(try_tasks(turku, espoo))
