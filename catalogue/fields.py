"""Columns of the catalogue: a jsonb column that holds one of our typed values."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import models
from psycopg.types.json import Jsonb


class ValueField(models.Field):  # type: ignore[type-arg]  # generic for the checker only
    """A jsonb column read and written as a msgspec value of the given type.

    Migrations know it as plain jsonb, so that a change of our values is no migration of theirs. A row that cannot be
    decoded raises `msgspec.ValidationError`: stored values are ours, so that is a defect.
    """

    def __init__(self, value_type: Any = object, **options: Any) -> None:
        self.value_type = value_type
        super().__init__(**options)

    def db_type(self, connection: Any) -> str:
        return "jsonb"

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.JSONField", arguments, options

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else msgspec.json.decode(value, type=self.value_type)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else Jsonb(value, dumps=msgspec.json.encode)
