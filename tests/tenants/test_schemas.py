"""Rules for a town's schema that keep it movable: it can be dropped, copied and placed on another node alone."""

import pytest
from django.db import connection

from tenants.models import Municipality

FOREIGN_KEYS_THAT_LEAVE = """
    SELECT constraints.conname
    FROM pg_constraint AS constraints
    JOIN pg_class AS source ON source.oid = constraints.conrelid
    JOIN pg_class AS target ON target.oid = constraints.confrelid
    WHERE constraints.contype = 'f'
      AND source.relnamespace = %s::regnamespace AND target.relnamespace <> source.relnamespace
"""
TABLES_WITHOUT_PRIMARY_KEY = """
    SELECT tables.relname FROM pg_class AS tables
    WHERE tables.relnamespace = %s::regnamespace AND tables.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = tables.oid AND indisprimary)
"""
TRIGGERS = """
    SELECT tgname FROM pg_trigger
    JOIN pg_class AS tables ON tables.oid = tgrelid
    WHERE tables.relnamespace = %s::regnamespace AND NOT tgisinternal
"""
INHERITED = """
    SELECT tables.relname FROM pg_inherits
    JOIN pg_class AS tables ON tables.oid = inhrelid
    WHERE tables.relnamespace = %s::regnamespace
"""
FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace"


@pytest.mark.parametrize(
    "question", [FOREIGN_KEYS_THAT_LEAVE, TABLES_WITHOUT_PRIMARY_KEY, TRIGGERS, INHERITED, FUNCTIONS]
)
def test_a_towns_schema_stands_alone(turku: Municipality, question: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(question, [turku.schema_name])
        assert cursor.fetchall() == []
