"""Log lines: one JSON object each, with the town and the request that they belong to."""

import json
import logging
import sys

import pytest
import redis
from celery import current_app
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kuntakanta.logs import JsonLines, request_id
from tenants.context import here, within
from tenants.database.places import NOWHERE
from tenants.errors import WrongState
from tenants.models import Municipality
from tenants.tasks import TownTask


def _line(message: str, *arguments: object, error: bool = False) -> dict[str, str]:
    record = logging.LogRecord(
        "kuntakanta.tried", logging.INFO, __file__, 1, message, arguments, sys.exc_info() if error else None
    )
    text = JsonLines().format(record)
    assert "\n" not in text
    line: dict[str, str] = json.loads(text)
    return line


def test_a_line_names_its_town(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        assert _line("Hello %s", "there")["town"] == turku.schema_name
    assert "town" not in _line("Hello")


def test_a_line_names_its_request() -> None:
    lines: list[dict[str, str]] = []

    def view(request: HttpRequest) -> HttpResponse:
        lines.append(_line("Hello"))
        return HttpResponse()

    answer = request_id(view)(RequestFactory().get("/"))
    assert lines[0]["request"] == answer["X-Request-ID"]
    assert "request" not in _line("Hello")


def test_an_error_stays_on_one_line() -> None:
    try:
        raise ZeroDivisionError("over\nlines")
    except ZeroDivisionError:
        line = _line("Broken", error=True)
    assert "ZeroDivisionError" in line["error"]


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (KeyError("aino@town.test"), "KeyError"),
        (ValueError("Aino"), "ValueError"),
        (WrongState("Turku (853) is closed."), "tenants.errors.WrongState: Turku (853) is closed."),
        (redis.ConnectionError("Error 111 connecting to 127.0.0.1:1."), "Error 111"),
        (FileNotFoundError(2, "No such file or directory", "aino.txt"), "FileNotFoundError: No such file or directory"),
    ],
)
def test_an_errors_text_is_told_where_it_speaks_of_programs_only(error: Exception, text: str) -> None:
    try:
        try:
            raise error
        except type(error) as first:
            raise LookupError("Aino Virtanen") from first
    except LookupError:
        told = _line("Broken", error=True)["error"]
    assert text in told
    assert told.splitlines()[-1] == "LookupError"
    said = [row for row in told.splitlines() if not row.startswith("    ")]  # without the lines of our own source
    assert "aino" not in " ".join(said).casefold()


def test_a_line_of_a_task_names_the_task_and_its_town(turku: Municipality) -> None:
    lines: list[dict[str, str]] = []

    @current_app.task(base=TownTask, name="tests.says_something")
    def says_something(*, municipality_id: int) -> None:
        lines.append(_line("Hello"))
        before = here().place
        here().enter(NOWHERE)
        lines.append(_line("Celery's own"))
        here().enter(before)

    done = says_something.apply(kwargs={"municipality_id": turku.pk})
    current_app.tasks.unregister("tests.says_something")
    assert [(line["task"], line["town"]) for line in lines] == [(done.id, turku.schema_name)] * 2
    assert "task" not in _line("Hello")


def test_a_line_of_celerys_names_its_task_and_not_what_the_error_says() -> None:
    record = logging.LogRecord("celery.app.trace", logging.ERROR, __file__, 1, "Task %(name)s: %(exc)s", None, None)
    record.data = {"id": "4711", "name": "operators.notify", "exc": "ValueError('aino@town.test')"}
    line = json.loads(JsonLines().format(record))
    assert (line["task"], line["message"]) == ("4711", "Task operators.notify: ValueError")


@pytest.mark.parametrize("member", ["time", "level", "logger", "message"])
def test_a_line_says_when_how_grave_and_from_where(member: str) -> None:
    assert _line("Hello")[member]
