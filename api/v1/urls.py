"""Addresses of the open API, each with its documentation; the OpenAPI document is made of them."""

from typing import Any, Final

from django.urls import path

from api.openapi import Operation, reference
from api.v1.filters import PARAMETERS
from api.v1.views import ThingDetail, ThingList
from catalogue.services.values import Kind

PROBLEM: Final = reference("Problem")
TAG: Final = "Catalogue"
# address, schema, one of them, many of them
KINDS: Final[dict[Kind, tuple[str, str, str, str]]] = {
    "organization": ("organizations", "Organization", "organisation", "organisations"),
    "service": ("services", "Service", "service", "services"),
    "service_channel": ("service-channels", "ServiceChannel", "service channel", "service channels"),
    "service_collection": ("service-collections", "ServiceCollection", "service collection", "service collections"),
}


def _list_operation(kind: Kind) -> Operation:
    address, schema, _, many = KINDS[kind]
    return Operation(
        id=f"list_{address.replace('-', '_')}",
        tag=TAG,
        summary=f"The municipality's {many}, by name",
        description="Read on with `next` until it is null: each thing comes once, whatever is published meanwhile. "
        "The ETag changes with anything that the municipality publishes.",
        result=reference(f"{schema}List"),
        parameters=tuple(PARAMETERS[kind].values()),
        errors={400: ("A parameter is wrong or unknown; `parameter` names it.", PROBLEM)},
    )


def _detail_operation(kind: Kind) -> Operation:
    address, schema, one, _ = KINDS[kind]
    return Operation(
        id=f"get_{address.replace('-', '_').removesuffix('s')}",
        tag=TAG,
        summary=f"One {one}",
        description="",
        result=reference(schema),
        path={"id": f"Id of the {one}."},
        errors={404: ("There is none here with this id, or it is not published.", PROBLEM)},
    )


def _paths() -> Any:
    for kind, (address, *_) in KINDS.items():
        yield path(address, ThingList.as_view(kind=kind, operation=_list_operation(kind)), name=f"v1-{address}")
        yield path(
            f"{address}/<str:id>",
            ThingDetail.as_view(kind=kind, operation=_detail_operation(kind)),
            name=f"v1-{address}-detail",
        )


urlpatterns = list(_paths())
