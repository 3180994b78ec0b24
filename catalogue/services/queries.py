"""Reads things as rows; whole documents are read from the read model (catalogue.published)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Final, cast
from uuid import UUID

from django.db import connection
from django.db.models import Min, Q
from django.db.models.functions import Coalesce

from catalogue.errors import InvalidFilter
from catalogue.services.models import MODELS, Organization, Planned, Practice, State
from catalogue.services.planned import Outcome
from catalogue.services.tree import Branch
from catalogue.services.values import Kind
from catalogue.services.workflow import Work
from catalogue.services.works import of_row
from catalogue.text import LocalizedText

# What editors work on is a draft, where there is one; the column is what readers see, or would.
TREE: Final = """
    SELECT id, state,
        CASE WHEN draft IS NULL THEN parent_organization_id ELSE (draft ->> 'parent_organization_id')::uuid END,
        CASE WHEN state = 'published' THEN parent_organization_id END
    FROM services_organization
"""


def names(*, kind: Kind) -> list[tuple[UUID, LocalizedText]]:
    """The names of a town's own published things of a kind, in no order; one statement."""
    rows = MODELS[kind]._default_manager.filter(own=True, state=State.PUBLISHED)
    return list(rows.values_list("id", "names"))


def names_of(*, things: Iterable[tuple[str, UUID]]) -> Mapping[UUID, LocalizedText]:
    """The names of things, each given with its kind; a statement for each kind. One that is not kept here has none."""
    found: defaultdict[UUID, LocalizedText] = defaultdict(dict)
    for kind, some in groupby(sorted(things), key=itemgetter(0)):
        rows = MODELS[cast(Kind, kind)]._default_manager.filter(id__in=[thing_id for _, thing_id in some])
        found.update(rows.values_list("id", "names"))
    return found


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


def tree() -> Mapping[UUID, Branch]:
    """All organisations that are kept here, as editors and as readers have them; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(TREE)
        return {each: Branch(state, above, shown) for each, state, above, shown in cursor.fetchall()}


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


# --- what is planned --------------------------------------------------------------------------------------------------

LAST_OUTCOMES: Final = 10
TOLD_WITHIN: Final = timedelta(days=3)


def plans(*, outcome: Outcome | None, after: UUID | None, most: int) -> list[Planned]:
    """What the town has planned, by time, from one on: what is still to come or, with an outcome, what came to that.

    Two statements at most. Raises InvalidFilter where that one is unknown.
    """
    rows = Planned.objects.filter(outcome=outcome).order_by("at", "id")
    if after is not None:
        last = Planned.objects.filter(uuid=after).first()
        if last is None:
            raise InvalidFilter("after names nothing that was ever planned: begin anew.", place="after")
        rows = rows.filter(Q(at__gt=last.at) | Q(at=last.at, id__gt=last.id))
    return list(rows[:most])


def due(*, now: datetime) -> list[Planned]:
    """What is due, in the order in which it is to be done; one statement."""
    return list(Planned.objects.filter(outcome=None, at__lte=now).order_by("at", "id"))


def next_planned(*, after: datetime) -> datetime | None:
    """When something is due next after an instant; one statement."""
    found: datetime | None = Planned.objects.filter(outcome=None, at__gt=after).aggregate(at=Min("at"))["at"]
    return found


def planned_of(*, thing_id: UUID) -> list[Planned]:
    """What is planned for a thing, by time, and then its last outcomes, the latest first; one statement."""
    rows = Planned.objects.filter(object_id=thing_id)
    past = rows.exclude(outcome=None).order_by(Coalesce("carried_out", "cancelled").desc(), "-id")[:LAST_OUTCOMES]
    both = list(rows.filter(outcome=None).union(past, all=True))
    waiting = sorted((row for row in both if row.outcome is None), key=lambda row: (row.at, row.id))
    over = [(ended, row.id, row) for row in both if (ended := row.carried_out or row.cancelled)]
    return [*waiting, *(row for _, _, row in sorted(over, reverse=True))]


def planners_to_tell(*, now: datetime) -> list[int]:
    """Plans that were refused lately, and whose makers do not know it yet; one statement."""
    rows = Planned.objects.filter(to_tell=True, carried_out__gt=now - TOLD_WITHIN)
    return list(rows.order_by("id").values_list("id", flat=True))
