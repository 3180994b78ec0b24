"""Which town answers at which host: the rules for a host's name, and a table of them all in each process.

The table is read in one query of a few hundred rows and kept for ten seconds. It knows every host, so an unknown one
costs no query, and nobody can push known hosts out of it by asking for unknown ones.
"""

import re
import threading
import time
from dataclasses import dataclass

from django.conf import settings

from tenants.context import within_host
from tenants.errors import MalformedHost
from tenants.models import Domain, Municipality, SchemaState
from tenants.releases import this_release

FRESH = 10.0
"""Seconds for which the table is believed: another process's change of a host is seen after at most this."""

NEWCOMER = 1.0
"""Seconds after which a host that is not in the table makes it be read again: a town may just have joined."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def normal_host(text: str) -> str:
    """A host as it is stored: lower case, no port, no closing dot. Raises MalformedHost."""
    host = text.strip().lower().removesuffix(".")
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise MalformedHost(f"{text!r} cannot be a host: letters a to z, digits, dots and inner hyphens, no port.")
    return host


def site_at(host: str) -> str:
    """The beginning of addresses at a host, as https://town.fi, at the port that browsers use by themselves."""
    return f"{'https' if settings.HTTPS else 'http'}://{host}"


@dataclass(frozen=True, slots=True)
class _Table:
    towns: dict[str, Municipality]
    read_at: float


class Hosts:
    """The table of hosts of this process. Threads share it; one of them reads it anew while the others wait."""

    def __init__(self) -> None:
        self._table: _Table | None = None
        self._reading = threading.Lock()

    def town_at(self, host: str) -> Municipality | None:
        """The town at a normal host, whatever its state; None when nobody answers there."""
        table = self._table
        if table is None or not _is_fresh(table, host):
            table = self._read(host)
        return table.towns.get(host)

    def forget(self) -> None:
        """Read the table anew at the next question: a host, or a town's state, has changed here."""
        self._table = None

    def _read(self, host: str) -> _Table:
        with self._reading:
            table = self._table
            if table is None or not _is_fresh(table, host):
                # Time is taken before the rows are: what changes meanwhile is read the next time.
                read_at = time.monotonic()
                with within_host():
                    rows = list(
                        Domain.objects.select_related("tenant__schema_state").defer("tenant__schema_state__reason")
                    )
                table = _Table({row.domain: _told(row.tenant) for row in rows}, read_at)
                self._table = table
            return table


def _told(town: Municipality) -> Municipality:
    """A town with its answer to whether this release can serve it; one that was never migrated cannot be."""
    state: SchemaState | None = getattr(town, "schema_state", None)
    release = this_release()
    town.is_servable = state is not None and (
        state.digest == release.digest or release.serves(applied=state.applied, breaking=state.breaking)
    )
    return town


def _is_fresh(table: _Table, host: str) -> bool:
    return time.monotonic() - table.read_at < (FRESH if host in table.towns else NEWCOMER)


hosts = Hosts()
