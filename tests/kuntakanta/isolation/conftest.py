"""A site that is asked; what other tests have registered does not count."""

from collections.abc import Iterator

import pytest
from celery import current_app
from pytest_django import DjangoDbBlocker

from kuntakanta.isolation.asking import Site, asking
from kuntakanta.isolation.report import Planted, planted
from tenants.queries import municipality_by_code


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


@pytest.fixture(scope="module")
def there(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Planted]:
    """What is planted in Turku and Espoo, for all tests of a module; each rolls back to that."""
    with django_db_blocker.unblock():
        towns = [municipality_by_code(code=code) for code in ("853", "049")]
        with planted(towns) as found:
            yield found
