"""Django's view of what a town takes out."""

from django.apps import AppConfig


class TakeoutConfig(AppConfig):
    """The app `takeout`, whose tables lie in each town's schema."""

    name = "tenants.takeout"
    label = "takeout"
    default_auto_field = "django.db.models.BigAutoField"
