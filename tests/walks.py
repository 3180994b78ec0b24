"""Walks of threads through towns: in, something that may go wrong there, and out; each step looks where it is."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection, transaction

from tenants.context import current_schema, within
from tenants.models import Municipality
from tests import make

Doing = Callable[[Municipality, Municipality], None]


def mark(*towns: Municipality) -> None:
    """Give each town a row that tells whose it is."""
    for town in towns:
        with within(town):
            ContentType.objects.create(app_label="only", model=town.schema_name)


def marks() -> list[str]:
    """The rows that tell whose they are, as they are found here."""
    return list(ContentType.objects.filter(app_label="only").values_list("model", flat=True))


def walk(towns: tuple[Municipality, ...], seed: int, *, visits: int, hang_up: bool) -> list[tuple[int, str]]:
    """Visit towns by chance; which backend of the server was where. With `hang_up` each visit has a new connection."""
    dice, seen = random.Random(seed), []
    try:
        for _ in range(visits):
            town, other = dice.sample(towns, 2)
            with within(town):
                dice.choice(DOINGS)(town, other)
                assert current_schema() == town.schema_name
                assert marks() == [town.schema_name]
                seen.append((make.value(connection, "SELECT pg_backend_pid()"), town.schema_name))
            with pytest.raises(ProgrammingError, match="does not exist"):
                marks()
            if hang_up:
                connection.close()
    finally:
        connection.close()
    return seen


def _errs(town: Municipality, other: Municipality) -> None:
    with pytest.raises(DataError):
        make.value(connection, "SELECT 1/0")


def _rolls_back(town: Municipality, other: Municipality) -> None:
    with transaction.atomic():
        ContentType.objects.create(app_label="only", model="undone")
        with within(other):
            assert marks() == [other.schema_name]
        transaction.set_rollback(True)


def _rolls_back_to_a_savepoint(town: Municipality, other: Municipality) -> None:
    with transaction.atomic():
        with within(other), pytest.raises(IntegrityError), transaction.atomic():
            ContentType.objects.create(app_label="only", model=other.schema_name)
        assert marks() == [town.schema_name]


def _breaks_off_in_the_other_town(town: Municipality, other: Municipality) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), within(other):
        raise ZeroDivisionError(marks())


def _hangs_up_in_a_transaction(town: Municipality, other: Municipality) -> None:
    connection.ensure_connection()
    connection.connection.execute("BEGIN")
    ContentType.objects.create(app_label="only", model="lost")
    connection.connection.close()
    connection.close()


def _is_cut_off(town: Municipality, other: Municipality) -> None:
    cut = "WITH row AS (INSERT INTO django_content_type (app_label, model) VALUES ('only', 'cut')) "
    with pytest.raises(OperationalError), transaction.atomic():
        make.value(connection, f"{cut} SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()


def _only_looks(town: Municipality, other: Municipality) -> Any:
    with within(other):
        return marks()


DOINGS: tuple[Doing, ...] = (
    _errs,
    _rolls_back,
    _rolls_back_to_a_savepoint,
    _breaks_off_in_the_other_town,
    _hangs_up_in_a_transaction,
    _is_cut_off,
    _only_looks,
)
