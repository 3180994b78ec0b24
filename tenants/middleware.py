"""A request's way into its town: by the host it names, and out again when the answer is given."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.db import ProgrammingError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.request import split_domain_port, validate_host
from psycopg.errors import InvalidSchemaName, UndefinedTable

from tenants.context import within, within_host
from tenants.errors import NoTown
from tenants.hosts import hosts
from tenants.models import Municipality
from tenants.not_served import UNAVAILABLE, told, why_not_served
from tenants.outages import COME_BACK, OUTAGES
from tenants.queries import schema_exists

log = logging.getLogger(__name__)


def town_of(request: HttpRequest) -> Municipality:
    """The town of a request; raises NoTown on the operator's own host."""
    town: Municipality | None = getattr(request, "municipality", None)
    if town is None:
        raise NoTown("This address belongs to a town's site.")
    return town


class TownMiddleware:
    """Sets `request.municipality`: the town, or None on the operator's own host. Any other host gets a bare 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = _host(request)
        if host == settings.PUBLIC_HOST:
            return self._operator(request)
        try:
            town = hosts.town_at(host) if host else None
        except OUTAGES:
            log.exception("The table of hosts cannot be read.")
            return HttpResponse(status=503, content_type="text/plain", headers=COME_BACK)
        if town is None:
            return _not_found()
        if (why := why_not_served(town, request.path_info)) is not None:
            return told(request, town, why)
        return self._town(request, town)

    def _operator(self, request: HttpRequest) -> HttpResponseBase:
        request.municipality = None  # type: ignore[attr-defined]
        request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
        with within_host():
            return self.get_response(request)

    def _town(self, request: HttpRequest, town: Municipality) -> HttpResponseBase:
        request.municipality = town  # type: ignore[attr-defined]
        with within(town):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            parts = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _parts_within(town, parts)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A town whose schema is gone is "not served now", without a word on why; other errors take their usual way."""
        town: Municipality | None = getattr(request, "municipality", None)
        missing = isinstance(error, ProgrammingError) and isinstance(
            error.__cause__, UndefinedTable | InvalidSchemaName
        )
        if town is None or not missing or schema_exists(schema_name=town.schema_name):
            return None
        log.error("The schema %s is missing.", town.schema_name)
        return told(request, town, UNAVAILABLE)


def _host(request: HttpRequest) -> str:
    """The host that the request names, in lower case, without port and closing dot; empty when it is not one."""
    return _domain(request._get_raw_host())  # type: ignore[attr-defined]  # `get_host` without its checks


@lru_cache(maxsize=2_000)
def _domain(raw: str) -> str:
    """What Django's `get_host` makes of a host; there are few, and asking it takes as long as finding the town."""
    domain, _ = split_domain_port(raw)
    return domain if domain and validate_host(domain, settings.ALLOWED_HOSTS) else ""


def _not_found() -> HttpResponse:
    return HttpResponse(status=404, content_type="text/plain")


def _parts_within(town: Municipality, parts: Iterable[bytes]) -> Iterator[bytes]:
    """A streamed answer is made after the middleware has returned: each part of it in the town, nothing in between."""
    iterator = iter(parts)
    while True:
        with within(town):
            part = next(iterator, None)
        if part is None:
            return
        yield part
