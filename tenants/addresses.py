"""Where our own requests to hosts that a town names may go: to public addresses, checked and then connected to as such.

A host that somebody else names must not be a way into the host's own network: to its database, to other programs of
this machine, or to a cloud's metadata service. Checking the name alone does not do, as it may resolve otherwise the
next time; so `connect` resolves once, refuses when any of the answers is not public, and connects to what it checked.
"""

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from tenants.errors import TenantsError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Public by their number, and yet not somebody's site. The list of Python grows from release to release: 3.11 lacks
# some of these. Sources: IANA's registries of special-purpose addresses; Azure's documentation for the host's address.
_NOT_SITES = tuple(
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",  # protocol assignments; a cloud's metadata service is at .192
        "192.88.99.0/24",  # relays of 6to4
        "168.63.129.16/32",  # Azure's own services, from within every machine of its
        "fec0::/10",  # site-local
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
    )
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(TenantsError):
    """The host is not at a public address, or at none at all."""

    code = "address_refused"


def is_public(text: str) -> bool:
    """Whether somebody's public site may be at an address. What counts inside of IPv6 is the IPv4 that it leads to."""
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        address = _inside(address) or address
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NOT_SITES)
    )


def _inside(address: ipaddress.IPv6Address) -> Address | None:
    """The IPv4 address that this one leads to."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def connect(host: str, port: int, *, timeout: float, allows: Callable[[str], bool] = is_public) -> socket.socket:
    """A connection to the host, none of whose addresses is refused; `timeout` seconds for resolving and connecting.

    Raises AddressRefused before anything is sent, else OSError (TimeoutError among them) of the last address tried.
    The socket waits for at most `timeout` at each step, like one of `socket.create_connection`.
    """
    end = time.monotonic() + timeout
    error: OSError = TimeoutError(f"{host} was not reached in time.")
    for family, place in _checked(host, port, timeout, allows):
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.settimeout(max(0.001, end - time.monotonic()))
            made.connect(place)
        except OSError as refused:
            made.close()
            error = refused
        else:
            made.settimeout(timeout)
            return made
        if time.monotonic() >= end:
            break
    raise error


def _checked(host: str, port: int, timeout: float, allows: Callable[[str], bool]) -> Sequence[tuple[int, Any]]:
    """Family and place of each of a host's addresses."""
    found = _resolved(host, port, timeout)
    refused = sorted({str(place[0]) for _, place in found if not allows(str(place[0]))})
    if refused:
        raise AddressRefused(f"{host} is at {', '.join(refused)}, which is not a public address.")
    return found


def _resolved(host: str, port: int, timeout: float) -> Sequence[tuple[int, Any]]:
    """The resolver of the system knows no deadline: it is asked in a thread that may be left behind."""
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put([(one[0], one[4]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:  # a label that is too long is no OSError
            answers.put(error)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except queue.Empty:
        raise TimeoutError(f"The address of {host} was not found in time.") from None
    if isinstance(answer, Exception):
        raise AddressRefused(f"{host} has no address.") from answer
    found: Sequence[tuple[int, Any]] = answer
    return found
