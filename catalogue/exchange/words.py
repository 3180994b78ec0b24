"""The words above the columns in Finnish, Swedish and English, read once from `locale/columns.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

LOCALE: Final = Path(__file__).resolve().parent / "locale" / "columns.toml"
LANGUAGES: Final = ("fi", "sv", "en")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(LOCALE.read_text(encoding="utf-8"))


def help_of(key: str) -> str:
    """What stands above a column: a line in each of the three languages."""
    name, _, language = key.partition(".")
    known = _words()
    said = known["columns"]["id" if name.endswith("_id") and name not in known["columns"] else name]
    called = known["languages"].get(language, {})
    return "\n".join(said[each].format(language=called.get(each, "")) for each in LANGUAGES)
