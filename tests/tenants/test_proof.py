"""The proof of a host over real connections: by plain HTTP to where the host sends us, which is itself by TLS."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tenants.errors import NotProven
from tenants.proof import PATH, require_token
from tests.odd_servers import by_tls, certificate, dripping_handshake, proxy

HOST = "palvelut.turku.example"
TOKEN = f"{HOST}{PATH}"
"""What the host's server answers, if it was asked by the right name for the right path."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The host's own certificate."""
    return certificate(tmp_path, HOST)


@pytest.fixture
def _site(file: Path, settings: Any) -> Iterator[None]:
    with by_tls(file) as port, proxy(port) as (proxy_port, _):
        settings.HTTP_PROXY = f"http://127.0.0.1:{proxy_port}"
        yield


@pytest.mark.usefixtures("_site")
def test_a_host_shows_its_token_by_tls(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    require_token(host=HOST, token=TOKEN)
    with pytest.raises(NotProven, match="not the token"):
        require_token(host=HOST, token="another")


@pytest.mark.usefixtures("_site")
def test_a_certificate_that_nobody_vouches_for_proves_nothing() -> None:
    with pytest.raises(NotProven, match="CERTIFICATE_VERIFY_FAILED"):
        require_token(host=HOST, token=TOKEN)


@pytest.mark.usefixtures("_site")
def test_a_certificate_of_another_host_proves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(NotProven, match="mismatch"):
        require_token(host="evil.example", token=f"evil.example{PATH}")


def test_a_handshake_that_never_ends_is_cut_off(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenants.proof.TIMEOUT", 0.5)
    with dripping_handshake() as port, proxy(port) as (proxy_port, asked):
        settings.HTTP_PROXY = f"http://127.0.0.1:{proxy_port}"
        with pytest.raises(NotProven, match="does not answer"):
            require_token(host=HOST, token=TOKEN)
    assert asked == [f"http://{HOST}{PATH}", f"{HOST}:443"]
