"""At the command line: the account is set and tried, a plan is shown, made and taken back."""

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import call_command

from catalogue.registry.pushing import credentials
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue.registry.pushing.test_every_kind import name_there
from tests.edits_make import edit
from tests.pushing import SECRET, account, renamed, sample
from tests.register import Register


def run(*words: str) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_change_is_planned_made_and_taken_back_at_the_command_line(
    writing_turku: Municipality,
    writing_espoo: Municipality,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = account(register, writing_turku, username="another")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SECRET}\n"))
    told = run("registry_credentials", "853", "--username", name)
    assert "takes the account" in told
    assert SECRET not in told
    kept = credentials.present()
    assert kept is not None
    assert SECRET.encode() not in bytes(kept.secret)
    service = sample("service", writing_turku, register)
    finnish = service.content.language_versions["fi"].name
    edit("service", service.id, renamed(service))

    planned = run("plan", "853")
    assert f"/language_versions/fi/name: {finnish} -> {finnish} uusi" in planned
    assert name_there(register, "service", service.id) == finnish
    applied = made("apply", "853", "--json")
    assert [each["state"] for each in applied["writes"] if each["object"] == str(service.id)] == ["done"]
    assert name_there(register, "service", service.id) == f"{finnish} uusi"
    undo = json.loads(run("undo", "853", "--json"))
    assert undo["undoes"] == applied["id"]
    assert [each["state"] for each in made("apply", "853", "--json")["writes"]] == ["done"]
    assert name_there(register, "service", service.id) == finnish
    assert "no plan to apply" in run("apply", "853")
    with within(writing_espoo):
        other = credentials.present()
    assert other is not None
    assert other.username == "api-049"


def made(*words: str) -> Any:
    """What comes of a plan; code 3 tells that something of it waits for a person."""
    out, code = io.StringIO(), 0
    try:
        call_command(*words, stdout=out)
    except SystemExit as ended:
        code = int(ended.code or 0)
    assert code in (0, 3)
    return json.loads(out.getvalue())
