"""Plain typed makers: each makes one thing of ours, and asks only for what matters to a test."""

import itertools
from typing import Any

from django.conf import settings

from tenants.database.base import DatabaseWrapper

_names = itertools.count(1)


def connection(**options: Any) -> DatabaseWrapper:
    """A connection of its own to this process's database, as another thread or process would have; close it."""
    configured = settings.DATABASES["default"]
    return DatabaseWrapper(
        {**configured, "OPTIONS": {**configured["OPTIONS"], **options}}, alias=f"made_{next(_names)}"
    )


def value(wrapper: Any, statement: str) -> Any:
    """The one value that a statement gives."""
    with wrapper.cursor() as cursor:
        cursor.execute(statement)
        (found,) = cursor.fetchone()
    return found
