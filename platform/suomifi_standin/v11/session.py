"""Who is asking: the login, and what a token allows."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.accounts import TOKEN_MEMBER, Author, LoginRefused, Right
from suomifi_standin.journal import notes
from suomifi_standin.v11 import answers
from suomifi_standin.v11.answers import Refusal, no_token
from suomifi_standin.world import World


class Login(msgspec.Struct, rename="camel"):
    """Other members are ignored."""

    username: str
    password: str
    api_user_organisation: str | None = None


async def login(request: Request) -> Response:
    """`{"serviceToken": ...}` in production, `{"ptvToken": ...}` in the test environment."""
    world = _world(request)
    accounts = world.accounts
    try:
        asked = msgspec.json.decode(await request.body(), type=Login)
    except msgspec.MsgspecError as error:
        raise Refusal(400, {"errorMessage": str(error)}) from None
    try:
        token = accounts.login(asked.username, asked.password, asked.api_user_organisation, world.clock.now())
    except LoginRefused:
        raise Refusal(401, None) from None
    notes(request.scope).author = asked.username
    return answers.json({TOKEN_MEMBER[accounts.environment]: token}, request)


def author(request: Request) -> Author | None:
    """Whom the token of a request speaks for; anybody may read what is open, with an old token too."""
    given = request.headers.get("authorization", "")
    scheme, _, token = given.partition(" ")
    world = _world(request)
    found = world.accounts.author(token.strip(), world.clock.now()) if scheme.lower() == "bearer" else None
    if found:
        notes(request.scope).author = found.username
    return found


def allowed(request: Request, right: Right) -> Author:
    """Whoever asks, with this right: 401 without a token that holds, 403 without the right."""
    found = author(request)
    if found is None:
        raise no_token()
    if right not in found.rights:
        raise Refusal(403, None)
    return found


def _world(request: Request) -> World:
    world: Any = request.app.state.world
    assert isinstance(world, World)
    return world


routes = [Route("/api-login", login, methods=["POST"])]
