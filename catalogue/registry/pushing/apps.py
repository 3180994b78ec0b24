"""Registers the package with Django."""

from django.apps import AppConfig


class PushingConfig(AppConfig):
    """The application `pushing`."""

    name = "catalogue.registry.pushing"
    label = "pushing"
    default_auto_field = "django.db.models.BigAutoField"
