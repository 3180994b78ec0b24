"""Django's view of this room."""

from django.apps import AppConfig

from tenants.database.content_types import keep_apart


class TenantsConfig(AppConfig):
    """The app `tenants`, whose tables live in the schema `public`."""

    name = "tenants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        keep_apart()
