"""Pages for people who program: what there is, and each contract to read and try; the only HTML of this room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.dialects.v1 import LICENSE_URL, SOURCE


def start(request: HttpRequest) -> HttpResponse:
    """What there is, without script."""
    return _cached(render(request, "api/start.html", {"license_url": LICENSE_URL, "source": SOURCE}))


def contract(request: HttpRequest, title: str, contract_name: str) -> HttpResponse:
    """A contract with a form to try each address. The page brings no code of its own: a strict policy lets none run."""
    return _cached(render(request, "api/contract.html", {"title": title, "contract_name": contract_name}))


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=3600"
    return response
