"""A town's file is made in the background, and put away when its time is over."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from tenants.context import within, within_host
from tenants.models import Municipality
from tenants.queries import all_municipalities
from tenants.takeout import operations
from tenants.tasks import HostTask, TownTask

log = logging.getLogger(__name__)


@shared_task(base=TownTask, name=operations.MAKE)
def make(*, municipality_id: int, takeout_id: int) -> bool:
    """Whether this call made it."""
    with within_host():
        town = Municipality.objects.get(pk=municipality_id)
    return operations.make(municipality=town, takeout_id=takeout_id)


@shared_task(base=HostTask, name="takeout.put_away")
def put_away() -> int:
    """The number of files put away, of all towns: also one that is suspended may ask for its file."""
    return sum(_put_away(town) for town in all_municipalities())


def _put_away(town: Municipality) -> int:
    try:
        with within(town):
            return operations.put_away(now=timezone.now())
    except DatabaseError as error:
        # A town whose schema is missing or behind is told of elsewhere, and stops no other.
        log.warning("%s has kept its file: %s", town, type(error).__name__)
        return 0
