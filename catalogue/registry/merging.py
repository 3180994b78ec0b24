"""Has a say in what a pull stores: brings together what was edited here and what the register says anew.

What was not edited here since both sides said the same costs a comparison of two numbers, and is stored as received.
The base of a thing is the document last received (or the body that an open conflict has kept, see `models.Base`); that
of a pair is what held at the version that was the register's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from catalogue.registry import sides
from catalogue.registry.adapters import parse_kept
from catalogue.registry.gathering import Kept
from catalogue.registry.identity import Ids, with_ids
from catalogue.registry.merge import Body, Conflict
from catalogue.registry.models import Base, Link
from catalogue.registry.models import Conflict as Row
from catalogue.registry.ownership import ADOPTING, Policy, Rule
from catalogue.registry.policies import policy
from catalogue.registry.sides import NOTHING, Outcome
from catalogue.services import versions
from catalogue.services.connections import Pair, Settled
from catalogue.services.values import Connection, Kind, Record
from catalogue.services.workflow import Content, Work
from catalogue.services.works import jsonb
from catalogue.sets import upsert


@dataclass
class Told:
    """What merging one thing or pair has found: conflicts that are open now, and those that were settled at once."""

    kind: str
    open: tuple[Conflict, ...] = ()
    settled: list[Conflict] = field(default_factory=list)


@dataclass
class Merging:
    """What was merged in a unit of work (`services.operations.Settling`).

    `kept` is what the run found here; `adopted` are things that both sides had before they were one. `bodies` are what
    to keep as `Base.body` of things that were merged, `unsynced` those of which the two sides do not say the same.
    """

    kept: Kept
    adopted: frozenset[UUID] = frozenset()
    bodies: dict[UUID, Body | None] = field(default_factory=dict)
    unsynced: set[UUID] = field(default_factory=set)
    told: dict[UUID, Told] = field(default_factory=dict)
    _asked: dict[UUID, Policy] = field(default_factory=dict)

    @cached_property
    def inward(self) -> Ids:
        """Our ids by the register's, of things that have another one there."""
        return {key: link.object_id for key, link in self.kept.links.items() if key != link.object_id}

    @cached_property
    def _synced(self) -> Mapping[UUID, int | None]:
        return {link.object_id: link.synced_version for link in self.kept.links.values()}

    @cached_property
    def _own_policy(self) -> Policy:
        return policy()

    def _policy(self, key: UUID, *ends: UUID) -> Policy:
        """Whose word stands; where somebody is asked already, they are asked until they answer."""
        usual = ADOPTING if self.adopted.intersection((key, *ends)) else self._own_policy
        return (*self._asked.get(key, ()), *usual)

    def _know_what_is_asked(self, ids: Collection[UUID]) -> None:
        rows = Row.objects.filter(object_id__in=ids, closed=None).values_list("object_id", "kind", "path")
        for key, kind, path in rows if ids else ():
            pattern = "/".join((kind, *("*" if "/" in step else step for step in path)))
            self._asked[key] = (*self._asked.get(key, ()), Rule(pattern, "ask"))

    def things(self, kind: Kind, before: Mapping[UUID, Work], records: Sequence[Record]) -> Mapping[UUID, Work]:
        """What comes of things that were edited here or have a draft; four statements where there are any."""
        edited = self._edited(before.values())
        common = bases(kind, edited, self.inward)
        self._know_what_is_asked(common.keys())
        received = {record.id: record.value for record in records if record.id in common}
        outcomes = {work.id: self._together(work, received[work.id], common[work.id]) for work in edited}
        self.bodies |= {key: each.merged.base if each.merged.open else None for key, each in outcomes.items()}
        return {key: each.work for key, each in outcomes.items()}

    def gone(self, kind: Kind, before: Mapping[UUID, Work]) -> Mapping[UUID, Work]:
        """What comes of things that were edited here and that the register does not show any more."""
        edited = self._edited(work for work in before.values() if work.state == "published")
        common = bases(kind, edited, self.inward)
        self._know_what_is_asked(common.keys())
        return {work.id: self._together(work, None, common[work.id]).work for work in edited}

    def pairs(self, news: Mapping[UUID, tuple[Pair, Connection | None]]) -> Mapping[UUID, Settled]:
        """What comes of pairs that were edited here; five statements at most."""
        self._know_what_is_asked(news.keys())
        common = _bases_of_pairs([pair for pair, _ in news.values()])
        held = {
            key: sides.together_pair(
                pair.content, received, common[key], policy=self._policy(key, pair.service_id, pair.channel_id)
            )
            for key, (pair, received) in news.items()
        }
        for key, each in held.items():
            self._tell(key, "connection", each.merged.conflicts, ())
        upsert(
            Base,
            columns=("object_id", "body"),
            rows=[(key, jsonb(each.merged.base)) for key, each in held.items() if not each.synced],
        )
        Base.objects.filter(object_id__in=[key for key, each in held.items() if each.synced]).delete()
        return {key: Settled(each.content, each.synced) for key, each in held.items()}

    def _edited(self, works: Iterable[Work]) -> list[Work]:
        """Those that may differ from what the register said last, or have a draft."""
        return [work for work in works if work.draft is not None or self._synced.get(work.id) != work.version]

    def _together(self, work: Work, received: Content | None, base: Body) -> Outcome:
        outcome = sides.together(work, received, base, policy=self._policy(work.id))
        if not outcome.synced:
            self.unsynced.add(work.id)
        self._tell(work.id, work.kind, outcome.merged.conflicts, outcome.drafted)
        return outcome

    def _tell(self, key: UUID, kind: str, conflicts: Iterable[Conflict], drafted: Iterable[Conflict]) -> None:
        """Of two merges of a pair in one run, one for each end, the later one tells what is open."""
        told = self.told.setdefault(key, Told(kind))
        told.open = tuple(each for each in conflicts if each.open)
        told.settled += [each for each in (*conflicts, *drafted) if each not in told.open]


def bases(kind: Kind, works: Collection[Work], inward: Ids) -> dict[UUID, Body]:
    """What both sides had in common of things; two statements where there are any."""
    if not works:
        return {}
    links = Link.objects.in_bulk([work.id for work in works])
    rows = Base.objects.in_bulk([work.id for work in works])
    return {work.id: _base(kind, work, links.get(work.id), rows.get(work.id), inward) for work in works}


def _base(kind: Kind, work: Work, link: Link | None, row: Base | None, inward: Ids) -> Body:
    if link is None or row is None or (link.archived and sides.shown(work) is None):
        return NOTHING
    if row.body is not None and link.synced_version is None:
        found: Body = row.body
        return found
    if row.document is None:
        return NOTHING
    return sides.body(kind, with_ids(parse_kept(kind, bytes(row.document)), inward).value)


def _bases_of_pairs(pairs: Sequence[Pair]) -> dict[UUID, Body]:
    """What both sides had in common of pairs; two statements."""
    synced = [(pair, pair.synced_version) for pair in pairs if pair.synced_version is not None]
    then = versions.at_versions(synced)
    known = dict(Base.objects.filter(object_id__in=[pair.id for pair in pairs]).values_list("object_id", "body"))
    past = {pair.id: was for (pair, _), was in zip(synced, then, strict=True)}
    return {pair.id: _body_then(past[pair.id]) if pair.id in past else known.get(pair.id) or NOTHING for pair in pairs}


def _body_then(was: Pair | None) -> Body:
    return sides.body_of_pair(was.content if was else None)
