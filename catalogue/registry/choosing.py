"""By which version of the register's interface a town is read, chosen for each environment."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalogue.errors import CatalogueError
from catalogue.registry.capabilities import DEFAULT, VERSIONS, Version, refusal
from catalogue.registry.models import ChosenVersion
from tenants.accounts import audit
from tenants.models import Municipality


class CannotChoose(CatalogueError):
    """The town cannot be read by this version here; the message says why."""

    code = "registry_version_not_possible"


def chosen() -> Version:
    """The version that the town is read by in this host's environment; one statement."""
    rows = ChosenVersion.objects.filter(environment=settings.REGISTRY_ENVIRONMENT)
    version = rows.values_list("reads", flat=True).first()
    return version if version in VERSIONS else DEFAULT


def choose(*, municipality: Municipality, version: str, actor: UUID | None) -> Version:
    """Has the town read by this version from the next run on, which is a full one. Raises CannotChoose."""
    if version not in VERSIONS:
        raise CannotChoose(f"The versions are {', '.join(VERSIONS)}.", place="reads")
    wanted = version
    why = refusal(wanted, settings.REGISTRY_ENVIRONMENT, writes_nationally=municipality.national_writing)
    if why is None and wanted == "v12" and not settings.REGISTRY_V12_URL:
        why = "this host has no address of version 12 of the national catalogue"
    if why is not None:
        raise CannotChoose(f"This cannot be chosen: {why}.", place="reads")
    with transaction.atomic():
        ChosenVersion.objects.update_or_create(
            environment=settings.REGISTRY_ENVIRONMENT,
            defaults={"reads": wanted, "by": actor, "at": timezone.now()},
        )
        audit.record("choose_registry_version", actor=actor, subject=f"{settings.REGISTRY_ENVIRONMENT}:{wanted}")
    return wanted
