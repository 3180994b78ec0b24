"""Reads published documents as bytes: one statement for a document, one for a page of a list.

SQL by hand, with binary results: a list of 100 documents is a megabyte that neither Django nor a decoder should touch.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from catalogue.errors import InvalidFilter, NotFound
from catalogue.services.values import Kind
from tenants.context import here

Dialect = Literal["v1", "ptv_v11"]
CHECK_LENGTH: Final = 6


class Document(NamedTuple):
    """A stored document; `content` is None when the reader holds these very bytes already."""

    content: bytes | None
    etag: str
    updated: datetime
    revision: int
    """The town's, of which this is a part."""


class Page(NamedTuple):
    """Part of a list, the cursor of the next part (None: this is the last), and the town's revision that it shows."""

    items: list[bytes]
    next: str | None
    revision: int


class NumberedPage(NamedTuple):
    """Part of a list by number: rows may move between pages while somebody publishes."""

    items: list[bytes]
    total: int


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which things of a kind a list holds. `facets` are groups of terms: of each group a thing has at least one.

    `updated_since` is about the documents here, not about the register's `modified`.
    """

    kind: Kind
    facets: Sequence[Sequence[str]] = ()
    own: bool | None = None
    updated_since: datetime | None = None
    ids: Sequence[UUID] | None = None

    @property
    def narrow(self) -> bool:
        """Whether more than kind and owner tells what is in it."""
        return bool(self.facets) or self.updated_since is not None or self.ids is not None

    def digest(self) -> bytes:
        """Tells this list from others, so that a cursor of one list is refused by another."""
        return repr((self.kind, self.facets, self.own, self.updated_since, self.ids)).encode()


def document(*, kind: Kind, thing_id: UUID, dialect: Dialect, known: Sequence[str] = ()) -> Document:
    """The document of a thing, without content when its ETag is one of those known; raises NotFound. One statement."""
    content: str = dialect
    parameters: list[Any] = [thing_id, kind]
    if known:
        content, parameters = (
            f"CASE WHEN {dialect}_etag = ANY(%s) THEN NULL ELSE {dialect} END",
            [list(known), *parameters],
        )
    statement = (  # the dialect is one of ours
        f"SELECT {content}, {dialect}_etag, updated, (SELECT number FROM outbox_revision WHERE id = 1) "  # noqa: S608
        "FROM published_document WHERE id = %s AND kind = %s"
    )
    with _cursor(prepared=True) as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    if row is None:
        message = f"There is no published {kind.replace('_', ' ')} with id {thing_id}."
        raise NotFound(message)
    return Document(*row)


def page(*, selection: Selection, dialect: Dialect, cursor: str | None = None, size: int = 20) -> Page:
    """A page of a list by name, from a cursor on; raises InvalidFilter (cursor). One statement.

    A list read to its end holds each thing once and leaves none out, whatever is published meanwhile, as long as its
    name stays; a renamed thing may show twice or not at all.
    """
    after = _opened(cursor, selection) if cursor else None
    statement, parameters = _page_statement(selection, dialect, after, size + 1)
    with _cursor(prepared=not selection.narrow) as reading:
        reading.execute(statement, parameters)
        rows = reading.fetchall()
    items = [row[0] for row in rows[:size] if row[0] is not None]
    more = len(rows) > size
    return Page(items, _closed(rows[size - 1][1], rows[size - 1][2], selection) if more else None, rows[0][3])


def numbered_page(*, selection: Selection, dialect: Dialect, number: int, size: int) -> NumberedPage:
    """A page by its number (1-based) in the order of ids, with the number of all. One statement."""
    conditions, parameters = _conditions(selection, selection.own)
    parameters |= {"size": size, "offset": (number - 1) * size}
    statement = (
        f"WITH listed AS (SELECT id FROM published_document WHERE {' AND '.join(conditions)}), "  # noqa: S608
        "part AS (SELECT id FROM listed ORDER BY id LIMIT %(size)s::int OFFSET %(offset)s::bigint) "
        f"SELECT (SELECT count(*) FROM listed), document.{dialect} "
        "FROM (VALUES (1)) AS always LEFT JOIN (part JOIN published_document AS document USING (id)) ON true "
        "ORDER BY document.id"
    )
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    return NumberedPage([row[1] for row in rows if row[1] is not None], rows[0][0])


def ids(*, selection: Selection) -> list[UUID]:
    """The ids of a list, in no order. One statement."""
    conditions, parameters = _conditions(selection, selection.own)
    with _cursor() as cursor:
        cursor.execute(f"SELECT id FROM published_document WHERE {' AND '.join(conditions)}", parameters)  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def facet_counts(*, selection: Selection, prefix: str) -> dict[str, int]:
    """How many things of a list have each facet that begins so: ("class:") -> {"class:P1": 12, ...}. One statement."""
    conditions, parameters = _conditions(selection, selection.own)
    statement = (
        f"SELECT facet, count(*) FROM published_document, unnest(facets) AS facet WHERE {' AND '.join(conditions)} "  # noqa: S608
        "AND starts_with(facet, %(prefix)s) GROUP BY facet ORDER BY facet"
    )
    with _cursor() as cursor:
        cursor.execute(statement, parameters | {"prefix": prefix})
        return dict(cursor.fetchall())


# --- statements -------------------------------------------------------------------------------------------------------


def _page_statement(
    selection: Selection, dialect: Dialect, after: tuple[str, UUID] | None, limit: int
) -> tuple[str, dict[str, Any]]:
    """Own and foreign things are walked apart and merged, each along the index (kind, own, sort_key, id)."""
    owners = (True, False) if selection.own is None else (selection.own,)
    conditions, parameters = _conditions(selection, None)
    parameters["limit"] = limit
    if after:
        conditions.append("(sort_key, id) > (%(after_key)s, %(after_id)s)")
        parameters |= {"after_key": after[0], "after_id": after[1]}
    walks = " UNION ALL ".join(
        f"(SELECT {dialect} AS content, sort_key, id FROM published_document WHERE "  # noqa: S608
        f"{' AND '.join([*conditions, f'own = {owner}'])} ORDER BY sort_key, id LIMIT %(limit)s::int)"
        for owner in owners
    )
    # One row at least, as an empty list has a revision too.
    return (
        "SELECT content, sort_key, listed.id, number FROM outbox_revision LEFT JOIN "  # noqa: S608
        f"(SELECT * FROM ({walks}) AS walked ORDER BY sort_key, id LIMIT %(limit)s::int) AS listed ON true "
        "WHERE outbox_revision.id = 1 ORDER BY sort_key, listed.id"
    ), parameters


def _conditions(selection: Selection, owner: bool | None) -> tuple[list[str], dict[str, Any]]:
    conditions, parameters = ["kind = %(kind)s"], dict[str, Any](kind=selection.kind)
    if owner is not None:
        conditions.append("own = %(own)s")
        parameters["own"] = owner
    required = [group[0] for group in selection.facets if len(group) == 1]
    if required:
        conditions.append("facets @> %(required)s::text[]")
        parameters["required"] = required
    for place, group in enumerate(group for group in selection.facets if len(group) != 1):
        conditions.append(f"facets && %(any_{place})s::text[]")
        parameters[f"any_{place}"] = list(group)
    if selection.updated_since is not None:
        conditions.append("updated >= %(updated_since)s")
        parameters["updated_since"] = selection.updated_since
    if selection.ids is not None:
        conditions.append("id = ANY(%(ids)s::uuid[])")
        parameters["ids"] = list(selection.ids)
    return conditions, parameters


def _cursor(*, prepared: bool = False) -> CursorWrapper:
    """A reader behind Django's checks. Only what has one good plan for all parameters may be prepared."""
    return here().reading_cursor(prepared=prepared)


# --- cursors ----------------------------------------------------------------------------------------------------------


def _closed(sort_key: str, last: UUID, selection: Selection) -> str:
    content = last.bytes + sort_key.encode()
    return base64.urlsafe_b64encode(_check(content, selection) + content).decode().rstrip("=")


def _opened(cursor: str, selection: Selection) -> tuple[str, UUID]:
    """Where a cursor points. Its check keeps out damage and other lists' cursors; there is no secret in it."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        check, content = raw[:CHECK_LENGTH], raw[CHECK_LENGTH:]
        after = content[16:].decode(), UUID(bytes=content[:16])
    except (binascii.Error, ValueError) as error:
        raise InvalidFilter("The cursor is damaged.", place="cursor") from error
    if check != _check(content, selection) or "\x00" in after[0]:
        raise InvalidFilter("The cursor does not belong to this list.", place="cursor")
    return after


def _check(content: bytes, selection: Selection) -> bytes:
    return blake2b(content, key=blake2b(selection.digest(), digest_size=16).digest(), digest_size=CHECK_LENGTH).digest()
