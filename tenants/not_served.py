"""What is said at a town's host while the town is not served: a page in its languages, or a problem for programs.

The page is whole in itself, style and all: nothing else may be served there, and what it would be made of may be what
is broken. Its policy names the style by its hash and allows nothing else.
"""

import base64
import hashlib
import json
import logging
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.utils.safestring import mark_safe

from tenants.models import Municipality

log = logging.getLogger(__name__)

State = Municipality.State


@dataclass(frozen=True, slots=True)
class NotServed:
    """Why a town that is known is not served; `name` is its words', too."""

    name: str
    status: HTTPStatus
    detail: str
    retry_after: int | None = None
    """Seconds after which it may be worth to ask again."""


CLOSED = NotServed("closed", HTTPStatus.GONE, "This town's service has ended.")
SUSPENDED = NotServed("suspended", HTTPStatus.SERVICE_UNAVAILABLE, "This town's service is suspended.", 3600)
UNAVAILABLE = NotServed("unavailable", HTTPStatus.SERVICE_UNAVAILABLE, "This town's service will be back later.", 300)
UPDATING = NotServed("updating", HTTPStatus.SERVICE_UNAVAILABLE, "This town's service is being updated.", 300)
REASONS: Final = (CLOSED, SUSPENDED, UNAVAILABLE, UPDATING)


def why_not_served(town: Municipality, path: str) -> NotServed | None:
    """Why a path is not served at a town; None where it is. Staff get in while a town is suspended, and only then; but
    not when it is fenced, as what they write would be lost by its move."""
    if town.state == State.CLOSED:
        return CLOSED
    if town.state == State.PROVISIONING:
        return UNAVAILABLE
    if not town.is_servable:
        log.error("The schema of %s does not fit this release.", town.schema_name)
        return UPDATING
    if town.state == State.SUSPENDED and (town.fenced or not path.startswith(settings.SERVED_WHILE_SUSPENDED)):
        return SUSPENDED
    return None


def told(request: HttpRequest, town: Municipality, why: NotServed) -> HttpResponse:
    """The page for people, or for programs a problem as the API's own are (RFC 9457).

    A status of 500 and above is an error to Django's log, unless it has been logged; this one is meant.
    """
    if request.path_info.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": why.status.phrase,
            "status": why.status.value,
            "code": f"town_{why.name}",
            "detail": why.detail,
        }
        response = HttpResponse(json.dumps(problem), status=why.status, content_type="application/problem+json")
    else:
        response = HttpResponse(_page(town, why), status=why.status)
        response["Content-Language"] = ", ".join(_languages(town, why))
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src '{_hash(_style())}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    response["X-Content-Type-Options"] = "nosniff"
    if why.retry_after is not None:
        response["Retry-After"] = str(why.retry_after)
    log_response("%s is %s.", town.schema_name, why.name, response=response, request=request, level="debug")
    return response


def _page(town: Municipality, why: NotServed) -> str:
    words = _words()[why.name]
    texts = [{"language": each, "name": town.name(each), **words[each]} for each in _languages(town, why)]
    context = {"texts": texts, "staff": not town.fenced, "style": mark_safe(_style())}  # noqa: S308 - a file of ours
    return render_to_string("tenants/not_served.html", context)


def _languages(town: Municipality, why: NotServed) -> Sequence[str]:
    """The town's languages in which we have words; Finnish where there is none."""
    return [each for each in town.languages if each in _words()[why.name]] or ["fi"]


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads((files("tenants") / "data" / "not_served.toml").read_text(encoding="utf-8"))


@cache
def _style() -> str:
    return (files("tenants") / "data" / "not_served.css").read_text(encoding="utf-8")


@cache
def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
