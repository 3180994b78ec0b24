"""National general descriptions: the same in every town, linked by about a third of the services."""

from collections.abc import Mapping, Sequence
from functools import cache

from suomifi_standin.generator import classifications, seeds
from suomifi_standin.generator.legislation import laws
from suomifi_standin.generator.seeds import NATIONAL_SEED
from suomifi_standin.generator.speech import described, summarised
from suomifi_standin.generator.texts import sentences
from suomifi_standin.generator.topics import Topic, topics
from suomifi_standin.generator.wire import CODE_LANGUAGES, Doc, Text, items, t, typed

_COUNT = 40
_ORGANIZER: Text = t("kunta", "kommunen", "the municipality")
_BACKGROUND: Text = t(
    "Palvelun järjestäminen perustuu lakiin. Kunta päättää itse, millä tavalla ja missä palvelu annetaan.",
    "Ordnandet av tjänsten grundar sig på lag. Kommunen beslutar själv hur och var tjänsten ges.",
    "The service is based on an act. The municipality itself decides how and where it is given.",
)
_EXTRA_CLASSES = ("P9.6", "P9.4")
_EXTRA_TERMS: Sequence[Text] = (
    t("kunnalliset palvelut", "kommunala tjänster", "municipal services"),
    t("julkiset palvelut", "offentliga tjänster", "public services"),
)


@cache
def _topics() -> Sequence[Topic]:
    """The subjects that have a general description: chosen so that any run of subjects has its share."""
    drawn = sorted(topics(), key=lambda topic: seeds.number("general-description", topic.subject.key))
    return sorted(drawn[:_COUNT], key=lambda topic: topic.index)


def _id(topic: Topic) -> str:
    return seeds.identity("national", NATIONAL_SEED, "general-description", topic.subject.key)


@cache
def _by_id() -> Mapping[str, Topic]:
    return {_id(topic): topic for topic in _topics()}


@cache
def _of_topic() -> Mapping[int, str]:
    return {topic.index: id_ for id_, topic in _by_id().items()}


def general_description_ids() -> Sequence[str]:
    return list(_by_id())


def linked_to(topic: Topic) -> Doc | None:
    """The general description of a subject, if there is one; shared, to be read only."""
    id_ = _of_topic().get(topic.index)
    return _document(id_) if id_ else None


def general_description(id_: str) -> Doc:
    """The document; KeyError if there is none. As with towns, what its members hold is shared."""
    return dict(_document(id_))


@cache
def _document(id_: str) -> Doc:
    topic = _by_id()[id_]
    subject = topic.subject
    dice = seeds.Dice("national", NATIONAL_SEED, subject.key)
    languages = CODE_LANGUAGES
    names = {"organization": _ORGANIZER, "district": _ORGANIZER}
    body = [subject.summary, *subject.about, dice.pick(sentences.WHO[:3]), dice.pick(sentences.AFTER)]
    descriptions = summarised(topic, languages)
    descriptions += described("Description", body, languages, names, dice)
    descriptions += described("BackgroundDescription", [_BACKGROUND], languages, names, dice)
    descriptions += described("UserInstruction", dice.some(sentences.HOW, 2), languages, names, dice)
    if dice.chance(0.4):
        descriptions += described("DeadLine", [dice.pick(sentences.TIMES["DeadLine"])], languages, names, dice)
    return {
        "id": id_,
        "names": typed("Name", subject.name, languages),
        "descriptions": descriptions,
        "serviceClasses": [*topic.service_classes, classifications.service_class(dice.pick(_EXTRA_CLASSES))][:4],
        "ontologyTerms": [*topic.ontology_terms, classifications.ontology_term(dice.pick(_EXTRA_TERMS))],
        "targetGroups": topic.target_groups,
        "lifeEvents": topic.life_events,
        "industrialClasses": topic.industrial_classes,
        "requirements": items(dice.pick(sentences.REQUIREMENTS), languages) if dice.chance(0.5) else [],
        "type": "PermitOrObligation" if subject.permit else "Service",
        "serviceChargeType": subject.charge,
        "legislation": laws(topic, languages),
        "generalDescriptionType": "Municipality",
        "publishingStatus": "Published",
        "modified": seeds.timestamp("general-description", id_),
        "serviceChannels": [],
    }
