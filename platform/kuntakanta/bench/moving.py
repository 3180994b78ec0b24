"""A town of thousands of documents leaves a host of hundreds and comes back, beside the bare COPY of its tables."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from statistics import median

import psycopg
from django.conf import settings
from psycopg import sql

from kuntakanta.bench import towns
from kuntakanta.bench.figures import Figure
from kuntakanta.bench.house import TOWN
from kuntakanta.bench.recording import record
from tenants import lifecycle
from tenants.errors import NotProvisioned
from tenants.models import Municipality
from tenants.moving import Terms, export_town, import_town
from tenants.provisioning import provision
from tenants.queries import municipality_by_code
from tenants.snapshots import ensure_snapshot


def measured(*, host: str, rounds: int) -> list[Figure]:
    """Exports the stand-in's town, drops it and imports it again, in turns with the bare COPY out of its schema.

    In the end the town at `host` is a new one without content, for whatever is measured next.
    """
    town = _town(host)
    towns.synced(town, record(settings.REGISTRY_URL, business_id=town.business_id))
    ensure_snapshot()
    out, floor, back = [], [], []
    with tempfile.TemporaryDirectory(prefix="kuntakanta-bench-moving-") as folder:
        for turn in range(rounds):
            began, path = time.perf_counter(), Path(folder) / f"{turn}.zip"
            _copied(town, Path(folder) / "floor")
            copied = time.perf_counter()
            export_town(municipality=town, path=path)
            exported = time.perf_counter()
            _dropped(town)
            dropped = time.perf_counter()
            town = import_town(path=path, terms=Terms(copy=True)).town
            floor.append(copied - began)
            out.append(exported - copied)
            back.append(time.perf_counter() - dropped)
    _dropped(town)
    _town(host)
    ratio = round(median(out) / median(floor), 3)
    return [
        Figure("export_5000", "s", "lower", ours=round(median(out), 3), floor=round(median(floor), 3), ratio=ratio),
        Figure("import_5000", "s", "lower", ours=round(median(back), 3)),
    ]


def _town(host: str) -> Municipality:
    try:
        return municipality_by_code(code=TOWN)
    except NotProvisioned:
        return provision(code=TOWN, host=host)


def _dropped(town: Municipality) -> None:
    lifecycle.close(municipality=town)
    lifecycle.remove(municipality=town)


def _copied(town: Municipality, path: Path) -> None:
    """Every table as the server sends it, to one file that is neither ordered, compressed nor sealed."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as raw, path.open("wb") as file:
        tables = raw.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [town.schema_name]).fetchall()
        for (table,) in tables:
            statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(town.schema_name, table))
            with raw.cursor() as cursor, cursor.copy(statement) as copy:
                for chunk in copy:
                    file.write(chunk)
