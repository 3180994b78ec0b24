"""The town's API account of the register: kept sealed, tried out, and never shown."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalogue.errors import CatalogueError, InvalidBody
from catalogue.registry.client_writing import Login
from catalogue.registry.pushing.models import Credentials
from tenants.accounts import audit
from tenants.accounts.sealing import opened, seal
from tenants.models import Municipality

PURPOSE: Final = "registry credentials"
LONGEST: Final = 300


class NoCredentials(CatalogueError):
    """The town has no API account of the register here, or one that the register takes no more."""

    code = "registry_no_credentials"


class OddCredentials(InvalidBody):
    """What was given cannot be an account; `place` points at the member."""

    code = "registry_odd_credentials"


def keep(
    *, municipality: Municipality, username: str, secret: str, organisation: str | None, actor: UUID | None
) -> Credentials:
    """Sets the account of the town for this host's environment, in place of an earlier one. Raises OddCredentials."""
    given = {"username": username, "password": secret, "organisation": organisation or ""}
    for name, value in given.items():
        if len(value) > LONGEST or not value.isprintable() or (not value and name != "organisation"):
            raise OddCredentials(f"This cannot be the {name} of an account.", place=f"/{name}")
    with transaction.atomic():
        row, _ = Credentials.objects.update_or_create(
            environment=settings.REGISTRY_ENVIRONMENT,
            defaults={
                "username": username,
                "secret": seal(secret, owner=municipality.uuid, purpose=PURPOSE),
                "organisation": organisation or None,
                "set_at": timezone.now(),
                "set_by": actor,
                "tested": None,
                "refused": None,
            },
        )
        audit.record("set_registry_credentials", actor=actor, subject=settings.REGISTRY_ENVIRONMENT)
    return row


def forget(*, actor: UUID | None) -> bool:
    """Takes the account away; False where there was none."""
    with transaction.atomic():
        gone, _ = Credentials.objects.filter(environment=settings.REGISTRY_ENVIRONMENT).delete()
        if gone:
            audit.record("forget_registry_credentials", actor=actor, subject=settings.REGISTRY_ENVIRONMENT)
    return gone > 0


def present() -> Credentials | None:
    """The account of this host's environment; one statement."""
    return Credentials.objects.filter(environment=settings.REGISTRY_ENVIRONMENT).first()


def login(*, municipality: Municipality) -> Login:
    """What to log in with. Raises NoCredentials, and SecretDoesNotOpen where it was sealed elsewhere."""
    row = present()
    if row is None or not row.secret:
        raise NoCredentials("There is no API account of the national catalogue for this town: set it first.")
    if row.refused is not None:
        raise NoCredentials("The national catalogue takes this town's API account no more: set it anew.")
    secret = opened(bytes(row.secret), owner=municipality.uuid, purpose=PURPOSE)
    return Login(row.username, secret, row.organisation)


def worked(*, at: datetime) -> None:
    """The account was taken."""
    Credentials.objects.filter(environment=settings.REGISTRY_ENVIRONMENT).update(tested=at, refused=None)


def refused(*, at: datetime) -> None:
    """The register takes the account no more: writing stops until it is set anew."""
    Credentials.objects.filter(environment=settings.REGISTRY_ENVIRONMENT, refused=None).update(refused=at)
