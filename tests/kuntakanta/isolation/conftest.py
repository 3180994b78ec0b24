"""A site that is asked; what other tests have registered does not count."""

from collections.abc import Iterator

import pytest
from celery import current_app

from kuntakanta.isolation.asking import Site, asking


@pytest.fixture(autouse=True)
def _tasks_of_other_tests_are_away() -> Iterator[None]:
    away = {name: task for name, task in current_app.tasks.items() if name.startswith("tests.")}
    for name in away:
        current_app.tasks.unregister(name)
    yield
    for task in away.values():
        current_app.tasks.register(task)


@pytest.fixture
def site() -> Iterator[Site]:
    """The web application, as a server holds it."""
    with asking() as site:
        yield site
