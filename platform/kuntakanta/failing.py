"""What is answered when something of ours went wrong: a problem to programs, a page to people, no more than a status
where nobody's site is known. Nothing is asked of the database: it may be what went wrong."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from api.errors import problem
from kuntakanta.pages.serving import failed as page
from tenants.outages import COME_BACK, OUTAGES


def failed(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: 503 for what passes by itself, else 500."""
    passes = isinstance(sys.exc_info()[1], OUTAGES)
    status = HTTPStatus.SERVICE_UNAVAILABLE if passes else HTTPStatus.INTERNAL_SERVER_ERROR
    response = _problem(status) if request.path_info.startswith("/api/") else page(request, status)
    for name, value in COME_BACK.items() if passes else ():
        response[name] = value
    return response


def _problem(status: HTTPStatus) -> HttpResponse:
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return problem(status, "unavailable", "This cannot be answered just now. Ask again in ten seconds.")
    return problem(status, "failed", "Something went wrong on our side. It has been noted.")
