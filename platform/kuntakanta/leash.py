"""Becomes another program that dies with its parent; run by path, so it needs nothing but the standard library.

Why a program and not a function between fork and exec: that is unsafe in a process with threads. The order matters: the
kernel forgets the parent-death signal when the user changes, so the user comes first. The "parent" is the *thread* that
started us: start leashed programs from a thread that lives as long as they should.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def become(*, uid: int, gid: int, directory: str) -> None:
    """Give up root for good: groups, group, user, in this order."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    os.environ["HOME"] = directory


def die_with(parent: int, signal: int) -> None:
    """Ask the kernel for `signal` at the parent's death; leave at once when it died before we asked.

    Only Linux has this. Elsewhere a parent that is killed leaves its servers running until the next start finds them.
    """
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit("the parent is gone")


def main(arguments: list[str]) -> None:
    """PARENT SIGNAL UID GID PROGRAM ARGUMENT...; UID -1 means to stay who we are."""
    parent, signal, uid, gid = (int(argument) for argument in arguments[:4])
    command = arguments[4:]
    try:
        if uid >= 0:
            become(uid=uid, gid=gid, directory="/")
        die_with(parent, signal)
        os.execv(command[0], command)  # noqa: S606 - becoming a program is what this is for
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
