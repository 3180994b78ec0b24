"""What a benchmark found: medians and ratios, as a table or as JSON."""

from collections.abc import Sequence
from statistics import median
from typing import Literal

import msgspec
from rich.console import Console
from rich.table import Table

WIDTH = 100


class Figure(msgspec.Struct, frozen=True):
    """One subject: how fast ours and the floor are; no floor, no ratio."""

    name: str
    unit: str
    better: Literal["higher", "lower"]
    ours: float
    floor: float | None = None
    ratio: float | None = None


class Findings(msgspec.Struct, frozen=True):
    """The figures of a run, and what is worth saying beside them."""

    figures: list[Figure]
    notes: list[str] = []


def per_second(name: str, unit: str, *, ours: Sequence[float], floor: Sequence[float]) -> Figure:
    """A figure of rates, one for each round."""
    our_median, floor_median = median(ours), median(floor)
    return Figure(
        name=name,
        unit=unit,
        better="higher",
        ours=round(our_median, 1),
        floor=round(floor_median, 1),
        ratio=round(our_median / floor_median, 3),
    )


def as_json(findings: Findings) -> str:
    """The agreed list."""
    return msgspec.json.format(msgspec.json.encode(findings.figures), indent=2).decode()


def show(findings: Findings, target: Console) -> None:
    """A table and the notes."""
    table = Table("what", "unit", "ours", "floor", "ratio")
    for column in table.columns[2:]:
        column.justify = "right"
    for figure in findings.figures:
        floor = "" if figure.floor is None else _number(figure.floor)
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        table.add_row(figure.name, figure.unit, _number(figure.ours), floor, ratio)
    target.print(table)
    for note in findings.notes:
        target.print(note)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def console(*, to_stderr: bool) -> Console:
    """Standard output, or standard error where the output is to be read by a program."""
    found = Console(highlight=False, stderr=to_stderr)
    return found if found.is_terminal else Console(highlight=False, stderr=to_stderr, width=WIDTH)
