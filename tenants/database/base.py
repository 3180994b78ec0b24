"""Django's PostgreSQL engine with a place: which schemas a connection sees, checked before every statement.

A new connection's own default, to which a RESET returns too, is the path on which no table is found. PostgreSQL 18
tells the client its search path with every change of it, also after a ROLLBACK; comparing is free, so the path is sent
only when the server says something else than wanted. Older servers do not tell, and get it before every statement.
"""

import select
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

import psycopg
from django.db.backends.postgresql.base import CursorDebugWrapper
from django.db.backends.utils import CursorWrapper
from django_tenants.postgresql_backend import base as stock
from psycopg.pq import TransactionStatus

from tenants.database.introspection import Introspection
from tenants.database.places import EXTENSIONS, HOST, NOWHERE, PUBLIC, Place, town
from tenants.database.pooler import require_own_path

NEVER = 2**31  # executions after which a statement is prepared by itself

Parameters = Sequence[Any] | Mapping[str, Any] | None


class DatabaseWrapper(stock.DatabaseWrapper):  # type: ignore[misc]  # the package has no types
    """A connection that follows its place. One per thread, as all of Django's connections."""

    # Sequences of their own instead of identity columns, and always of 64 bits: Citus, which may one day place towns
    # on several nodes, has no others.
    data_types: ClassVar = {
        **stock.DatabaseWrapper.data_types,
        **dict.fromkeys(("AutoField", "BigAutoField", "SmallAutoField"), "bigserial"),
    }
    data_types_suffix: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.path_changes = 0
        super().__init__(*args, **kwargs)
        # The stock introspection narrows the path itself; here the place has done it already.
        self.introspection = Introspection(self)
        self.enter(NOWHERE)

    def enter(self, place: Place, *, tenant: Any = None) -> None:
        """Change the place. Sends nothing: the next statement will find itself there."""
        self.place = place
        self.schema_name = place.schema_name
        self.tenant = tenant

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        """django-tenants' way in. The host's schema is never added to a town's path, whatever is asked."""
        self.enter(HOST if tenant.schema_name == PUBLIC else town(tenant.schema_name), tenant=tenant)

    def set_schema_to_public(self) -> None:
        """django-tenants' way out: leaves the connection nowhere, where its own engine would stay in `public`."""
        self.enter(NOWHERE)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params["options"] = f"{params.get('options', '')} -c search_path={EXTENSIONS}".strip()
        # Django forbids prepared statements to all; here a statement is prepared when it says so, and never by itself.
        # The server plans it anew where the path has changed.
        params["prepare_threshold"] = params["prepare_threshold"] or NEVER
        return params

    def get_new_connection(self, conn_params: Any) -> Any:
        """A connection whose path is its own; raises PathNotKept."""
        connection = super().get_new_connection(conn_params)
        try:
            require_own_path(connection, conn_params)
        except BaseException:
            connection.close()
            raise
        return connection

    def is_usable(self) -> bool:
        """Whether it takes statements. A server that goes says so, or hangs up: then there is something to read.

        Asking the server, as the stock engine does, takes as long as reading a document.
        """
        if self.connection is None or self.connection.closed:
            return False
        if self.connection.pgconn.transaction_status == TransactionStatus.INERROR:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return not poll.poll(0)

    def reading_cursor(self, *, prepared: bool) -> CursorWrapper:
        """A cursor whose results come in binary; with `prepared` the server keeps the plan of its statements.

        For reads that hand bytes on; without the time zones and adapters that Django gives each of its own.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        cursor = _BinaryCursor(self.connection)
        cursor.prepared = prepared
        return cast(CursorWrapper, self._prepare_cursor(cursor))

    def follow_place(self) -> None:
        """Make the server's search path the place's, by one statement when it is not so already."""
        with self.wrap_database_errors:
            server = self.connection.pgconn
            if server.parameter_status(b"search_path") == self.place.search_path:
                return
            # In a failed transaction only a rollback is accepted, and it may change the path again.
            if server.transaction_status == TransactionStatus.INERROR:
                return
            self.connection.execute(self.place.statement)
        self.path_changes += 1

    def _handle_search_path(self, cursor: Any = None) -> None:
        """The stock engine sets the path when a cursor is made; here it is set when a statement is sent."""

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return _Cursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorWrapper:
        return _DebugCursor(cursor, self)


class _BinaryCursor(psycopg.Cursor[Any]):
    """Psycopg's own, with what Django's wrapper does not hand on to it."""

    prepared = False

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, prepare=self.prepared, binary=True)


class _FollowsPlace:
    """A cursor that looks where its connection is now, not where it was when the cursor was made."""

    db: Any
    cursor: Any

    def execute(self, sql: Any, params: Parameters = None) -> Any:
        self.db.follow_place()
        return super().execute(sql, params)  # type: ignore[misc]  # one of Django's two cursors comes next

    def executemany(self, sql: Any, param_list: Any) -> Any:
        self.db.follow_place()
        return super().executemany(sql, param_list)  # type: ignore[misc]

    def callproc(self, procname: Any, params: Any = None, kparams: Any = None) -> Any:
        self.db.follow_place()
        return super().callproc(procname, params, kparams)  # type: ignore[misc]

    def copy(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        self.db.follow_place()
        return self.cursor.copy(statement, *args, **kwargs)


class _Cursor(_FollowsPlace, CursorWrapper):
    """Django's cursor."""


class _DebugCursor(_FollowsPlace, CursorDebugWrapper):
    """Django's cursor that records statements, COPY among them."""

    def copy(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        with self.debug_sql(statement):
            return super().copy(statement, *args, **kwargs)
