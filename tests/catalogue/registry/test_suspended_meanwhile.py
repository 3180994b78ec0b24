"""A town that is suspended while it is pulled is left as it was; resumed, it is pulled again."""

import pytest

from catalogue.errors import RegistryError
from catalogue.registry import sync, tasks
from catalogue.registry.models import SyncRun
from catalogue.services.models import Service
from tenants import lifecycle
from tenants.context import within
from tenants.models import Municipality
from tests.register import Register, pull

pytestmark = pytest.mark.django_db(transaction=True)


def _pull_and_suspend(town: Municipality, register: Register) -> SyncRun:
    """Suspended at the first word on how far the run has come."""

    def tell(phase: str, done: int, total: int) -> None:
        if town.state == Municipality.State.ACTIVE:
            lifecycle.suspend(municipality=town)

    with within(town), register.client() as client:
        return sync.pull(municipality=town, client=client, tell=tell)


def test_nothing_is_written_after_a_suspension(turku: Municipality, espoo: Municipality, register: Register) -> None:
    run = _pull_and_suspend(turku, register)
    assert (run.state, run.code) == (SyncRun.State.INTERRUPTED, "interrupted")
    assert "suspended" in run.reason
    with within(turku):
        assert not Service.objects.exists()
    lifecycle.resume(municipality=turku)
    assert pull(turku, register).state == SyncRun.State.DONE
    with within(turku):
        assert Service.objects.exists()


def test_its_work_comes_due_again_soon(turku: Municipality, register: Register, settings: object) -> None:
    settings.REGISTRY_URL = register.api  # type: ignore[attr-defined]
    lifecycle.suspend(municipality=turku)
    with pytest.raises(RegistryError, match="suspended"):
        tasks.sync_town_task(municipality_id=turku.pk)
