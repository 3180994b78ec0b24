"""The code lists that come with the program; sources in `data/SOURCES.txt`."""

import csv
from collections.abc import Iterator
from importlib.resources import files

from catalogue.codes.values import NamedCode

SHIPPED = (
    "service_classes",
    "target_groups",
    "life_events",
    "industrial_classes",
    "regions",
    "wellbeing_services_counties",
)


def read(name: str) -> Iterator[NamedCode]:
    """The codes of a shipped list, with names in the languages that its source gives."""
    text = files("catalogue.codes").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield NamedCode(
            code=row["code"],
            parent=row.get("parent_code") or None,
            uri=row.get("uri") or None,
            old_uri=row.get("old_uri") or None,
            names={language: row[f"name_{language}"] for language in ("fi", "sv", "en") if row.get(f"name_{language}")},
        )
