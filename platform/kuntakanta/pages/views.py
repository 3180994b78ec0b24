"""The pages: each asks the catalogue for what it shows, in at most four statements with the revision."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from catalogue.codes.queries import codes, general_description
from catalogue.codes.values import NamedCode
from catalogue.dialects import v1
from catalogue.errors import NotFound
from catalogue.published import queries
from catalogue.published.queries import Selection
from catalogue.published.rules import sort_key
from catalogue.services.queries import names
from catalogue.services.values import Kind
from catalogue.text import LocalizedText
from kuntakanta.pages import channels, fees, texts
from kuntakanta.pages.contacts import calls, links, mails, places
from kuntakanta.pages.letters import letters
from kuntakanta.pages.messages import message
from kuntakanta.pages.reader import Reader
from kuntakanta.pages.serving import Page, Visit, language_of, served
from tenants.middleware import town_of

SIZE: Final = 50
MOST: Final = 100
CODE: Final = re.compile(r"P[0-9]{1,2}(\.[0-9]{1,2}){0,3}")


class Theme(NamedTuple):
    """A service class and how many services it has."""

    code: NamedCode
    number: int


class Listed(msgspec.Struct):
    """What a list shows of a thing; the rest of its document is skipped."""

    id: UUID
    display_name: LocalizedText = {}
    summary: LocalizedText = {}
    parent_organization: v1.Reference | None = None


_listed = msgspec.json.Decoder(Listed)
_service = msgspec.json.Decoder(v1.Service)
_channel = msgspec.json.Decoder(v1.ServiceChannel)
_organization = msgspec.json.Decoder(v1.Organization)


# --- finding one's way ------------------------------------------------------------------------------------------------


@require_safe
def front(request: HttpRequest, language: str | None = None) -> HttpResponse:
    """Leads to the home page in a language that the browser likes."""
    response = HttpResponseRedirect(f"/{language or language_of(request, town_of(request))}/")
    response["Cache-Control"] = "public, max-age=60"
    if language is None:
        response["Vary"] = "Accept-Language"
    return response


@served()
def home(visit: Visit) -> Page:
    """The themes with their numbers of services, and the town in its own words."""
    counts = queries.facet_counts(selection=Selection(kind="service", own=True), prefix="class:")
    themes = _themes((code for code in _classes() if code.parent is None), counts, visit.reader)
    title = message(visit.reader.page_language, "home.title", town=visit.town_name)
    return Page("home", title, {"themes": themes, "organization": _town_itself(visit)})


@served()
def theme(visit: Visit, code: str) -> Page:
    """The services of a class and of all below it, by name."""
    by_code = {each.code: each for each in _classes()} if CODE.fullmatch(code) else {}
    if code not in by_code:
        raise NotFound(f"There is no service class {code}.")
    selection = Selection(kind="service", own=True, facets=[[f"class:{code}"]])
    cursor = visit.request.GET.get("cursor")
    page = queries.page(selection=selection, dialect="v1", cursor=cursor, size=SIZE)
    counts = queries.facet_counts(selection=selection, prefix="class:")
    listed = [_listed.decode(item) for item in page.items]
    if not cursor and not page.next:
        listed.sort(key=lambda each: _key(each.display_name, visit.reader))
    found = by_code[code]
    context = {
        "code": found,
        "parents": _parents(found, by_code),
        "below": _themes((each for each in by_code.values() if each.parent == code), counts, visit.reader),
        "services": listed,
        "count": counts.get(f"class:{code}", 0),
        "next": page.next,
        "continued": bool(cursor),
    }
    return Page("theme", _name(found.names, visit.reader), context)


@served()
def services(visit: Visit) -> Page:
    """All services from A to Ö, in the alphabet of the reader's names."""
    found = letters(names(kind="service"), visit.reader)
    title = message(visit.reader.page_language, "services.title")
    return Page("services", title, {"letters": found, "count": sum(len(letter.things) for letter in found)})


@served()
def organizations(visit: Visit) -> Page:
    """The town's organisations."""
    selection = Selection(kind="organization", own=True)
    page = queries.page(selection=selection, dialect="v1", cursor=visit.request.GET.get("cursor"), size=MOST)
    listed = [_listed.decode(item) for item in page.items]
    listed.sort(key=lambda each: (each.parent_organization is not None, _key(each.display_name, visit.reader)))
    context = {"organizations": listed, "next": page.next}
    return Page("organizations", message(visit.reader.page_language, "organizations.title"), context)


def _classes() -> list[NamedCode]:
    return codes(environment=settings.REGISTRY_ENVIRONMENT, name="service_classes")


def _town_itself(visit: Visit) -> v1.Organization | None:
    """The organisation that is the town and no unit of it, where that can be told. The units may share its number."""
    number = visit.town.business_id
    facets = [[f"business:{number}"]] if number else []
    page = queries.page(selection=Selection(kind="organization", own=True, facets=facets), dialect="v1", size=MOST)
    found = [each for each in map(_organization.decode, page.items) if each.parent_organization is None]
    return found[0] if len(found) == 1 else None


def _themes(listed: Iterable[NamedCode], counts: Mapping[str, int], reader: Reader) -> list[Theme]:
    """The classes that have services, by name."""
    themes = [Theme(code, counts[f"class:{code.code}"]) for code in listed if f"class:{code.code}" in counts]
    return sorted(themes, key=lambda theme: _key(theme.code.names, reader))


def _parents(code: NamedCode, by_code: dict[str, NamedCode]) -> list[NamedCode]:
    """What lies above a class, the highest first."""
    found: list[NamedCode] = []
    while code.parent in by_code:
        code = by_code[code.parent]
        found.insert(0, code)
    return found


def _key(names_: LocalizedText, reader: Reader) -> str:
    return sort_key(names_, (reader.language, *reader.languages))


def _name(names_: LocalizedText, reader: Reader) -> str:
    found = reader.pick(names_)
    return found.text if found else ""


# --- things -----------------------------------------------------------------------------------------------------------


@served(tells_time=True)
def service(visit: Visit, thing_id: UUID) -> Page:
    """A service: what it is, and each way to get it."""
    reader = visit.reader
    found = _service.decode(_stored("service", thing_id))
    general = found.general_description_id and general_description(
        environment=settings.REGISTRY_ENVIRONMENT, ptv_id=found.general_description_id
    )
    prices = fees.view(found.fees, reader, visit.now)
    context = {
        "service": found,
        "lead": texts.lead(found, reader),
        "classes": [each for each in found.service_classes if each.code and each.name],
        **texts.sections(found, general or None, reader, priced=bool(prices)),
        "fees": prices,
        "laws": texts.laws(found, reader),
        "groups": channels.groups(found.connections, _connected(found.connections), reader, visit.now),
        "responsible": texts.responsible(found),
        "producers": texts.producers(found),
    }
    return Page("service", _name(found.display_name, reader), context, _name(found.summary, reader))


@served(tells_time=True)
def channel(visit: Visit, thing_id: UUID) -> Page:
    """A place, an electronic service, a web page, a form or a telephone line, and what it is for."""
    reader = visit.reader
    found = _channel.decode(_stored("service_channel", thing_id))
    context = {
        "channel": found,
        "lead": texts.lead(found, reader),
        "description": texts.description(found, reader),
        "card": channels.card(found, reader, visit.now),
        "services": sorted((each.other for each in found.connections), key=lambda each: _key(each.name, reader)),
        "here": _here("service", [each.other.id for each in found.connections]),
    }
    return Page("channel", _name(found.display_name, reader), context, _name(found.summary, reader))


@served()
def organization(visit: Visit, thing_id: UUID) -> Page:
    """An organisation: contacts, units, and what it is responsible for."""
    reader = visit.reader
    found = _organization.decode(_stored("organization", thing_id))
    facets = [[f"organization:{thing_id}"]]
    cursor = visit.request.GET.get("cursor")
    page = queries.page(selection=Selection(kind="service", facets=facets), dialect="v1", cursor=cursor, size=SIZE)
    context = {
        "organization": found,
        "lead": texts.lead(found, reader),
        "description": texts.description(found, reader),
        "calls": calls(found.phone_numbers, reader),
        "mails": mails(found.emails, reader),
        "links": links(found.web_pages, reader),
        "places": places(found.addresses, reader),
        "services": [_listed.decode(item) for item in page.items],
        "next": page.next,
        "continued": bool(cursor),
    }
    return Page("organization", _name(found.display_name, reader), context, _name(found.summary, reader))


def _stored(kind: Kind, thing_id: UUID) -> bytes:
    """A document's bytes; raises NotFound."""
    return queries.document(kind=kind, thing_id=thing_id, dialect="v1").content or b""


def _here(kind: Kind, wanted: list[UUID]) -> set[UUID]:
    """Which of some things have a page here."""
    return set(queries.ids(selection=Selection(kind=kind, ids=wanted))) if wanted else set()


def _connected(connections: Sequence[v1.Connection]) -> dict[UUID, v1.ServiceChannel]:
    """The documents of the channels of some connections, as many as a page can hold."""
    wanted = [connection.other.id for connection in connections][:MOST]
    if not wanted:
        return {}
    page = queries.page(selection=Selection(kind="service_channel", ids=wanted), dialect="v1", size=MOST)
    return {found.id: found for found in map(_channel.decode, page.items)}
