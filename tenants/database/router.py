"""Whose tables live in which schema: by app, as settings list them."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from tenants.database.places import NATIONAL, PUBLIC


class SchemaRouter:
    """Lets an app's migrations make tables only where the app is at home."""

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool:
        """Outside of every place nothing is migrated; in `public`, `national` and towns their own apps are."""
        schema_name: str | None = getattr(connections[db], "schema_name", None)
        if schema_name is None:
            return False
        at_home = {PUBLIC: settings.HOST_APPS, NATIONAL: settings.NATIONAL_APPS}.get(schema_name, settings.TOWN_APPS)
        return apps.get_app_config(app_label).name in at_home
