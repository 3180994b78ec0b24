"""Everything that is recorded has words in which the record tells it, in each language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuntakanta.desk.words import LANGUAGES, words

ROOT = Path(__file__).parents[3]


def _recorded() -> Iterator[str]:
    """The actions that our code writes down by their names."""
    for folder in ("tenants", "platform/kuntakanta", "api"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and (node.func.value.id, node.func.attr) == ("audit", "record")
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield str(node.args[0].value)


RECORDED = sorted(set(_recorded()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_action_has_its_words(language: str) -> None:
    assert len(RECORDED) > 10
    assert [action for action in RECORDED if f"action.{action}" not in words(language)] == []
