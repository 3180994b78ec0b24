"""How many bad tokens may come from one address: counted per town or host in the shared cache, by fixed windows.

Allauth counts sign-ins for us, but not these: it does not say when to come again, and has those who fail wait for a
lock in the cache. No work is spared, as each token is looked up first so that a good one is never kept waiting; a
program that goes on with one that has ended is told when to come again.
"""

import time
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST: Final = 30
SECONDS: Final = 60


def seconds_to_wait(request: HttpRequest) -> int:
    """Count one more bad token; 0 where it is within the limit, else the seconds until the next is."""
    window, gone = divmod(int(time.time()), SECONDS)
    name = f"limit:token_failed:{_whence(request)}:{window}"
    cache.add(name, 0, timeout=SECONDS)
    try:
        count = cache.incr(name)
    except ValueError:  # the window closed between the two
        return 0
    return SECONDS - gone if count > MOST else 0


def _whence(request: HttpRequest) -> str:
    """Where a request comes from, as far as the proxies are trusted that stand before us.

    Of IPv6 it is the network: whoever has one address there has all 2**64 of them.
    """
    address = ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Network((address, 64), strict=False).network_address)
    return str(address)
