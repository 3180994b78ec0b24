"""What a linked general description adds to a service when it is read (2022; in 2026 too): terms, unmarked, and a type.

What is written of a service is its own. The documents of a source have both together, as they were at first: to show a
general description that has changed since, its first terms are taken out again.
"""

from collections.abc import Callable, Iterable, Set

from suomifi_standin.documents import Document, plain
from suomifi_standin.generator.classifications import merged

MERGED_TERMS = ("serviceClasses", "ontologyTerms", "targetGroups")
"""The lists of a service that a linked general description adds to."""
GENERAL = {"generalDescriptionId", *MERGED_TERMS}


def terms(document: Document, member: str) -> list[Document]:
    return plain(document.get(member)) or []


def without(own: Iterable[Document], others: Iterable[Document]) -> list[Document]:
    uris = {term["uri"] for term in others}
    return [term for term in own if term["uri"] not in uris]


def merge(
    service: Document, shown: Document | None, written: Set[str], at_first: Callable[[], Document] | None
) -> None:
    """Add to a service what is `shown` of its general description, None where that is not published. `written` lists
    are the service's own; the others hold the terms that the general description had `at_first`, if it was changed."""
    if shown:
        service["type"] = plain(shown["type"])
    first = at_first() if at_first else {}
    for member in MERGED_TERMS:
        own = terms(service, member)
        if member not in written:
            own = without(own, terms(first, member))
        service[member] = merged(own, terms(shown or {}, member))
