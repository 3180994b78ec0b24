"""PTV Open API v11, its reads and writes, under /api/v11, and its login under /api/auth.

One module per group of routes; `parameters` reads requests, `answers` words answers and refusals, `reading` holds what
groups of reads share, `session` says who asks. `writes` takes POST and PUT of things, `connections` those of
connections; `active` shows latest versions to writers, and `tasks` what they should look after. A bearer header that
is no token at all breaks every request with 500, as in the real service.
"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from suomifi_standin.v11 import (
    active,
    channels,
    code_lists,
    connections,
    general_descriptions,
    organizations,
    probes,
    service_collections,
    services,
    tasks,
    writes,
)
from suomifi_standin.v11.answers import no_token

_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")


async def _unknown(request: Request) -> Response:
    """Whatever is written needs a token; a read of a path that nobody knows is an empty 404."""
    if request.method in ("GET", "HEAD"):
        return Response(status_code=404)
    raise no_token()


def routes() -> Sequence[BaseRoute]:
    """Every route; restricted reads come first, so that their paths are not taken for ids."""
    return [
        *active.routes,
        *tasks.routes,
        *organizations.routes,
        *services.routes,
        *channels.routes,
        *general_descriptions.routes,
        *service_collections.routes,
        *code_lists.routes,
        *probes.routes,
        *connections.routes,
        *writes.routes,
        Route("/{path:path}", _unknown, methods=_METHODS),
    ]
