"""Writes a town's catalogue to a file: everything as JSON Lines, or the everyday fields as sheets."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from catalogue.exchange import csv_files, lines, queries, words, workbooks
from catalogue.exchange.fees import fee_keys, fee_row
from catalogue.exchange.merging import cell_text
from catalogue.exchange.sheets import SHEETS, columns, identity, keys
from catalogue.exchange.values import FORMAT, FORMAT_VERSION, Format, Sheet
from catalogue.outbox.unit import revision
from catalogue.registry.queries import twins
from catalogue.services import pairs, works
from catalogue.services.connections import Pair
from catalogue.services.values import KINDS, Kind, Service
from catalogue.services.workflow import Work, plain
from catalogue.sets import batches
from catalogue.text import in_language
from tenants.models import Municipality

Tell = Callable[[str, int, None], None]
FORMATS: Final[tuple[Format, ...]] = ("json", "csv", "xlsx")
CONNECTED: Final[tuple[Kind, ...]] = ("service", "service_channel")
_WIDE: Final = {"description": 60, "summary": 40, "user_instruction": 40, "name": 30, "hours": 30}


def export(*, town: Municipality, path: Path, form: Format, tell: Tell) -> list[Path]:
    """Writes the catalogue of the town that was entered; the files that were written.

    CSV has a file for each kind, named after it: town.csv makes town-service.csv and its like.
    """
    if form == "csv":
        return [write_csv(town, path.with_name(f"{path.stem}-{kind}.csv"), kind, tell) for kind in SHEETS]
    write = _write_lines if form == "json" else _write_workbook
    with _whole(path) as part:
        write(town, part, tell)
    return [path]


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Where a file is written that has its name when it is whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def things(kind: Kind, tell: Tell) -> Iterator[tuple[Work, UUID | None]]:
    """The own things of a kind with the ids of their twins in the register."""
    done = 0
    for batch in batches(queries.things(kind), queries.AT_ONCE):
        known = twins(work.id for work in batch)
        yield from ((work, known.get(work.id)) for work in batch)
        done += len(batch)
        tell(kind, done, None)


# --- JSON -------------------------------------------------------------------------------------------------------------


def line(work: Work, ptv_id: UUID | None) -> dict[str, Any]:
    """A thing as a line of JSON."""
    public = work.published if work.state == "published" else None
    said = {
        "kind": work.kind,
        "id": str(work.id),
        "ptv_id": None if ptv_id is None else str(ptv_id),
        "source_id": work.content.source_id,
        "version": work.version,
        "state": work.state,
        "content": plain(work.content),
        "published": None if public is None or public == work.content else plain(public),
    }
    return {name: value for name, value in said.items() if value is not None}


def ties(tell: Tell) -> Iterator[tuple[Pair, Work]]:
    """The connections of the own services, and of the own channels with services of others, each with that end."""
    done = 0
    for kind in CONNECTED:
        for batch in batches(queries.things(kind), queries.AT_ONCE):
            here = {work.id: work for work in batch}
            found = pairs.of_things(kind=kind, ids=list(here)).values()
            told = queries.own("service", {pair.service_id for pair in found}) if kind == "service_channel" else set()
            for pair in found:
                if pair.content is not None and pair.service_id not in told:
                    yield pair, here[pair.service_id if kind == "service" else pair.channel_id]
                    done += 1
            tell("connection", done, None)


def _tie(pair: Pair) -> dict[str, Any]:
    return {
        "kind": pair.kind,
        "id": str(pair.id),
        "service_id": str(pair.service_id),
        "channel_id": str(pair.channel_id),
        "version": pair.version,
        "content": plain(pair.content),
    }


def header(town: Municipality) -> dict[str, Any]:
    """The first line."""
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "town": town.code,
        "made": timezone.now().isoformat(timespec="seconds"),
        "revision": revision(),
    }


def every_line(town: Municipality, tell: Tell) -> Iterator[bytes]:
    """The whole catalogue of the town that was entered, line by line."""
    yield lines.written(header(town))
    for kind in KINDS:
        for work, ptv_id in things(kind, tell):
            yield lines.written(line(work, ptv_id))
    for pair, _ in ties(tell):
        yield lines.written(_tie(pair))


def _write_lines(town: Municipality, path: Path, tell: Tell) -> None:
    with path.open("wb") as file:
        file.writelines(every_line(town, tell))


# --- sheets -----------------------------------------------------------------------------------------------------------


def _rows(sheet: Sheet, languages: Sequence[str], tell: Tell) -> Iterator[list[str]]:
    """The rows of a sheet; what is archived is not in it."""
    match sheet:
        case "connection":
            return _connections(languages, tell)
        case "fee":
            return _fees(languages, tell)
        case _:
            return _things(sheet, languages, tell)


def _things(kind: Kind, languages: Sequence[str], tell: Tell) -> Iterator[list[str]]:
    every = columns(kind, languages, {})
    for work, ptv_id in things(kind, tell):
        if work.state != "archived":
            known = [str(work.id), "" if ptv_id is None else str(ptv_id), str(work.version), work.state]
            yield [*known, *(cell_text(column.shown(work.content)) for column in every)]


def _connections(languages: Sequence[str], tell: Tell) -> Iterator[list[str]]:
    every = columns("connection", languages, {})
    for pair, *named in _named_ties(tell):
        known = [str(pair.service_id), str(pair.channel_id), str(pair.version), *named]
        yield [*known, *(cell_text(column.shown(pair.content)) for column in every)]


def _fees(languages: Sequence[str], tell: Tell) -> Iterator[list[str]]:
    """A row for each fee of the own services, then of the connections."""
    known = fee_keys(languages)
    for work, _ in things("service", tell):
        if isinstance(work.content, Service) and work.state != "archived":
            about = [str(work.id), "", work.content.source_id or "", str(work.version), _name(work), ""]
            rows = [fee_row(fee, languages) for fee in work.content.fees]
            yield from ([*about, *(cell_text(row.get(key, "")) for key in known)] for row in rows)
    for pair, service, channel in _named_ties(tell):
        about = [str(pair.service_id), str(pair.channel_id), "", str(pair.version), service, channel]
        rows = [fee_row(fee, languages) for fee in pair.content.fees] if pair.content else []
        yield from ([*about, *(cell_text(row.get(key, "")) for key in known)] for row in rows)


def _named_ties(tell: Tell) -> Iterator[tuple[Pair, str, str]]:
    """Connections with what their ends are called; of nothing that is archived."""
    for batch in batches(ties(tell), queries.AT_ONCE):
        some = [pair for pair, end in batch if end.state != "archived"]
        services = works.load(kind="service", ids={pair.service_id for pair in some}, own=None)
        channels = works.load(kind="service_channel", ids={pair.channel_id for pair in some}, own=None)
        for pair in some:
            yield pair, _name(services.get(pair.service_id)), _name(channels.get(pair.channel_id))


def _name(work: Work | None) -> str:
    found = in_language(works.displayed_names(work.content.language_versions), "fi") if work else None
    return cell_text(found[0]) if found else ""


def write_csv(town: Municipality, path: Path, kind: Sheet, tell: Tell) -> Path:
    """Writes a sheet to a file."""
    header = keys(kind, town.languages)
    with _whole(path) as part, csv_files.writing(part) as write:
        write([words.help_of(key, kind) for key in header])
        write(header)
        for row in _rows(kind, town.languages, tell):
            write(row)
    return path


def _write_workbook(town: Municipality, path: Path, tell: Tell) -> None:
    writer = workbooks.Writer()
    for kind in SHEETS:
        known = keys(kind, town.languages)
        widths = [_WIDE.get(key.partition(".")[0], 12 if key in identity(kind) else 20) for key in known]
        write = writer.sheet(kind, widths)
        write([words.help_of(key, kind) for key in known], bold=True)
        write(known, bold=True)
        for row in _rows(kind, town.languages, tell):
            write(row)
    write = writer.sheet(workbooks.ABOUT, [20, 60])
    for name, value in header(town).items():
        write([name, str(value)])
    writer.save(path)
