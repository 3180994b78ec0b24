"""Reads things as rows; whole documents are read from the read model (catalogue.published)."""

from uuid import UUID

from catalogue.services.models import MODELS, State
from catalogue.services.values import Kind
from catalogue.text import LocalizedText


def names(*, kind: Kind) -> list[tuple[UUID, LocalizedText]]:
    """The names of a town's own published things of a kind, in no order; one statement."""
    rows = MODELS[kind]._default_manager.filter(own=True, state=State.PUBLISHED)
    return list(rows.values_list("id", "names"))
