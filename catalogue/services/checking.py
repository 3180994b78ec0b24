"""Asks the rules about things as they stand in this town: the facts that they need are read for all of them at once."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Count, TextField, Value
from django.utils import timezone

from catalogue.codes import queries as codes
from catalogue.codes.values import GeneralDescription
from catalogue.errors import InvalidBody
from catalogue.outbox.unit import keep_others_out
from catalogue.services import queries, rules, tree
from catalogue.services.errors import NotPublishable
from catalogue.services.hours import HELSINKI
from catalogue.services.models import Connection as ConnectionRow
from catalogue.services.models import Organization, State
from catalogue.services.models import Service as ServiceRow
from catalogue.services.models import ServiceChannel as ChannelRow
from catalogue.services.pairs import CONNECTED
from catalogue.services.rules import Codes, Ends, Facts, Finding, Owner
from catalogue.services.rules.facts import LISTS
from catalogue.services.values import Connection, Kind, Service, ServiceChannel
from catalogue.services.values import Organization as OrganizationValue
from catalogue.services.versions import Step
from catalogue.services.workflow import Content, Work
from catalogue.services.works import name_keys, owner_of

NO_TYPE: Final = Value(None, output_field=TextField())
CODES_KEPT: Final = 300.0  # seconds for which a process believes the national code lists that it has read


class Checked(NamedTuple):
    """What the rules say of a step: of what editors work on after it, and what keeps it from being published.

    `misplaced` is why an organisation cannot be put where the step puts it.
    """

    findings: list[Finding]
    refusal: NotPublishable | None = None
    misplaced: InvalidBody | None = None

    @property
    def in_the_way(self) -> NotPublishable | InvalidBody | None:
        """Why the step cannot be taken."""
        return self.misplaced or self.refusal


def findings(work: Work, *, languages: Collection[str]) -> list[Finding]:
    """What the rules say of what editors work on; `languages` are the town's. Five statements at most."""
    return rules.check(work.content, _Surroundings([work], languages).facts(work, work.content))


def of_published(works: Sequence[Work], *, languages: Collection[str]) -> dict[UUID, list[Finding]]:
    """What the rules say of what readers see of published things; five statements at most for any number of them."""
    around = _Surroundings(works, languages)
    shown = ((work, work.published) for work in works)
    return {work.id: rules.check(content, around.facts(work, content)) for work, content in shown if content}


def of_connection(content: Connection, *, service: Work | None, channel: Work | None) -> list[Finding]:
    """What the rules say of what holds for a service at a channel, as far as these are known; one statement at most."""
    spoken = [frozenset(work.content.language_versions) if work else frozenset[str]() for work in (service, channel)]
    kind = channel.content.service_channel_type if channel and isinstance(channel.content, ServiceChannel) else None
    ends = Ends(service_languages=spoken[0], channel_languages=spoken[1], service_channel_type=kind)
    return rules.check(content, Facts(ends=ends, codes=_codes.present(), today=_today()))


def check(steps: Sequence[Step], *, languages: Collection[str]) -> list[Checked]:
    """What the rules say of steps of different things; seven statements at most for any number of them.

    Each is looked at as if those before it had been taken, but for those that may not be. Where organisations are moved
    the town's other units wait until this one ends: two moves at once could make a circle that neither is alone.
    """
    around = _Surroundings([step.after for step in steps], languages)
    if any(tree.moves(step.before, step.after) for step in steps):
        keep_others_out()
        around.tree.update(queries.tree())
    return [_checked(step, around) for step in steps]


def _checked(step: Step, around: "_Surroundings") -> Checked:
    work = step.after
    found = rules.check(work.content, around.facts(work, work.content))
    if misplaced := tree.refusal(step.before, work, around.tree):
        return Checked(found, misplaced=misplaced)
    if step.action == "published":
        assert work.published is not None, "it is about to be published"
        shown = rules.check(work.published, around.facts(work, work.published)) if work.draft else found
        if rules.refuses_publishing(shown):
            return Checked(found, NotPublishable(shown))
    around.taken(work)
    return Checked(found)


# --- facts ------------------------------------------------------------------------------------------------------------


class _Codes:
    """The national code lists, one reading for all towns of a process."""

    def __init__(self) -> None:
        self._read: tuple[float, Codes] | None = None

    def present(self) -> Codes:
        """The codes, at most five minutes old; one statement for all lists when they are read."""
        if self._read is None or time.monotonic() - self._read[0] > CODES_KEPT:
            known = codes.known(environment=settings.REGISTRY_ENVIRONMENT, names=LISTS)
            self._read = time.monotonic(), Codes(lists=dict(known))
        return self._read[1]


_codes = _Codes()


class _Name(NamedTuple):
    """What no two things have in common: a name in a language, of a kind of thing, in an organisation."""

    kind: Kind
    channel_type: str | None
    organization_id: UUID | None
    key: str
    """As in `works.name_keys`."""


class _Surroundings:
    """What the town has around some things. A fact that nothing asks about is not read."""

    def __init__(self, works: Sequence[Work], languages: Collection[str]) -> None:
        contents = list(_contents(works))
        self._languages = tuple(languages)
        self.tree: dict[UUID, tree.Branch] = {}
        """The organisations, read where one of them is moved."""

        self._today = _today()
        self._codes = _codes.present()
        self._owners = _owners({found for content in contents if (found := owner_of(content))})
        self._linked, self._missing = _general_descriptions(contents)
        self._names = _holders({name for content in contents for name in _names(content)})
        self._connections = _connections([work.id for work in works if work.kind == "service"])

    def facts(self, work: Work, content: Content) -> Facts:
        """What the rules must know about a thing's content."""
        owner = owner_of(content)
        linked = content.general_description_id if isinstance(content, Service) else None
        return Facts(
            town_languages=self._languages,
            owner=None if owner is None else self._owners.get(owner, Owner()),
            general_description=None if linked is None else self._linked.get(linked),
            missing_general_descriptions=self._missing,
            codes=self._codes,
            names_taken=frozenset(self._names_taken(work, content)),
            connections=self._connections.get(work.id, 0) if work.kind == "service" else None,
            today=self._today,
        )

    def taken(self, work: Work) -> None:
        """Goes on as if this thing had been written: as an owner, and as one that has a name."""
        for holders in self._names.values():
            holders.discard(work.id)
        shown = work.published if work.state == "published" else None
        for name in _names(shown) if shown else ():
            self._names[name].add(work.id)
        if work.kind == "organization":
            self.tree[work.id] = tree.branch_of(work)
            self._owners[work.id] = Owner.of(shown) if isinstance(shown, OrganizationValue) else Owner()

    def _names_taken(self, work: Work, content: Content) -> Iterator[tuple[str, str]]:
        for name in _names(content):
            if self._names[name] - {work.id}:
                language, _, key = name.key.partition(" ")
                yield language, key


def _today() -> date:
    return timezone.now().astimezone(HELSINKI).date()


def _contents(works: Iterable[Work]) -> Iterator[Content]:
    """What editors work on, and what readers see or are about to see."""
    for work in works:
        yield work.content
        if work.published is not None and work.draft is not None:
            yield work.published


def _owners(ids: Collection[UUID]) -> dict[UUID, Owner]:
    """Organisations that are published; who is not, or is not kept here, owns nothing that may be shown."""
    if not ids:
        return {}
    rows = Organization.objects.filter(id__in=ids, state=State.PUBLISHED).values_list("id", "body")
    return {owner_id: Owner.of(body) for owner_id, body in rows}


def _general_descriptions(
    contents: Iterable[Content],
) -> tuple[Mapping[UUID, GeneralDescription], frozenset[UUID]]:
    """Those that are linked, and the ids of those that there are none of."""
    services = (content for content in contents if isinstance(content, Service))
    wanted = {service.general_description_id for service in services if service.general_description_id}
    if not wanted:
        return {}, frozenset()
    environment = settings.REGISTRY_ENVIRONMENT
    found = codes.general_descriptions(environment=environment, ptv_ids=wanted)
    missing = frozenset(wanted - found.keys())
    if missing and not found and not codes.has_general_descriptions(environment=environment):
        return {}, frozenset()  # a host that has read none yet cannot tell
    return found, missing


def _names(content: Content) -> list[_Name]:
    """The names of content that nothing else may have; none where nobody owns it."""
    match content:
        case Service() | ServiceChannel():
            kind: Kind = "service" if isinstance(content, Service) else "service_channel"
            channel_type = content.service_channel_type if isinstance(content, ServiceChannel) else None
            owner = owner_of(content)
            keys = name_keys(content.language_versions) if owner else []
            return [_Name(kind, channel_type, owner, key) for key in keys]
        case _:
            return []


def _holders(names: Collection[_Name]) -> defaultdict[_Name, set[UUID]]:
    """The published things that have such names."""
    found: defaultdict[_Name, set[UUID]] = defaultdict(set)
    if not names:
        return found
    among: dict[str, Any] = {
        "state": State.PUBLISHED,
        "organization_id__in": {name.organization_id for name in names},
        "name_keys__overlap": sorted({name.key for name in names}),
    }
    services = ServiceRow.objects.filter(**among).values_list("id", NO_TYPE, "organization_id", "name_keys")
    channels = ChannelRow.objects.filter(**among).values_list(
        "id", "service_channel_type", "organization_id", "name_keys"
    )
    for thing_id, channel_type, owner, keys in services.union(channels, all=True):
        for key in keys:
            found[_Name("service_channel" if channel_type else "service", channel_type, owner, key)].add(thing_id)
    return found


def _connections(ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many channels services have."""
    if not ids:
        return {}
    connected = ConnectionRow.objects.filter(CONNECTED, service_id__in=ids)
    return dict(connected.values_list("service_id").annotate(count=Count("id")))
