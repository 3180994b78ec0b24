"""Fees as the rows of a sheet say them, and back (pure).

A sheet has a row for each fee. The rows of a service, or of a connection, are all its fees, in their order; they are
read as one cell, which is a list of rows in JSON. A row that says what its fee showed leaves that fee whole; another
is put onto the fee at its place, so that what the sheet does not have stays.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from catalogue.exchange.errors import Unreadable
from catalogue.exchange.merging import cell_text
from catalogue.exchange.values import Column
from catalogue.exchange.written import read_yes, yes
from catalogue.parts import Fee

TEXTS: Final = ("name", "unit", "terms")
_FINNISH: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_AMOUNT: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
_CURRENCY: Final = re.compile(r"\s*(€|eur|euroa?)\s*$", re.IGNORECASE)
Row = dict[str, str]


def fee_keys(languages: Sequence[str]) -> list[str]:
    """The columns of a fee."""
    return [*_READ, *(f"{member}.{language}" for member in TEXTS for language in languages)]


def fee_row(fee: Fee, languages: Sequence[str]) -> Row:
    """A fee as its cells say it; empty ones are left out."""
    cells = {
        "amount": fee.amount or "",
        "free_of_charge": yes(fee.free_of_charge or None),
        "valid_from": "" if fee.valid_from is None else fee.valid_from.isoformat(),
        "valid_to": "" if fee.valid_to is None else fee.valid_to.isoformat(),
    }
    for member in TEXTS:
        texts: Mapping[str, str] = getattr(fee, member)
        cells |= {f"{member}.{language}": texts.get(language, "") for language in languages}
    return {key: text for key, text in cells.items() if text}


def as_cell(rows: Sequence[Row]) -> str:
    """Rows of fees as one cell; rows that say nothing are none."""
    said = [{key: text for key in sorted(row) if (text := cell_text(row[key]).strip())} for row in rows]
    return msgspec.json.encode([row for row in said if row]).decode()


def fees_column(languages: Sequence[str]) -> Column:
    """All fees of a service or a connection."""

    def show(holder: Any) -> str:
        return as_cell([fee_row(fee, languages) for fee in holder.fees])

    def put(holder: Any, text: str) -> Any:
        rows = msgspec.json.decode(text, type=list[Row])
        told = [fee for fee in holder.fees if fee_row(fee, languages)]
        shown = [as_cell([fee_row(fee, languages)]) for fee in told]
        kept = _unchanged(shown, [as_cell([_as_shown(row)]) for row in rows])
        left = {at: fee for at, fee in enumerate(told) if at not in kept.values()}
        made = [
            told[kept[at]] if at in kept else _fee(left.get(at, Fee()), row, at, languages)
            for at, row in enumerate(rows)
        ]
        untold = [fee for fee in holder.fees if not fee_row(fee, languages)]
        return replace(holder, fees=[*made, *untold])

    return Column("fees", "/fees", show, put)


def _as_shown(row: Row) -> Row:
    """A row with its amount, days and yes spelt as we do, as far as they can be read."""
    try:
        told = Fee(**{key: read(row.get(key, "")) for key, read in _READ.items()})
    except Unreadable:
        return row
    return {**{key: text for key, text in row.items() if key not in _READ}, **fee_row(told, ())}


def _unchanged(shown: Sequence[str], rows: Sequence[str]) -> dict[int, int]:
    """Which rows say what a fee showed: the one at their own place, else the first that no other row says."""
    kept = {at: at for at, row in enumerate(rows) if at < len(shown) and shown[at] == row}
    free = [at for at in range(len(shown)) if at not in kept]
    for at, row in enumerate(rows):
        same = next((other for other in free if at not in kept and shown[other] == row), None)
        if same is not None:
            kept[at] = same
            free.remove(same)
    return kept


def _fee(before: Fee, row: Row, place: int, languages: Sequence[str]) -> Fee:
    """A fee with the cells of a row that say something else than it showed."""
    shown = fee_row(before, languages)
    changes: dict[str, Any] = {}
    for key in fee_keys(languages):
        text = row.get(key, "")
        if text == cell_text(shown.get(key, "")).strip():
            continue
        member, _, language = key.partition(".")
        if language:
            texts = {**changes.get(member, getattr(before, member)), language: text}
            changes[member] = {name: each for name, each in texts.items() if each}
            continue
        try:
            changes[key] = _READ[key](text)
        except Unreadable as error:
            raise Unreadable(error.key, place=f"fees/{place}/{key}", **error.values) from error
    return replace(before, **changes)


def read_amount(text: str) -> str | None:
    """Euros, "12.50" of "12,5 €"; raises Unreadable."""
    if not text.strip():
        return None
    said = _CURRENCY.sub("", text.strip()).replace(",", ".").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if not _AMOUNT.fullmatch(said):
        raise Unreadable("no_amount", text=text[:40])
    return f"{Decimal(said):.2f}" if "." in said else said


def read_day(text: str) -> date | None:
    """A day, "2026-12-31" or "31.12.2026"; raises Unreadable."""
    said = text.strip()
    if not said:
        return None
    try:
        if found := _FINNISH.fullmatch(said):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(said)
    except ValueError as error:
        raise Unreadable("no_day_of_year", text=text[:40]) from error


_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "amount": read_amount,
    "free_of_charge": lambda text: bool(read_yes(text)),
    "valid_from": read_day,
    "valid_to": read_day,
}
