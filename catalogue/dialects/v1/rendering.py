"""Renders things as documents of the open API; their parts are shaped by `shaping`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec

from catalogue import parts as canonical
from catalogue.dialects.v1 import documents, parts, shaping
from catalogue.services import values
from catalogue.text import LANGUAGES, LocalizedText

ENCODER: Final = msgspec.json.Encoder()

COMMON_TEXTS: Final = ("name", "alternative_name", "summary", "description")
SERVICE_TEXTS: Final = (
    *COMMON_TEXTS,
    "charge_type_additional_info",
    "user_instruction",
    "requirements",
    "dead_line",
    "processing_time",
    "validity_time",
    "service_type",
    "background_description",
    "general_description_type_additional_information",
    "keywords",
)
CHANNEL_TEXTS: Final = (*COMMON_TEXTS, "form_identifier")
CONNECTION_TEXTS: Final = ("description", "charge_type_additional_info")


class Known(NamedTuple):
    """What other documents show of a thing that is kept here."""

    names: LocalizedText
    service_channel_type: str | None = None
    archived: bool = False


class Link(NamedTuple):
    """A connection of a thing: the other end, the name that the register gave along, and the end that speaks."""

    other: UUID
    given_name: str | None
    end: values.ConnectionEnd


class Thing(NamedTuple):
    """What is rendered: a thing as it is kept here, with its connections in order."""

    id: UUID
    own: bool
    names: LocalizedText
    value: values.Organization | values.Service | values.ServiceChannel | values.ServiceCollection
    links: Sequence[Link] = ()


def render(thing: Thing, known: Mapping[UUID, Known]) -> bytes:
    """The document's bytes. `known` holds at least those of `references` that are kept here."""
    return ENCODER.encode(document(thing, known))


def document(thing: Thing, known: Mapping[UUID, Known]) -> documents.Document:
    """The document as a typed value."""
    match thing.value:
        case values.Service() as service:
            return _service(thing, service, known)
        case values.ServiceChannel() as channel:
            return _channel(thing, channel, known)
        case values.Organization() as organization:
            return _organization(thing, organization, known)
        case values.ServiceCollection() as collection:
            return _collection(thing, collection, known)


def references(thing: Thing) -> set[UUID]:
    """The things whose names this thing's document shows."""
    others = {link.other for link in thing.links}
    match thing.value:
        case values.Service() as service:
            others.update(part.organization.id for part in service.organizations if part.organization)
            others.update(collection.id for collection in service.service_collections)
        case values.ServiceChannel() as channel:
            others.update(collection.id for collection in channel.service_collections)
            others.update(_present(channel.organization_id))
        case values.Organization() as organization:
            others.update(child.id for child in organization.sub_organizations)
            others.update(_present(organization.parent_organization_id))
        case values.ServiceCollection() as collection:
            others.update(member.id for member in (*collection.services, *collection.service_channels))
            others.update(_present(collection.organization_id))
    return others


# --- things -----------------------------------------------------------------------------------------------------------


def _service(thing: Thing, value: values.Service, known: Mapping[UUID, Known]) -> documents.Service:
    return documents.Service(
        **_head(thing, SERVICE_TEXTS),
        type=value.type,
        sub_type=value.sub_type,
        general_description_id=value.general_description_id,
        funding_type=value.funding_type,
        service_charge_type=value.service_charge_type,
        fees=shaping.alike(value.fees, list[parts.Fee]),
        languages=value.languages,
        area_type=value.area_type,
        areas=shaping.alike(value.areas, list[parts.Area]),
        organizations=_service_organizations(value.organizations, known),
        service_classes=shaping.classifications(value.service_classes),
        target_groups=shaping.classifications(value.target_groups),
        life_events=shaping.classifications(value.life_events),
        industrial_classes=shaping.classifications(value.industrial_classes),
        ontology_terms=shaping.classifications(value.ontology_terms),
        legislation=shaping.alike(value.legislation, list[parts.Law]),
        service_vouchers_in_use=value.service_vouchers_in_use,
        service_vouchers=shaping.alike(value.service_vouchers, list[parts.ServiceVoucher]),
        service_collections=_collections(value.service_collections, known),
        responsible_sote_organization=value.responsible_sote_organization,
        connections=_connections("service_channel", thing.links, known),
    )


def _channel(thing: Thing, value: values.ServiceChannel, known: Mapping[UUID, Known]) -> documents.ServiceChannel:
    return documents.ServiceChannel(
        **_head(thing, CHANNEL_TEXTS),
        service_channel_type=value.service_channel_type,
        organization=_reference("organization", value.organization_id, {}, known),
        oid=value.oid,
        languages=value.languages,
        area_type=value.area_type,
        areas=shaping.alike(value.areas, list[parts.Area]),
        phone_numbers=shaping.phones(value.phone_numbers),
        emails=shaping.alike(value.emails, list[parts.Email]),
        support_phones=shaping.phones(value.support_phones),
        support_emails=shaping.alike(value.support_emails, list[parts.Email]),
        web_pages=shaping.alike(value.web_pages, list[parts.WebPage]),
        addresses=shaping.addresses(value.addresses),
        delivery_addresses=shaping.addresses(value.delivery_addresses),
        channel_urls=shaping.alike(value.channel_urls, list[parts.ChannelUrl]),
        attachments=shaping.alike(value.attachments, list[parts.Attachment]),
        signature_quantity=value.signature_quantity,
        requires_signature=value.requires_signature,
        requires_authentication=value.requires_authentication,
        accessibility_classification=shaping.alike(
            value.accessibility_classification, list[parts.AccessibilityClassification]
        ),
        service_hours=shaping.hours(value.service_hours),
        service_collections=_collections(value.service_collections, known),
        ontology_terms=shaping.classifications(value.ontology_terms),
        responsible_sote_organization=value.responsible_sote_organization,
        connections=_connections("service", thing.links, known),
    )


def _organization(thing: Thing, value: values.Organization, known: Mapping[UUID, Known]) -> documents.Organization:
    children = (_reference("organization", child.id, _given(child.name), known) for child in value.sub_organizations)
    return documents.Organization(
        **_head(thing, COMMON_TEXTS),
        oid=value.oid,
        business_code=value.business_code,
        business_name=value.business_name,
        organization_type=value.organization_type,
        parent_organization=_reference("organization", value.parent_organization_id, {}, known),
        sub_organizations=[child for child in children if child],
        municipality=shaping.alike(value.municipality, parts.Municipality | None),
        area_type=value.area_type,
        areas=shaping.alike(value.areas, list[parts.Area]),
        phone_numbers=shaping.phones(value.phone_numbers),
        emails=shaping.alike(value.emails, list[parts.Email]),
        web_pages=shaping.alike(value.web_pages, list[parts.WebPage]),
        addresses=shaping.addresses(value.addresses),
        electronic_invoicings=shaping.alike(value.electronic_invoicings, list[parts.ElectronicInvoicing]),
    )


def _collection(
    thing: Thing, value: values.ServiceCollection, known: Mapping[UUID, Known]
) -> documents.ServiceCollection:
    return documents.ServiceCollection(
        **_head(thing, COMMON_TEXTS),
        organization=_reference("organization", value.organization_id, {}, known),
        services=_members("service", value.services, known),
        service_channels=_members("service_channel", value.service_channels, known),
    )


def _head(thing: Thing, members: Sequence[str]) -> dict[str, Any]:
    """The members that all documents have, and the texts of the thing by member and language."""
    versions = thing.value.language_versions
    languages = sorted(versions, key=_place_of_language)
    read = attrgetter(*members)
    by_language = [(language, read(versions[language])) for language in languages]
    texts = {
        member: {language: found[place] for language, found in by_language if found[place]}
        for place, member in enumerate(members)
    }
    return {
        "id": thing.id,
        "own": thing.own,
        "modified": thing.value.modified,
        "source": parts.Source(name=parts.SOURCE, id=thing.id),
        "license": parts.LICENSE,
        "language_versions": languages,
        "display_name": {language: thing.names[language] for language in sorted(thing.names, key=_place_of_language)},
        **texts,
    }


def _place_of_language(language: str) -> tuple[int, str]:
    return (LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES), language)


# --- references and connections ---------------------------------------------------------------------------------------


def _reference(
    kind: parts.ThingKind,
    other: UUID | None,
    given: LocalizedText,
    known: Mapping[UUID, Known],
    channel_type: str | None = None,
) -> parts.Reference | None:
    """What to show of another thing; None when there is none or it is archived here."""
    if other is None:
        return None
    here = known.get(other)
    if here is None:
        return parts.Reference(id=other, kind=kind, name=given, service_channel_type=channel_type)
    if here.archived:
        return None
    return parts.Reference(
        id=other, kind=kind, name=here.names or given, service_channel_type=here.service_channel_type or channel_type
    )


def _given(name: str | None) -> LocalizedText:
    return {"fi": name} if name else {}


def _present(other: UUID | None) -> Iterator[UUID]:
    if other is not None:
        yield other


def _collections(listed: Iterable[canonical.CollectionReference], known: Mapping[UUID, Known]) -> list[parts.Reference]:
    found = (_reference("service_collection", one.id, one.name, known) for one in listed)
    return [reference for reference in found if reference]


def _members(
    kind: parts.ThingKind, members: Iterable[values.CollectionMember], known: Mapping[UUID, Known]
) -> list[parts.Reference]:
    found = (
        _reference(
            kind,
            member.id,
            {language: texts.name for language, texts in member.language_versions.items() if texts.name},
            known,
            member.service_channel_type,
        )
        for member in members
    )
    return [reference for reference in found if reference]


def _service_organizations(
    listed: Iterable[canonical.ServiceOrganization], known: Mapping[UUID, Known]
) -> list[parts.ServiceOrganization]:
    """Who has a part in a service. A part may name nobody; one of somebody who is archived here is left out."""
    found = []
    for part in listed:
        named = part.organization
        shown = _reference("organization", named.id, _given(named.name), known) if named else None
        if shown or not named:
            found.append(
                parts.ServiceOrganization(
                    organization=shown,
                    role_type=part.role_type,
                    provision_type=part.provision_type,
                    additional_information=part.additional_information,
                )
            )
    return found


def _connections(kind: parts.ThingKind, links: Iterable[Link], known: Mapping[UUID, Known]) -> list[parts.Connection]:
    found = []
    for link in links:
        other = _reference(kind, link.other, _given(link.given_name), known)
        if other is None:
            continue
        held = link.end.connection
        texts = held.language_versions
        found.append(
            parts.Connection(
                other=other,
                modified=link.end.modified,
                service_charge_type=held.service_charge_type,
                fees=shaping.alike(held.fees, list[parts.Fee]),
                service_hours=shaping.hours(held.service_hours),
                contact_details=shaping.contact_details(held.contact_details),
                extra_types=shaping.alike(held.extra_types, list[parts.ExtraType]),
                digital_authorizations=shaping.classifications(held.digital_authorizations),
                **{
                    member: {language: text for language in texts if (text := getattr(texts[language], member))}
                    for member in CONNECTION_TEXTS
                },
            )
        )
    return found
