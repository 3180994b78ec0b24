"""What is done for operators in the background: measuring towns, looking at certificates, mail."""

import logging

from celery import shared_task
from django.db import DatabaseError

from catalogue.registry.operations import measure_town
from kuntakanta.operators.certificates import look_at_all
from kuntakanta.operators.notices import notify
from tenants.context import within
from tenants.models import Municipality
from tenants.queries import all_municipalities
from tenants.tasks import HostTask

log = logging.getLogger(__name__)


@shared_task(base=HostTask, name="operators.notify")
def tell() -> int:
    """Mail what somebody must look at; the number of mails."""
    return notify()


@shared_task(base=HostTask, name="operators.measure")
def measure_towns() -> int:
    """Keep for the host what each town takes of it; the number of towns. A few milliseconds for each."""
    return sum(_measured(town) for town in all_municipalities())


@shared_task(base=HostTask, name="operators.look_at_certificates")
def look_at_certificates() -> int:
    """Keep what TLS certificate each host shows; how many are no good."""
    return look_at_all()


def _measured(town: Municipality) -> bool:
    try:
        with within(town):
            measure_town(town)
    except DatabaseError as error:
        # A town whose schema is missing or behind is told of elsewhere, and stops no other.
        log.warning("%s could not be measured: %s", town, type(error).__name__)
        return False
    return True
