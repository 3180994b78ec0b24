"""Registers the package with Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The application `registry`."""

    name = "catalogue.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
