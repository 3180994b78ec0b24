"""OpenID Connect as far as a town's sign-in needs it: the way to the provider, and what its answer proves.

Source: OpenID Connect Core 1.0 (3.1.2, 3.1.3.7), Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (`iss` in the answer). The
provider's signature is checked although its answer comes by TLS; its keys are fetched for each sign-in, so that new
ones are known at once.
"""

import hmac
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, Self
from urllib.parse import quote, urlencode

import jwt

from tenants.accounts.asking import ask, parts_of
from tenants.accounts.errors import NotAnswered, NotBelieved
from tenants.accounts.tokens import new_secret

ALGORITHMS: Final = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "EdDSA": "OKP",
}
"""Signatures that are believed, with the kind of key of each: none that a holder of our own secret could make."""

SKEW: Final = 60
"""Seconds by which the provider's clock may differ from ours."""

FRESH: Final = 600
"""Seconds for which a proof is good that was made for us just now."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider tells of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    basic: bool
    """Whether our secret goes in a header; else it goes in the form."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person's way to the provider and back: kept in their session, so that another's answer is none."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> Self:
        """Three secrets."""
        return cls(new_secret(), new_secret(), new_secret())


@dataclass(frozen=True, slots=True)
class Client:
    """We, as the provider knows us."""

    id: str
    secret: str
    back: str
    """The address to which people are sent back."""


def discover(issuer: str) -> Provider:
    """Ask a provider for its addresses. Raises NotAnswered where it is silent, odd, or another than was named."""
    told = ask(f"{issuer}/.well-known/openid-configuration")
    named = _text(told, "issuer")
    if named.rstrip("/") != issuer:
        raise NotAnswered("The sign-in service is not the issuer that was named.")
    addresses = {name: _text(told, name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    userinfo = _text(told, "userinfo_endpoint") if "userinfo_endpoint" in told else ""
    for address in [*addresses.values(), *filter(None, [userinfo])]:
        parts_of(address)
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_post" not in methods
    return Provider(issuer=named, **addresses, userinfo_endpoint=userinfo, basic=basic)


def way_to(provider: Provider, client: Client, attempt: Attempt) -> str:
    """Where to send somebody who wants to sign in."""
    challenge = urlsafe_b64encode(sha256(attempt.verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": client.back,
        "scope": "openid profile email",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    joint = "&" if parts_of(provider.authorization_endpoint).query else "?"
    return f"{provider.authorization_endpoint}{joint}{urlencode(asked)}"


def claims_of(
    provider: Provider, client: Client, attempt: Attempt, answer: Mapping[str, str], *, now: float
) -> dict[str, Any]:
    """Who came back with `answer`, the query of their request. Raises NotBelieved or NotAnswered."""
    if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()) or "code" not in answer:
        raise NotBelieved("The answer belongs to another attempt, or says no.")
    if "iss" in answer and answer["iss"] != provider.issuer:
        raise NotBelieved("The answer is another provider's.")
    tokens = _exchange(provider, client, attempt, answer["code"])
    claims = proven(_text(tokens, "id_token"), provider=provider, client=client, nonce=attempt.nonce, now=now)
    if provider.userinfo_endpoint:
        bearer = {"Authorization": f"Bearer {_text(tokens, 'access_token')}"}
        told = ask(provider.userinfo_endpoint, headers=bearer)
        if told.get("sub") != claims["sub"]:
            raise NotBelieved("The two answers are about different people.")
        claims |= told
    return claims


def _exchange(provider: Provider, client: Client, attempt: Attempt, code: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": client.back,
        "code_verifier": attempt.verifier,
    }
    if provider.basic:  # RFC 6749, 2.3.1: each part is encoded as in a form first
        pair = f"{quote(client.id, safe='')}:{quote(client.secret, safe='')}".encode()
        return ask(provider.token_endpoint, form=form, headers={"Authorization": f"Basic {b64encode(pair).decode()}"})
    return ask(provider.token_endpoint, form={**form, "client_id": client.id, "client_secret": client.secret})


def proven(id_token: str, *, provider: Provider, client: Client, nonce: str, now: float) -> dict[str, Any]:
    """The claims of an ID token that is signed by the provider, for us, just now, in this attempt."""
    try:
        header = jwt.get_unverified_header(id_token)
        algorithm = str(header.get("alg"))
        key = _key(ask(provider.jwks_uri), algorithm, header.get("kid"))
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key,
            algorithms=[algorithm],
            audience=client.id,
            issuer=provider.issuer,
            leeway=SKEW,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(f"The proof does not hold: {type(error).__name__}.") from None
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client.id:
        raise NotBelieved("The proof was made for another client.")
    if float(claims["iat"]) < now - FRESH - SKEW:
        raise NotBelieved("The proof is an old one.")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise NotBelieved("The proof belongs to another attempt.")
    return claims


def _key(told: Mapping[str, Any], algorithm: str, kid: object) -> Any:
    """The provider's key for a signature: by its id, or the only one that fits where the signature names none."""
    kind = ALGORITHMS.get(algorithm)
    if kind is None:
        raise NotBelieved("The proof is signed in a way that is not believed.")
    keys = told.get("keys")
    fitting = [
        key
        for key in (keys if isinstance(keys, list) else [])
        if isinstance(key, dict)
        and key.get("kty") == kind
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (kid is None or key.get("kid") == kid)
    ]
    if len(fitting) != 1:
        raise NotBelieved("The proof is signed by a key that is none of the provider's.")
    return jwt.PyJWK.from_dict(fitting[0], algorithm=algorithm).key


def _text(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or not found:
        raise NotAnswered(f"The sign-in service did not tell its {name}.")
    return found
