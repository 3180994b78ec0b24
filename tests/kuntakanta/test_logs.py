"""Log lines: one JSON object each, with the town and the request that they belong to."""

import json
import logging
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from kuntakanta.logs import JsonLines, request_id
from tenants.context import within
from tenants.models import Municipality


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


@pytest.mark.parametrize("member", ["time", "level", "logger", "message"])
def test_a_line_says_when_how_grave_and_from_where(member: str) -> None:
    assert _line("Hello")[member]
