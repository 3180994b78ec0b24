"""Long work that gives way to other requests: one process, one thread."""

import asyncio
import time
from collections.abc import Iterable
from typing import TypeVar

_TURN_S = 0.02
"""Long work gives the other requests a turn this often."""

T = TypeVar("T")


async def take_turns(work: Iterable[T]) -> list[T]:
    """The results of lazy work, done without keeping the other requests waiting."""
    turn = time.monotonic() + _TURN_S
    done: list[T] = []
    for result in work:
        done.append(result)
        if time.monotonic() > turn:
            await asyncio.sleep(0)
            turn = time.monotonic() + _TURN_S
    return done
