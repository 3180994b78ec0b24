"""A generated town: documents computed when they are asked for, nothing kept but ids and edges."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from suomifi_standin.generator import (
    addresses,
    channels,
    organizations,
    others,
    roles,
    seeds,
    service_collections,
    services,
)
from suomifi_standin.generator.connections import connection
from suomifi_standin.generator.layout import ChannelSpec, Layout, ServiceSpec
from suomifi_standin.generator.links import Links, links
from suomifi_standin.generator.others import Party
from suomifi_standin.generator.plan import TownPlan
from suomifi_standin.generator.roles import Role
from suomifi_standin.generator.speech import display_language
from suomifi_standin.generator.texts import organizations as texts
from suomifi_standin.generator.texts.variants import SERVICE_FACETS
from suomifi_standin.generator.topics import Topic
from suomifi_standin.generator.wire import Doc, Text, named, say

_FOREIGN_PER_PARTY = 2

Entry = tuple[str, int]  # what an id stands for: a kind of thing and its position


def _entries(groups: Mapping[str, Sequence[str]]) -> Mapping[str, Entry]:
    return {id_: (kind, index) for kind, ids in groups.items() for index, id_ in enumerate(ids)}


class GeneratedTown:
    """Documents of one town in wire order.

    A document's lists and objects may be shared with other documents: whoever changes a document replaces its members
    and leaves what they held alone.
    """

    def __init__(self, plan: TownPlan) -> None:
        self.plan = plan
        self._layout = Layout(plan)

    # Ids

    def _ids(self, kind: str, count: int) -> tuple[str, ...]:
        return tuple(self._layout.identity(kind, index) for index in range(count))

    @cached_property
    def organization_ids(self) -> Sequence[str]:
        """The town itself first, then its departments."""
        return self._ids("organization", len(self._layout.departments) + 1)

    @cached_property
    def service_ids(self) -> Sequence[str]:
        return self._ids("service", self.plan.services)

    @cached_property
    def channel_ids(self) -> Sequence[str]:
        return self._ids("channel", self.plan.channels)

    @cached_property
    def collection_ids(self) -> Sequence[str]:
        return self._ids("collection", len(service_collections.collections(self._layout)))

    @cached_property
    def foreign_organization_ids(self) -> Sequence[str]:
        return [party.id for party in self._parties]

    @cached_property
    def foreign_service_ids(self) -> Sequence[str]:
        return self._ids("foreign-service", _FOREIGN_PER_PARTY * (len(self._parties) - 1))

    @cached_property
    def foreign_channel_ids(self) -> Sequence[str]:
        return [party.channel_id(position) for party, position in self._shared]

    # What lies behind the documents

    @cached_property
    def _language(self) -> str:
        return display_language(self._layout.place.languages)

    @cached_property
    def _parties(self) -> Sequence[Party]:
        return others.parties(self._layout.place)

    @cached_property
    def _shared(self) -> Sequence[tuple[Party, int]]:
        return [(party, position) for party in self._parties for position in range(len(party.channels))]

    @cached_property
    def _links(self) -> Links:
        return links(self._layout, len(self._shared))

    @cached_property
    def _roles(self) -> Sequence[Sequence[tuple[int, Role]]]:
        return roles.by_organization(self._layout)

    @cached_property
    def _members(self) -> service_collections.Membership:
        return service_collections.membership(self._layout)

    @cached_property
    def _few(self) -> Mapping[str, Entry]:
        """Organisations and what is foreign: known without counting the town's own content."""
        return _entries(
            {
                "organization": self.organization_ids,
                "foreign-organization": self.foreign_organization_ids,
                "foreign-service": self.foreign_service_ids,
                "foreign-channel": self.foreign_channel_ids,
            }
        )

    @cached_property
    def _many(self) -> Mapping[str, Entry]:
        return _entries({"service": self.service_ids, "channel": self.channel_ids, "collection": self.collection_ids})

    def _entry(self, id_: str) -> Entry:
        """What an id stands for; KeyError if nothing."""
        return self._few.get(id_) or self._many[id_]

    def _find(self, id_: str, *kinds: str) -> Entry:
        entry = self._entry(id_)
        if entry[0] not in kinds:
            raise KeyError(id_)
        return entry

    # Lists

    def modified(self, id_: str) -> str:
        """When the entity was last changed, without building its document."""
        self._entry(id_)
        return seeds.timestamp(id_)

    def names(self, id_: str) -> str:
        """The display name of the entity: Finnish where the town or party has it."""
        kind, index = self._entry(id_)
        return self._name(kind, index)

    def _name(self, kind: str, index: int) -> str:
        language = self._language
        find: Mapping[str, Callable[[], str]] = {
            "organization": lambda: say(self._organization_name(index), language),
            "service": lambda: say(self._layout.service(index).name, language),
            "channel": lambda: say(self._layout.channel(index).name, language),
            "collection": lambda: say(service_collections.collections(self._layout)[index].name, language),
            "foreign-organization": lambda: self._parties[index].name["fi"],
            "foreign-service": lambda: say(self._foreign_spec(index).name, language),
            "foreign-channel": lambda: self._shared_spec(index).name["fi"],
        }
        return find[kind]()

    def _item(self, kind: str, index: int) -> Doc:
        ids: Mapping[str, Callable[[], Sequence[str]]] = {
            "organization": lambda: self.organization_ids,
            "service": lambda: self.service_ids,
            "channel": lambda: self.channel_ids,
            "foreign-organization": lambda: self.foreign_organization_ids,
            "foreign-service": lambda: self.foreign_service_ids,
            "foreign-channel": lambda: self.foreign_channel_ids,
        }
        return named(ids[kind]()[index], self._name(kind, index))

    # Documents

    # `alone`: without what it is linked to, which takes a look at much of the town.

    def organization(self, id_: str, *, alone: bool = False) -> dict[str, Any]:
        kind, index = self._find(id_, "organization", "foreign-organization")
        if kind == "foreign-organization":
            return others.organization(self._parties[index], [] if alone else self._foreign_services_of(index))
        return self._own_organization(index, [] if alone else self._services_of(index))

    def service(self, id_: str, *, alone: bool = False) -> dict[str, Any]:
        kind, index = self._find(id_, "service", "foreign-service")
        return self._foreign_service(index) if kind == "foreign-service" else self._own_service(index, alone)

    def channel(self, id_: str, *, alone: bool = False) -> dict[str, Any]:
        kind, index = self._find(id_, "channel", "foreign-channel")
        return self._foreign_channel(index, alone) if kind == "foreign-channel" else self._own_channel(index, alone)

    def collection(self, id_: str) -> dict[str, Any]:
        _, index = self._find(id_, "collection")
        return service_collections.document(self._layout, index, self._members, self.modified(id_))

    # Organisations

    def _organization_name(self, index: int) -> Text:
        return self._layout.departments[index - 1].name if index else self._layout.place.title

    def _own_organization(self, index: int, linked: list[Doc]) -> Doc:
        layout = self._layout
        place = layout.place
        ids = self.organization_ids
        dice = layout.dice("organization", index)
        children = [one for one in range(1, len(ids)) if layout.parent_of(one) == index]
        wide = index == 0 or layout.departments[index - 1].wide
        with_code = index == 0 or dice.chance(0.5)
        whole = organizations.Organization(
            id=ids[index],
            modified=seeds.timestamp(ids[index]),
            parent_id=ids[layout.parent_of(index)] if index else None,
            root_id=ids[0] if index else None,
            kind="Municipality",
            municipality=place.municipality_item,
            business_code=place.row.business_id if with_code else None,
            name=self._organization_name(index),
            short_name=None if index else {language: place.name(language) for language in ("fi", *place.languages)},
            area_type="Nationwide" if wide else "LimitedType",
            areas=None if wide else addresses.own_area(place),
            about=texts.DEPARTMENT if index else texts.TOWN,
            services=linked,
            children=[self._item("organization", child) for child in children],
        )
        return organizations.document(whole, place, place.languages, dice)

    def _services_of(self, index: int) -> list[Doc]:
        own = [roles.of_organization(role, self._item("service", service)) for service, role in self._roles[index]]
        if index:
            return own
        foreign = range(len(self.foreign_service_ids))
        return own + [
            roles.of_organization(role, self._item("foreign-service", service))
            for service in foreign
            for role in self._foreign_roles(service)[1:]
        ]

    # Services

    def _own_service(self, index: int, alone: bool) -> Doc:
        layout = self._layout
        spec = layout.service(index)
        id_ = self.service_ids[index]
        takes_part = roles.roles(layout, index)
        around = services.Surroundings(
            id=id_,
            modified=self.modified(id_),
            responsible_name=self._organization_name(spec.organization),
            organizations=[(role, self._own_item(role.organization)) for role in takes_part],
            connections=None if alone else self._channels_of(index, id_) or None,
            collections=[] if alone else self._collected(self._members.of_service.get(index, ())),
            wide=layout.departments[spec.organization - 1].wide,
        )
        return services.document(layout, spec, around)

    def _collected(self, collections: Sequence[int]) -> list[Doc]:
        return [service_collections.item(self._layout, one) for one in collections]

    def _own_item(self, organization: int | None) -> Doc | None:
        return None if organization is None else self._item("organization", organization)

    def _channels_of(self, index: int, id_: str) -> list[Doc]:
        result = [
            self._connection(id_, self.channel_ids[channel], self._layout.channel(channel), "serviceChannel")
            for channel in self._links.channels_of[index]
        ]
        return result + [
            self._connection(id_, self.foreign_channel_ids[shared], self._shared_spec(shared), "serviceChannel")
            for shared in self._links.shared_of_service.get(index, ())
        ]

    def _connection(self, service_id: str, channel_id: str, spec: ChannelSpec, end: str, service: str = "") -> Doc:
        """One end of a connection; the `service` name is needed for the channel's end only."""
        place = self._layout.place
        towards_channel = end == "serviceChannel"
        if towards_channel:
            language = self._language if spec.topic.index < others.FIRST_TOPIC else "fi"
            other = named(channel_id, say(spec.name, language))
        else:
            other = named(service_id, service)
        near = spec.district if spec.district in place.districts else place.districts[0]
        return connection(place, near, spec.kind, key=(service_id, channel_id), end=end, other=other)

    # Channels

    def _own_channel(self, index: int, alone: bool) -> Doc:
        layout = self._layout
        spec = layout.channel(index)
        id_ = self.channel_ids[index]
        linked = [] if alone else self._links.services_of[index]
        connected = [
            self._connection(self.service_ids[one], id_, spec, "service", self._name("service", one)) for one in linked
        ]
        around = channels.Surroundings(
            id=id_,
            modified=self.modified(id_),
            organization_id=self.organization_ids[spec.organization],
            organization_name=self._organization_name(spec.organization),
            services=connected,
            collections=[] if alone else self._collected(self._members.of_channel.get(index, ())),
            wide=layout.departments[spec.organization - 1].wide,
            languages=layout.place.languages,
        )
        return channels.document(layout.place, spec, around, layout.dice("channel", index))

    # Others

    def _shared_spec(self, shared: int) -> ChannelSpec:
        party, position = self._shared[shared]
        return party.channels[position]

    def _foreign_channel(self, shared: int, alone: bool) -> Doc:
        party, position = self._shared[shared]
        if alone:
            return others.channel(party, position, [])
        id_, spec = self.foreign_channel_ids[shared], self._shared_spec(shared)
        connected = [
            self._connection(self.service_ids[one], id_, spec, "service", self._name("service", one))
            for one in self._links.services_of_shared.get(shared, ())
        ]
        connected += [
            self._connection(self.foreign_service_ids[one], id_, spec, "service", self._name("foreign-service", one))
            for one in range(len(self.foreign_service_ids))
            if shared in self._channels_of_foreign(one)
        ]
        return others.channel(party, position, connected)

    def _foreign_party(self, index: int) -> int:
        """Position of the party that is responsible for a foreign service; the state has none here."""
        return 1 + index // _FOREIGN_PER_PARTY

    def _foreign_topic(self, index: int) -> Topic:
        party = self._parties[self._foreign_party(index)]
        return party.topics[index % _FOREIGN_PER_PARTY % len(party.topics)]

    def _foreign_spec(self, index: int) -> ServiceSpec:
        place = self._layout.place
        topic = self._foreign_topic(index)
        where = {language: place.name(language) for language in topic.name}
        facet = SERVICE_FACETS[index % _FOREIGN_PER_PARTY]
        names = {}
        for language, name in topic.name.items():
            special = f": {facet.name[language]}" if facet.name else ""
            names[language] = f"{name}{special}, {where[language]}"
        return ServiceSpec(10**6 + index, topic, facet, place.districts[0], names, 0)

    def _foreign_roles(self, index: int) -> list[Role]:
        """The party is responsible, the town produces or shares the responsibility."""
        shares = index % 2 == 1
        own = Role(0, "OtherResponsible") if shares else Role(0, "Producer", "ProcuredServices")
        return [Role(None, "Responsible"), own]

    def _channels_of_foreign(self, index: int) -> Sequence[int]:
        """Positions of the shared channels of a foreign service: its party's own."""
        return [
            one for one, (party, _) in enumerate(self._shared) if party is self._parties[self._foreign_party(index)]
        ]

    def _foreign_service(self, index: int) -> Doc:
        spec = self._foreign_spec(index)
        id_ = self.foreign_service_ids[index]
        position = self._foreign_party(index)
        responsible, own = self._foreign_roles(index)
        around = services.Surroundings(
            id=id_,
            modified=self.modified(id_),
            responsible_name=self._parties[position].name,
            organizations=[
                (responsible, self._item("foreign-organization", position)),
                (own, self._item("organization", 0)),
            ],
            connections=[
                self._connection(id_, self.foreign_channel_ids[one], self._shared_spec(one), "serviceChannel")
                for one in self._channels_of_foreign(index)
            ],
            collections=[],
            wide=False,
        )
        return services.document(self._layout, spec, around)

    def _foreign_services_of(self, party: int) -> list[Doc]:
        return [
            roles.of_organization(self._foreign_roles(one)[0], self._item("foreign-service", one))
            for one in range(len(self.foreign_service_ids))
            if self._foreign_party(one) == party
        ]
