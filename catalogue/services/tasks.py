"""Celery's way in: takes the steps that a town has planned and that are due; may run twice as well as once."""

from celery import shared_task

from catalogue.services import planning
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import TownTask


@shared_task(base=TownTask, name="services.carry_out_planned")
def carry_out_planned(*, municipality_id: int) -> int:
    """The number of steps taken or refused."""
    with within_host():
        languages = Municipality.objects.values_list("languages", flat=True).get(pk=municipality_id)
    return planning.carry_out_due(languages=languages)
