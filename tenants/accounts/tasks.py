"""What is over is put away: sessions, links and helpers' accounts of a town, and the host's own."""

from celery import shared_task
from django.utils import timezone

from tenants.accounts.operations import put_away
from tenants.tasks import HostTask, TownTask


@shared_task(base=TownTask, name="accounts.put_away")
def put_away_in_town(*, municipality_id: int) -> int:
    """The number of rows put away in a town."""
    return put_away(now=timezone.now())


@shared_task(base=HostTask, name="accounts.put_away_on_host")
def put_away_on_host() -> int:
    """The number of rows put away on the host."""
    return put_away(now=timezone.now())
