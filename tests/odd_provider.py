"""A sign-in service at which everything can be made odd: what it tells of itself, what it signs, and with which key."""

import json
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

HOSTS = ("localhost", "login.town.test")
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

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = OddProvider(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
    thread.join(5)


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None = None) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
    thread.join(5)


@contextmanager
def dripping() -> Iterator[int]:
    """A server whose answer comes byte by byte and is never over, until whoever asked has gone; its port."""

    class Drips(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            with suppress(OSError):
                while True:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    gone.wait(0.02)

        def log_message(self, *args: Any) -> None:
            pass

    gone = threading.Event()
    with _served(Drips) as port:
        yield port


@contextmanager
def by_tls(folder: Path) -> Iterator[tuple[int, Path]]:
    """A server by TLS with a certificate that it made itself: its port, and the file with the certificate."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"host": self.headers["Host"]}).encode())

        def log_message(self, *args: Any) -> None:
            pass

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(tz=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host) for host in ("localhost", "login.town.test")]),
            critical=False,
        )
        .sign(key, SHA256())
    )
    file = folder / "own.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with _served(Answers, context) as port:
        yield port, file


@contextmanager
def proxy(target: int) -> Iterator[tuple[int, list[str]]]:
    """An operator's proxy, which leads all tunnels to one port of this machine: its port, and what it was asked for."""
    asked: list[str] = []

    class Tunnels(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append(self.path)
            with socket.create_connection(("127.0.0.1", target)) as there:
                self.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                both = {self.connection: there, there: self.connection}
                while ready := select.select(list(both), [], [], 5)[0]:
                    for end in ready:
                        if not (read := end.recv(65_536)):
                            return
                        both[end].sendall(read)

        def log_message(self, *args: Any) -> None:
            pass

    with _served(Tunnels) as port:
        yield port, asked
