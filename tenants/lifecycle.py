"""A town's states: active, suspended for a while, closed for good. Its rows stay; only its answers change."""

from tenants.context import within_host
from tenants.hosts import hosts
from tenants.models import Municipality


def suspend(*, municipality: Municipality) -> None:
    """Stop serving and syncing a town for a while: residents see that it will be back."""
    _change(municipality, Municipality.State.SUSPENDED)


def resume(*, municipality: Municipality) -> None:
    """Serve a suspended or closed town again."""
    _change(municipality, Municipality.State.ACTIVE)


def close(*, municipality: Municipality) -> None:
    """Stop serving a town for good. Its schema stays until the operator drops it."""
    _change(municipality, Municipality.State.CLOSED)


def _change(municipality: Municipality, state: Municipality.State) -> None:
    with within_host():
        Municipality.objects.filter(pk=municipality.pk).update(state=state)
    municipality.state = state
    hosts.forget()
