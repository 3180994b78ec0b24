"""Which host a security key belongs to: browsers bind a key to the host at which it was added, for ever.

So a town with several hosts has keys of each, and a renamed one keeps keys that open nothing any more. They do not lock
anybody out: recovery codes come with the first key, an app works at every host, and another administrator can remove
what is lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.conf import settings

from tenants.accounts.models import Account
from tenants.models import Municipality
from tenants.queries import hosts_of


@dataclass(frozen=True, slots=True)
class SecurityKey:
    """A key of somebody's. `host` is None where nobody answers any more."""

    id: int
    name: str
    host: str | None


def hosts_for(municipality: Municipality | None) -> Sequence[str]:
    """Where somebody of this town, or of the host, may sign in."""
    return hosts_of(municipality=municipality) if municipality else [settings.PUBLIC_HOST]


def keys_of(account: Account, *, hosts: Iterable[str]) -> list[SecurityKey]:
    """Somebody's keys with the hosts that they belong to; one statement."""
    by_hash = {sha256(host.encode()).digest(): host for host in hosts}
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("id")
    kept = [(row.pk, row.wrap()) for row in rows]
    return [SecurityKey(pk, key.name, by_hash.get(key.authenticator_data.rp_id_hash)) for pk, key in kept]
