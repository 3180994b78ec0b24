"""What is over is put away: sessions, links, letters and helpers' accounts of a town, and the host's own."""

from celery import current_app, shared_task
from django.utils import timezone

from tenants.accounts import letters
from tenants.accounts.operations import put_away
from tenants.tasks import HostTask, TownTask

SEND_LETTER = "desk.send_letter"
SEND_LETTER_OF_HOST = "desk.send_letter_of_host"
"""Tasks of the room that knows the words of our mails, by name: nothing is imported from above."""


@shared_task(base=TownTask, name="accounts.put_away")
def put_away_in_town(*, municipality_id: int) -> int:
    """The number of rows put away in a town. Letters of which the broker has lost the message are sent."""
    now = timezone.now()
    gone = put_away(now=now) + letters.put_away(now=now)
    for letter_id in letters.waiting():
        current_app.send_task(SEND_LETTER, kwargs={"municipality_id": municipality_id, "letter_id": letter_id})
    return gone


@shared_task(base=HostTask, name="accounts.put_away_on_host")
def put_away_on_host() -> int:
    """The number of rows put away on the host, and its letters likewise."""
    now = timezone.now()
    gone = put_away(now=now) + letters.put_away(now=now)
    for letter_id in letters.waiting():
        current_app.send_task(SEND_LETTER_OF_HOST, kwargs={"letter_id": letter_id})
    return gone
