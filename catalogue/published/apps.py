"""Registers the package with Django."""

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    """The application `published`."""

    name = "catalogue.published"
    label = "published"
    default_auto_field = "django.db.models.BigAutoField"
