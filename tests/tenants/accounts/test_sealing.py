"""Sealed secrets: they open where they were made, and nowhere else."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.accounts.errors import SecretDoesNotOpen
from tenants.accounts.sealing import opened, seal

TURKU, ESPOO = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def _key(django_db_setup: None) -> None:
    """The tests' secret key."""


@given(text=st.text(max_size=300))
def test_what_is_sealed_opens_again(text: str) -> None:
    assert opened(seal(text, owner=TURKU, purpose="test"), owner=TURKU, purpose="test") == text


def test_sealing_twice_shows_no_likeness() -> None:
    assert seal("same", owner=TURKU, purpose="test") != seal("same", owner=TURKU, purpose="test")


@pytest.mark.parametrize(("owner", "purpose"), [(ESPOO, "test"), (TURKU, "other")])
def test_it_does_not_open_elsewhere(owner: UUID, purpose: str) -> None:
    sealed = seal("secret", owner=TURKU, purpose="test")
    with pytest.raises(SecretDoesNotOpen):
        opened(sealed, owner=owner, purpose=purpose)


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_it_does_not_open_when_a_bit_was_changed(place: int) -> None:
    sealed = bytearray(seal("secret", owner=TURKU, purpose="test"))
    sealed[place] ^= 1
    with pytest.raises(SecretDoesNotOpen):
        opened(bytes(sealed), owner=TURKU, purpose="test")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"x" * 12])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SecretDoesNotOpen):
        opened(sealed, owner=TURKU, purpose="test")


def test_another_hosts_key_does_not_open_it(settings: Any) -> None:
    sealed = seal("secret", owner=TURKU, purpose="test")
    settings.SECRET_KEY = "another-host's-" + "y" * 32
    with pytest.raises(SecretDoesNotOpen):
        opened(sealed, owner=TURKU, purpose="test")
