"""When a host's certificate ends, asked of the host itself: good, expired, not trusted, or nobody there."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from kuntakanta.operators.certificates import Looked, look_at, look_at_all
from tenants.context import within_host
from tenants.lifecycle import close as close_town
from tenants.lifecycle import drop_host, make_primary, remove, suspend
from tenants.models import Domain, Municipality
from tenants.status.models import Certificate
from tests.odd_servers import DAY, by_tls, certificate, dripping_handshake, proxy

HOST = "turku.test"


@pytest.fixture
def shown(tmp_path: Path, settings: Any) -> Iterator[Any]:
    """All hosts lead to one server with a certificate of Turku's that ends at a time; the file with it."""
    with ExitStack() as servers:

        def show(ends: datetime) -> Path:
            path = certificate(tmp_path, HOST, ends=ends)
            port, _ = servers.enter_context(proxy(servers.enter_context(by_tls(path))))
            settings.HTTP_PROXY = f"http://127.0.0.1:{port}"
            return path

        yield show


def test_a_good_one_tells_when_it_ends(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = datetime.now(UTC).replace(microsecond=0) + 30 * DAY
    monkeypatch.setenv("SSL_CERT_FILE", str(shown(ends)))
    assert look_at(HOST) == Looked(ends=ends)
    assert look_at("espoo.test") == Looked(fault="not_trusted"), "another host's"


def test_one_that_is_over_is_told_apart_from_one_that_nobody_vouches_for(
    shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shown(datetime.now(UTC) - DAY)
    assert look_at(HOST) == Looked(fault="not_trusted")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    assert look_at(HOST) == Looked(fault="expired")


def test_where_nobody_answers_there_is_none(settings: Any) -> None:
    settings.HTTP_PROXY = "http://127.0.0.1:1"
    assert look_at(HOST) == Looked(fault="unreachable")


def test_a_host_that_keeps_us_waiting_is_let_go(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuntakanta.operators.certificates.TIMEOUT", 0.3)
    began = time.monotonic()
    with dripping_handshake() as port, proxy(port) as (proxy_port, asked):
        settings.HTTP_PROXY = f"http://127.0.0.1:{proxy_port}"
        assert look_at(HOST) == Looked(fault="unreachable")
    assert asked == [f"{HOST}:443"]
    assert time.monotonic() - began < 10


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
