"""Celery's way in: carries out the imports that were sent to a town; may run twice as well as once."""

from celery import shared_task

from catalogue.exchange import operations
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import TownTask


@shared_task(base=TownTask, name="exchange.carry_out_imports")
def carry_out_imports(*, municipality_id: int) -> int:
    """The number of imports that have ended."""
    with within_host():
        town = Municipality.objects.get(pk=municipality_id)
    return operations.carry_out(town=town)
