"""Recurring work of a town: what nobody asks for any more is put away."""

from celery import shared_task
from django.utils import timezone

from catalogue.outbox import answers
from tenants.tasks import TownTask


@shared_task(base=TownTask, name="outbox.put_away")
def put_away(*, municipality_id: int) -> int:
    """The number of answers put away."""
    return answers.put_away(now=timezone.now())
