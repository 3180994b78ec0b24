"""A program that edits, each time in a process of its own, which is killed just before one of its statements.

It reads lines of JSON, `{"do": ..., "town": ..., "at": 3, "given": {...}}`, and answers each with "killed", or with
"done" where the edit came to its end before it came to that statement. At 0 nothing is killed.
"""

import json
import os
import signal
import sys
import traceback
from types import FrameType
from typing import Any
from uuid import UUID

import django

django.setup()

from catalogue.outbox.unit import changes  # noqa: E402 after Django is set up, as in all that follows
from catalogue.services import orders, planning  # noqa: E402
from catalogue.services.orders import Order  # noqa: E402
from catalogue.services.versions import Author  # noqa: E402
from tenants.context import within  # noqa: E402

ANNA = Author("person", UUID(int=1))
LANGUAGES = ["fi", "sv"]


def take(given: dict[str, Any]) -> None:
    """Steps that are taken together, as the write API takes them: all or none."""
    asked: list[Order | Exception] = [_order(one) for one in given["orders"]]
    with changes() as unit:
        found = orders.carry_out(
            unit=unit, orders=asked, author=ANNA, languages=LANGUAGES, may=lambda action, work: None, whole=True
        )
    for each in found:
        if isinstance(each, Exception):
            raise each


def _order(one: dict[str, Any]) -> Order:
    if "ends" in one:
        service_id, channel_id = map(UUID, one["ends"])
        return Order.to_connect(service_id, channel_id, {})
    return Order(**{**one, "id": UUID(one["id"]) if "id" in one else None})


def carry_out(given: dict[str, Any]) -> None:
    """All that is planned and due."""
    planning.carry_out_due(languages=LANGUAGES)


def killed_at(number: int) -> None:
    """Has this process end at once where it is about to wait for PostgreSQL for that time: nothing was sent as yet.

    Whatever psycopg sends, a statement, rows of a COPY or a COMMIT, it sends within its `Connection.wait`.
    """
    seen = 0

    def watch(frame: FrameType, event: str, _: Any) -> None:
        nonlocal seen
        code = frame.f_code
        if event == "call" and code.co_name == "wait" and code.co_filename.endswith("psycopg/connection.py"):
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    if number:
        sys.setprofile(watch)


def edit(asked: dict[str, Any]) -> int:
    """Edits in a process of its own; its status."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    status = 1
    try:
        with within(asked["town"]):
            killed_at(asked["at"])
            {"take": take, "carry_out": carry_out}[asked["do"]](asked["given"])
            sys.setprofile(None)
        status = 0
    except BaseException:  # noqa: BLE001 this process ends here, whatever it was
        traceback.print_exc()
    finally:
        os._exit(status)


if __name__ == "__main__":
    for line in sys.stdin:
        ended = edit(json.loads(line))
        killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
        print("killed" if killed else "done" if ended == 0 else "failed", flush=True)
