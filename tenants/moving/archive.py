"""The file as a file: a zip whose comment is the SHA-256 of all before it, written whole or not at all.

The seal tells a damaged or shortened file from a whole one; it is no signature, and does not tell who made the file.
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import msgspec

from tenants.moving.errors import FileRefused
from tenants.moving.values import FORMAT, VERSION, Manifest, Table, decoded, encoded, head_of

MANIFEST: Final = "manifest.json"
MANIFEST_MOST: Final = 64 * 1024 * 1024
CHUNK: Final = 256 * 1024
_COMMENT: Final = b"kuntakanta-town sha256:"
_SEAL: Final = re.compile(_COMMENT + b"([0-9a-f]{64})")
_SEAL_BYTES: Final = len(_COMMENT) + 64
_LEVEL: Final = 1
"""Of deflate: five times faster than the usual one, for a file a quarter larger."""


def member_of(table: str) -> str:
    """The name of the member with a table's rows."""
    return f"tables/{table}.copy"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a table."""

    rows: int
    bytes: int
    sha256: str


class Writer:
    """Adds members one after the other, none of them held in memory."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def table(self, name: str, chunks: Iterable[bytes | memoryview]) -> Written:
        """Write the rows of a table. In COPY's text form a line break always ends a row."""
        digest, rows, size = hashlib.sha256(), 0, 0
        with self._archive.open(_info(member_of(name)), "w", force_zip64=True) as member:
            for chunk in _gathered(chunks):
                digest.update(chunk)
                rows += chunk.count(b"\n")
                size += len(chunk)
                member.write(chunk)
        return Written(rows, size, digest.hexdigest())

    def manifest(self, manifest: Manifest) -> None:
        """Write the manifest, which is known when all else is written."""
        self._archive.writestr(_info(MANIFEST), encoded(manifest))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write a file that is there only when all of it is, and is read by its owner only. Raises FileRefused when there
    is one of this name, or when it cannot be written."""
    if path.exists():
        raise FileRefused(f"{path} exists: choose another name, or remove it first.")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with (
            os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
        ):
            yield Writer(archive)
            archive.comment = _COMMENT + b"0" * 64
        _seal(unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise FileRefused(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Reader:
    """A whole file, whose manifest has been read."""

    manifest: Manifest
    _archive: zipfile.ZipFile

    def chunks(self, table: Table) -> Iterator[bytes]:
        """The rows of a table, as they were written; raises FileRefused where they are not what the manifest says."""
        digest, rows, size = hashlib.sha256(), 0, 0
        with self._archive.open(member_of(table.name)) as member:
            while chunk := member.read(CHUNK):
                digest.update(chunk)
                rows += chunk.count(b"\n")
                size += len(chunk)
                yield chunk
        if (rows, size, digest.hexdigest()) != (table.rows, table.bytes, table.sha256):
            raise FileRefused(f"The rows of {table.name} are not those that the file's list of contents names.")


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """Check all of a file, then read it. Raises FileRefused for one that is no whole export of a format known here."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise FileRefused(f"{path} cannot be read: {error.strerror}.") from None
    with file:
        _check_seal(file, path)
        try:
            archive = zipfile.ZipFile(file)
        except zipfile.BadZipFile:
            raise FileRefused(f"{path} is no export of a town.") from None
        with archive:
            yield Reader(_manifest(archive, path), archive)


def _info(name: str) -> zipfile.ZipInfo:
    """A member without a time of its own, so that equal contents give equal files."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def _gathered(chunks: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """PostgreSQL sends row by row; fewer and larger pieces are faster to compress."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= CHUNK:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _seal(path: Path) -> None:
    with path.open("r+b") as file:
        seal = _digest(file, path.stat().st_size - 64)
        file.seek(-64, os.SEEK_END)
        file.write(seal.encode())
        file.flush()
        os.fsync(file.fileno())


def _check_seal(file: IO[bytes], path: Path) -> None:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _SEAL_BYTES, 0))
    found = _SEAL.fullmatch(file.read())
    if found is None:
        raise FileRefused(f"{path} is no export of a town, or its end is missing.")
    if _digest(file, size - 64) != found[1].decode():
        raise FileRefused(f"{path} is damaged: its contents do not fit its seal.")


def _digest(file: IO[bytes], size: int) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while size > 0 and (chunk := file.read(min(CHUNK, size))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest()


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    members = {info.filename: info for info in archive.infolist()}
    if MANIFEST not in members or members[MANIFEST].file_size > MANIFEST_MOST:
        raise FileRefused(f"{path} is no export of a town: it has no list of its contents.")
    text = archive.read(MANIFEST)
    try:
        head = head_of(text)
        if (head.format, head.version) != (FORMAT, VERSION):
            raise FileRefused(
                f"{path} is of the format {head.format} {head.version}; this release reads {FORMAT} {VERSION}."
            )
        manifest = decoded(text)
    except msgspec.DecodeError as error:
        raise FileRefused(f"{path} has a list of its contents that cannot be read: {error}.") from None
    named = {member_of(table.name): table.bytes for table in manifest.tables}
    if {name: info.file_size for name, info in members.items() if name != MANIFEST} != named:
        raise FileRefused(f"{path} does not hold what the list of its contents names.")
    return manifest
