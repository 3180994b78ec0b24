"""What the demo shows of very many towns: how many are through, and their sums."""

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from catalogue.registry.models import SyncRun
from kuntakanta.demo import screen
from kuntakanta.demo.towns import Seen

BEGAN = datetime(2026, 11, 23, tzinfo=UTC)


def _ended(number: int) -> Seen:
    run = SyncRun(
        state=SyncRun.State.DONE,
        started=BEGAN + timedelta(seconds=number),
        finished=BEGAN + timedelta(seconds=number + 1),
        counts={"service": {"seen": 10, "created": 2}},
    )
    summary = {"organizations": 1, "services": 2, "channels": 3, "connections": 4}
    return Seen(code=f"{number:03}", name=f"Town {number}", run=run, summary=summary)  # type: ignore[arg-type]


def _console() -> Console:
    return Console(file=io.StringIO(), width=120)


def _said(target: Console) -> str:
    assert isinstance(target.file, io.StringIO)
    return target.file.getvalue()


def test_a_few_towns_have_a_line_each_and_many_have_one_together() -> None:
    target = _console()
    target.print(screen.table([_ended(number) for number in range(3)], width=120))
    assert "Town 2" in _said(target)
    target = _console()
    target.print(screen.table([_ended(number) for number in range(40)], width=120))
    row = next(line for line in _said(target).splitlines() if "40 towns" in line)
    numbers = [word for word in row.split() if word[0].isdigit()]
    assert numbers == ["40", "40", "80", "120", "160", "40.0", "10", "80", "0"]


def test_many_towns_are_counted_where_there_is_no_terminal() -> None:
    target = _console()
    with screen.display(target, towns=40) as shown:
        for number in range(40):
            shown.show(Seen(code=f"{number:03}", name=f"Town {number}"))
            shown.show(_ended(number))
    assert _said(target).splitlines()[-1] == "40 of 40 towns have synced"
    assert "Town" not in _said(target)
