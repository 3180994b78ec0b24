"""Parties that are not the town: their organisations and shared channels, the same for every town they serve.

Ids and contents depend on the national seed and on the party only. The one thing that a town adds is its own
connections and services at the other end, so a document seen from two towns differs in its `services` list alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from suomifi_standin import codelists
from suomifi_standin.generator import addresses, channels, organizations, places, seeds
from suomifi_standin.generator.layout import ChannelSpec
from suomifi_standin.generator.places import Place
from suomifi_standin.generator.seeds import NATIONAL_SEED
from suomifi_standin.generator.texts import others as texts
from suomifi_standin.generator.texts import towns
from suomifi_standin.generator.texts.subject import Subject
from suomifi_standin.generator.texts.variants import CHANNEL_ACTIONS
from suomifi_standin.generator.topics import Topic, topic_of
from suomifi_standin.generator.wire import CODE_LANGUAGES, Doc, Text

_HELSINKI = "091"
FIRST_TOPIC = 1000  # topics from here on are those of other parties
_STATE_TOPIC, _COUNTY_TOPIC, _JOINT_TOPIC = FIRST_TOPIC, 1100, 1200


@dataclass(frozen=True)
class Party:
    """Another organisation with its shared channels; `place` is where it resides."""

    id: str
    key: str
    kind: str
    name: Text
    about: tuple[Text, ...]
    place: Place
    area: tuple[str, list[Doc] | None]
    topics: Sequence[Topic]
    channels: Sequence[ChannelSpec]

    def channel_id(self, position: int) -> str:
        return seeds.identity("other", NATIONAL_SEED, self.key, "channel", position)


def _channel(topic: Topic, kind: str, position: int, place: Place) -> ChannelSpec:
    if kind == "ServiceLocation":
        name: Text = {
            language: f"{topic.subject.unit[language]}, {place.name(language)}" for language in CODE_LANGUAGES
        }
    else:
        action = CHANNEL_ACTIONS[kind][0]
        name = {language: f"{topic.name[language]}: {action[language]}" for language in CODE_LANGUAGES}
    return ChannelSpec(position, kind, topic, place.districts[0], name, 0)


def _party(
    key: str,
    kind: str,
    *,
    name: Text,
    about: tuple[Text, ...],
    place: Place,
    area: tuple[str, list[Doc] | None],
    first_topic: int,
    subjects: Sequence[Subject],
    kinds: Sequence[str],
) -> Party:
    topics = [topic_of(first_topic + index, subject) for index, subject in enumerate(subjects)]
    specs = [_channel(topics[index % len(topics)], one, index, place) for index, one in enumerate(kinds)]
    id_ = seeds.identity("other", NATIONAL_SEED, key)
    return Party(id_, key, kind, name, about, place, area, topics, specs)


@cache
def state() -> Party:
    return _party(
        "state",
        "State",
        name=texts.STATE_NAME,
        about=texts.STATE_ABOUT,
        place=places.place(_HELSINKI),
        area=("Nationwide", None),
        first_topic=_STATE_TOPIC,
        subjects=texts.STATE,
        kinds=("EChannel", "Phone", "WebPage", "EChannel"),
    )


@cache
def county(code: str) -> Party:
    """The wellbeing services county; Helsinki and Åland, which have none, act under their own names."""
    row = codelists.wellbeing_counties()[code]
    return _party(
        f"county-{code}",
        "RegionalOrganization",
        name={"fi": row.fi, "sv": row.sv, "en": row.en},
        about=texts.COUNTY_ABOUT,
        place=_seat("county", code),
        area=("LimitedType", addresses.county_area(code)),
        first_topic=_COUNTY_TOPIC,
        subjects=texts.COUNTY,
        kinds=("ServiceLocation", "Phone", "EChannel"),
    )


@cache
def joint_authority(region: str) -> Party:
    row = codelists.regions()[region]
    names = {"fi": row.fi, "sv": row.sv, "en": row.en}
    return _party(
        f"joint-{region}",
        "RegionalOrganization",
        name={one: texts.JOINT_NAME[one].replace("{region}", names[one]) for one in CODE_LANGUAGES},
        about=texts.JOINT_ABOUT,
        place=_seat("region", region),
        area=("LimitedType", addresses.region_area(region)),
        first_topic=_JOINT_TOPIC,
        subjects=texts.JOINT,
        kinds=("ServiceLocation", "WebPage"),
    )


def _seat(level: str, code: str) -> Place:
    """The first city of the area whose place is known, or any of its municipalities."""
    rows = [
        row
        for row in codelists.municipalities().values()
        if (row.wellbeing_county if level == "county" else row.region) == code
    ]
    known = [row for row in rows if row.code in towns.CENTRES and row.fi in towns.CITIES]
    return places.place((known or rows)[0].code)


def parties(place: Place) -> Sequence[Party]:
    """The others that work in a town."""
    return state(), county(place.row.wellbeing_county), joint_authority(place.row.region)


def organization(party: Party, services: list[Doc]) -> Doc:
    whole = organizations.Organization(
        id=party.id,
        modified=seeds.timestamp(party.id),
        parent_id=None,
        root_id=None,
        kind=party.kind,
        municipality=None,
        business_code=None,
        name=party.name,
        short_name=None,
        area_type=party.area[0],
        areas=party.area[1],
        about=party.about,
        services=services,
        children=[],
    )
    return organizations.document(whole, party.place, CODE_LANGUAGES, seeds.Dice("other", party.id))


def channel(party: Party, position: int, services: list[Doc]) -> Doc:
    id_ = party.channel_id(position)
    around = channels.Surroundings(
        id=id_,
        modified=seeds.timestamp(id_),
        organization_id=party.id,
        organization_name=party.name,
        services=services,
        collections=[],
        wide=False,
        languages=CODE_LANGUAGES,
        area=party.area,
    )
    return channels.document(party.place, party.channels[position], around, seeds.Dice("other", id_))
