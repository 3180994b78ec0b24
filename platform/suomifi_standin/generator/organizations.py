"""Documents of organisations: the town itself, its departments, and the others that work in it."""

from dataclasses import dataclass

from suomifi_standin.generator import addresses, contacts
from suomifi_standin.generator.places import Place
from suomifi_standin.generator.seeds import Dice
from suomifi_standin.generator.speech import SUMMARY_LIMIT
from suomifi_standin.generator.texts import notes
from suomifi_standin.generator.texts import organizations as texts
from suomifi_standin.generator.texts.sentences import SAMI
from suomifi_standin.generator.wire import Doc, Languages, Text, items, say, typed, web_page


@dataclass(frozen=True)
class Organization:
    """What a document of an organisation is made of."""

    id: str
    modified: str
    parent_id: str | None
    root_id: str | None
    kind: str
    municipality: Doc | None
    business_code: str | None
    name: Text
    short_name: Text | None
    area_type: str
    areas: list[Doc] | None
    about: tuple[Text, ...]
    services: list[Doc]
    children: list[Doc]


def _descriptions(organization: Organization, languages: Languages) -> list[Doc]:
    result = []
    for language in languages:
        sami = language in SAMI
        summary = (
            SAMI[language][0]
            if sami
            else say(texts.SUMMARY, language).replace("{name}", say(organization.name, language))
        )
        result.append({"value": summary[:SUMMARY_LIMIT], "type": "Summary", "language": language})
    for language in languages:
        sentences = SAMI[language] if language in SAMI else [say(one, language) for one in organization.about]
        body = " ".join(sentences).replace("{name}", say(organization.name, language))
        result.append({"value": body, "type": "Description", "language": language})
    return result


def _names(organization: Organization, languages: Languages) -> list[Doc]:
    names = typed("Name", organization.name, languages)
    return names + typed("AlternativeName", organization.short_name, languages) if organization.short_name else names


def _invoicing(dice: Dice, languages: Languages, business_code: str) -> Doc:
    return {
        "operatorCode": "003700000000",
        "electronicInvoicingAddress": "0037" + business_code.replace("-", "") + f"{dice.below(1000):03d}",
        "additionalInformation": items(texts.INVOICING, languages),
    }


def document(organization: Organization, place: Place, languages: Languages, dice: Dice) -> Doc:
    invoiced = organization.business_code
    addresses_ = [addresses.organization_address(place, dice, languages, postal=False)]
    if dice.chance(0.7):
        addresses_.append(addresses.organization_address(place, dice, languages, postal=True))
    emails = [
        {"value": f"kirjaamo@{place.domain}", "language": language, "description": say(notes.RECEIVER, language)}
        for language in languages
    ]
    return {
        "id": organization.id,
        "sourceId": None,
        "oid": f"1.2.246.10.{int(invoiced[:7])}.10.0" if invoiced and organization.parent_id is None else None,
        "parentOrganizationId": organization.parent_id,
        "organizationRootId": organization.root_id,
        "organizationType": organization.kind,
        "municipality": organization.municipality,
        "businessCode": organization.business_code,
        "businessName": None,
        "organizationNames": _names(organization, languages),
        "displayNameType": [{"type": "Name", "language": language} for language in languages],
        "areaType": organization.area_type,
        "areas": organization.areas,
        "organizationDescriptions": _descriptions(organization, languages),
        "emails": emails,
        "phoneNumbers": contacts.phones(dice, languages, notes.SWITCHBOARD),
        "webPages": [
            web_page(f"https://www.{place.domain}/{language}", say(organization.name, language)[:100], language)
            for language in languages
        ],
        "electronicInvoicings": [_invoicing(dice, languages, invoiced)] if invoiced else [],
        "addresses": addresses_,
        "publishingStatus": "Published",
        "services": organization.services,
        "modified": organization.modified,
        "subOrganizations": organization.children,
    }
