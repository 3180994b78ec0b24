"""Releases of this house that are yet to come, for tests: the migrations of one app with some more after them."""

import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

from catalogue.outbox import migrations as present

APP = "outbox"
LAST = "0001_initial"


@dataclass(frozen=True)
class Release:
    """A folder of migrations that Python can import."""

    folder: Path
    package: str

    @property
    def modules(self) -> dict[str, str]:
        """What the setting MIGRATION_MODULES says in that release."""
        return {APP: self.package}


def release(folder: Path, name: str, *, operations: str, marks: str = "", earlier: Release | None = None) -> Release:
    """A release with one more migration, `0002_<name>` or later, which does `operations` (text of Python)."""
    package = f"release_{folder.name}_{name}".replace("-", "_")
    place = folder / package
    place.mkdir()
    source = earlier.folder / earlier.package if earlier else Path(str(present.__file__)).parent
    for file in source.glob("*.py"):
        (place / file.name).write_text(file.read_text())
    before = sorted(file.stem for file in place.glob("0*.py"))
    (place / f"{len(before) + 1:04}_{name}.py").write_text(
        "from django.db import migrations, models\n\n\n"
        "def nothing(apps, schema_editor):\n    pass\n\n\n"
        "class Migration(migrations.Migration):\n"
        f"    dependencies = [({APP!r}, {before[-1]!r})]\n"
        + indent(f"{marks}\n" if marks else "", "    ")
        + f"    operations = [{operations}]\n"
    )
    return Release(folder, package)


def switch(settings: Any, monkeypatch: Any, to: Release | None) -> None:
    """From now on this process runs another release's code; None is the present one."""
    if to is not None and str(to.folder) not in sys.path:
        monkeypatch.syspath_prepend(str(to.folder))
    settings.MIGRATION_MODULES = {} if to is None else to.modules
