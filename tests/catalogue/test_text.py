"""How two texts differ, word by word: whole for any texts, and in good time for the worst of them."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.text import Run, runs

WORDS = [f"sana{number}" for number in range(100_000)]


def joined(found: Iterable[Run], *, without: str) -> str:
    return "".join(text for what, text in found if what != without)


@given(before=st.text("ab .\n", max_size=40), after=st.text("ab .\n", max_size=40))
def test_runs_are_both_texts(before: str, after: str) -> None:
    found = list(runs(before, after))
    assert joined(found, without="added") == before
    assert joined(found, without="removed") == after
    assert all(text for _, text in found)


def test_a_changed_word_is_told_alone() -> None:
    assert list(runs("Avoinna arkisin klo 8–16.", "Avoinna aina klo 8–16.")) == [
        ("kept", "Avoinna "),
        ("removed", "arkisin"),
        ("added", "aina"),
        ("kept", " klo 8–16."),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(" ".join(["ja", "tai"] * 3000), " ".join(["tai", "tai", "ja"] * 2000), id="two words"),
        pytest.param(" ".join(WORDS), " ".join(WORDS[::-1]), id="very many words"),
        pytest.param("ja" + " " * 50_000 + "tai", "tai" + " \n" * 50_000 + "ja", id="blanks"),
    ],
)
def test_the_worst_texts_are_compared_in_good_time(before: str, after: str) -> None:
    began = time.process_time()
    assert joined(runs(before, after), without="added") == before
    assert time.process_time() - began < 5  # word by word they would take minutes
