"""What an exchange reads of a town: its things part by part, and which of them rows may mean."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from catalogue.codes import queries as codes
from catalogue.codes.values import NamedCode
from catalogue.exchange.sheets import CODE_LISTS
from catalogue.services import queries, works
from catalogue.services.models import MODELS
from catalogue.services.tree import way_up
from catalogue.services.values import Kind
from catalogue.services.workflow import Work
from catalogue.sets import batches

AT_ONCE: Final = 200


def things(kind: Kind) -> Iterator[Work]:
    """All own things of a kind by id, a statement for every 200; organisations below those that they are under, so
    that whoever takes them in finds each parent there."""
    if kind == "organization":
        yield from _downwards()
        return
    after: UUID | None = None
    while found := queries.edited(kind=kind, state=None, after=after, most=AT_ONCE):
        yield from found
        after = found[-1].id


def _downwards() -> Iterator[Work]:
    tree = queries.tree()
    depths = {each: len(way_up(each, tree)) for each in tree}
    for some in batches(sorted(tree, key=lambda each: (depths[each], each)), AT_ONCE):
        found = works.load(kind="organization", ids=some)
        yield from (found[each] for each in some if each in found)


def own(kind: Kind, ids: Collection[UUID]) -> set[UUID]:
    """Those of some things that are the town's own; one statement."""
    return set(MODELS[kind]._default_manager.filter(own=True, id__in=ids).values_list("id", flat=True))


def code_lists() -> Mapping[str, Mapping[str, NamedCode]]:
    """The national lists that cells name codes of; a statement each."""
    environment = settings.REGISTRY_ENVIRONMENT
    return {name: {code.code: code for code in codes.codes(environment=environment, name=name)} for name in CODE_LISTS}


def by_own_key(kind: Kind, keys: Collection[str]) -> list[tuple[str, UUID]]:
    """The town's things that have these keys of its own: (key, id); one statement."""
    if not keys:
        return []
    table = MODELS[kind]._meta.db_table
    key = "COALESCE(draft, body) ->> 'source_id'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, id FROM {table} WHERE own AND {key} = ANY(%s)",  # noqa: S608 names are ours
            [list(keys)],
        )
        return [(str(found), thing_id) for found, thing_id in cursor.fetchall()]


def kinds_of(ids: Collection[UUID]) -> dict[UUID, Kind]:
    """Of which kind things are, others' too; one statement."""
    every = " UNION ALL ".join(
        f"SELECT id, '{kind}' FROM {model._meta.db_table} WHERE id = ANY(%(ids)s)"  # noqa: S608
        for kind, model in MODELS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(every, {"ids": list(ids)})
        return dict(cursor.fetchall())
