"""Django's view of support access."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """The app `support`, whose table lies in `public`."""

    name = "tenants.accounts.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"
