"""Rules inside one part, of hours, phones, addresses and areas, each asked once the part's members are in order."""

from collections.abc import Iterator, Mapping

from suomifi_standin import codelists
from suomifi_standin.documents import Document
from suomifi_standin.incoming.checking import moment_of
from suomifi_standin.incoming.members import Complaint

_CLOSED = "isClosed"
_WAYS = (_CLOSED, "isAlwaysOpen", "isReservation")


def hours(part: Document) -> Iterator[Complaint]:
    """What each type of service hours holds (2022): at most one of closed, always open and by reservation; a weekly
    list may be empty when something else says what holds; an exception is one span or closed; a night is one span."""
    chosen = [way for way in _WAYS if part.get(way)]
    spans = part.get("openingHour") or []
    if len(chosen) > 1:
        yield "", "Only one of IsClosed, IsAlwaysOpen and IsReservation can be true."
    if part["serviceHourType"] == "DaysOfTheWeek":
        yield from _weekly(part, chosen, spans)
    elif part["serviceHourType"] == "Exceptional":
        if not part.get("validFrom") and not part.get("validForNow"):
            yield "ValidFrom", "The ValidFrom field is required."
        if len(spans) != (0 if _CLOSED in chosen else 1):
            yield "OpeningHour", "Exceptional service hours must have exactly one opening hour, or be closed."
    elif len(spans) != 1 or not all(spans[0].get(end) for end in ("dayFrom", "dayTo")):
        yield "OpeningHour", "Over midnight service hours must have exactly one opening hour with both days."
    begins, ends = part.get("validFrom"), part.get("validTo")
    if begins and ends and moment_of(ends) <= moment_of(begins):
        yield "ValidTo", "ValidTo must be greater than ValidFrom."


def _weekly(part: Document, chosen: list[str], spans: list[Document]) -> Iterator[Complaint]:
    if _CLOSED in chosen:
        yield "IsClosed", "IsClosed is not allowed for the days of the week."
    if chosen and spans:
        yield "OpeningHour", f"Opening hours are not allowed when {chosen[0][:1].upper()}{chosen[0][1:]} is true."
    if not (chosen or spans or part.get("additionalInformation")):
        yield "OpeningHour", "The OpeningHour field is required."
    if any(not span.get("dayFrom") for span in spans):
        yield "OpeningHour", "The DayFrom field is required."


def phone(part: Document) -> Iterator[Complaint]:
    """The dialling code is one that some country has (2022)."""
    prefix = part.get("prefixNumber")
    if prefix and prefix not in _dial_codes():
        yield "PrefixNumber", f"Prefix number '{prefix}' not found."


def _dial_codes() -> frozenset[str]:
    return frozenset(code for country in codelists.countries().values() for code in country.dial_codes)


def place(part: Document) -> Iterator[Complaint]:
    """The postal code is in Posti's register and the municipality exists (2022)."""
    code = part.get("postalCode")
    if code and code not in codelists.postal_offices():
        yield "PostalCode", f"Postal code '{code}' not found."
    municipality = part.get("municipality")
    if municipality and f"{int(municipality):03}" not in codelists.municipalities():
        yield "Municipality", f"Municipality code '{municipality}' not found."


def street(part: Document) -> Iterator[Complaint]:
    """A street alone is no place (2022)."""
    if not part.get("streetNumber") and not (part.get("latitude") and part.get("longitude")):
        yield "StreetNumber", "A street name requires a street number or coordinates."


_LOCATION: Mapping[str, tuple[str, ...]] = {
    "Location": ("Single", "Other", "Abroad"),
    "Postal": ("Street", "PostOfficeBox", "Abroad"),
}
_ORGANIZATION: Mapping[str, tuple[str, ...]] = {
    "Visiting": ("Street", "Foreign", "Other"),
    "Postal": ("Street", "PostOfficeBox", "Foreign"),
}
"""Which subtypes go with a type: 2022; `Foreign` seen live in 2026."""


def location_address(part: Document) -> Iterator[Complaint]:
    yield from _matched(part, _LOCATION)


def organization_address(part: Document) -> Iterator[Complaint]:
    yield from _matched(part, _ORGANIZATION)


def _matched(part: Document, allowed: Mapping[str, tuple[str, ...]]) -> Iterator[Complaint]:
    subtypes = allowed[part["type"]]
    if part["subType"] not in subtypes:
        yield "SubType", f"For the type {part['type']} please use one of these: {', '.join(subtypes)}."


def area(part: Document) -> Iterator[Complaint]:
    """Each code is one of its list; a hospital district's is not looked up: those lists are closed (2022)."""
    yield from unknown_areas(part["type"], part["areaCodes"], "AreaCodes")


def unknown_areas(kind: str, codes: list[str], member: str) -> Iterator[Complaint]:
    known = codelists.areas(kind)
    for index, code in enumerate(codes):
        padded = code.zfill(3) if kind == "Municipality" else code
        if known is not None and padded not in known:
            yield f"{member}[{index}]", f"{kind} with code '{code}' not found."


def producer(part: Document) -> Iterator[Complaint]:
    """Who produces a service (2022): its own organisations are named and explained by nothing; others are named, or
    told in words."""
    named, told = bool(part.get("organizations")), bool(part.get("additionalInformation"))
    if part["provisionType"] == "SelfProducedServices":
        if not named:
            yield "Organizations", "The Organizations field is required."
        if told:
            yield "AdditionalInformation", "AdditionalInformation is not allowed for SelfProducedServices."
    elif named == told:
        yield "", "Either Organizations or AdditionalInformation must be given."
