"""Whether the host's present key is the one by which the secrets of a place were sealed."""

import base64
from collections.abc import Iterator
from uuid import UUID

from allauth.mfa.models import Authenticator

from tenants.accounts import letters, signing_in, sso
from tenants.accounts.models import IdentityProvider, Letter
from tenants.accounts.sealing import opened

_SEALED_MEMBERS = ("secret", "seed")  # of an authenticator app, of recovery codes


def require_key(*, owner: UUID) -> None:
    """Open one secret of each kind that is sealed in the place that was entered: its town's uuid, or the host's.

    Raises SecretDoesNotOpen. Where nothing is sealed, every key will do.
    """
    for purpose, sealed in _one_of_each():
        opened(sealed, owner=owner, purpose=purpose)


def _one_of_each() -> Iterator[tuple[str, bytes]]:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    factor = Authenticator.objects.filter(type__in=kinds).order_by("-pk").first()
    for member in _SEALED_MEMBERS:
        if factor is not None and member in factor.data:
            yield signing_in.PURPOSE, base64.b64decode(factor.data[member])
    provider = IdentityProvider.objects.order_by("-pk").first()
    if provider is not None and provider.secret:
        yield sso.PURPOSE, bytes(provider.secret)
    letter = Letter.objects.exclude(sealed=None).order_by("-pk").first()
    if letter is not None and letter.sealed is not None:
        yield letters.PURPOSE, bytes(letter.sealed)
