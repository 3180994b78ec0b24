"""Sessions in the schema in which somebody signed in; each names it, and is empty anywhere else."""

from typing import Any, Final

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from tenants.context import current_schema

SCHEMA: Final = "schema"


class SessionStore(DatabaseSessions):
    """Django's sessions in the database; a row that was copied from another schema counts for nothing."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return super().encode({**session_dict, SCHEMA: current_schema()})

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        found: dict[str, Any] = super().decode(session_data)
        return found if found.pop(SCHEMA, None) == current_schema() else {}
