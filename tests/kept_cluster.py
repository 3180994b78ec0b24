"""Keeps the cluster with the migrated template from one test session to the next, under `.cache`.

Migrating takes longer than most tests. What is kept is known by the code that makes it: with another migration, another
provisioning or another setting it is made anew. A fresh clone has none.
"""

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql

from kuntakanta import embedded

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "tests"
MAKERS = (
    "deploy/requirements-dev.txt",
    "tests/conftest.py",
    "platform/kuntakanta/settings.py",
    "platform/kuntakanta/embedded/*.py",
    "platform/**/migrations/*.py",
    "tenants/**/*.py",
    "catalogue/**/migrations/*.py",
    "catalogue/**/apps.py",
    "catalogue/codes/**/*.*",
)
"""What the template comes of."""

CLUSTER, SECRETS = "postgresql", "kept.json"


def take(directory: Path) -> None:
    """Begin in `directory` with what an earlier session kept, if it was made by the same code."""
    kept = _place()
    if kept.is_dir():
        _copy(kept / CLUSTER, kept / SECRETS, to=directory)


def keep(directory: Path) -> None:
    """Keep the stopped cluster for the next session, instead of any other."""
    kept = _place()
    if kept.exists() or not (directory / CLUSTER).is_dir():  # its servers may have had to put it elsewhere
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    for older in CACHE.iterdir():
        shutil.rmtree(older)
    aside = kept.with_name("unfinished")
    aside.mkdir()
    _copy(directory / CLUSTER, directory / SECRETS, to=aside)
    aside.rename(kept)


def drop_copies(servers: embedded.Servers, *, template: str) -> None:
    """Leave only the template of all that was made in the cluster; it must be there, or nothing is worth keeping."""
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        rows = admin.execute("SELECT datname FROM pg_database WHERE datdba = current_user::regrole").fetchall()
        for (name,) in rows:
            if name not in (admin.info.dbname, template):
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _place() -> Path:
    made_by = sha256()
    for file in sorted({file for pattern in MAKERS for file in ROOT.glob(pattern) if file.is_file()}):
        if "__pycache__" not in file.parts:
            made_by.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return CACHE / made_by.hexdigest()[:32]


def _copy(*sources: Path, to: Path) -> None:
    """With their owners: as root the cluster belongs to somebody else."""
    subprocess.run(["cp", "-a", *map(str, sources), str(to)], check=True)
