"""Rules for every schema that keep towns movable: each can be dropped, copied and placed on another node alone.

They are what Citus asks for with a schema per town, checked on the catalogs of plain PostgreSQL.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants.models import Municipality

ROOT = Path(__file__).resolve().parents[2]

TABLES_WITHOUT_PRIMARY_KEY = """
    SELECT tables.relname FROM pg_class AS tables
    WHERE tables.relnamespace = %s::regnamespace AND tables.relkind IN ('r', 'p')
      AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = tables.oid AND indisprimary)
"""
PRIMARY_KEYS_OF_OTHER_KINDS = """
    SELECT tables.relname, columns.attname, format_type(columns.atttypid, columns.atttypmod)
    FROM pg_index AS keys
    JOIN pg_class AS tables ON tables.oid = keys.indrelid
    JOIN pg_attribute AS columns ON columns.attrelid = tables.oid AND columns.attnum = ANY (keys.indkey)
    WHERE tables.relnamespace = %s::regnamespace AND keys.indisprimary
      AND tables.relname <> 'django_session'  -- Django's own; its key is random, as a UUID is
      AND (keys.indnkeyatts > 1 OR columns.atttypid NOT IN ('uuid'::regtype, 'bigint'::regtype))
"""
IDENTITY_COLUMNS = """
    SELECT tables.relname, columns.attname FROM pg_attribute AS columns
    JOIN pg_class AS tables ON tables.oid = columns.attrelid
    WHERE tables.relnamespace = %s::regnamespace AND columns.attidentity <> ''
"""
NARROW_SEQUENCES = """
    SELECT sequences.relname FROM pg_sequence JOIN pg_class AS sequences ON sequences.oid = seqrelid
    WHERE sequences.relnamespace = %s::regnamespace AND seqtypid <> 'bigint'::regtype
"""
FOREIGN_KEYS_THAT_LEAVE = """
    SELECT constraints.conname
    FROM pg_constraint AS constraints
    JOIN pg_class AS source ON source.oid = constraints.conrelid
    JOIN pg_class AS target ON target.oid = constraints.confrelid
    WHERE constraints.contype = 'f'
      AND source.relnamespace = %s::regnamespace AND target.relnamespace <> source.relnamespace
"""
DEFAULTS_FROM_ELSEWHERE = """
    SELECT tables.relname, sequences.relname FROM pg_depend
    JOIN pg_attrdef ON pg_depend.classid = 'pg_attrdef'::regclass AND pg_attrdef.oid = pg_depend.objid
    JOIN pg_class AS tables ON tables.oid = pg_attrdef.adrelid
    JOIN pg_class AS sequences ON sequences.oid = pg_depend.refobjid AND sequences.relkind = 'S'
    WHERE tables.relnamespace = %s::regnamespace AND sequences.relnamespace <> tables.relnamespace
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
RULES = """
    SELECT rulename FROM pg_rewrite JOIN pg_class AS tables ON tables.oid = ev_class
    WHERE tables.relnamespace = %s::regnamespace
"""
OTHER_KINDS_OF_RELATIONS = """
    SELECT relname, relkind FROM pg_class
    WHERE relnamespace = %s::regnamespace AND relkind NOT IN ('r', 'i', 'S')
"""
FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = %s::regnamespace"
TYPES = """
    SELECT typname FROM pg_type WHERE typnamespace = %s::regnamespace AND typtype <> 'c' AND typcategory <> 'A'
"""
QUESTIONS = {
    "tables without a primary key": TABLES_WITHOUT_PRIMARY_KEY,
    "primary keys of other kinds than UUID and bigint": PRIMARY_KEYS_OF_OTHER_KINDS,
    "identity columns": IDENTITY_COLUMNS,
    "sequences of less than 64 bits": NARROW_SEQUENCES,
    "foreign keys that leave": FOREIGN_KEYS_THAT_LEAVE,
    "defaults from another schema's sequence": DEFAULTS_FROM_ELSEWHERE,
    "triggers": TRIGGERS,
    "inheritance": INHERITED,
    "rules": RULES,
    "other kinds of relations": OTHER_KINDS_OF_RELATIONS,
    "functions": FUNCTIONS,
    "types": TYPES,
}

# Statements that a distributed table refuses. `now()` in DO UPDATE SET and MERGE from VALUES are seen in our own text.
REFUSED_STATEMENTS = {
    "MERGE": re.compile(r"\bMERGE\s+INTO\b"),
    "now() inside DO UPDATE SET": re.compile(r"DO\s+UPDATE\s+SET(?:(?!\"\"\").)*?\bnow\(\)", re.DOTALL | re.IGNORECASE),
    "a constraint's name from an error": re.compile(r"diag\.constraint_name"),
    "constraints deferred on purpose": re.compile(r"SET CONSTRAINTS .* DEFERRED"),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("schema_name", ["public", "national", "t_1"])
def test_a_schema_has_nothing_that_ties_it_to_its_place(turku: Municipality, schema_name: str, question: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(QUESTIONS[question], [schema_name])
        assert cursor.fetchall() == [], question


def test_the_questions_are_asked_of_a_schema_with_tables(turku: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [turku.schema_name])
        assert cursor.fetchone()[0] > len(settings.TOWN_APPS)


def test_no_model_of_ours_asks_for_an_exclusion_or_a_deferred_constraint(turku: Municipality) -> None:
    names = {*settings.TOWN_APPS, *settings.NATIONAL_APPS, *settings.HOST_APPS}
    for model in (model for app in apps.get_app_configs() if app.name in names for model in app.get_models()):
        for constraint in model._meta.constraints:
            assert getattr(constraint, "deferrable", None) is None, f"{model} {constraint.name}"


@pytest.mark.parametrize("what", REFUSED_STATEMENTS)
def test_our_own_sql_keeps_to_what_a_distributed_table_takes(what: str) -> None:
    found = [
        str(file.relative_to(ROOT))
        for room in ("tenants", "catalogue", "api", "platform/kuntakanta")
        for file in (ROOT / room).rglob("*.py")
        if REFUSED_STATEMENTS[what].search(file.read_text(encoding="utf-8"))
    ]
    assert found == []
