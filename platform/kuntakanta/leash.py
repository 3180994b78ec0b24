"""Runs a program on a leash: passes signals on to it, and stops it with all its children when our parent has died.

It stays between the two, rather than asking the kernel for a signal at the parent's death, because that signal
reaches one process only: a worker's own children would live on, and so would a worker that hangs while it stops. Run by
path; it needs nothing but the standard library.
"""

import contextlib
import os
import signal
import sys
import time
from types import FrameType

LOOK_SECONDS = 0.25
GRACE_SECONDS = 1.5
PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


def become(command: list[str], *, uid: int, gid: int) -> None:
    """Turn this forked process into the program, as the user (-1: who we are), with signals as in a fresh process."""
    for number in (*PASSED_ON, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
    try:
        if uid >= 0:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            os.environ["HOME"] = "/"
        os.execv(command[0], command)  # noqa: S606 - becoming a program is what this is for
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201 - goes to the program's log
    os._exit(127)


def hold(program: int, *, parent: int, death: int) -> int:
    """Until the program has ended; its exit code. When the parent dies, everything in our group does soon after."""
    died: list[float] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(program, number)

    def look(number: int, frame: FrameType | None) -> None:
        if os.getppid() == parent:
            return
        if not died:
            died.append(time.monotonic())
            pass_on(death, frame)
        elif time.monotonic() - died[0] > GRACE_SECONDS:
            os.killpg(0, signal.SIGKILL)

    for each in PASSED_ON:
        signal.signal(each, pass_on)
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK_SECONDS, LOOK_SECONDS)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
    status = os.waitpid(program, 0)[1]
    signal.setitimer(signal.ITIMER_REAL, 0)  # it must not ring while Python ends
    if died or os.getppid() != parent:
        os.killpg(0, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code


def main(arguments: list[str]) -> None:
    """PARENT SIGNAL UID GID PROGRAM ARGUMENT...; SIGNAL is what the program gets when the parent dies."""
    parent, death, uid, gid = (int(argument) for argument in arguments[:4])
    if os.getpgrp() != os.getpid():
        os.setsid()
    # Until both sides of the fork are ready, a signal waits.
    signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)
    program = os.fork()
    if program == 0:
        become(arguments[4:], uid=uid, gid=gid)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.exit(hold(program, parent=parent, death=death))


if __name__ == "__main__":
    main(sys.argv[1:])
