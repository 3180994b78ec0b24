"""The stand-in as an ASGI application: the register's routes, its log and faults, and the control door."""

import logging
import re
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from suomifi_standin import control, journal, v11, v12
from suomifi_standin.clock import Clock
from suomifi_standin.faults import Faults, Playing
from suomifi_standin.generator import GeneratedTown, TownPlan
from suomifi_standin.journal import Journal
from suomifi_standin.recorded import RecordedSource
from suomifi_standin.sources import NationalSource, Source, TownSource
from suomifi_standin.v11 import session
from suomifi_standin.v11.answers import Refusal, refuse, unexpected
from suomifi_standin.v12 import problems
from suomifi_standin.v12.problems import Problem
from suomifi_standin.world import World

DEFAULT_OWNER = "853"
_TOKEN = re.compile(rb"bearer\s+[\w-]+\.[\w-]+\.[\w-]*", re.IGNORECASE)


class Bearer:
    """ASGI middleware: a bearer header that cannot be a token breaks even an open read of v11."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope.get("headers", ())).get(b"authorization", b"")
        spoilt = given.lower().startswith(b"bearer") and not _TOKEN.fullmatch(given)
        if spoilt and not scope["path"].startswith(f"{v12.PREFIX}/"):
            await (await refuse(Request(scope), unexpected()))(scope, receive, send)
        else:
            await self.app(scope, receive, send)


async def _unknown(request: Request, _: Exception) -> Response:
    """Old versions point to their successor; anything else unknown is an empty 404."""
    if re.match(r"/api/v[2-7]/", request.url.path):
        return PlainTextResponse("This version is no longer available, see /swagger/ui/index.html.", 404)
    return Response(status_code=404)


async def _broken(request: Request, error: Exception) -> Response:
    trace = uuid4().hex
    logging.getLogger(__name__).error("%s %s: trace id %s", request.method, request.url.path, trace, exc_info=error)
    if request.url.path.startswith(f"{v12.PREFIX}/"):
        return await problems.refuse(request, Problem(500, "An unexpected error occurred."), trace)
    return await refuse(request, unexpected(trace))


def build(
    plans: Sequence[TownPlan] = (),
    *,
    documents: Path | None = None,
    documents_owner: str | None = None,
    page_size: int = 100,
    id_page_size: int = 1000,
    api_keys: Sequence[str] = (),
) -> Starlette:
    """The application for these towns and this folder of recorded documents.

    `api_keys` are known to v12 from the start.

    Raises UnknownMunicipality and UnreadableDocuments. `app.state` holds world, rules and journal for tests.
    """
    sources: list[Source] = [TownSource(GeneratedTown(plan)) for plan in plans]
    if plans:
        sources.insert(0, NationalSource())
    if documents is not None:
        owner = documents_owner or (plans[0].code if plans else DEFAULT_OWNER)
        sources.insert(0, RecordedSource(documents, owner=owner))
    entries, rules = journal.empty(), list[Playing]()
    app = Starlette(
        routes=[
            Mount(control.DOOR, routes=control.routes),
            Mount("/api/v11", routes=v11.routes()),
            Mount(v12.PREFIX, routes=v12.routes()),
            *v12.health,
            Mount("/api/auth", routes=session.routes),
        ],
        middleware=[
            Middleware(Journal, entries=entries, door=control.DOOR),
            Middleware(Faults, rules=rules, door=control.DOOR),
            Middleware(Bearer),
        ],
        exception_handlers={Refusal: refuse, Problem: problems.refuse, 404: _unknown, Exception: _broken},
    )
    app.state.world = World(sources, Clock(), api_keys)
    app.state.rules = rules
    app.state.journal = entries
    app.state.page_size = page_size
    app.state.id_page_size = id_page_size
    return app
