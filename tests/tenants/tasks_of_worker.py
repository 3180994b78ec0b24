"""Work that hangs the first time and ends the second, and work that tells where it was; both by rows of the town."""

import time

from celery import shared_task
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from tenants.context import current_schema
from tenants.tasks import TownTask


@shared_task(base=TownTask, name="tests.hangs_once")
def hangs_once(*, municipality_id: int) -> None:
    """Begun, then ended, in the town's list of content types."""
    _, is_first = ContentType.objects.get_or_create(app_label="work", model="begun")
    while is_first:
        time.sleep(1)
    ContentType.objects.create(app_label="work", model="ended")


@shared_task(base=TownTask, name="tests.tells")
def tells(*, municipality_id: int, number: int) -> None:
    """Which schema the work found itself in; every third breaks off after it has told, one of them in a transaction."""
    told = {"app_label": "told", "model": f"{current_schema()} {number}"}
    if number % 6 == 0:
        with transaction.atomic():
            ContentType.objects.create(**told | {"model": f"undone {number}"})
            raise ZeroDivisionError
    ContentType.objects.create(**told)
    if number % 3 == 0:
        raise ZeroDivisionError
