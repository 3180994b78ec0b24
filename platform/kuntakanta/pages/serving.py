"""What all pages share: the town and its languages, conditional requests, caching, and errors as pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from catalogue.errors import InvalidFilter, NotFound
from catalogue.outbox.unit import revision
from catalogue.services.hours import HELSINKI
from kuntakanta.pages.messages import LOCALE, message
from kuntakanta.pages.reader import NAMES, SAMI_TOWNS, Reader, preferred
from tenants.middleware import town_of
from tenants.models import Municipality

HERE: Final = LOCALE.parent
CACHING: Final = "public, max-age=60, must-revalidate"


def _fingerprint(*folders: Path) -> str:
    """Tells one release of the pages' form from another."""
    digest = blake2b(digest_size=6)
    for path in sorted(path for folder in folders for path in folder.rglob("*.*") if path.suffix != ".pyc"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


STYLE: Final = _fingerprint(HERE / "static")
FORM: Final = _fingerprint(HERE / "static", HERE / "templates", HERE / "locale", HERE / "pages")


@dataclass(frozen=True)
class Visit:
    """One request of a reader at a town."""

    request: HttpRequest
    town: Municipality
    reader: Reader
    now: datetime

    @property
    def town_name(self) -> str:
        sami = SAMI_TOWNS.get(self.town.code, {}).get(self.reader.language)
        return sami or self.town.name(self.reader.page_language)


@dataclass(frozen=True)
class Page:
    """What a view answers: a template, what it needs, and a title."""

    template: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)
    summary: str = ""


def served(*, tells_time: bool = False) -> Callable[[Callable[..., Page]], Callable[..., HttpResponse]]:
    """Makes a Django view of a page's own part.

    The ETag is that of the town's revision, of the form of the pages, and of the day, as national names and texts and
    what is over change apart from the town; of the minute where the page `tells_time` (what is open now).
    """

    def decorate(view: Callable[..., Page]) -> Callable[..., HttpResponse]:
        @require_safe
        @wraps(view)
        def answer(request: HttpRequest, language: str, **values: Any) -> HttpResponse:
            town = town_of(request)
            if language not in town.languages:
                return not_found(request)
            visit = Visit(request, town, Reader(language, tuple(town.languages)), timezone.now())
            etag = _etag(visit, tells_time=tells_time)
            known = parse_etags(request.headers.get("If-None-Match", ""))
            if etag in known or f"W/{etag}" in known:
                return _cached(HttpResponseNotModified(), etag)
            try:
                page = view(visit, **values)
            except (NotFound, InvalidFilter):
                return not_found(request)
            return _cached(rendered(visit, page), etag)

        return answer

    return decorate


def _etag(visit: Visit, *, tells_time: bool) -> str:
    moment = visit.now.astimezone(HELSINKI).strftime("%Y%m%d%H%M" if tells_time else "%Y%m%d")
    return f'"{FORM}-{visit.town.pk}-{revision()}-{moment}"'


def _cached(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = CACHING
    return response


def rendered(visit: Visit, page: Page, status: int = HTTPStatus.OK) -> HttpResponse:
    """A page as an answer."""
    reader = visit.reader
    context = {
        **page.context,
        "reader": reader,
        "town": visit.town,
        "town_name": visit.town_name,
        "title": page.title,
        "summary": page.summary,
        "style": STYLE,
        "choices": _choices(visit),
        "section": page.template,
    }
    response = HttpResponse(render_to_string(f"pages/{page.template}.html", context), status=status)
    response["Content-Language"] = reader.language
    return response


def _choices(visit: Visit) -> list[dict[str, Any]]:
    """The same page in each of the town's languages; cursors and letters belong to one language."""
    rest = visit.request.path.lstrip("/").partition("/")[2]
    known = visit.request.path.lstrip("/").partition("/")[0] in visit.town.languages
    return [
        {
            "language": language,
            "name": NAMES[language],
            "url": f"/{language}/{rest if known else ''}",
            "absolute": visit.request.build_absolute_uri(f"/{language}/{rest if known else ''}"),
            "current": language == visit.reader.language,
        }
        for language in visit.town.languages
    ]


def language_of(request: HttpRequest, town: Municipality) -> str:
    """The town's language that the address begins with, else the one that the browser likes best."""
    named = request.path.lstrip("/").partition("/")[0]
    return named if named in town.languages else preferred(request.headers.get("Accept-Language", ""), town.languages)


# --- errors -----------------------------------------------------------------------------------------------------------


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here, told in the look of the town."""
    return _error(request, HTTPStatus.NOT_FOUND, "not_found")


def failed(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Something went wrong on our side. Asks no database: it may be what went wrong."""
    return _error(request, status, "failed")


def _error(request: HttpRequest, status: int, template: str) -> HttpResponse:
    town: Municipality | None = getattr(request, "municipality", None)
    if town is None:  # the town itself could not be found out: there is no look to show it in
        return HttpResponse(status=status, content_type="text/plain")
    reader = Reader(language_of(request, town), tuple(town.languages))
    title = message(reader.page_language, f"{template}.title")
    response = rendered(Visit(request, town, reader, timezone.now()), Page(template, title), status)
    response["Cache-Control"] = "no-store"
    return response
