"""Registers the package with Django."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The application `catalogue_forms`; `forms` would be taken for Django's own."""

    name = "catalogue.forms"
    label = "catalogue_forms"
    default_auto_field = "django.db.models.BigAutoField"
