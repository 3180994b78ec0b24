"""Reads of a town's published things, whose answers stay what they are while the town's revision does."""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from api.kept import Answer, Key, kept_answers
from api.reading import ReadView, accepts_json, answer, holds_since, known_etags, open_to_all
from catalogue.outbox import freshness
from tenants.context import current_schema


class PublishedView(ReadView):
    """What was answered at the town's present revision is answered again, without PostgreSQL and all that leads to it.

    A view hands what it found to `give`. `revision` is the town's as far as it is known without PostgreSQL.
    """

    revision: int | None = None
    began = 0.0  # monotonic seconds

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The kept answer, where there is one for this reader."""
        if kept_answers.room and request.method in ("GET", "HEAD"):
            self.began = time.monotonic()
            self.revision = freshness.known()
            if self.revision is not None and accepts_json(request):
                kept = kept_answers.at(_key(request), revision=self.revision)
                response = kept and _told(request, kept)
                if response:
                    return open_to_all(response)
        return super().dispatch(request, *args, **kwargs)

    def give(self, request: Request, found: Answer) -> HttpResponse:
        """What was found, or 304 to whoever holds it; kept for who asks next."""
        if kept_answers.room:
            kept_answers.keep(_key(request._request), found)
            if self.revision is None:
                freshness.tell(revision=found.revision, read_at=self.began)
        response = _told(request, found)
        assert response is not None, "content may be left out for a reader only that holds it"
        return response


def _key(request: HttpRequest) -> Key:
    """What an answer depends on, besides the revision: the town, and the address by which it was asked for."""
    return (
        current_schema(),
        request.scheme or "",
        request.get_host(),
        request.path_info,
        request.META.get("QUERY_STRING", ""),
    )


def _told(request: HttpRequest | Request, found: Answer) -> HttpResponse | None:
    """The answer for this reader; None where its content would be needed and is not at hand."""
    known = known_etags(request)
    held = found.etag in known or "*" in known
    if held or (found.updated is not None and holds_since(request, found.updated)):
        return answer(None, etag=found.etag, updated=found.updated)
    if found.content is None:
        return None
    return answer(found.content, etag=found.etag, updated=found.updated)
