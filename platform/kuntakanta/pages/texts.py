"""A service's texts in the order in which a reader needs them, with the national text that it builds upon. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalogue.codes.values import GeneralDescription
from catalogue.dialects import v1
from kuntakanta.pages.contacts import Link, links
from kuntakanta.pages.reader import Reader, Said

# Our heading, and the member of the document and of the national text.
BEFORE: Final = (("about", "description"), ("instruction", "user_instruction"))
AFTER: Final = (
    ("requirements", "requirements"),
    ("fees", "charge_type_additional_info"),
    ("deadline", "dead_line"),
    ("processing_time", "processing_time"),
    ("validity", "validity_time"),
    ("background", "background_description"),
    ("type_information", "general_description_type_additional_information"),
)


@dataclass(frozen=True)
class Section:
    """A heading of ours with one text or two: the town's own and the national one."""

    key: str
    own: Said | None
    general: Said | None = None


@dataclass(frozen=True)
class LawView:
    """A law by name, and where to read it."""

    name: Said
    link: Link | None


def lead(thing: v1.Service | v1.ServiceChannel | v1.Organization, reader: Reader) -> Said | None:
    """The summary, unless it only says the name again."""
    summary, name = reader.pick(thing.summary), reader.pick(thing.display_name)
    return None if summary and name and _same(summary, name) else summary


def description(thing: v1.Service | v1.ServiceChannel | v1.Organization, reader: Reader) -> Said | None:
    """The description, unless it only says the summary again."""
    summary, found = reader.pick(thing.summary), reader.pick(thing.description)
    return None if summary and found and _same(summary, found) else found


def _same(one: Said, other: Said) -> bool:
    return one.text.strip() == other.text.strip()


def sections(
    service: v1.Service, general: GeneralDescription | None, reader: Reader, *, priced: bool
) -> dict[str, list[Section]]:
    """What there is to say, `before` and `after` the ways to get it. What the nation says alike is not said twice.

    Fees have a place of their own where the service has them (`priced`), whatever the texts say.
    """
    found: dict[str, list[Section]] = {}
    for part, members in (("before", BEFORE), ("after", AFTER)):
        sections = (_section(key, member, service, general, reader) for key, member in members)
        found[part] = [
            section
            for section in sections
            if section.own or section.general or (section.key == "fees" and (priced or service.service_charge_type))
        ]
    return found


def _section(key: str, member: str, service: v1.Service, general: GeneralDescription | None, reader: Reader) -> Section:
    own = description(service, reader) if member == "description" else reader.pick(getattr(service, member))
    national = reader.pick(_of_all(general, member)) if general else None
    return Section(key, own, None if own and national and _same(own, national) else national)


def _of_all(general: GeneralDescription, member: str) -> Mapping[str, str]:
    versions = general.language_versions.items()
    return {language: text for language, version in versions if (text := getattr(version, member))}


def laws(service: v1.Service, reader: Reader) -> list[LawView]:
    """The laws behind a service, each once."""
    found: dict[str, LawView] = {}
    for law in service.legislation:
        if name := reader.pick(law.names):
            found.setdefault(name.text, LawView(name, next(iter(links(law.web_pages, reader)), None)))
    return list(found.values())


def responsible(service: v1.Service) -> list[v1.Reference]:
    """Who answers for the service."""
    return [part.organization for part in service.organizations if part.role_type != "Producer" and part.organization]


def producers(service: v1.Service) -> list[v1.Reference]:
    """Who gives the service, where that is not whoever is responsible for it."""
    answerable = {each.id for each in responsible(service)}
    return [
        part.organization
        for part in service.organizations
        if part.role_type == "Producer" and part.organization and part.organization.id not in answerable
    ]
