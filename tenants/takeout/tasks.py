"""A town's file is made in the background, and put away when its time is over."""

from celery import shared_task
from django.utils import timezone

from tenants.context import within_host
from tenants.models import Municipality
from tenants.takeout import operations
from tenants.tasks import TownTask


@shared_task(base=TownTask, name=operations.MAKE)
def make(*, municipality_id: int, takeout_id: int) -> bool:
    """Whether this call made it."""
    with within_host():
        town = Municipality.objects.get(pk=municipality_id)
    return operations.make(municipality=town, takeout_id=takeout_id)


@shared_task(base=TownTask, name="takeout.put_away")
def put_away(*, municipality_id: int) -> int:
    """The number of files put away."""
    return operations.put_away(now=timezone.now())
