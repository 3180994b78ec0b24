"""Readers of environment variables: odd values are refused in one line that names the variable, never a secret."""

from collections.abc import Callable
from typing import Any

import pytest

from kuntakanta import environment
from kuntakanta.environment import OddSetting

NAME = "KUNTAKANTA_TRIED"


def _refused(monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], Any]) -> str:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(OddSetting) as caught:
        read()
    message = str(caught.value)
    assert NAME in message
    assert "\n" not in message
    return message


@pytest.mark.parametrize("value", ["-1", "0", "65", "1.5", "many", "٣", "1e3", "+4"])
def test_a_number_is_whole_and_within_bounds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    message = _refused(monkeypatch, value, lambda: environment.number(NAME, 4, least=1, most=64))
    assert "from 1 to 64" in message


@pytest.mark.parametrize(("value", "number"), [("", 4), ("1", 1), (" 64 ", 64)])
def test_a_number_within_bounds_is_read(monkeypatch: pytest.MonkeyPatch, value: str, number: int) -> None:
    monkeypatch.setenv(NAME, value)
    assert environment.number(NAME, 4, least=1, most=64) == number


@pytest.mark.parametrize("value", ["yes", "1", "ON", "true"])
def test_a_flag_is_on_or_off(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert "off, on" in _refused(monkeypatch, value, lambda: environment.flag(NAME))


def test_a_flag_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.flag(NAME, default=True)
    monkeypatch.setenv(NAME, "off")
    assert not environment.flag(NAME, default=True)


@pytest.mark.parametrize("value", ["registry.fi", "ftp://registry.fi", "https://", "https://[::1", "https://a:b"])
def test_an_address_has_a_scheme_and_a_host(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    _refused(monkeypatch, value, lambda: environment.url(NAME, schemes=("http", "https")))


def test_an_address_ends_without_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "https://registry.test/api/v11/")
    assert environment.url(NAME, schemes=("http", "https")) == "https://registry.test/api/v11"


@pytest.mark.parametrize(
    "value",
    ["postgresql://u:hidden@h", "postgresql://u:hidden@h/", "mysql://u:hidden@h/n", "postgresql://u:hidden@h:x/n"],
)
def test_a_database_is_named_and_its_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert "hidden" not in _refused(monkeypatch, value, lambda: environment.database(NAME))


def test_a_databases_parts_are_unquoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgresql://us%40er:p%2Fw@127.0.0.1:5433/kunta?sslmode=require")
    assert environment.database(NAME) == {
        "NAME": "kunta",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "127.0.0.1",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_short_secret_is_refused_and_none_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "short-secret" not in _refused(monkeypatch, "short-secret", lambda: environment.secret(NAME))
    monkeypatch.delenv(NAME)
    assert environment.secret(NAME) == ""


def test_what_is_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment.REQUIRED:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(OddSetting, match="DATABASE_URL, REDIS_URL, KUNTAKANTA_SECRET_KEY must be set"):
        environment.refuse_incomplete()
