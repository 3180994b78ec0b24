"""Secrets for one receiver: wrapped for an instance's public key (X25519, HKDF, AES-256-GCM), opened only there.

An instance's key pair is derived from its secret key and kept nowhere; another secret key is another pair. What is
wrapped is bound to its town, table, column and row: it does not open in another place. Each value has an ephemeral key
of its own, so that two wrappings of the same text differ.
"""

import base64
import hashlib
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tenants.moving.errors import FileRefused, KeyRefused

_PREFIX: Final = "kkr_"
_KEY_BYTES: Final = 32
_CHECK_BYTES: Final = 4
_INFO: Final = b"kuntakanta.moving"
_NONCE: Final = bytes(12)  # each key encrypts one text only


def shown_key() -> str:
    """This instance's public key, with check characters against a slip of the hand."""
    return _shown(_own_key().public_key().public_bytes_raw())


def wrap(text: str, *, receiver: str, context: str) -> str:
    """A text for the instance that shows the key `receiver`. Raises KeyRefused."""
    public = _read(receiver)
    ephemeral = X25519PrivateKey.generate()
    sender = ephemeral.public_key().public_bytes_raw()
    try:
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise KeyRefused("The receiver's key is not a key of an instance.") from None
    body = _cipher(shared, sender + public).encrypt(_NONCE, text.encode(), context.encode())
    return base64.b64encode(sender + body).decode()


def unwrapped(wrapped: str, *, context: str) -> str:
    """The text again; raises FileRefused when it was wrapped for another instance or place, or was changed."""
    own = _own_key()
    try:
        raw = base64.b64decode(wrapped, validate=True)
        sender, body = raw[:_KEY_BYTES], raw[_KEY_BYTES:]
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
        cipher = _cipher(shared, sender + own.public_key().public_bytes_raw())
        return cipher.decrypt(_NONCE, body, context.encode()).decode()
    except (InvalidTag, ValueError):
        raise FileRefused("A wrapped secret does not open here: it was changed, or moved to another place.") from None


def check_key(receiver: str) -> str:
    """The key as its instance shows it; raises KeyRefused when this is no key of an instance."""
    return _shown(_read(receiver))


def _own_key() -> X25519PrivateKey:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_INFO + b".receiver")
    return X25519PrivateKey.from_private_bytes(derived.derive(settings.SECRET_KEY.encode()))


def _cipher(shared: bytes, parties: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_INFO + b".wrap" + parties).derive(shared))


def _shown(public: bytes) -> str:
    return _PREFIX + base64.urlsafe_b64encode(public + _check(public)).decode()


def _read(text: str) -> bytes:
    body = text.strip().removeprefix(_PREFIX)
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    public, check = raw[:_KEY_BYTES], raw[_KEY_BYTES:]
    if len(public) != _KEY_BYTES or check != _check(public):
        raise KeyRefused("This is not a receiver's key: `kuntakanta import --show-key` prints it at the receiver.")
    return public


def _check(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:_CHECK_BYTES]
