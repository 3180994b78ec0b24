"""Starts and stops the programs that we run beside us: on a leash, in a process group of their own, with a log."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LEASH = Path(__file__).with_name("leash.py")
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Account:
    """A user that a program runs as."""

    uid: int
    gid: int
    name: str


@dataclass(frozen=True)
class Child:
    """A running program: `signals` are tried one after the other to stop it, before SIGKILL to its whole group."""

    name: str
    process: subprocess.Popen[bytes]
    signals: tuple[signal.Signals, ...]
    log: Path | None = None

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        """The most telling line of the log: the last one that speaks of failure, else the last one."""
        lines = [line.strip() for line in tail(self.log) if line.strip()] if self.log else []
        telling = [line for line in lines if any(word in line for word in ("FATAL", "Error", "error", "refus"))]
        return (telling or lines or [f"it ended with code {self.process.poll()}"])[-1]


def tail(path: Path, size: int = 8192) -> list[str]:
    """The last lines of a log, at most `size` bytes of them."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - size))
        return file.read().decode("utf-8", "replace").splitlines()


def leashed(command: Sequence[str], *, death: signal.Signals, account: Account | None) -> list[str]:
    """The command line that runs `command` as `account` and sends it `death` when this process dies."""
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    return [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(int(death)), str(uid), str(gid), *command]


def start(
    name: str,
    command: Sequence[str],
    *,
    signals: tuple[signal.Signals, ...],
    environment: Mapping[str, str],
    log: Path | None,
    account: Account | None = None,
    given: bytes | None = None,
) -> Child:
    """Start a program. What it says goes to `log`, or where our own words go. `given` is what it reads: secrets go this
    way or by the environment, never on the command line. The last of `signals` is what it gets when we die without
    stopping it.
    """
    with log.open("wb") if log else contextlib.nullcontext() as file:
        process = subprocess.Popen(  # noqa: S603 - our own command lines
            leashed(command, death=signals[-1], account=account),
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=file,
            stderr=file,
            cwd="/",
            env=dict(environment),
            start_new_session=True,
        )
    if given is not None:
        hand_over(process.stdin, given)
    return Child(name=name, process=process, signals=signals, log=log)


def hand_over(pipe: IO[bytes] | None, given: bytes) -> None:
    """Write what the program reads; one that has died already says why in its log, not here."""
    assert pipe is not None
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(given)


def stop(children: Iterable[Child], *, seconds: float) -> None:
    """Stop the programs side by side within about `seconds`: politely for most of the time, then ever harder.

    Afterwards nothing of their process groups is left, also of those that had already ended by themselves.
    """
    remaining = list(children)
    began = time.monotonic()
    rounds = max((len(child.signals) for child in remaining), default=0)
    for number in range(rounds):
        for child in remaining:
            if child.running and number < len(child.signals):
                child.process.send_signal(child.signals[number])
        wait_for(remaining, until=began + seconds * (number + 2) / (rounds + 1))
    for child in remaining:
        kill_group(child)


def wait_for(children: Sequence[Child], *, until: float) -> None:
    """Wait until all have ended or the time has come."""
    while any(child.running for child in children) and time.monotonic() < until:
        time.sleep(POLL_SECONDS)


def kill_group(child: Child) -> None:
    """Kill what is left of the program's group (its own, so nobody else is in it) and reap the program."""
    with contextlib.suppress(ProcessLookupError):  # the usual case: nothing is left
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
