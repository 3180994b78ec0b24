"""The code lists that come with the program; sources in `data/SOURCES.txt`."""

import csv
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


def read(name: str) -> list[NamedCode]:
    """The codes of a shipped list, with names in the languages that its source gives.

    The source lists P7.12 twice, first as a retired class without a URI: the later row of a code holds.
    """
    text = files("catalogue.codes").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list({row["code"]: _code(row) for row in csv.DictReader(text.splitlines())}.values())


def _code(row: dict[str, str]) -> NamedCode:
    return NamedCode(
        code=row["code"],
        parent=row.get("parent_code") or None,
        uri=row.get("uri") or None,
        old_uri=row.get("old_uri") or None,
        names={language: row[f"name_{language}"] for language in ("fi", "sv", "en") if row.get(f"name_{language}")},
    )
