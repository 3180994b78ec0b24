"""Files that wait for a worker: kept in the town's own schema, part by part, and removed when their import ends.

A web server takes them and a worker reads them, and the two need not share a disk.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from catalogue.exchange.models import ImportPart, ImportRun

PART: Final = 1024 * 1024


def keep(run: ImportRun, path: Path) -> None:
    """Keeps a file, a part in memory at a time."""
    with path.open("rb") as file:
        for number, content in enumerate(iter(lambda: file.read(PART), b"")):
            ImportPart.objects.create(run=run, number=number, content=content)


@contextmanager
def unpacked(run: ImportRun) -> Iterator[Path]:
    """The file of a run, on this machine's disk for a while."""
    with tempfile.TemporaryDirectory(prefix="kuntakanta-import-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as file:
            for content in ImportPart.objects.filter(run=run).order_by("number").values_list("content", flat=True):
                file.write(content)
        yield path
