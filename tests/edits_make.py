"""Makers of what editors do with things that are here: a draft, what readers see at once, an archived thing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from catalogue.outbox.unit import changes
from catalogue.services import connecting, editing, works
from catalogue.services.connecting import Joined
from catalogue.services.values import Kind
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import Work
from tests.connections_make import do, of

ANNA = Author("person", uuid4())


def present(kind: Kind, thing_id: UUID) -> Work:
    """The thing as editors have it."""
    return works.one(kind=kind, thing_id=thing_id)


def draft(kind: Kind, thing_id: UUID, patch: dict[str, Any]) -> Work:
    """A draft over what is published."""
    return _taken(kind, thing_id, lambda work: editing.change(work=work, seen=work, patch=patch))


def publish(kind: Kind, thing_id: UUID) -> Work:
    """All of its draft for readers."""

    def step(work: Work) -> Step:
        languages = list(work.content.language_versions)
        return editing.publish(
            work=work, seen=work, languages=languages, by=ANNA.person, at=timezone.now(), four_eyes=False
        )

    return _taken(kind, thing_id, step)


def edit(kind: Kind, thing_id: UUID, patch: dict[str, Any]) -> Work:
    """Something changed for readers."""
    draft(kind, thing_id, patch)
    return publish(kind, thing_id)


def archive(kind: Kind, thing_id: UUID) -> Work:
    """The whole thing out of sight."""
    return _taken(kind, thing_id, lambda work: editing.archive(work=work, seen=work, languages=[], at=timezone.now()))


def described(text: str) -> dict[str, Any]:
    """A patch of the Finnish description of a connection."""
    return {"language_versions": {"fi": {"description": text}}}


def change_pair(connection_id: UUID, text: str) -> Joined:
    """What is said of a pair in Finnish."""
    return do(of(connecting.one(connection_id=connection_id), "change", content=described(text)))


def _taken(kind: Kind, thing_id: UUID, step: Callable[[Work], Step]) -> Work:
    with changes() as unit:
        work = works.one(kind=kind, thing_id=thing_id, lock=True)
        return editing.write(unit=unit, steps=[step(work)], author=ANNA, at=timezone.now())[0]
