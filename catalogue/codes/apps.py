"""Registers the package with Django."""

from django.apps import AppConfig


class CodesConfig(AppConfig):
    """The application `codes`."""

    name = "catalogue.codes"
    label = "codes"
    default_auto_field = "django.db.models.BigAutoField"
