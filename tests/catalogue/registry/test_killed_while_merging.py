"""A worker killed while it merges: what was edited here and what was asked stay, and the next pull merges."""

import signal

import psycopg
import pytest
from django.utils import timezone

from catalogue.outbox.unit import revision
from catalogue.registry.models import Base, Conflict, Link, Ownership
from catalogue.services.models import Service, Version
from tenants.context import within
from tenants.models import Municipality
from tests import edits_make as edits
from tests.catalogue.registry.said import say
from tests.catalogue.registry.test_killed import started, wait_until_stuck
from tests.register import Register, pull

# The tables that merging writes, in the order in which it comes to them.
STATIONS = (
    "services_service",
    "services_version",
    "registry_link",
    "registry_base",
    "registry_conflict",
    "outbox_revision",
)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("station", STATIONS)
def test_a_merge_killed_at_a_table_is_made_by_the_next_pull(
    station: str,
    transactional_db: None,
    turku: Municipality,
    small_register: Register,
    database_url: str,
    environment_of_programs: dict[str, str],
) -> None:
    with within(turku):
        pull(turku, small_register)
        Ownership.objects.create(pattern="service/language_versions", owner="ask", at=timezone.now())
        service = Service.objects.filter(own=True, names__has_keys=["fi", "sv"]).order_by("id")[0].pk
        edits.edit("service", service, {"language_versions": {"fi": {"summary": "Meidän."}}})
        say(small_register, service, fi_Summary="Heidän.", sv_Summary="Deras.")
        before = _state(revision(), Version.objects.count())
    with (
        psycopg.connect(database_url) as holder,
        psycopg.connect(database_url, autocommit=True) as observer,
    ):
        holder.execute(f'LOCK TABLE "{turku.schema_name}"."{station}" IN SHARE MODE')
        with started(small_register, environment_of_programs) as process:
            wait_until_stuck(observer, process)
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        holder.rollback()
    with within(turku):
        assert _state(revision(), Version.objects.count()) == before
        assert pull(turku, small_register, full=True).state == "done"
        public = edits.present("service", service).published
        assert public is not None
        assert (public.language_versions["fi"].summary, public.language_versions["sv"].summary) == ("Meidän.", "Deras.")
        row = Conflict.objects.get()
        assert (row.ours, row.theirs, row.closed) == ("Meidän.", "Heidän.", None)
        after = _state(revision(), Version.objects.count())
        pull(turku, small_register, full=True)
        assert _state(revision(), Version.objects.count()) == after


def _state(*counts: int) -> tuple[object, ...]:
    """What a pull would change."""
    bases = [(row.object_id, bytes(row.document or b""), row.body) for row in Base.objects.order_by("object_id")]
    links = list(Link.objects.order_by("object_id").values_list("object_id", "synced_version"))
    return (
        *counts,
        bases,
        links,
        list(Conflict.objects.order_by("id").values_list("uuid", "ours", "theirs", "closed")),
    )
