"""Reads the shipped templates (no Django)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from catalogue.forms.definition.digests import digest
from catalogue.forms.definition.outlines import Outline, definition
from catalogue.forms.definition.values import Definition

HERE: Final = Path(__file__).resolve().parent


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A form to begin from; `digest` is that of its definition, which changes when the template does."""

    key: str
    digest: str
    outline: Outline
    definition: Definition


@cache
def shipped() -> dict[str, Template]:
    """The templates by key, in the order of keys."""
    standard = _read(HERE / "standard.toml")
    made = {}
    for path in sorted((HERE / "forms").glob("*.toml")):
        outline = msgspec.convert(_like(_read(path), standard), Outline)
        form = definition(outline)
        made[form.key] = Template(key=form.key, digest=digest(form), outline=outline, definition=form)
    return made


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _like(outline: dict[str, Any], standard: dict[str, Any]) -> dict[str, Any]:
    """The outline with pages and questions that are like others made whole."""
    pages = [_whole(page, standard["pages"]) for page in outline["pages"]]
    return outline | {
        "pages": [
            page | {"questions": [_whole(each, standard["questions"]) for each in page.get("questions", ())]}
            for page in pages
        ]
    }


def _whole(given: dict[str, Any], standard: dict[str, Any]) -> dict[str, Any]:
    return {**(standard[given["like"]] if "like" in given else {}), **{k: v for k, v in given.items() if k != "like"}}
