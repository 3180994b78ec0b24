"""Lists and documents of the open API: parameters in, one question to the read model, stored bytes out."""

from typing import Final
from uuid import UUID

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from api.kept import Answer
from api.parameters import guid, read
from api.published import PublishedView
from api.reading import known_etags
from api.v1.filters import PAGE_SIZE, PARAMETERS, selection
from catalogue.dialects.v1 import LICENSE, SOURCE
from catalogue.errors import NotFound
from catalogue.outbox.unit import revision
from catalogue.published import queries
from catalogue.services.values import Kind
from tenants.middleware import town_of

# What stands around a list's items, which are stored documents. `FORM` is part of its ETag: raise it with a new form.
FORM: Final = 1
OPENING: Final = b'{"items":['
NEXT: Final = b'],"next":'
CLOSING: Final = b"," + orjson.dumps({"source": SOURCE, "license": LICENSE})[1:]


class ThingList(PublishedView):
    """Things of one kind, by name; at most two statements, one when nothing is known of the reader's copy."""

    kind: Kind = "service"

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, PARAMETERS[self.kind])
        if known := known_etags(request):
            present = revision() if self.revision is None else self.revision
            current = _etag(request, present)
            if current in known or "*" in known:
                return self.give(request, Answer(None, current, None, present))
        page = queries.page(
            selection=selection(self.kind, given),
            dialect="v1",
            cursor=given.get("cursor"),
            size=given.get("page_size", PAGE_SIZE),
        )
        parts = (OPENING, b",".join(page.items), NEXT, _address_of_next(request, page.next), CLOSING)
        return self.give(request, Answer(b"".join(parts), _etag(request, page.revision), None, page.revision))


class ThingDetail(PublishedView):
    """A thing by its id; one statement."""

    kind: Kind = "service"

    def get(self, request: Request, id: str) -> HttpResponse:  # noqa: A002 as the address names it
        if request.META.get("QUERY_STRING"):
            read(request.query_params, {})
        found = queries.document(kind=self.kind, thing_id=_id(id), dialect="v1", known=known_etags(request))
        return self.give(request, Answer(*found))


def _etag(request: Request, revision_number: int) -> str:
    """A list changes with its town's revision. Towns' keys are never used again, even where a town comes back."""
    return f"{FORM}-{town_of(request._request).pk}-{revision_number}"


def _address_of_next(request: Request, cursor: str | None) -> bytes:
    if cursor is None:
        return b"null"
    query = request.query_params.copy()
    query["cursor"] = cursor
    return orjson.dumps(request.build_absolute_uri(f"{request.path}?{query.urlencode(safe=',:')}"))


def _id(text: str) -> UUID:
    try:
        return guid(text)
    except ValueError as error:
        raise NotFound(f"The id must be {error}.", place="id") from error
