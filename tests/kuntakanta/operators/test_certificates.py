"""When a host's certificate ends, asked of the host itself: good, expired, not trusted, or nobody there."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings as configured

from kuntakanta.operators.certificates import Looked, look_at, look_at_all
from tenants.context import within_host
from tenants.lifecycle import close as close_town
from tenants.lifecycle import drop_host, make_primary, remove, suspend
from tenants.models import Domain, Municipality
from tenants.status.models import Certificate

DAY = timedelta(days=1)
HOST = "turku.test"
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


def _certificate(folder: Path, *, ends: datetime) -> Path:
    """A certificate of the host's that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(ends - 90 * DAY)
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_MAY_SIGN, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(built.public_bytes(Encoding.PEM) + private)
    return path


class Server:
    """A TLS server on this machine; `way` leads to it, whatever the host is called."""

    def __init__(self, certificate: Path) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            try:
                with self._context.wrap_socket(plain, server_side=True) as safe:
                    safe.recv(1)
            except OSError:
                plain.close()

    def way(self, host: str) -> socket.socket:
        """How to get there."""
        return socket.create_connection(self._listening.getsockname(), timeout=5)

    def close(self) -> None:
        """Nobody answers any more."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Any]:
    """A server with a certificate that ends at a time."""
    servers = []

    def serve(ends: datetime) -> tuple[Server, Path]:
        path = _certificate(tmp_path, ends=ends)
        servers.append(Server(path))
        return servers[-1], path

    yield serve
    for server in servers:
        server.close()


def test_a_good_one_tells_when_it_ends(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + 30 * DAY
    server, path = served(ends)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    assert look_at(HOST, server.way) == Looked(ends=ends)
    assert look_at("espoo.test", server.way) == Looked(fault="not_trusted"), "another host's"


def test_one_that_is_over_is_told_apart_from_one_that_nobody_vouches_for(
    served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, path = served(datetime.now(UTC) - DAY)
    assert look_at(HOST, server.way) == Looked(fault="not_trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    assert look_at(HOST, server.way) == Looked(fault="expired")


def test_where_nobody_answers_there_is_none() -> None:
    def nowhere(host: str) -> socket.socket:
        return socket.create_connection(("127.0.0.1", 1), timeout=1)

    assert look_at(HOST, nowhere) == Looked(fault="unreachable")


def test_our_own_network_is_not_asked() -> None:
    assert look_at("localhost") == Looked(fault="not_public")


def _kept() -> dict[str, str]:
    with within_host():
        return dict(Certificate.objects.order_by("host").values_list("host", "fault"))


def test_every_host_of_served_towns_is_asked_and_others_are_forgotten(
    turku: Municipality, espoo: Municipality, settings: Any
) -> None:
    assert look_at_all() == 0
    assert _kept() == {}, "without TLS in front of us there is none"
    settings.HTTPS = True
    settings.HTTP_PROXY = "http://127.0.0.1:1"  # nobody is there, and the outside is not asked
    with within_host():
        Domain.objects.create(tenant=turku, domain="palvelut.turku.test", is_primary=False)
    assert look_at_all() == 4
    unreachable = dict.fromkeys((HOST, "palvelut.turku.test", "espoo.test", configured.PUBLIC_HOST), "unreachable")
    assert _kept() == unreachable
    make_primary(municipality=turku, host="palvelut.turku.test")
    drop_host(municipality=turku, host=HOST)
    suspend(municipality=espoo)
    assert look_at_all() == 2
    assert set(_kept()) == {"palvelut.turku.test", configured.PUBLIC_HOST}
    close_town(municipality=turku)
    remove(municipality=turku)
    assert set(_kept()) == {configured.PUBLIC_HOST}
