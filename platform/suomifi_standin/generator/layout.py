"""Which things a town has and how they hang together: specs by position, computed on demand, no documents.

A service or channel is a subject with a variant (facet or action, district); counting through the combinations in a
fixed order makes every name of a kind unique in the town, and with it in each of its organisations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from suomifi_standin.generator import places, seeds
from suomifi_standin.generator.places import District, Place
from suomifi_standin.generator.plan import TownPlan
from suomifi_standin.generator.texts.departments import DEPARTMENTS, Department
from suomifi_standin.generator.texts.sentences import SAMI_CLASSES
from suomifi_standin.generator.texts.variants import CHANNEL_ACTIONS, SERVICE_FACETS, Variant
from suomifi_standin.generator.topics import Topic, topics
from suomifi_standin.generator.wire import Text

# Twenty channels in a row: service locations are the most usual kind, forms the rarest.
_KINDS = (
    "ServiceLocation", "WebPage", "ServiceLocation", "EChannel", "Phone",
    "ServiceLocation", "ServiceLocation", "WebPage", "EChannel", "ServiceLocation",
    "Phone", "ServiceLocation", "WebPage", "ServiceLocation", "PrintableForm",
    "ServiceLocation", "EChannel", "Phone", "ServiceLocation", "WebPage",
)  # fmt: skip
KINDS = ("ServiceLocation", "EChannel", "WebPage", "Phone", "PrintableForm")


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    index: int
    topic: Topic
    facet: Variant
    district: District
    name: Text
    organization: int


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    index: int
    kind: str
    topic: Topic
    district: District
    name: Text
    organization: int


@cache
def _pairs(first: int, second: int) -> Sequence[tuple[int, int]]:
    """All pairs, the small ones first, so that a small town has the plain variants."""
    pairs = [(a, b) for a in range(first) for b in range(second)]
    return sorted(pairs, key=lambda pair: (pair[0] + pair[1], pair[0]))


def _join(topic: Topic, variant: Text | None, local: Text | None, again: int) -> Text:
    """The name of a thing: subject, variant, district, and a number when the combinations have run out."""
    result = {}
    name = topic.name
    sami = SAMI_CLASSES[topic.main_class]
    for language in dict.fromkeys((*name, *sami)):
        head = name[language] if language in name else f"{sami[language]} ({name['fi']})"
        if variant:
            head = f"{head}: {variant.get(language, variant['fi'])}"
        if local:
            head = f"{head}, {local.get(language, local['fi'])}"
        result[language] = f"{head} {again + 1}" if again else head
    return result


class Layout:
    """The skeleton of one generated town."""

    def __init__(self, plan: TownPlan) -> None:
        self.plan = plan
        self.place: Place = places.place(plan.code)
        self.departments: Sequence[Department] = DEPARTMENTS[: self._department_count()]
        self._department_index = {department.key: index for index, department in enumerate(self.departments, start=1)}

    def _department_count(self) -> int:
        return min(len(DEPARTMENTS), max(6, 6 + (self.plan.services + self.plan.channels) // 160))

    def identity(self, kind: str, index: int) -> str:
        return seeds.identity(self.plan.code, self.plan.seed, kind, index)

    def dice(self, *parts: object) -> seeds.Dice:
        return seeds.Dice(self.plan.code, self.plan.seed, *parts)

    @cached_property
    def organization_of_class(self) -> Mapping[str, int]:
        """Position of the responsible organisation by main class; the most special department wins."""
        return {
            main: index for index, department in enumerate(self.departments, start=1) for main in department.classes
        }

    def parent_of(self, organization: int) -> int:
        """Position of the organisation above a sub-organisation."""
        parent = self.departments[organization - 1].parent
        return self._department_index[parent] if parent else 0

    def service(self, index: int) -> ServiceSpec:
        known = topics()
        districts = self.place.districts
        topic = known[index % len(known)]
        pairs = _pairs(len(SERVICE_FACETS), len(districts) + 1)
        again, turn = divmod(index // len(known), len(pairs))
        facet_index, district_index = pairs[turn]
        facet = SERVICE_FACETS[facet_index]
        district = districts[district_index - 1] if district_index else districts[0]
        name = _join(topic, facet.name, district.name if district_index else None, again)
        return ServiceSpec(index, topic, facet, district, name, self.organization_of_class[topic.main_class])

    def channel_kind(self, index: int) -> str:
        return _KINDS[index % len(_KINDS)]

    def channel_topic(self, index: int) -> tuple[Topic, int]:
        """The subject of a channel, and which in turn it is among the channels of its kind and subject."""
        kind = self.channel_kind(index)
        cycle, position = divmod(index, len(_KINDS))
        number = cycle * _KINDS.count(kind) + _KINDS[:position].count(kind)
        known = topics()
        return known[(number + 7 * KINDS.index(kind)) % len(known)], number // len(known)

    def channel(self, index: int) -> ChannelSpec:
        kind = self.channel_kind(index)
        topic, turn = self.channel_topic(index)
        if kind == "ServiceLocation":
            name, district = self._location(topic, turn)
        else:
            name, district = self._remote(kind, topic, turn)
        return ChannelSpec(index, kind, topic, district, name, self.organization_of_class[topic.main_class])

    def _location(self, topic: Topic, turn: int) -> tuple[Text, District]:
        districts = self.place.districts
        streets = self.place.streets
        again, turn = divmod(turn, len(districts) + len(streets))
        near = turn < len(districts)
        local = districts[turn].name if near else streets[turn - len(districts)]
        unit = topic.subject.unit
        number = f" {again + 1}" if again else ""
        name = {language: f"{unit[language]}, {local[language]}{number}" for language in unit}
        for language, label in SAMI_CLASSES[topic.main_class].items():
            head = topic.name.get(language) or f"{label} ({unit['fi']})"
            name[language] = f"{head}, {local.get(language, local['fi'])}{number}"
        return name, districts[turn % len(districts)]

    def _remote(self, kind: str, topic: Topic, turn: int) -> tuple[Text, District]:
        districts = self.place.districts
        actions = CHANNEL_ACTIONS[kind]
        pairs = _pairs(len(actions), len(districts) + 1)
        again, turn = divmod(turn, len(pairs))
        action, district_index = pairs[turn]
        district = districts[district_index - 1] if district_index else districts[0]
        name = _join(topic, actions[action], district.name if district_index else None, again)
        return name, district
