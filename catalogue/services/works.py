"""Rows of things and the works that they hold: read under a lock, written as whole sets."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from catalogue.errors import NotFound
from catalogue.parts import LanguageVersion
from catalogue.services.models import MODELS, State
from catalogue.services.rules import name_key
from catalogue.services.values import Kind, Organization, Service, ServiceChannel, ServiceCollection
from catalogue.services.workflow import Content, Work
from catalogue.sets import upsert
from catalogue.text import LocalizedText

COMMON = ("id", "own", "state", "modified", "names", "body", "version", "draft", "in_review", "archived_languages")
EXTRACTED: dict[Kind, tuple[str, ...]] = {
    "organization": ("parent_organization_id",),
    "service": ("organization_id", "name_keys", "general_description_id"),
    "service_channel": ("organization_id", "name_keys", "service_channel_type"),
    "service_collection": ("organization_id",),
}


def load(*, kind: Kind, ids: Collection[UUID], own: bool | None = True, lock: bool = False) -> dict[UUID, Work]:
    """Things as their editors have them; one statement. `lock` keeps other writers out until the transaction ends."""
    rows = MODELS[kind]._default_manager.filter(id__in=ids).order_by("id")
    if own is not None:
        rows = rows.filter(own=own)
    if lock:
        rows = rows.select_for_update()
    return {row.id: of_row(kind, row) for row in rows}


def one(*, kind: Kind, thing_id: UUID, lock: bool = False) -> Work:
    """One own thing; raises NotFound."""
    found = load(kind=kind, ids=[thing_id], lock=lock).get(thing_id)
    if found is None:
        raise missing(kind, thing_id)
    return found


def missing(kind: str, thing_id: UUID | None) -> NotFound:
    """That the town has no such thing."""
    return NotFound(f"There is no {kind.replace('_', ' ')} of this town's with id {thing_id}.", place="id")


def keep(*, kind: Kind, works: Iterable[Work]) -> dict[UUID, bool]:
    """Inserts or replaces the rows of works of one kind, in a constant number of statements. True for new ones."""
    return upsert(MODELS[kind], columns=COMMON + EXTRACTED[kind], rows=map(_row, works))


def displayed_names(versions: dict[str, LanguageVersion]) -> LocalizedText:
    """The name to show, by language: the alternative one where the thing says so."""
    return {language: name for language, version in versions.items() if (name := _displayed(version))}


def _displayed(version: LanguageVersion) -> str | None:
    if version.display_name_type == "AlternativeName" and version.alternative_name:
        return version.alternative_name
    return version.name


def name_keys(versions: Mapping[str, LanguageVersion]) -> list[str]:
    """The names that are compared with those of others: "fi uimahalli"."""
    return sorted(f"{language} {name_key(version.name)}" for language, version in versions.items() if version.name)


def responsible_organization(service: Service) -> UUID | None:
    """The main responsible organisation of a service, None where the register names none."""
    for part in service.organizations:
        if part.role_type == "Responsible" and part.organization:
            return part.organization.id
    return None


def organization_of(work: Work) -> UUID | None:
    """Whose a thing is: the main responsible organisation, or itself where it is one."""
    return work.id if work.kind == "organization" else owner_of(work.content)


def owner_of(content: Content) -> UUID | None:
    """The organisation on which content depends; none of an organisation's."""
    match content:
        case Organization():
            return None
        case Service():
            return responsible_organization(content)
        case ServiceChannel() | ServiceCollection():
            return content.organization_id


def parent_of(work: Work) -> UUID | None:
    """What is above an organisation in the town's tree, which changes when it is published."""
    body = _body(work)
    return body.parent_organization_id if isinstance(body, Organization) else None


def jsonb(value: Any) -> Jsonb:
    """A value of ours for a jsonb column."""
    return Jsonb(value, dumps=msgspec.json.encode)


def _row(work: Work) -> tuple[Any, ...]:
    body = _body(work)
    common = (
        work.id,
        work.own,
        work.state,
        body.modified,
        jsonb(displayed_names(body.language_versions)),
        jsonb(body),
        work.version,
        None if work.draft is None or work.state == "draft" else jsonb(work.draft),
        jsonb(work.in_review),
        jsonb(work.archived_languages),
    )
    match body:
        case Organization():
            return (*common, body.parent_organization_id)
        case Service():
            names = name_keys(body.language_versions)
            return (*common, responsible_organization(body), names, body.general_description_id)
        case ServiceChannel():
            return (*common, body.organization_id, name_keys(body.language_versions), body.service_channel_type)
        case ServiceCollection():
            return (*common, body.organization_id)


def _body(work: Work) -> Content:
    return work.content if work.published is None else work.published


def of_row(kind: Kind, row: Any) -> Work:
    """The work that a row holds."""
    drafted = row.state == State.DRAFT
    return Work(
        kind=kind,
        id=row.id,
        version=row.version,
        own=row.own,
        state=row.state,
        published=None if drafted else row.body,
        draft=row.body if drafted else row.draft,
        in_review=row.in_review,
        archived_languages=tuple(row.archived_languages),
    )
