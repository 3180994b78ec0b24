"""Celery's way in: a town's pull and the refresh of what is national; both may run twice as well as once."""

import logging

from celery import shared_task

from catalogue.errors import NotFound, RegistryError
from catalogue.registry.models import SyncRun
from catalogue.registry.operations import refresh_national, sync_town
from catalogue.registry.sync import AlreadyRunning
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import HostTask, TownTask

log = logging.getLogger(__name__)


@shared_task(base=TownTask, name="registry.sync_town")
def sync_town_task(*, municipality_id: int, accept: int | None = None) -> None:
    """Pulls a town. A run that failed or was cut off fails the task, so that its row comes due again soon.

    `accept` names the held run whose removals are wanted; when it is held no more, nothing is done. While somebody else
    pulls the town, what was accepted waits for its turn; a pull as any other has then been made already.
    """
    with within_host():
        municipality = Municipality.objects.get(pk=municipality_id)
    try:
        run = sync_town(municipality, accept=accept)
    except AlreadyRunning as error:
        if accept is not None:
            raise
        log.info(error.message)
        return
    except NotFound as error:
        log.warning("The removals of run %s are not accepted: %s", accept, error.message)
        return
    if run.state in (SyncRun.State.FAILED, SyncRun.State.INTERRUPTED):
        raise RegistryError(run.reason, permanent=False)


@shared_task(base=HostTask, name="registry.refresh_national")
def refresh_national_task() -> None:
    """Refreshes general descriptions and code lists."""
    refresh_national()
