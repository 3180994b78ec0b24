"""Makers of what is planned: drafts that may be published, plans for them, and what came of those."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from catalogue.outbox.unit import changes
from catalogue.published.models import Document
from catalogue.services import editing, planning, works
from catalogue.services.models import Planned
from catalogue.services.planned import Action
from catalogue.services.planning import Asked
from catalogue.services.versions import Author
from catalogue.services.workflow import Work
from tests.api.test_write import content

ANNA, BEA = Author("person", uuid4()), Author("person", uuid4())
NOON = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
"""The day before clocks are put back."""

TOWN = ["fi", "sv"]


def draft(city: UUID, *, name: str = "Uimahalli", **members: Any) -> Work:
    """A service of which the rules let the Finnish version be published."""
    step = editing.create(kind="service", content=content(city, name, **members))
    with changes() as unit:
        return editing.write(unit=unit, steps=[step], author=ANNA, at=timezone.now())[0]


def change(work: Work, patch: dict[str, Any], author: Author = ANNA) -> Work:
    with changes() as unit:
        locked = works.one(kind=work.kind, thing_id=work.id, lock=True)
        step = editing.change(work=locked, seen=locked, patch=patch)
        return editing.write(unit=unit, steps=[step], author=author, at=timezone.now())[0]


def plan(
    work: Work,
    action: Action = "publish",
    *languages: str,
    at: datetime = NOON + timedelta(hours=1),
    author: Author = ANNA,
    seen: int | None = None,
) -> Planned:
    given = languages or (("fi",) if action == "publish" else ())
    return planning.plan(asked=asked(work, author=author, seen=seen), action=action, languages=given, at=at)


def asked(work: Work, *, author: Author = ANNA, seen: int | None = None) -> Asked:
    return Asked(work.kind, work.id, seen or work.version, author, anybody)


def anybody(_: Work) -> None:
    """Everybody may."""


def cancel(work: Work, plan_id: UUID, *, author: Author = ANNA) -> Planned:
    return planning.cancel(asked=asked(work, author=author), plan_id=plan_id)


def again(work: Work, plan_id: UUID, *, author: Author = ANNA) -> Planned:
    return planning.plan_again(asked=asked(work, author=author), plan_id=plan_id)


def present(work: Work) -> Work:
    return works.one(kind=work.kind, thing_id=work.id)


def outcome(row: Planned) -> tuple[str | None, str | None]:
    found = Planned.objects.get(pk=row.pk)
    return found.outcome, found.reason.code if found.reason else None


def readable(work: Work) -> bool:
    return Document.objects.filter(id=work.id).exists()


def carry_out() -> int:
    return planning.carry_out_due(languages=TOWN)
