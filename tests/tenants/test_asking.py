"""Requests to servers that somebody else names: whose certificate counts, when they end, and the operator's proxy."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tenants.addresses import AddressRefused
from tenants.asking import Answer, ask
from tests.odd_servers import by_tls, certificate, dripping, dripping_handshake, proxy

HOST = "login.town.test"


def _ask(url: str, *, timeout: float = 5, most: int = 512) -> Answer:
    """With this machine allowed."""
    return ask(url, timeout=timeout, most=most, allows=lambda address: True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A certificate of the host's and of this machine's, which nobody vouches for yet."""
    return certificate(tmp_path, HOST, "localhost")


@contextmanager
def _in_a_moment() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 10


def test_a_certificate_in_order_is_believed_for_its_own_host(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with by_tls(file) as port:
        assert _ask(f"https://localhost:{port}/keys?of=us") == (200, "", f"localhost:{port}/keys?of=us".encode())
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            _ask(f"https://127.0.0.1:{port}/keys")


def test_a_certificate_that_nobody_vouches_for_is_not_believed(file: Path) -> None:
    with by_tls(file) as port, pytest.raises(ssl.SSLCertVerificationError, match="CERTIFICATE_VERIFY_FAILED"):
        _ask(f"https://localhost:{port}/keys")


def test_no_more_is_read_than_was_asked_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with by_tls(file) as port:
        assert _ask(f"https://localhost:{port}/keys", most=4).body == b"loca"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_our_own_network_is_not_asked(file: Path, scheme: str) -> None:
    with by_tls(file) as port, pytest.raises(AddressRefused):
        ask(f"{scheme}://localhost:{port}/", timeout=5, most=512)


def test_an_answer_that_drips_is_cut_off() -> None:
    with dripping() as port, _in_a_moment():
        assert len(_ask(f"http://127.0.0.1:{port}/", timeout=0.3).body) < 512


@pytest.mark.parametrize("tunnel", [False, True])
def test_a_handshake_that_drips_or_never_comes_is_cut_off(settings: Any, tunnel: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, dripping_handshake() as drips:
        for port in (listening.getsockname()[1], drips):
            with proxy(port) as (proxy_port, asked), _in_a_moment():
                settings.HTTP_PROXY = f"http://127.0.0.1:{proxy_port}" if tunnel else ""
                with pytest.raises(OSError, match=r"EOF|timed out|reset"):
                    _ask(f"https://localhost:{port}/", timeout=0.3)
                assert len(asked) == tunnel


def test_an_operators_proxy_finds_the_host_and_the_certificate_is_still_the_hosts_own(
    file: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    with by_tls(file) as port, proxy(port) as (proxy_port, asked):
        settings.HTTP_PROXY = f"http://127.0.0.1:{proxy_port}"
        with pytest.raises(ssl.SSLCertVerificationError):
            ask(f"https://{HOST}/keys", timeout=5, most=512)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert ask(f"https://{HOST}/keys", timeout=5, most=512).body == f"{HOST}/keys".encode()
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            ask("https://another.test/keys", timeout=5, most=512)
    assert asked == [f"{HOST}:443", f"{HOST}:443", "another.test:443"]


def test_plain_http_goes_by_the_operators_proxy_too(settings: Any) -> None:
    with proxy(0) as (port, asked):
        settings.HTTP_PROXY = f"http://127.0.0.1:{port}"
        moved = ask(f"http://{HOST}/keys?of=us", timeout=5, most=512)
    assert moved == (301, f"https://{HOST}/keys?of=us", b"")
    assert asked == [f"http://{HOST}/keys?of=us"]
