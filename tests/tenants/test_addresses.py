"""Hosts that others name are no way into our own network."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tenants.addresses import AddressRefused, connect, is_public


class TestRule:
    """Which addresses are public."""

    @pytest.mark.parametrize(
        "text", ["8.8.8.8", "193.166.3.2", "2001:708:310::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
    )
    def test_a_sites_address_is(self, text: str) -> None:
        assert is_public(text)

    @pytest.mark.parametrize(
        "text",
        [
            *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
            *("169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
            *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
            *("::", "::1", "fe80::1", "fe80::1%eth0", "2001:708::1%1", "fc00::1", "fd00:ec2::254", "fec0::1"),
            *("ff02::1", "2001:db8::1", "2001:0::1", "3fff::1", "5f00::1", "100::1"),
            *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
            *("64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::1"),
            *("", "turku.fi", "1", "0x7f000001", "8.8.8"),
        ],
    )
    def test_one_of_a_network_or_machine_is_not(self, text: str) -> None:
        assert not is_public(text)


@pytest.fixture
def port() -> Iterator[int]:
    """Where somebody listens on this machine; it takes connections up and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def _resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """What the system's resolver answers, one list after the other; who was asked for."""
    asked: list[str] = []

    def answer(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, port)) for text in answers[len(asked) - 1]]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


class TestConnecting:
    """What was checked is what is connected to."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
    def test_this_machine_is_refused_however_it_is_written(self, host: str, port: int) -> None:
        with pytest.raises(AddressRefused):
            connect(host, port, timeout=2)

    def test_one_inner_address_among_public_ones_is_enough_to_refuse(self, monkeypatch: pytest.MonkeyPatch) -> None:
        _resolve_to(monkeypatch, ["8.8.8.8", "10.0.0.7"])
        with pytest.raises(AddressRefused, match=r"10\.0\.0\.7"):
            connect("two.example", 80, timeout=2)

    def test_a_name_that_changes_between_check_and_connection_gains_nothing(
        self, monkeypatch: pytest.MonkeyPatch, port: int
    ) -> None:
        asked = _resolve_to(monkeypatch, ["127.0.0.1"], ["10.0.0.7"])
        with connect("rebinding.example", port, timeout=2, allows=lambda text: text == "127.0.0.1") as made:
            assert made.getpeername() == ("127.0.0.1", port)
        assert asked == ["rebinding.example"]

    def test_the_next_address_is_tried_when_the_first_does_not_answer(
        self, monkeypatch: pytest.MonkeyPatch, port: int
    ) -> None:
        _resolve_to(monkeypatch, ["127.0.0.2", "127.0.0.1"])
        with connect("two.example", port, timeout=2, allows=lambda text: True) as made:
            assert made.getpeername()[0] == "127.0.0.1"

    def test_a_name_that_does_not_exist_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def answer(*_: Any, **__: Any) -> list[Any]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        with pytest.raises(AddressRefused, match="no address"):
            connect("nobody.example", 80, timeout=2)

    def test_a_label_that_is_too_long_is_refused(self) -> None:
        with pytest.raises(AddressRefused):
            connect("x" * 64 + ".example", 80, timeout=2)

    def test_a_resolver_that_does_not_answer_is_waited_for_no_longer_than_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        end = threading.Event()
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [end.wait(30)][:0])
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            connect("slow.example", 80, timeout=0.2)
        end.set()
        assert time.monotonic() - begun < 10
