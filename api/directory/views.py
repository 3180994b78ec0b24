"""The list of towns that are served here, with the addresses of each."""

from hashlib import blake2b
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from api.openapi import Operation, reference
from api.parameters import read
from api.reading import ReadView, answer, known_etags
from tenants.models import Municipality
from tenants.status.queries import served_towns


class TownList(ReadView):
    """All towns that are served, by code; one statement. A few hundred at most, so there are no pages."""

    operation = Operation(
        id="list_towns",
        tag="Towns",
        summary="Towns of this host",
        description="Every town that is served here, by code, with the addresses of its site and of its API.",
        result=reference("TownList"),
        errors={400: ("A parameter is unknown.", reference("Problem"))},
    )

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        items = [_town(request, town, host) for town, host in served_towns()]
        content = orjson.dumps({"items": items})
        etag = blake2b(content, digest_size=12).hexdigest()
        known = known_etags(request)
        return answer(None if etag in known or "*" in known else content, etag=etag, licensed=False)


def _town(request: HttpRequest | Request, town: Municipality, host: str) -> dict[str, Any]:
    """At the town's primary host, at the port and by the scheme of this request."""
    port = request.get_host().partition(":")[2]
    site = f"{request.scheme}://{host}{f':{port}' if port else ''}"
    return {
        "code": town.code,
        "name": {"fi": town.name_fi, "sv": town.name_sv, "en": town.name_en},
        "languages": town.languages,
        "site": f"{site}/",
        "api": {
            "v1": f"{site}/api/v1/",
            "v1_contract": f"{site}/api/v1/openapi.json",
            "ptv_v11": f"{site}/api/ptv/v11/",
            "ptv_v11_contract": f"{site}/api/ptv/v11/openapi.json",
        },
    }
