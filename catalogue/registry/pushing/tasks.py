"""Celery's way in: a town's turn at writing; running it twice writes nothing twice."""

import logging

from celery import shared_task

from catalogue.errors import CredentialsRefused
from catalogue.registry.pushing.operations import push_town
from tenants.context import within_host
from tenants.models import Municipality
from tenants.tasks import TownTask

log = logging.getLogger(__name__)


@shared_task(base=TownTask, name="registry.push_town")
def push_town_task(*, municipality_id: int) -> None:
    """A turn. Where the register does not work, the task fails, so that its row comes due again soon."""
    with within_host():
        municipality = Municipality.objects.get(pk=municipality_id)
    try:
        push_town(municipality)
    except CredentialsRefused as error:
        log.warning("%s: %s; writing stops until its account is set anew", municipality, error.message)
