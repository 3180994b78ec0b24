"""What this release's migrations are, and whether it can serve a town whose schema has certain others.

Two marks on a Migration class tell how releases live side by side: `serves_before` (this release's code also serves
towns without it) and `breaks_older` (a release without it cannot serve towns that have it).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from tenants.database.places import NATIONAL, PUBLIC


@dataclass(frozen=True, slots=True)
class Release:
    """The migrations of the code that runs; names as "outbox.0001_initial"."""

    known: frozenset[str]
    """All of them, of every app: a town's list has also those that make nothing in a town."""

    needed: frozenset[str]
    """Those without which a town cannot be served."""

    needed_by_host: Mapping[str, frozenset[str]]
    """Those without which nothing can be, by the schema that must have them: the host's own and the national one."""

    breaking: frozenset[str]
    """Those which an older release cannot serve with."""

    digest: str
    """Of `known`, to compare with a schema's at once."""

    def lacks(self, applied: Iterable[str]) -> frozenset[str]:
        """What a schema is behind by."""
        return self.known.difference(applied)

    def serves(self, *, applied: Sequence[str], breaking: Sequence[str]) -> bool:
        """Whether a town can be served that has `applied`, of which `breaking` were marked by whoever applied them."""
        return self.needed.issubset(applied) and self.known.issuperset(breaking)


def digest_of(applied: Iterable[str]) -> str:
    """A short name for a set of migrations, whatever the order in which they were applied."""
    return hashlib.sha256("\n".join(sorted(applied)).encode()).hexdigest()


def this_release() -> Release:
    """The release that runs: read from the migrations once in a process."""
    places = (tuple(settings.TOWN_APPS), tuple(settings.HOST_APPS), tuple(settings.NATIONAL_APPS))
    return _release(places, tuple(sorted(settings.MIGRATION_MODULES.items())))


@lru_cache(maxsize=8)
def _release(places: Sequence[Sequence[str]], modules: Sequence[tuple[str, str | None]]) -> Release:
    on_disk = _on_disk()
    of_towns, of_host, of_nation = (_needed(on_disk, names) for names in places)
    return Release(
        known=frozenset(on_disk),
        digest=digest_of(on_disk),
        needed=of_towns,
        needed_by_host={PUBLIC: of_host, NATIONAL: of_nation},
        breaking=frozenset(name for name, migration in on_disk.items() if getattr(migration, "breaks_older", False)),
    )


def _on_disk() -> Mapping[str, Migration]:
    return {f"{app}.{name}": migration for (app, name), migration in MigrationLoader(None).disk_migrations.items()}


def _needed(on_disk: Mapping[str, Migration], app_names: Sequence[str]) -> frozenset[str]:
    labels = {config.label for config in apps.get_app_configs() if config.name in app_names}
    return frozenset(
        name
        for name, migration in on_disk.items()
        if migration.app_label in labels and not getattr(migration, "serves_before", False)
    )
