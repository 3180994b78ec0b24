"""What other tests have registered does not count here."""

from collections.abc import Iterator

import pytest
from celery import current_app


@pytest.fixture(autouse=True)
def _tasks_of_other_tests_are_away() -> Iterator[None]:
    away = {name: task for name, task in current_app.tasks.items() if name.startswith("tests.")}
    for name in away:
        current_app.tasks.unregister(name)
    yield
    for task in away.values():
        current_app.tasks.register(task)
