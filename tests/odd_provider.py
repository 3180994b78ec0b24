"""A sign-in service at which everything can be made odd: what it tells of itself, what it signs, and with which key."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from tests.odd_servers import served

CLIENT, SECRET = "kuntakanta", "the-client's-own-secret-of-enough-length"


class Key:
    """A key to sign with, and how it is published."""

    def __init__(self, algorithm: str, kid: str | None = "1") -> None:
        self.algorithm, self.kid = algorithm, kid
        self.private: Any
        if algorithm.startswith("ES"):
            self.private = ec.generate_private_key(ec.SECP256R1())
            told = ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        elif algorithm == "EdDSA":
            self.private = ed25519.Ed25519PrivateKey.generate()
            told = OKPAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        else:
            self.private = rsa.generate_private_key(65537, 2048)
            told = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        self.published: dict[str, Any] = {**told, "use": "sig", "alg": algorithm} | ({"kid": kid} if kid else {})
        self.published.pop("key_ops", None)

    def pem(self) -> bytes:
        """The public key as a text, which a careless reader takes for a shared secret."""
        found: bytes = self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return found

    def sign(self, claims: dict[str, Any]) -> str:
        """An ID token."""
        return jwt.encode(claims, self.private, self.algorithm, headers={"kid": self.kid} if self.kid else None)


class OddProvider:
    """What the service answers: paths to a status and a body; and what it was asked."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []
        self.answers: dict[str, tuple[int, Any]] = {
            "/.well-known/openid-configuration": (
                200,
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "userinfo_endpoint": f"{self.issuer}/userinfo",
                    "jwks_uri": f"{self.issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                },
            )
        }

    def tell(self, path: str, body: Any, status: int = 200) -> None:
        """From now on answer this."""
        self.answers[path] = (status, body)

    def tell_of_itself(self, **changes: Any) -> None:
        """Change what the service says of itself; None takes a line out."""
        path = "/.well-known/openid-configuration"
        told = {**self.answers[path][1], **changes}
        self.tell(path, {name: value for name, value in told.items() if value is not None})


@contextmanager
def odd_provider() -> Iterator[OddProvider]:
    """The service on loopback, with one key of RSA's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(form).items()})

        def _answer(self, form: dict[str, str]) -> None:
            provider.asked.append((self.path, form, dict(self.headers)))
            status, body = provider.answers.get(self.path, (404, {}))
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/userinfo")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    with served(Handler) as port:
        provider = OddProvider(port)
        yield provider
