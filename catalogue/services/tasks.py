"""Celery's way in: takes the steps that a town has planned and that are due; may run twice as well as once."""

from celery import current_app, shared_task
from django.utils import timezone

from catalogue.services import planning, queries
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import TownTask

TELL_PLANNER = "desk.tell_planner"
"""The task of the room that knows the words of our mails, by name: nothing is imported from above."""


@shared_task(base=TownTask, name="services.carry_out_planned")
def carry_out_planned(*, municipality_id: int) -> int:
    """The number of steps taken or refused. Whoever planned a refused one is told, also where a message was lost."""
    with within_host():
        languages = Municipality.objects.values_list("languages", flat=True).get(pk=municipality_id)
    try:
        return planning.carry_out_due(languages=languages)
    finally:
        for planned_id in queries.planners_to_tell(now=timezone.now()):
            current_app.send_task(TELL_PLANNER, kwargs={"municipality_id": municipality_id, "planned_id": planned_id})
