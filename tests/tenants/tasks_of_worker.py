"""Work that hangs the first time and ends the second; it tells by rows of the town how far it came."""

import time

from celery import shared_task
from django.contrib.contenttypes.models import ContentType

from tenants.tasks import TownTask


@shared_task(base=TownTask, name="tests.hangs_once")
def hangs_once(*, municipality_id: int) -> None:
    """Begun, then ended, in the town's list of content types."""
    _, is_first = ContentType.objects.get_or_create(app_label="work", model="begun")
    while is_first:
        time.sleep(1)
    ContentType.objects.create(app_label="work", model="ended")
