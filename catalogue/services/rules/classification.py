"""What a service is filed under: classes, terms, groups, life events and industries, its own and inherited ones.

On reading the register mixes those of the linked general description in, unmarked. What is counted is what is left
when these are taken away: only that is written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from catalogue.codes.values import GeneralDescription
from catalogue.parts import Classification
from catalogue.services.rules.facts import Facts
from catalogue.services.rules.findings import Finding, found
from catalogue.services.values import Service

MOST_CLASSES: Final = 4
MOST_TERMS: Final = 10
CITIZENS: Final = "KR1"
BUSINESSES: Final = "KR2"

_TERM: Final = re.compile(r"http://www\.yso\.fi/onto/[a-z]*/p[0-9]{1,5}")
_CODED: Final = ("service_classes", "target_groups", "life_events", "industrial_classes")


def classification(service: Service, central: GeneralDescription | None, facts: Facts) -> Iterator[Finding]:
    """All that a service is filed under; `central` is the linked general description, where it is known."""
    if service.general_description_id is None:
        yield from _missing(service)
    yield from _counted(service, central)
    yield from _groups(service, central)
    for member in _CODED:
        yield from _codes(member, getattr(service, member), facts)
    for index, term in enumerate(service.ontology_terms):
        if not _TERM.fullmatch(term.uri or "") or facts.codes.unknown("ontology_terms", term.uri or ""):
            yield found("classification_unknown", f"/ontology_terms/{index}", value=term.uri or _name(term))


def key(entry: Classification) -> str:
    """What an entry is matched by: its code, else its new or old URI."""
    return entry.code or entry.new_uri or entry.uri or ""


def own(entries: Iterable[Classification], inherited: Iterable[Classification]) -> list[Classification]:
    """The entries without those that are inherited."""
    above = {key(entry) for entry in inherited}
    return [entry for entry in entries if key(entry) not in above]


def _missing(service: Service) -> Iterator[Finding]:
    if not service.service_classes:
        yield found("service_classes_missing", "/service_classes")
    if not service.ontology_terms:
        yield found("ontology_terms_missing", "/ontology_terms")
    if not service.target_groups:
        yield found("target_groups_missing", "/target_groups")


def _counted(service: Service, central: GeneralDescription | None) -> Iterator[Finding]:
    """Without the linked general description nobody can tell which entries are the service's own."""
    if service.general_description_id is not None and central is None:
        return
    classes = own(service.service_classes, central.service_classes if central else ())
    if len(classes) > MOST_CLASSES:
        yield found("service_classes_too_many", "/service_classes", most=MOST_CLASSES, count=len(classes))
    if classes and all(entry.code and "." not in entry.code for entry in classes):
        yield found("service_classes_only_main", "/service_classes")
    terms = own(service.ontology_terms, central.ontology_terms if central else ())
    if len(terms) > MOST_TERMS:
        yield found("ontology_terms_too_many", "/ontology_terms", most=MOST_TERMS, count=len(terms))


def _groups(service: Service, central: GeneralDescription | None) -> Iterator[Finding]:
    inherited: Sequence[Classification] = central.target_groups if central else ()
    groups = {entry.code for entry in (*service.target_groups, *inherited) if entry.code}
    if BUSINESSES in groups and not any(code.startswith(f"{BUSINESSES}.") for code in groups):
        yield found("target_group_too_general", "/target_groups")
    if not groups or (service.general_description_id is not None and central is None):
        return
    if service.life_events and not _any_under(groups, CITIZENS):
        yield found("life_events_without_citizens", "/life_events")
    if service.industrial_classes and not _any_under(groups, BUSINESSES):
        yield found("industrial_classes_without_businesses", "/industrial_classes")


def _any_under(codes: Iterable[str], root: str) -> bool:
    return any(code == root or code.startswith(f"{root}.") for code in codes)


def _codes(member: str, entries: Sequence[Classification], facts: Facts) -> Iterator[Finding]:
    for index, entry in enumerate(entries):
        code = entry.code or (entry.new_uri or entry.uri or "").rpartition("/code/")[2]
        if not key(entry) or (code and facts.codes.unknown(member, code)):
            yield found("classification_unknown", f"/{member}/{index}", value=code or _name(entry))


def _name(entry: Classification) -> str:
    return next(iter(entry.name.values()), "?")
