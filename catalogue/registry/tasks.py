"""Celery's way in: a town's pull and the refresh of what is national; both may run twice as well as once."""

import logging

from celery import shared_task

from catalogue.errors import RegistryError
from catalogue.registry.models import SyncRun
from catalogue.registry.operations import refresh_national, sync_town
from catalogue.registry.sync import AlreadyRunning
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import HostTask, TownTask

log = logging.getLogger(__name__)


@shared_task(base=TownTask, name="registry.sync_town")
def sync_town_task(*, municipality_id: int) -> None:
    """Pulls a town. A run that failed for a passing reason fails the task, so that its row comes due again soon."""
    with within_host():
        municipality = Municipality.objects.get(pk=municipality_id)
    try:
        run = sync_town(municipality)
    except AlreadyRunning as error:
        log.info(error.message)
        return
    if run.state == SyncRun.State.FAILED:
        raise RegistryError(run.reason, permanent=False)


@shared_task(base=HostTask, name="registry.refresh_national")
def refresh_national_task() -> None:
    """Refreshes general descriptions and code lists."""
    refresh_national()
