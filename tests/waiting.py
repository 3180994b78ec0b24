"""Waiting for what must come about, looked for again and again until a deadline; nothing sleeps for a fixed time."""

import subprocess
import time
from collections.abc import Callable

from django.db import connection

LOOK = 0.02  # seconds between two looks


def until(
    seen: Callable[[], object],
    what: str = "it did not come about in time",
    *,
    seconds: float = 30,
    during: "subprocess.Popen[bytes] | None" = None,
) -> None:
    """Waits until something is seen; fails at the deadline, or when the program in which it must come about ends."""
    deadline = time.monotonic() + seconds
    while not seen():
        assert during is None or during.poll() is None, f"{what}: the program has ended"
        assert time.monotonic() < deadline, what
        time.sleep(LOOK)


def waits_for_lock(table: str) -> bool:
    """Whether some backend waits for a lock on one of the host's tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [f"public.{table}"])
        return cursor.fetchone() is not None


def town_schemas() -> list[str]:
    """The schemas of towns that there are, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]
