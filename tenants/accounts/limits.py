"""How often somebody may fail here: counted per town or host in the shared cache, by fixed windows of time."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many in so many seconds."""

    most: int
    seconds: int


LIMITS: Final[Mapping[str, Limit]] = {
    # Tokens cannot be guessed; what is spared is the work for a program that goes on with one that has ended.
    "token_failed": Limit(30, 60),
}


def address_of(request: HttpRequest) -> str:
    """Whence a request comes, as far as the proxies are trusted that stand before us."""
    found: str = get_adapter().get_client_ip(request)
    return found


def seconds_to_wait(action: str, *, key: str) -> int:
    """Count one more; 0 where it is within the limit, else the seconds until the next is."""
    limit = LIMITS[action]
    now = int(time.time())
    window, gone = divmod(now, limit.seconds)
    name = f"limit:{action}:{blake2b(key.encode(), digest_size=16).hexdigest()}:{window}"
    cache.add(name, 0, timeout=limit.seconds)
    try:
        count = cache.incr(name)
    except ValueError:  # the window closed between the two
        return 0
    return limit.seconds - gone if count > limit.most else 0
