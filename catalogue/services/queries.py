"""Reads things as rows; whole documents are read from the read model (catalogue.published)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from catalogue.services.models import MODELS, Organization, Practice, State
from catalogue.services.values import Kind
from catalogue.services.workflow import Work
from catalogue.services.works import of_row
from catalogue.text import LocalizedText


def names(*, kind: Kind) -> list[tuple[UUID, LocalizedText]]:
    """The names of a town's own published things of a kind, in no order; one statement."""
    rows = MODELS[kind]._default_manager.filter(own=True, state=State.PUBLISHED)
    return list(rows.values_list("id", "names"))


def languages_of_main_organizations() -> frozenset[str]:
    """Languages in which all of a town's main organisations are published; none where there is no organisation."""
    published = Organization.objects.filter(own=True, state=State.PUBLISHED)
    roots = published.exclude(parent_organization_id__in=published.values("id"))
    spoken = [frozenset(found) for found in roots.values_list("names", flat=True)]
    return frozenset.intersection(*spoken) if spoken else frozenset()


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation as a place in the town's tree. `here` is false for one that is archived now."""

    id: UUID
    names: LocalizedText
    parent: UUID | None
    here: bool


def units() -> Mapping[UUID, Unit]:
    """The town's own organisations by id, archived ones too, so that what hangs on them keeps its place; one statement.

    The parent of a topmost one may be an organisation that is not among them.
    """
    rows = Organization.objects.filter(own=True).values_list("id", "names", "parent_organization_id", "state")
    return {unit_id: Unit(unit_id, names, parent, state != State.ARCHIVED) for unit_id, names, parent, state in rows}


def parents() -> Mapping[UUID, UUID | None]:
    """What is above each of the town's own organisations, archived ones too; one statement."""
    return dict(Organization.objects.filter(own=True).values_list("id", "parent_organization_id"))


def edited(*, kind: Kind, state: str | None, after: UUID | None, most: int) -> list[Work]:
    """Own things as their editors have them, by id from one on; one statement."""
    rows = MODELS[kind]._default_manager.filter(own=True).order_by("id")
    if state is not None:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [of_row(kind, row) for row in rows[:most]]


def four_eyes() -> bool:
    """Whether this town publishes only what somebody else has sent to review; one statement."""
    return bool(Practice.objects.filter(four_eyes=True).exists())
