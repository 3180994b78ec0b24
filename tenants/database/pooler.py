"""Refuses a pooler between us and PostgreSQL that lets the search path of one client reach another.

The path is the wall between towns, and the engine sends it only when the server reports another one. Behind a pooler
that is true as long as what a client is told is what its statements find: where a pooler gives each transaction to
whichever server connection is free, or hands a used one on as it was, a statement of one town's would run in another's.
So the first connection of a process looks whether somebody stands in between, and if so tries with a second one.
"""

import secrets
import threading
from typing import Any, Final

import psycopg
from django.db import OperationalError

from tenants.errors import TenantsError

ROUNDS: Final = 3
"""Each makes it likelier to meet a connection that another client has used, where others are at work too."""


class PathNotKept(TenantsError, OperationalError):
    """A pooler stands before the database that does not keep clients' search paths apart.

    To all who ask it is a database that cannot be used: they answer 503, and the log says why.
    """

    code = "path_not_kept"

    def __init__(self) -> None:
        super().__init__(
            "The pooler before the database mixes up its clients' search paths, and with them towns: "
            "pool_mode has to be session, and server_reset_query DISCARD ALL, as in deploy/pgbouncer."
        )


_proven: set[tuple[Any, ...]] = set()
_proving = threading.Lock()


def require_own_path(connection: Any, params: dict[str, Any]) -> None:
    """Look at a new connection, once per process and database; raises PathNotKept.

    Costs one statement, and behind a pooler three short connections. Leaves the connection as it was.
    """
    database = tuple(params.get(name) for name in ("host", "port", "dbname", "user"))
    if database in _proven:
        return
    with _proving:
        if database in _proven:
            return
        autocommit = connection.autocommit
        connection.autocommit = True
        if _stands_in_between(connection):
            if not _keeps_apart(connection, params):
                raise PathNotKept
            connection.execute("RESET search_path")
        connection.autocommit = autocommit
        _proven.add(database)


def _stands_in_between(connection: Any) -> bool:
    """A pooler tells its clients a number of its own for cancelling, which is no server's."""
    return bool(_value(connection, "SELECT pg_backend_pid()") != connection.info.backend_pid)


def _keeps_apart(connection: Any, params: dict[str, Any]) -> bool:
    """Whether this client and others, one after the other, each find the path that they sent, and no earlier one."""
    given = {name: value for name, value in params.items() if name != "autocommit"}
    sent: set[str] = set()
    for _ in range(ROUNDS):
        with psycopg.connect(**given, autocommit=True) as other:
            if not _is_told(other) or _path(other) in sent:
                return False
            paths = {one: _send_path(one) for one in (connection, other)}
            sent.update(paths.values())
            if any(_path(one) != path or not _is_told(one) for one, path in paths.items()):
                return False
    return True


def _send_path(connection: Any) -> str:
    """Send a path that nobody else has, and on which no table is found."""
    path = f"nowhere_{secrets.token_hex(8)}"
    connection.execute("SELECT set_config('search_path', %s, false)", [path])
    return path


def _path(connection: Any) -> str:
    """The path that statements find."""
    return str(_value(connection, "SELECT current_setting('search_path')"))


def _is_told(connection: Any) -> bool:
    """Whether the client has been told the path that its statements find; servers before 18 tell none."""
    found, told = _path(connection), connection.pgconn.parameter_status(b"search_path")
    return told is None or told.decode() == found


def _value(connection: Any, statement: str) -> Any:
    (found,) = connection.execute(statement).fetchone()
    return found
