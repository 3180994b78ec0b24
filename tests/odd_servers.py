"""Servers of others, for the requests that we make: by TLS, too slow to be waited for, and an operator's proxy."""

import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)
# Python 3.13 and later want all that the standard asks of one who signs.
_MAY_SIGN = x509.KeyUsage(
    digital_signature=True,
    key_cert_sign=True,
    **dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    ),
)


def certificate(folder: Path, *hosts: str, ends: datetime | None = None) -> Path:
    """A certificate for hosts that vouches for itself, and its key, in one file."""
    ends = ends or datetime.now(UTC) + DAY
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(ends - 90 * DAY)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_MAY_SIGN, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    path = folder / f"{hosts[0]}.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + built.public_bytes(Encoding.PEM))
    return path


@contextmanager
def served(handler: type[BaseRequestHandler], context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server on loopback, a thread for each who asks; its port."""
    kind = ThreadingHTTPServer if issubclass(handler, BaseHTTPRequestHandler) else ThreadingTCPServer
    with kind(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
    thread.join(5)


class _Silent(BaseHTTPRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):  # whoever asked has gone, or does not believe the certificate
            super().handle()

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def by_tls(file: Path) -> Iterator[int]:
    """A server with a certificate; its port. It answers by which host and path it was asked."""

    class Answers(_Silent):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"{self.headers['Host']}{self.path}".encode())

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with served(Answers, context) as port:
        yield port


@contextmanager
def dripping() -> Iterator[int]:
    """A server whose answer comes byte by byte and is never over, until whoever asked has gone; its port."""

    class Drips(_Silent):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            _drip(self.connection, b" ")

    with served(Drips) as port:
        yield port


@contextmanager
def dripping_handshake() -> Iterator[int]:
    """The same with what TLS begins with: one record of 16 KiB, byte by byte."""

    class Drips(BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            self.request.sendall(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
            _drip(self.request, b"\x03")

    with served(Drips) as port:
        yield port


def _drip(sock: socket.socket, what: bytes) -> None:
    never = threading.Event()
    with suppress(OSError):
        while not never.wait(0.02):
            sock.sendall(what)


@contextmanager
def proxy(target: int) -> Iterator[tuple[int, list[str]]]:
    """An operator's proxy: its port, and what it was asked for.

    All tunnels lead to one port of this machine. Outside, each host sends by plain HTTP to itself by HTTPS.
    """
    asked: list[str] = []

    class Tunnels(_Silent):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(301)
            self.send_header("Location", self.path.replace("http://", "https://", 1))
            self.end_headers()

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

    with served(Tunnels) as port:
        yield port, asked
