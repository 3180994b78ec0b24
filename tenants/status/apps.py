"""Django's view of the towns' statuses."""

from django.apps import AppConfig


class StatusConfig(AppConfig):
    """The app `status`, whose tables lie in `public`."""

    name = "tenants.status"
    label = "status"
    default_auto_field = "django.db.models.BigAutoField"
