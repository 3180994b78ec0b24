"""On which node a new town's schema lies: a hook, which on one plain PostgreSQL does nothing."""

from django.conf import settings
from django.utils.module_loading import import_string


def stay(*, schema_name: str) -> None:
    """The schema stays where it was made."""


def place(*, schema_name: str) -> None:
    """Offer a new schema to the hook that the setting TOWN_PLACEMENT names, in the transaction that made it.

    With Citus that hook would call `citus_schema_distribute`; it takes a plain schema, as this is.
    """
    import_string(settings.TOWN_PLACEMENT)(schema_name=schema_name)
