"""What operators have done in the background."""

import logging

from celery import shared_task

from catalogue.errors import NotFound
from catalogue.registry.operations import sync_town
from catalogue.registry.sync import AlreadyRunning
from kuntakanta.operators.notices import notify
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import HostTask, TownTask

log = logging.getLogger(__name__)


@shared_task(base=TownTask, name="operators.accept_removals")
def accept_removals(*, municipality_id: int, run: int) -> None:
    """Sync a town and archive what a held run would have archived. A second time, the run is held no more."""
    with within_host():
        municipality = Municipality.objects.get(pk=municipality_id)
    try:
        sync_town(municipality, accept=run)
    except (AlreadyRunning, NotFound) as error:
        log.warning("The removals of run %s were not accepted: %s", run, error.message)


@shared_task(base=HostTask, name="operators.notify")
def tell() -> int:
    """Mail what somebody must look at; the number of mails."""
    return notify()
