"""Secrets at rest: AES-256-GCM with a key of the town's own, which is derived from the host's and kept nowhere.

The key is made by HKDF from the host's secret key, the town's uuid and the purpose; both are also bound to the text as
its context. A sealed secret that is moved to another town, or to another purpose, does not open.
"""

import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tenants.accounts.errors import SecretDoesNotOpen

HOST_UUID: Final = UUID(int=0)
"""Stands for the host where a town's uuid would."""

FORM: Final = b"\x01"
NONCE_BYTES: Final = 12


def seal(text: str, *, owner: UUID, purpose: str) -> bytes:
    """The form's number, a nonce of this sealing's own, and the sealed text."""
    nonce = os.urandom(NONCE_BYTES)
    return FORM + nonce + _cipher(owner, purpose).encrypt(nonce, text.encode(), _context(owner, purpose))


def opened(sealed: bytes, *, owner: UUID, purpose: str) -> str:
    """The text again; raises SecretDoesNotOpen when it was sealed elsewhere, for something else, or was changed."""
    form, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if form != FORM or len(nonce) != NONCE_BYTES:
        raise SecretDoesNotOpen("A stored secret has a form that is not known here.")
    try:
        return _cipher(owner, purpose).decrypt(nonce, body, _context(owner, purpose)).decode()
    except InvalidTag:
        raise SecretDoesNotOpen("A stored secret was not sealed for this purpose here.") from None


def _context(owner: UUID, purpose: str) -> bytes:
    return owner.bytes + purpose.encode()


def _cipher(owner: UUID, purpose: str) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kuntakanta.sealing" + _context(owner, purpose))
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
