"""Django's cache of content types, kept apart per schema: the same model may have another number in another town.

django-tenants empties the cache at every change of town, which costs a query per request; keys that name the schema
make it unnecessary.
"""

from collections.abc import Iterator, MutableMapping
from typing import Any

from django.apps import apps
from django.db import connections

Entries = dict[Any, Any]


class CacheBySchema(MutableMapping[str, Entries]):
    """Looks like the dictionary by database alias that Django's manager expects."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str | None], Entries] = {}

    def _key(self, alias: str) -> tuple[str, str | None]:
        return alias, getattr(connections[alias], "schema_name", None)

    def __getitem__(self, alias: str) -> Entries:
        return self._entries[self._key(alias)]

    def __setitem__(self, alias: str, entries: Entries) -> None:
        self._entries[self._key(alias)] = entries

    def __delitem__(self, alias: str) -> None:
        del self._entries[self._key(alias)]

    def __iter__(self) -> Iterator[str]:
        return (alias for alias, _ in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        self._entries.clear()


def keep_apart() -> None:
    """Give Django's manager, and the original it is copied from, one cache that knows schemas."""
    cache = CacheBySchema()
    model: Any = apps.get_model("contenttypes", "ContentType")
    for manager in (model.objects, *model._meta.local_managers):
        manager._cache = cache
