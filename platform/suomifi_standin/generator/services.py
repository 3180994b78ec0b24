"""Documents of services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suomifi_standin.generator import addresses, general_descriptions
from suomifi_standin.generator.classifications import merged
from suomifi_standin.generator.layout import Layout, ServiceSpec
from suomifi_standin.generator.legislation import laws
from suomifi_standin.generator.roles import Role, of_service
from suomifi_standin.generator.seeds import Dice
from suomifi_standin.generator.speech import choose_languages, described, summarised, without_sami
from suomifi_standin.generator.texts import sentences
from suomifi_standin.generator.topics import Topic
from suomifi_standin.generator.wire import Doc, Languages, Text, items, say, typed


@dataclass(frozen=True)
class Surroundings:
    """What a service document shows of the things around it."""

    id: str
    modified: str
    responsible_name: Text
    organizations: Sequence[tuple[Role, Doc | None]]
    connections: list[Doc] | None
    collections: list[Doc]
    wide: bool


def _descriptions(spec: ServiceSpec, around: Surroundings, languages: Languages, dice: Dice) -> list[Doc]:
    subject = spec.topic.subject
    names = {"organization": around.responsible_name, "district": spec.district.name, "service": spec.name}
    body = [subject.summary, *subject.about, spec.facet.about]
    body += [
        dice.pick(sentences.WHO),
        dice.pick(sentences.HOW),
        dice.pick(sentences.AFTER),
        dice.pick(sentences.ACCESS),
    ]
    body += [sentence for sentence in sentences.AFTER if sentence not in body and dice.chance(0.4)]
    result = summarised(spec.topic, languages)
    result += described("Description", body, languages, names, dice, lines=dice.chance(0.3))
    if dice.chance(0.75):
        steps = dice.some(sentences.HOW, 3)
        result += described("UserInstruction", steps, languages, names, dice)
    if subject.charge == "Chargeable":
        result += described("ChargeTypeAdditionalInfo", [dice.pick(sentences.CHARGES)], languages, names, dice)
    for kind, options in sentences.TIMES.items():
        if dice.chance(0.25):
            result += described(kind, [dice.pick(options)], languages, names, dice)
    return result


def _vouchers(languages: Languages, domain: str) -> list[Doc]:
    return [
        {
            "value": say(sentences.VOUCHER_NAME, language),
            "language": language,
            "url": f"https://www.{domain}/{language}/palveluseteli",
            "additionalInformation": say(sentences.VOUCHER, language),
        }
        for language in languages
    ]


def _names(spec: ServiceSpec, languages: Languages, dice: Dice) -> list[Doc]:
    names = typed("Name", spec.name, languages)
    return (
        names + typed("AlternativeName", spec.topic.subject.words[0], without_sami(languages))
        if dice.chance(0.2)
        else names
    )


def _terms(topic: Topic, linked: Doc | None) -> Mapping[str, list[Doc]]:
    """Own terms, with those of the linked general description merged in unmarked."""
    shared = linked or {"serviceClasses": [], "ontologyTerms": [], "targetGroups": []}
    return {
        "serviceClasses": merged(topic.service_classes, shared["serviceClasses"]),
        "ontologyTerms": merged(topic.ontology_terms, shared["ontologyTerms"]),
        "targetGroups": merged(topic.target_groups, shared["targetGroups"]),
    }


def document(layout: Layout, spec: ServiceSpec, around: Surroundings) -> Doc:
    dice = layout.dice("service", spec.index)
    place, topic, subject = layout.place, spec.topic, spec.topic.subject
    languages = choose_languages(place.languages, dice)
    written = without_sami(languages)
    linked = general_descriptions.linked_to(topic) if dice.chance(0.85) else None
    area_type, areas = addresses.area(place, dice, wide=around.wide)
    vouchers = dice.chance(0.04)
    words = dice.some(subject.words, 2)
    return {
        "id": around.id,
        "sourceId": None,
        "generalDescriptionId": linked["id"] if linked else None,
        "type": linked["type"] if linked else ("PermitOrObligation" if subject.permit else "Service"),
        "subType": None,
        "fundingType": "MarketFunded" if dice.chance(0.03) else "PubliclyFunded",
        "serviceNames": _names(spec, languages, dice),
        "serviceChargeType": None if linked else subject.charge,
        "areaType": area_type,
        "areas": areas,
        "serviceDescriptions": _descriptions(spec, around, languages, dice),
        "languages": _spoken(languages, dice),
        **_terms(topic, linked),
        "lifeEvents": topic.life_events,
        "industrialClasses": topic.industrial_classes,
        "legislation": laws(topic, written) if linked is None or dice.chance(0.2) else [],
        "keywords": [item for word in words for item in items(word, written)],
        "requirements": items(dice.pick(sentences.REQUIREMENTS), written) if dice.chance(0.45) else [],
        "serviceChannels": around.connections,
        "organizations": [of_service(role, item, languages) for role, item in around.organizations],
        "serviceVouchersInUse": vouchers or dice.chance(0.01),
        "serviceVouchers": _vouchers(languages, place.domain) if vouchers else [],
        "serviceCollections": around.collections,
        "publishingStatus": "Published",
        "modified": around.modified,
        "responsibleSoteOrganization": None,
    }


def _spoken(languages: Languages, dice: Dice) -> list[str]:
    """The languages a service is given in, which need not be those it is described in."""
    result = list(languages)
    if dice.chance(0.15):
        result += [language for language in ("ru", "ar", "so", "uk") if dice.chance(0.5)]
    return result
