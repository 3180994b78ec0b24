"""Whatever bytes come, a file is read or refused: no other error, also of a workbook that was changed inside."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.exchange.errors import FileRefused
from catalogue.exchange.reading import source
from catalogue.exchange.sheets import keys

HEADER = keys("organization", ("fi",))
LIGHT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "organization"  # type: ignore[union-attr]
    for row in (["ohje"], HEADER, ["", "", "", "", "K-1", *["teksti"] * 10]):
        book.active.append(row)  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


BOOK = workbook()
with zipfile.ZipFile(io.BytesIO(BOOK)) as _archive:
    PARTS = {name: _archive.read(name) for name in sorted(_archive.namelist())}
STARTS = (
    b"",
    b"PK\x03\x04",
    ";".join(HEADER).encode() + b"\n",
    b'{"format":"kuntakanta-catalogue","version":1,"town":"853"}\n',
    b'{"format":"kuntakanta-catalogue","version":1,"town":"853"}\n{"kind":"service","content":',
)


def read(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with suppress(FileRefused):
        found = source(path)
        assert sum(1 for _ in found.entries()) == found.total


@LIGHT
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(start: bytes, rest: bytes, tmp_path: Path) -> None:
    read(tmp_path / "a", start + rest)


@LIGHT
@given(changes=st.lists(st.tuples(st.integers(0, len(BOOK) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_workbook_with_other_bytes_is_read_or_refused(changes: list[tuple[int, int]], tmp_path: Path) -> None:
    content = bytearray(BOOK)
    for place, byte in changes:
        content[place] = byte
    read(tmp_path / "a", bytes(content))


@LIGHT
@given(name=st.sampled_from(sorted(PARTS)), data=st.data())
def test_a_workbook_with_other_parts_is_read_or_refused(name: str, data: st.DataObject, tmp_path: Path) -> None:
    text = bytearray(PARTS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text[place : place + cut] = data.draw(st.sampled_from([b"", b"0", b"<", b'"', b"-1", b"x", b"</c>", b"A1:B2"]))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, content in PARTS.items():
            archive.writestr(part, bytes(text) if part == name else content)
    read(tmp_path / "a", file.getvalue())


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_workbook_without_one_of_its_parts_is_read_or_refused(part: str, tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in PARTS.items():
            if name != part:
                archive.writestr(name, content)
    read(tmp_path / "a", file.getvalue())
