"""Django's view of this room; loading it makes our Celery app the current one, for every room's tasks."""

from django.apps import AppConfig

from kuntakanta.celery import app


class KuntakantaConfig(AppConfig):
    """The app `kuntakanta`: commands, pages and templates, no tables."""

    name = "kuntakanta"
    celery = app
