"""A town's own rules about whose word stands: read for a merge, looked at and chosen by people."""

from collections.abc import Mapping, Sequence
from typing import Final, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from catalogue.errors import InvalidBody
from catalogue.registry.models import Ownership
from catalogue.registry.ownership import Owner, Policy, Rule, overridden
from catalogue.services import connections
from catalogue.services.values import Connection
from catalogue.services.workflow import KEPT_OF, TYPES

ANY: Final = "*"
_MEMBERS: Final[Mapping[str, frozenset[str]]] = {
    **{kind: frozenset(typed.__struct_fields__) - KEPT_OF[kind] for kind, typed in TYPES.items()},
    "connection": frozenset(Connection.__struct_fields__) - connections.KEPT,
}
KINDS: Final = tuple(_MEMBERS)
"""What rules are about; the first step of a pattern."""


def policy() -> Policy:
    """The town's own rules before the defaults; one statement."""
    rows = Ownership.objects.values_list("pattern", "owner")
    return overridden({pattern: cast(Owner, owner) for pattern, owner in rows})


def chosen() -> list[Ownership]:
    """The town's own rules; one statement."""
    return list(Ownership.objects.order_by("pattern"))


def choose(*, rules: Sequence[Rule], by: UUID | None) -> None:
    """These are the town's own rules from now on; three statements at most. Raises InvalidBody at the rule at fault."""
    seen: set[str] = set()
    for place, rule in enumerate(rules):
        _refuse_unfit(rule.pattern, f"/rules/{place}/pattern", seen)
    now = timezone.now()
    with transaction.atomic():
        Ownership.objects.exclude(pattern__in=seen).delete()
        known = dict(Ownership.objects.select_for_update().values_list("pattern", "owner"))
        changed = [rule for rule in rules if known.get(rule.pattern) != rule.owner]
        Ownership.objects.bulk_create(
            [Ownership(pattern=rule.pattern, owner=rule.owner, by=by, at=now) for rule in changed],
            update_conflicts=True,
            unique_fields=["pattern"],
            update_fields=["owner", "by", "at"],
        )


def _refuse_unfit(pattern: str, place: str, seen: set[str]) -> None:
    kind, *path = pattern.split("/")
    if kind != ANY and kind not in _MEMBERS:
        raise InvalidBody(f"A pattern begins with one of {', '.join((*KINDS, ANY))}.", place=place)
    kinds = KINDS if kind == ANY else (kind,)
    members = frozenset[str]().union(*(_MEMBERS[each] for each in kinds))
    if path and path[0] != ANY and path[0] not in members:
        raise InvalidBody(f"There is no member {path[0]!r} to be owned there.", place=place)
    if not all(path):
        raise InvalidBody("A step of a pattern is a name, or * for any.", place=place)
    if pattern in seen:
        raise InvalidBody("There is a rule for this pattern already.", place=place)
    seen.add(pattern)
