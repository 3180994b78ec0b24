"""What all open reads share: no login and no cookies, any origin, conditional requests, short public caching."""

import re
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api import errors
from api.openapi import Documented, Operation
from catalogue.dialects.v1 import LICENSE_URL

JSON: Final = "application/json"
ACCEPTED: Final = frozenset({JSON, "application/*", "*/*"})
REFUSAL: Final = re.compile(r"q\s*=\s*0(\.0*)?")
CACHING: Final = "public, max-age=60, must-revalidate"
LICENSE_LINK: Final = f'<{LICENSE_URL}>; rel="license"'


class JsonOnly(BaseContentNegotiation):
    """There is one representation; whoever refuses it is told so."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Reads have no body."""
        return None

    def select_renderer(
        self, request: HttpRequest | Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        if not accepts_json(request):
            raise NotAcceptable("The answer is application/json, which the request does not accept.")
        return renderers[0], JSON


def accepts_json(request: HttpRequest | Request) -> bool:
    """Whether a request takes JSON, as one does that does not say."""
    accept = request.META.get("HTTP_ACCEPT") or "*/*"
    return accept in ("*/*", JSON) or any(_accepts(part) for part in accept.split(","))


def _accepts(media_range: str) -> bool:
    name, *options = (part.strip().lower() for part in media_range.split(";"))
    return name in ACCEPTED and not any(REFUSAL.fullmatch(option) for option in options)


class ReadView(APIView):
    """An address that is only read. A view says what it answers in `get` and how it is documented in `operation`."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    parser_classes = ()
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonOnly
    http_method_names = ["get", "head", "options"]  # noqa: RUF012 as Django declares it
    schema = Documented()
    operation: Operation | None = None

    # What DRF does for each request is most of the work of a read: what is the same for all is said once.
    default_response_headers = {}  # noqa: RUF012 nobody changes it
    format_kwarg = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody is asked who they are or how often they come; there is one version."""
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)

    def get_exception_handler(self) -> Any:
        return errors.answer

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Tells a browser at another origin that it may ask, conditionally too."""
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT,
            headers={
                "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
                "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
                "Access-Control-Max-Age": "86400",
            },
        )

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        return open_to_all(super().finalize_response(request, response, *args, **kwargs))


def _kept(headers: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Headers as Django keeps them; set one by one, each would be checked anew in every answer."""
    return {name.lower(): (name, value) for name, value in headers.items()}


OPEN: Final = _kept(
    {
        "Allow": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    }
)
LICENSED: Final = _kept({"Link": LICENSE_LINK})
CACHED: Final = _kept({"Cache-Control": CACHING})


def open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Lets pages of any origin read the answer, and says what else may be asked here."""
    response.headers._store.update(OPEN)
    return response


def known_etags(request: HttpRequest | Request) -> list[str]:
    """The ETags, without quotes, of what the reader holds; ["*"] for anything at all."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    return [tag.removeprefix("W/").strip('"') for tag in parse_etags(given)] if given else []


def holds_since(request: HttpRequest | Request, updated: datetime) -> bool:
    """Whether the reader's copy is as new as this, told by date; an ETag, where given, outranks the date."""
    if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" not in request.META:
        return False
    since = parse_http_date_safe(request.META["HTTP_IF_MODIFIED_SINCE"])
    return since is not None and int(updated.timestamp()) <= since


def answer(
    content: bytes | None, *, etag: str | None = None, updated: datetime | None = None, licensed: bool = True
) -> HttpResponse:
    """Stored bytes as an answer, or 304 when there are none to send; `licensed` as towns' content is."""
    if content is None:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response["Content-Type"]
    else:
        response = HttpResponse(content, content_type=JSON)
        response["Content-Length"] = str(len(content))  # without it the server sends the body in chunks
        if licensed:
            response.headers._store.update(LICENSED)
    if etag is not None:
        response["ETag"] = f'"{etag}"'
        response.headers._store.update(CACHED)
    if updated is not None:
        response["Last-Modified"] = _http_date(int(updated.timestamp()))
    return response


@lru_cache(maxsize=10_000)
def _http_date(seconds: int) -> str:
    """What was published together has one date."""
    return http_date(seconds)
