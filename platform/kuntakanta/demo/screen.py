"""What the demo shows: bars on a terminal, plain lines elsewhere, and a table at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from kuntakanta.demo.options import FEW
from kuntakanta.demo.towns import Seen

PLAIN_WIDTH = 120
FULL_WIDTH = 112  # columns that the table takes with its lines
PLAIN_EVERY = 5.0  # seconds between two plain lines of a town in one phase
COLUMNS = (
    "town",
    "organisations",
    "services",
    "channels",
    "connections",
    "seconds",
    "documents/s",
    "written",
    "quarantined",
)


class Display(Protocol):
    """Shows what is seen of a town."""

    def show(self, seen: Seen) -> None: ...


def console() -> Console:
    """Standard output; wide enough for the table where it is no terminal."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=PLAIN_WIDTH)


@contextmanager
def display(target: Console, *, towns: int) -> Iterator[Display]:
    """Bars on a terminal, lines elsewhere; of many towns only how many are through."""
    if not target.is_terminal and towns > FEW:
        yield Count(target, towns)
        return
    if not target.is_terminal:
        yield Lines(target)
        return
    columns = (
        TextColumn("{task.description:<14}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[phase]}"),
    )
    with Progress(*columns, console=target) as progress:
        yield Bars(progress) if towns <= FEW else OneBar(progress, towns)


class Bars:
    """A bar for each town."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def show(self, seen: Seen) -> None:
        if seen.code not in self._tasks:
            self._tasks[seen.code] = self._progress.add_task(seen.name, total=None, phase="")
        task = self._tasks[seen.code]
        if seen.run:
            documents = max(seen.documents, 1)
            self._progress.update(task, completed=documents, total=documents, phase=seen.run.state)
        else:
            self._progress.update(task, completed=seen.done, total=seen.total or None, phase=seen.phase)


class OneBar:
    """A bar for all of many towns."""

    def __init__(self, progress: Progress, towns: int) -> None:
        self._progress = progress
        self._task = progress.add_task("towns", total=towns, phase="")

    def show(self, seen: Seen) -> None:
        self._progress.update(self._task, advance=int(seen.ended), phase=seen.name)


class Count:
    """A line now and then: how many of many towns are through; and one for each that did not go well."""

    def __init__(self, target: Console, towns: int) -> None:
        self._target, self._towns = target, towns
        self._ended, self._told = 0, time.monotonic()

    def show(self, seen: Seen) -> None:
        self._ended += int(seen.ended)
        if seen.ended and (self._ended == self._towns or time.monotonic() - self._told >= PLAIN_EVERY):
            self._told = time.monotonic()
            self._target.print(f"{self._ended} of {self._towns} towns have synced")


class Lines:
    """A line for each new phase of a town, and one now and then within it."""

    def __init__(self, target: Console) -> None:
        self._target = target
        self._told: dict[str, tuple[str, float]] = {}

    def show(self, seen: Seen) -> None:
        phase = seen.run.state if seen.run else seen.phase
        told, at = self._told.get(seen.code, ("", 0.0))
        if phase == told and time.monotonic() - at < PLAIN_EVERY:
            return
        self._told[seen.code] = (phase, time.monotonic())
        done = f" {seen.done:,} of {seen.total:,}" if seen.total else ""
        self._target.print(f"{seen.name}: {phase}{done}")


def table(ended: Sequence[Seen], *, width: int) -> Table:
    """The figures of each town's sync; without lines, and with folded headings, where there is little room."""
    shown = Table(*COLUMNS) if width >= FULL_WIDTH else Table(*COLUMNS, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in shown.columns[1:]:
        column.justify, column.overflow = "right", "fold"
    for seen in ended if len(ended) <= FEW else ():
        shown.add_row(seen.name, *figures(seen))
    if len(ended) > FEW:
        shown.add_row(f"{len(ended)} towns", *sums(ended))
    return shown


def sums(ended: Sequence[Seen]) -> list[str]:
    """The same over many towns; seconds from the first's beginning to the last's end."""
    runs = [seen.run for seen in ended if seen.run]
    ends = [run.finished or run.started for run in runs]
    seconds = (max(ends) - min(run.started for run in runs)).total_seconds() if runs else 0.0
    summaries = [seen.summary for seen in ended if seen.summary]
    documents = sum(seen.documents for seen in ended)
    return [
        f"{sum(summary['organizations'] for summary in summaries):,}",
        f"{sum(summary['services'] for summary in summaries):,}",
        f"{sum(summary['channels'] for summary in summaries):,}",
        f"{sum(summary['connections'] for summary in summaries):,}",
        f"{seconds:.1f}",
        f"{documents / seconds if seconds else 0.0:,.0f}",
        f"{sum(seen.written for seen in ended):,}",
        f"{sum(seen.count('quarantined') for seen in ended):,}",
    ]


def figures(seen: Seen) -> list[str]:
    assert seen.run is not None
    assert seen.summary is not None
    seconds = seen.run.seconds or 0.0
    things = [seen.summary[name] for name in ("organizations", "services", "channels", "connections")]
    speed = seen.documents / seconds if seconds else 0.0
    return [
        *(f"{number:,}" for number in things),
        f"{seconds:.1f}",
        f"{speed:,.0f}",
        f"{seen.written:,}",
        f"{seen.count('quarantined'):,}",
    ]


def reasons(ended: Sequence[Seen]) -> list[str]:
    """A line for each town whose sync did not end well."""
    return [f"{seen.name}: {seen.run.state}: {seen.run.reason}" for seen in ended if seen.run and not seen.well]
