"""Objects and lists of the register's v11, out of the stored bytes."""

from typing import Any, Final
from uuid import UUID

import orjson
from django.http import HttpResponse, QueryDict
from rest_framework.request import Request

from api.kept import Answer
from api.parameters import Parameter, guid, matching, named, one_of
from api.ptv import errors
from api.published import PublishedView
from api.reading import ReadView, answer, known_etags
from catalogue.errors import InvalidFilter, NotFound
from catalogue.published import queries
from catalogue.published.queries import Selection
from catalogue.services.values import Kind

PAGE_SIZE: Final = 100
WORDS: Final[dict[Kind, str]] = {
    "organization": "Organization",
    "service": "Service",
    "service_channel": "Service channel",
}
# In which roles an organisation's name stands in the things that its list holds.
ROLES: Final[dict[Kind, tuple[str, ...]]] = {
    "service": ("organization", "producer"),
    "service_channel": ("organization",),
}


def _page_number(text: str) -> int:
    number = matching("-?[0-9]{1,9}", "")(text)
    if number.startswith("-"):
        raise ValueError("The page number cannot be negative value.")
    return int(number)


ORGANIZATION_ID: Final = Parameter(
    name="organizationId",
    description="Id of an organisation. One of organizationId, code and oid must be given, and only one.",
    schema={"type": "string", "format": "uuid"},
    read=guid,
)
CODE: Final = Parameter(
    name="code",
    description="Business identity code; several organisations may have the same.",
    schema={"type": "string", "pattern": "^[0-9]{7}-[0-9]{1}$", "examples": ["0204819-8"]},
    read=matching("[0-9]{7}-[0-9]", "a business identity code"),
)
OID: Final = Parameter(
    name="oid",
    description="National object identifier.",
    schema={"type": "string"},
    read=matching(r"[^\x00-\x1f]{1,100}", "an oid"),
)
PAGE: Final = Parameter(
    name="page",
    description="Number of the page; the first is 1. Things may move between pages while somebody publishes.",
    schema={"type": "integer", "minimum": 0, "default": 1},
    read=_page_number,
)
SHOW_HEADER: Final = Parameter(
    name="showHeader",
    description="Only false: headers of service hours are not folded into texts here.",
    schema={"type": "boolean", "enum": [False], "default": False},
    read=one_of("false", "False"),
)
SERVICE_WITH_GD: Final = Parameter(
    name="serviceWithGD",
    description="Only false: texts of general descriptions are not merged here.",
    schema={"type": "boolean", "enum": [False], "default": False},
    read=one_of("false", "False"),
)
WHOSE: Final = (ORGANIZATION_ID, CODE, OID)
OF_OBJECTS: Final = named(SHOW_HEADER)
OF_LISTS: Final[dict[Kind, dict[str, Parameter]]] = {
    "service": named(*WHOSE, SERVICE_WITH_GD, PAGE, SHOW_HEADER),
    "service_channel": named(*WHOSE, PAGE, SHOW_HEADER),
}


class FacadeView(ReadView):
    """An address of the register's API."""

    kind: Kind = "service"

    def get_exception_handler(self) -> Any:
        return errors.answer


class ObjectView(FacadeView, PublishedView):
    """One object in full; one statement."""

    def get(self, request: Request, id: str) -> HttpResponse:  # noqa: A002 as the address names it
        if request.META.get("QUERY_STRING"):
            _read(request.query_params, OF_OBJECTS)
        try:
            thing_id = guid(id)
        except ValueError as error:
            raise InvalidFilter(f"The value '{id}' is not valid.", place="id") from error
        known = known_etags(request)
        try:
            found = queries.document(kind=self.kind, thing_id=thing_id, dialect="ptv_v11", known=known)
        except NotFound as error:
            raise NotFound(f"{WORDS[self.kind]} with id '{id}' not found.") from error
        return self.give(request, Answer(*found))


class ListByOrganizationView(FacadeView):
    """Objects of an organisation in full, in pages of a hundred; two statements."""

    def get(self, request: Request) -> HttpResponse:
        given = _read(request.query_params, OF_LISTS[self.kind])
        owners = _organizations(given)
        number = given.get("page", 1)
        terms = [f"{role}:{owner}" for role in ROLES[self.kind] for owner in owners]
        page = queries.numbered_page(
            selection=Selection(kind=self.kind, facets=[terms]),
            dialect="ptv_v11",
            number=max(number, 1),
            size=PAGE_SIZE,
        )
        items = page.items if number else []
        head = {"pageNumber": number, "pageSize": PAGE_SIZE, "pageCount": -(-page.total // PAGE_SIZE)}
        listed = b"[" + b",".join(items) + b"]" if items else b"null"
        return answer(orjson.dumps(head)[:-1] + b',"itemList":' + listed + b"}")


def _organizations(given: dict[str, Any]) -> list[UUID]:
    """The own organisations that a list is asked for; the town keeps no complete lists of others'."""
    asked = [parameter.name for parameter in WHOSE if parameter.name in given]
    if len(asked) != 1:
        message = "One of the parameters organizationId, code and oid is required, and only one."
        raise InvalidFilter(message, place=asked[1] if asked else "organizationId")
    (name,) = asked
    value = given[name]
    if name == "organizationId":
        selection = Selection(kind="organization", own=True, ids=[value])
    else:
        facet = f"business:{value}" if name == "code" else f"oid:{value}"
        selection = Selection(kind="organization", own=True, facets=[[facet]])
    found = queries.ids(selection=selection)
    if not found:
        what = {"organizationId": "id", "code": "business code", "oid": "oid"}[name]
        raise NotFound(f"Organization with {what} '{value}' not found.")
    return found


def _read(query: QueryDict, parameters: dict[str, Parameter]) -> dict[str, Any]:
    """The parameters that the register has at this address; others are ignored, as it does."""
    found = {}
    for name, parameter in parameters.items():
        if name in query:
            text = str(query[name])
            try:
                found[name] = parameter.read(text)
            except ValueError as error:
                own_words = str(error) if str(error).endswith(".") else f"The value '{text}' is not valid."
                raise InvalidFilter(own_words, place=name) from error
    return found
