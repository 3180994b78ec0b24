"""Registers the package with Django."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The application `services`."""

    name = "catalogue.services"
    label = "services"
    default_auto_field = "django.db.models.BigAutoField"
