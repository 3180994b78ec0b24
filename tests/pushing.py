"""A town that writes to the national catalogue as it is played, and what tests do about it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from catalogue.outbox.unit import changes
from catalogue.registry.pushing import credentials, operations
from catalogue.registry.pushing.models import Plan, Write
from catalogue.services import checking, editing, works
from catalogue.services.models import MODELS
from catalogue.services.rules import refuses_push
from catalogue.services.values import Kind
from catalogue.services.workflow import Work
from tenants.context import within
from tenants.lifecycle import let_write
from tenants.models import Municipality
from tests.edits_make import ANNA, draft, publish
from tests.register import Register

SECRET = "a long one"
PALVELUHALLINTA = "11111111-2222-4333-8444-555555555555"


def account(register: Register, town: Municipality, *, username: str | None = None, **more: Any) -> str:
    """An API account of the town in the register; its name."""
    name = username or f"api-{town.code}"
    organization = register.ids(town.code, "Organization")[0]
    register.do("accounts", username=name, password=SECRET, organizations={PALVELUHALLINTA: organization}, **more)
    return name


def may_write(register: Register, town: Municipality) -> None:
    """The town has an account there, has told us, and writing is switched on."""
    settings.REGISTRY_URL = register.api
    name = account(register, town)
    with within(town):
        credentials.keep(municipality=town, username=name, secret=SECRET, organisation=None, actor=None)
    let_write(municipality=town, on=True)


def published(work: Work, patch: dict[str, Any] | None = None) -> Work:
    """A thing changed, and shown in every language that it has."""
    if patch:
        draft(work.kind, work.id, patch)
    return publish(work.kind, work.id)


def made_new(kind: Kind, content: dict[str, Any]) -> Work:
    """A new thing that readers see."""
    with changes() as unit:
        step = editing.create(kind=kind, content=content)
        (done,) = editing.write(unit=unit, steps=[step], author=ANNA, at=timezone.now())
    return published(done)


def back(work: Work) -> Work:
    """An archived thing as a draft again."""
    with changes() as unit:
        step = editing.bring_back(work=work, seen=work)
        (done,) = editing.write(unit=unit, steps=[step], author=ANNA, at=timezone.now())
    return done


def make(town: Municipality, *things: UUID) -> Plan:
    """A plan of the town that was entered, about some things or all that it has."""
    return operations.make_plan(municipality=town, author=ANNA, only=things or None)


def carry_out(town: Municipality, plan: Plan, *, wait: float = 0.01) -> list[Write]:
    """The plan approved and made; its writes."""
    operations.approve(municipality=town, plan_id=plan.uuid, actor=ANNA.id)
    operations.apply(municipality=town, wait=wait)
    plan.refresh_from_db()
    return list(plan.writes.order_by("number"))


def push(town: Municipality, *things: UUID) -> list[Write]:
    """Planned and made."""
    return carry_out(town, make(town, *things))


def renamed(work: Work, words: str = "uusi") -> dict[str, Any]:
    """A merge patch that adds a word to every name."""
    assert work.published is not None
    versions = work.published.language_versions
    return {"language_versions": {language: {"name": f"{each.name} {words}"} for language, each in versions.items()}}


def sample(kind: Kind, town: Municipality, register: Register, **filters: Any) -> Work:
    """A thing that the rules let be written; of organisations the main one, which the account is for."""
    main = UUID(register.ids(town.code, "Organization")[0])
    mine = {"id": main} if kind == "organization" else {}
    rows = MODELS[kind]._default_manager.filter(own=True, state="published", **mine, **filters).order_by("id")
    found = works.load(kind=kind, ids=list(rows.values_list("id", flat=True)))
    clean = checking.of_published(list(found.values()), languages=town.languages)
    return next(work for work in found.values() if not refuses_push(clean[work.id]))
