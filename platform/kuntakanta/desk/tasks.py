"""What the desk has done in the background: its mails."""

from functools import partial
from typing import Any

from celery import shared_task
from django.conf import settings

from catalogue.services.planning import tell
from catalogue.services.tasks import TELL_PLANNER
from kuntakanta.desk.mail import send, tell_refused
from tenants.accounts.errors import NotSent
from tenants.accounts.letters import deliver
from tenants.accounts.sealing import HOST_UUID
from tenants.accounts.tasks import SEND_LETTER, SEND_LETTER_OF_HOST
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import HostTask, TownTask

RETRIED: dict[str, Any] = {
    "autoretry_for": (NotSent,),
    "retry_backoff": 5,
    "retry_backoff_max": 600,
    "max_retries": 12,  # an hour and a half
}


@shared_task(base=TownTask, name=SEND_LETTER, **RETRIED)
def send_letter(*, municipality_id: int, letter_id: int) -> bool:
    """Send a town's letter; whether this call did."""
    with within_host():
        town = Municipality.objects.get(pk=municipality_id)
    return deliver(letter_id=letter_id, owner=town.uuid, send=partial(send, municipality=town))


@shared_task(base=HostTask, name=SEND_LETTER_OF_HOST, **RETRIED)
def send_letter_of_host(*, letter_id: int) -> bool:
    """Send a letter of the host's own; whether this call did."""
    return deliver(letter_id=letter_id, owner=HOST_UUID, send=partial(send, municipality=None))


@shared_task(base=TownTask, name=TELL_PLANNER, **RETRIED)
def tell_planner(*, municipality_id: int, planned_id: int) -> bool:
    """Tell whoever planned a step that it could not be taken; whether this call did. Without a mail server, nobody."""
    with within_host():
        town = Municipality.objects.get(pk=municipality_id)
    return bool(settings.EMAIL_URL) and tell(planned_id=planned_id, send=partial(tell_refused, municipality=town))
