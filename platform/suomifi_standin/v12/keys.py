"""API keys: who may read."""

import hmac

from starlette.requests import Request

from suomifi_standin.switches import Demand
from suomifi_standin.v12.problems import Problem

HEADER = "x-api-key"


def check(request: Request, *, described: bool) -> None:
    """Raises Problem without a key that there is, where one is asked for; `described`: the description asks for it."""
    switches = request.app.state.world.v12
    if switches.demands_key is Demand.NOWHERE or (switches.demands_key is Demand.DESCRIBED and not described):
        return
    given = request.headers.get(HEADER, "")
    if not any(hmac.compare_digest(given.encode(), key.encode()) for key in switches.keys):
        raise Problem(401, f"A valid API key is required in the header {HEADER}.")
