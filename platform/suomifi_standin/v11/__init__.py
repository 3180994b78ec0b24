"""PTV Open API v11, its open reads, under /api/v11.

One module per group of routes; `parameters` reads requests, `answers` words answers and refusals, `reading` holds what
groups share. Reads that need a token, and all writes, answer 401: nobody can log in here. A bearer header that is no
token at all breaks every request with 500, as in the real service.
"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from suomifi_standin.v11 import (
    channels,
    code_lists,
    general_descriptions,
    organizations,
    probes,
    service_collections,
    services,
)
from suomifi_standin.v11.answers import no_token

_RESTRICTED = (
    "/Service/active",
    "/Service/active/{id}",
    "/ServiceChannel/active",
    "/ServiceChannel/active/{id}",
    "/Common/Translation",
    "/Common/NotMaintainedServices",
    "/Common/NotMaintainedServiceChannels",
    "/Common/ServicesWithoutChannels",
    "/Common/ChannelsWithoutServices",
)
_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


async def _refuse(request: Request) -> Response:
    raise no_token()


async def _unknown(request: Request) -> Response:
    """Whatever is written needs a token; a read of a path that nobody knows is an empty 404."""
    if request.method in ("GET", "HEAD"):
        return Response(status_code=404)
    raise no_token()


def routes() -> Sequence[BaseRoute]:
    """Every open read; restricted ones come first, so that their paths are not taken for ids."""
    return [
        *(Route(path, _refuse) for path in _RESTRICTED),
        *organizations.routes,
        *services.routes,
        *channels.routes,
        *general_descriptions.routes,
        *service_collections.routes,
        *code_lists.routes,
        *probes.routes,
        Route("/{path:path}", _unknown, methods=_METHODS),
    ]
