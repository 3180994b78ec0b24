"""A process that edits and is killed before any of its statements has done all of a unit's work or none of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from catalogue.outbox.models import Change
from catalogue.outbox.unit import Unit, revision
from catalogue.published.models import Document
from catalogue.published.projection import project
from catalogue.services.models import MODELS, Connection, Planned, Version
from tenants.models import Municipality
from tests.api.test_write import content
from tests.catalogue_make import channel, service, store
from tests.conftest import SECRET_KEY
from tests.planned_make import draft, plan

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
SIGNATURE = ("id", "kind", "own", "sort_key", "facets", "v1_etag", "ptv_v11_etag")


class Held(NamedTuple):
    """How much there is of everything that a unit of work writes."""

    revision: int
    numbers: int
    """The versions of all things and connections, added up."""

    versions: int
    changes: int
    documents: int
    planned: int
    """Plans that have an outcome."""

    @classmethod
    def now(cls) -> Self:
        """All that the town holds."""
        rows = [model._default_manager for model in (*MODELS.values(), Connection)]
        return cls(
            revision=revision(),
            numbers=sum(each.aggregate(all=Sum("version"))["all"] or 0 for each in rows),
            versions=Version.objects.count(),
            changes=Change.objects.count(),
            documents=Document.objects.count(),
            planned=Planned.objects.exclude(outcome=None).count(),
        )

    def since(self, before: "Held") -> "Held":
        """What has come since."""
        return Held(*(now - then for now, then in zip(self, before, strict=True)))


NOTHING = Held(0, 0, 0, 0, 0, 0)


class Editor:
    """The program that edits in processes that are killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def edit(self, town: Municipality, do: str, given: dict[str, Any], *, at: int = 0) -> str:
        """Has it edit, killed before the statement of a number."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, "town": town.pk, "at": at, "given": given}) + "\n")
        self._process.stdin.flush()
        answer: str = self._process.stdout.readline()
        return answer.strip()


@pytest.fixture(scope="module")
def editor(django_db_setup: None, database_url: str, redis_url: str) -> Iterator[Editor]:
    """One program for all these tests: it takes seconds to begin."""
    environment = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "KUNTAKANTA_SECRET_KEY": SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "kuntakanta.settings",
    }
    command = [sys.executable, "-m", "tests.catalogue.services.editor_to_kill"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, cwd=ROOT, **pipes) as process:
        try:
            yield Editor(process)
        finally:
            process.kill()


def made_anew() -> list[tuple[Any, ...]]:
    """The documents as the projection makes them from nothing but rows; those that there are stay."""
    with transaction.atomic():
        Document.objects.all().delete()
        unit = Unit()
        for kind, model in MODELS.items():
            unit.record(kind=kind, ids=model._default_manager.values_list("id", flat=True), action="updated")
        project(unit)
        found = documents()
        transaction.set_rollback(True)
    return found


def documents() -> list[tuple[Any, ...]]:
    return list(Document.objects.order_by("id").values_list(*SIGNATURE))


# --- what is edited: what it is done to, and what a unit of it writes -------------------------------------------------


def creating(city: UUID, number: int) -> tuple[str, dict[str, Any]]:
    return "take", {"orders": [{"deed": "create", "kind": "service", "content": content(city, f"Palvelu {number}")}]}


def publishing(city: UUID, number: int) -> tuple[str, dict[str, Any]]:
    work = draft(city, name=f"Palvelu {number}")
    order = {"deed": "publish", "kind": "service", "id": str(work.id), "expected": 1, "languages": ["fi"]}
    return "take", {"orders": [order]}


def changing(city: UUID, number: int) -> tuple[str, dict[str, Any]]:
    """Two at once, of two kinds; one of them published, so that there is a draft over it."""
    offer, place = service(f"Palvelu {number}"), channel(f"Paikka {number}")
    store("service", offer)
    store("service_channel", place)
    patch = {"language_versions": {"fi": {"summary": "Toisin."}}}
    common = {"deed": "change", "expected": 1, "content": patch}
    return "take", {
        "orders": [
            {**common, "kind": "service", "id": str(offer.id)},
            {**common, "kind": "service_channel", "id": str(place.id)},
        ]
    }


def archiving(city: UUID, number: int) -> tuple[str, dict[str, Any]]:
    offer = service(f"Palvelu {number}", responsible=city)
    store("service", offer)
    return "take", {"orders": [{"deed": "archive", "kind": "service", "id": str(offer.id), "expected": 1}]}


def connecting(city: UUID, number: int) -> tuple[str, dict[str, Any]]:
    offer, place = service(f"Palvelu {number}"), channel(f"Paikka {number}", kind="Phone")
    store("service_channel", place)
    store("service", offer)
    return "take", {"orders": [{"ends": [str(offer.id), str(place.id)]}]}


def carrying_out(city: UUID, number: int) -> tuple[str, dict[str, Any]]:
    """Of two plans that are due the second cannot be carried out."""
    unfinished: dict[str, Any] = {"service_classes": []}
    for place, members in enumerate(({}, unfinished)):
        row = plan(draft(city, name=f"Palvelu {number} {place}", **members), at=timezone.now() + timedelta(minutes=1))
        Planned.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(minutes=9 - place))
    return "carry_out", {}


EDITS = [
    (creating, [Held(1, 1, 1, 1, 0, 0)], 9),
    (publishing, [Held(1, 1, 1, 1, 1, 0)], 15),
    (changing, [Held(1, 2, 2, 2, 0, 0)], 9),
    (archiving, [Held(1, 1, 1, 1, -1, 0)], 12),
    (connecting, [Held(1, 1, 1, 2, 0, 0)], 15),
    (carrying_out, [Held(1, 1, 1, 1, 1, 1), Held(1, 1, 1, 1, 1, 2)], 30),
]


@pytest.mark.parametrize(("edit", "units", "least"), EDITS, ids=[edit.__name__ for edit, _, _ in EDITS])
def test_killed_before_any_statement_all_of_a_unit_is_done_or_nothing_and_it_can_be_done_again(
    edit: Any, units: list[Held], least: int, city: UUID, in_turku: Municipality, editor: Editor
) -> None:
    seen, ended, number = set(), "killed", 0
    while ended == "killed":
        number += 1
        do, given = edit(city, number)
        before = Held.now()
        ended = editor.edit(in_turku, do, given, at=number)
        done = Held.now().since(before)
        assert done in (NOTHING, *units), number
        assert documents() == made_anew(), number
        seen.add(done)
        if done != units[-1]:
            assert editor.edit(in_turku, do, given) == "done", number
            assert Held.now().since(before) == units[-1], number
    assert ended == "done"
    assert number > least, "so many statements, at least, are seen"
    assert seen == {NOTHING, *units}
    assert documents() == made_anew()
