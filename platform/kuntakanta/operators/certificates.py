"""What TLS certificate each of our hosts shows, asked of the host itself: when it ends, or why it is no good.

Hosts are those that towns have shown to be theirs, and the operator's own. Only a handshake is made, at public
addresses, and nothing is asked for; where the operator's network has a proxy, by way of that.
"""

import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Final

from django.conf import settings

from tenants.addresses import AddressRefused
from tenants.asking import way
from tenants.models import Municipality
from tenants.status.operations import forget_certificates, saw_certificate
from tenants.status.queries import served_hosts

TIMEOUT: Final = 5.0
AT_ONCE: Final = 8
PORT: Final = 443


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen at a host; `fault` is a word of ours, and empty when there is nothing wrong."""

    ends: datetime | None = None
    fault: str = ""


def look_at_all() -> int:
    """Ask every host, some at a time, and keep what each showed; how many were no good.

    Takes at most ten seconds for each eight hosts. Without TLS in front of us there is nothing to ask for.
    """
    if not settings.HTTPS:
        return 0
    hosts: list[tuple[str, Municipality | None]] = [(settings.PUBLIC_HOST, None), *served_hosts()]
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="certificates") as pool:
        found: Sequence[Looked] = list(pool.map(look_at, [host for host, _ in hosts]))
    for (host, town), looked in zip(hosts, found, strict=True):
        saw_certificate(host=host, municipality=town, ends=looked.ends, fault=looked.fault)
    forget_certificates(except_of=[host for host, _ in hosts])
    return sum(bool(looked.fault) for looked in found)


def look_at(host: str) -> Looked:
    """The certificate that a host shows to whoever trusts what browsers trust."""
    try:
        with (
            way(host, PORT, timeout=TIMEOUT) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as safe,
        ):
            shown = safe.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return Looked(fault="expired" if error.verify_code == _EXPIRED else "not_trusted")
    except AddressRefused:
        return Looked(fault="not_public")
    except (OSError, HTTPException):
        return Looked(fault="unreachable")
    return Looked(ends=datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC))


_EXPIRED: Final = 10  # OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED
