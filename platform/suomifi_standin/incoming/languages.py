"""Language versions: which lists one needs, and what a write may do to them (the server of 2022)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from suomifi_standin.documents import Document, Kind, plain
from suomifi_standin.incoming.members import Complaint


@dataclass(frozen=True, slots=True)
class Needed:
    """A list that every language version must be in: of one type of item, when one is named."""

    member: str
    type: str | None = None

    @property
    def called(self) -> str:
        return f"{self.member}: {self.type}" if self.type else self.member

    def languages(self, document: Document) -> frozenset[str]:
        items = plain(document.get(self.member)) or []
        if self.member == "addresses":
            return _of_addresses(items)
        return frozenset(str(item["language"]) for item in items if self.type is None or item.get("type") == self.type)


def _of_addresses(addresses: Iterable[Document]) -> frozenset[str]:
    """A place is told in a language by its street, its explanation or its foreign address."""
    texts = [
        text
        for address in addresses
        if address.get("type") == "Location"
        for text in (
            *((address.get("streetAddress") or {}).get("street") or ()),
            *((address.get("otherAddress") or {}).get("additionalInformation") or ()),
            *(address.get("locationAbroad") or ()),
        )
    ]
    return frozenset(str(text["language"]) for text in texts)


_CHANNEL = (
    Needed("serviceChannelNames", "Name"),
    Needed("serviceChannelDescriptions", "Summary"),
    Needed("serviceChannelDescriptions", "Description"),
)
_OF_CHANNELS: Mapping[str, tuple[Needed, ...]] = {
    "EChannel": (Needed("webPages"), Needed("accessibilityClassification")),
    "WebPage": (Needed("webPages"), Needed("accessibilityClassification")),
    "Phone": (Needed("phoneNumbers"),),
    "PrintableForm": (Needed("channelUrls"),),
    "ServiceLocation": (Needed("addresses"),),
}
_NAMES = {
    Kind.SERVICE: Needed("serviceNames", "Name"),
    Kind.ORGANIZATION: Needed("organizationNames", "Name"),
    Kind.COLLECTION: Needed("serviceCollectionNames"),
    Kind.GENERAL_DESCRIPTION: Needed("names", "Name"),
}


def needed(kind: Kind, document: Document, general: Document | None = None) -> tuple[Needed, ...]:
    """The lists that each language of this document must be in. A linked general description stands in for the
    names of a service, and for its description when it has one."""
    if kind is Kind.CHANNEL:
        return (*_CHANNEL, *_OF_CHANNELS[str(plain(document["serviceChannelType"]))])
    if kind is Kind.SERVICE:
        summary, description = (Needed("serviceDescriptions", each) for each in ("Summary", "Description"))
        told = general is not None and any(text["type"] == "Description" for text in general["descriptions"])
        names = () if general else (_NAMES[kind],)
        return (*names, summary) if told else (*names, summary, description)
    if kind is Kind.ORGANIZATION:
        return (_NAMES[kind], Needed("organizationDescriptions"))
    if kind is Kind.GENERAL_DESCRIPTION:
        return (_NAMES[kind], Needed("descriptions"))
    return (_NAMES[kind], *_if_any(document, "serviceCollectionDescriptions"))


def _if_any(document: Document, member: str) -> Sequence[Needed]:
    return (Needed(member),) if document.get(member) else ()


def versions(lists: Iterable[Needed], document: Document) -> frozenset[str]:
    """The language versions of a document: the languages that occur in the lists it needs."""
    return frozenset[str]().union(*(each.languages(document) for each in lists))


def complaints(lists: Sequence[Needed], before: Document | None, after: Document) -> Iterator[Complaint]:
    """A language that comes must be in every list, one that goes must go from every list; languages that stay as
    they were are not looked at, so that old things may be mended piece by piece."""
    had = versions(lists, before) if before else frozenset[str]()
    has = versions(lists, after)
    yield from _told("added new", {each.called: has - had - each.languages(after) for each in lists})
    if before:
        kept = had & has
        yield from _told(
            "removed", {each.called: (each.languages(before) - each.languages(after)) & kept for each in lists}
        )


def _told(what: str, gaps: Mapping[str, frozenset[str]]) -> Iterator[Complaint]:
    """The languages that some lists have and others lack."""
    if languages := sorted(frozenset[str]().union(*gaps.values())):
        lists = ", ".join(called for called, missing in gaps.items() if missing)
        message = f"You have {what} language version(s): {', '.join(languages)}."
        yield "Model", f"{message} All the required lists must be sent in the same languages; please check: {lists}."


def without(document: Document, languages: frozenset[str]) -> Document:
    """The lists of a document that hold texts in these languages, without them: a version that goes takes its texts."""
    thinned: Document = {}
    for member, value in document.items():
        items = plain(value)
        if isinstance(items, list) and any(_speaks(item, languages) for item in items):
            thinned[member] = [item for item in items if not _speaks(item, languages)]
    return thinned


def _speaks(item: object, languages: frozenset[str]) -> bool:
    return isinstance(item, dict) and item.get("language") in languages
