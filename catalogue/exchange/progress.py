"""How far an export or import has come, for whoever looks on: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Tell = Callable[[str, int, int | None], None]
_EVERY = 1_000  # things between two plain lines


@contextmanager
def shown(stdout: Any) -> Iterator[Tell]:
    """What is told: of what, how many are done, of how many where that is known."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        yield _lines(stdout)
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def _lines(stdout: Any) -> Tell:
    told: tuple[str, int] = ("", -1)

    def tell(what: str, done: int, total: int | None) -> None:
        nonlocal told
        if what != told[0] or done // _EVERY != told[1] or done == total:
            stdout.write(f"{what}: {done}" if total is None else f"{what}: {done} of {total}")
            told = what, done // _EVERY

    return tell
