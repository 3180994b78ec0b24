"""The proof of a host over real connections without a proxy, by plain HTTP and by TLS."""

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tenants import proof
from tenants.errors import NotProven
from tenants.proof import PATH, Reach, require_token

HOST = "palvelut.turku.example"
TOKEN = b"the token"


class _Site(BaseHTTPRequestHandler):
    """A town's own web server: shows the token by TLS, and by plain HTTP only the way there."""

    def do_GET(self) -> None:
        secure = isinstance(self.connection, ssl.SSLSocket)
        shown = self.headers["Host"] == HOST and self.path == PATH
        self.send_response((200 if secure else 301) if shown else 404)
        if not secure:
            self.send_header("Location", f"https://{HOST}{PATH}")
        self.end_headers()
        if secure and shown:
            self.wfile.write(TOKEN)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the standard library's name
        """Says nothing."""


@contextmanager
def _serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path, host: str) -> Path:
    """A key and a certificate for a host, signed by itself, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{host}.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def _reaching(ports: dict[int, int]) -> Reach:
    """Stands for the public internet: each of the host's ports is one of this machine."""

    def reach(host: str, port: int, *, timeout: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", ports[port]), timeout=timeout)

    return reach


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """The host's own."""
    return _certificate(tmp_path, HOST)


@contextmanager
def _site(certificate: Path) -> Iterator[Reach]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with _serving() as plain, _serving(context) as secure:
        yield _reaching({80: plain, 443: secure})


def test_a_host_shows_its_token_by_tls(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with _site(certificate) as reach:
        require_token(host=HOST, token=TOKEN.decode(), reach=reach)
        with pytest.raises(NotProven, match="not the token"):
            require_token(host=HOST, token="another", reach=reach)


def test_a_certificate_that_nobody_vouches_for_proves_nothing(certificate: Path) -> None:
    with _site(certificate) as reach, pytest.raises(NotProven, match="CERTIFICATE_VERIFY_FAILED"):
        require_token(host=HOST, token=TOKEN.decode(), reach=reach)


def test_a_certificate_of_another_host_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = _certificate(tmp_path, "evil.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with _site(other) as reach, pytest.raises(NotProven, match="mismatch"):
        require_token(host=HOST, token=TOKEN.decode(), reach=reach)


def test_a_handshake_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent, _serving() as plain:
        begun = time.monotonic()
        with pytest.raises(NotProven):
            require_token(host=HOST, token=TOKEN.decode(), reach=_reaching({80: plain, 443: silent.getsockname()[1]}))
        assert time.monotonic() - begun < 10
