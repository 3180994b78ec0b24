"""Registers the package with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The application `outbox`."""

    name = "catalogue.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
