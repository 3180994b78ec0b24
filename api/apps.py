"""Registers the package with Django, for its templates and static files."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The application `api`; it has no tables."""

    name = "api"
