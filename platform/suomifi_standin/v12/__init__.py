"""PTV Open API v12, reads only, under /api/v12: what v11 holds, a while later and in another shape.

`copy` is what one request sees, of a moment that `replica` tells; `wire` makes a v12 document of a v11 one; `resources`
and `connections` are the six kinds of content, `hierarchy` the tree of organisations, `reference` the code lists.
`parameters` reads requests, `filters` what searches ask for; `pages` and `problems` word answers, `keys` asks for keys.
`surprises` plays a beta.

Where the description leaves a choice, it is made here, most of it to be changed by the control door's `settings`:

- An API key is asked for where the description does (searches, archived lists, the hierarchy); without one 401.
- `contentId` is v11's `id`; `publishedAt` is v11's `modified` to the millisecond, `migratedAt` is null.
- An unknown parameter, a value twice in a list, or more than 20 of them, are refused; a page beyond the last is empty.
- Lists may be given as repeated parameters or with commas. Items come in v11's order, by creation.
- The owner asked for is the one responsible, never one who only produces. A service is found by the codes of its own
  area; the lists of areas count with `areaType=LimitedArea` only.
- Services show the terms of their general description as in v11 (to be switched off); general descriptions belong to
  an organisation of the state.
- Archived lists hold what was archived, not what was withdrawn. Those of connections hold ids that nothing else shows.
- What v11 says in sub-regions or hospital districts is said in municipalities; a region of Åland is 20, as in v11.
- A Finnish number with a prefix becomes a domestic one with its 0. A form's file is called by the end of its address.
- Hours that are dated at one end only hold until further notice; their text is their additional information, never
  a heading. A connection has a language version for each language that it says something in.
"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from suomifi_standin.documents import encode
from suomifi_standin.v12 import connections, hierarchy, reference, resources
from suomifi_standin.v12.problems import Problem

PREFIX = "/api/v12"


async def _unknown(request: Request) -> Response:
    raise Problem(404, "There is no such path.")


async def _health(request: Request) -> Response:
    """Whether the service is well, told without a key."""
    healthy = request.app.state.world.v12.healthy
    told = encode("healthy" if healthy else "unhealthy")
    return Response(told, 200 if healthy else 503, media_type="application/json; charset=utf-8")


def routes() -> Sequence[BaseRoute]:
    """Every route below the prefix; the hierarchy comes before organisations, whose ids it would be taken for."""
    return [
        *hierarchy.routes,
        *resources.routes,
        *connections.routes,
        *reference.routes,
        Route("/{path:path}", _unknown),
    ]


health = [Route("/health/liveness", _health), Route("/health/readiness", _health)]
