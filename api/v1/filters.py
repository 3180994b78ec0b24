"""The parameters of each list, and the selection that they make."""

from collections.abc import Mapping
from typing import Any, Final

from api.parameters import Parameter, flag, guid, instant, matching, named, one_of, whole
from catalogue.published.queries import Selection
from catalogue.services.values import Kind
from catalogue.text import LANGUAGES

CHANNEL_TYPES: Final = ("EChannel", "Phone", "PrintableForm", "ServiceLocation", "WebPage")
SERVICE_TYPES: Final = ("Service", "PermitOrObligation", "ProfessionalQualification")
PAGE_SIZE: Final = 20
LARGEST_PAGE: Final = 100
MOST_IDS: Final = 100
CURSOR_LENGTH: Final = 1000


def _words(name: str, description: str, words: tuple[str, ...]) -> Parameter:
    return Parameter(
        name=name,
        description=f"{description} Several: any of them.",
        schema={"type": "string", "enum": list(words)},
        read=one_of(*words),
        several=True,
    )


def _code(name: str, what: str, letters: str, example: str) -> Parameter:
    pattern = rf"{letters}[0-9]+(\.[0-9]+)*"
    return Parameter(
        name=name,
        description=f"Code of a {what}; all below it count too. Several: any of them.",
        schema={"type": "string", "pattern": f"^{pattern}$", "examples": [example]},
        read=matching(pattern, f"a code of a {what} such as {example}"),
        several=True,
    )


def _id(name: str, description: str) -> Parameter:
    schema = {"type": "string", "format": "uuid"}
    return Parameter(name=name, description=description, schema=schema, read=guid, several=True)


LANGUAGE: Final = _words("language", "Things that are written in a content language.", LANGUAGES)
SERVICE_CLASS: Final = _code("service_class", "service class", "P", "P11.4")
TARGET_GROUP: Final = _code("target_group", "target group", "KR", "KR1.2")
LIFE_EVENT: Final = _code("life_event", "life event", "KE", "KE4")
TYPE: Final = _words("type", "Services of a type.", SERVICE_TYPES)
CHANNEL_TYPE: Final = _words("channel_type", "Channels of a kind.", CHANNEL_TYPES)
ORGANIZATION: Final = _id("organization", "Things for which an organisation is responsible. Several: any of them.")
PARENT: Final = _id("parent_organization", "Organisations right under an organisation. Several: any of them.")
SERVICE: Final = _id("service", "Channels that are connected to a service. Several: any of them.")
SERVICE_CHANNEL: Final = _id("service_channel", "Services that are connected to a channel. Several: any of them.")
OWN: Final = Parameter(
    name="own",
    description="true: only the municipality's own things; false: only others'. Left out: both.",
    schema={"type": "boolean"},
    read=flag,
)
IDS: Final = Parameter(
    name="ids",
    description="Only these things; those that are not there are left out.",
    schema={"type": "string", "format": "uuid"},
    read=guid,
    several=True,
    most=MOST_IDS,
)
UPDATED_SINCE: Final = Parameter(
    name="updated_since",
    description="Documents that changed here at this instant or later; ask with some minutes of overlap.",
    schema={"type": "string", "format": "date-time", "examples": ["2026-11-23T00:00:00Z"]},
    read=instant,
)
SIZE: Final = Parameter(
    name="page_size",
    description="How many things a page holds at most.",
    schema={"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
    read=whole(1, LARGEST_PAGE),
)
CURSOR: Final = Parameter(
    name="cursor",
    description="Where the page begins. Take `next` of the page before as it is; a cursor belongs to its filters.",
    schema={"type": "string", "maxLength": CURSOR_LENGTH},
    read=matching(f"[A-Za-z0-9_-]{{1,{CURSOR_LENGTH}}}", "taken from `next` of the page before"),
)
EVERYWHERE: Final = (OWN, UPDATED_SINCE, IDS, SIZE, CURSOR)

FACETS: Final = {
    "language": "language",
    "service_class": "class",
    "target_group": "group",
    "life_event": "event",
    "type": "type",
    "channel_type": "channel",
    "organization": "organization",
    "parent_organization": "organization",
    "service": "shows",
    "service_channel": "shows",
}

PARAMETERS: Final[Mapping[Kind, Mapping[str, Parameter]]] = {
    "organization": named(LANGUAGE, PARENT, *EVERYWHERE),
    "service": named(
        LANGUAGE, SERVICE_CLASS, TARGET_GROUP, LIFE_EVENT, TYPE, ORGANIZATION, SERVICE_CHANNEL, *EVERYWHERE
    ),
    "service_channel": named(LANGUAGE, CHANNEL_TYPE, ORGANIZATION, SERVICE, *EVERYWHERE),
    "service_collection": named(LANGUAGE, ORGANIZATION, *EVERYWHERE),
}


def selection(kind: Kind, given: Mapping[str, Any]) -> Selection:
    """What a list holds, of the values of its parameters."""
    facets = [[f"{FACETS[name]}:{value}" for value in values] for name, values in given.items() if name in FACETS]
    return Selection(
        kind=kind,
        facets=sorted(sorted(group) for group in facets),
        own=given.get("own"),
        updated_since=given.get("updated_since"),
        ids=given.get("ids"),
    )
