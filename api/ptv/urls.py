"""Addresses of the register's v11 that we answer, each with its documentation."""

from typing import Any, Final

from django.urls import path

from api.openapi import Operation, reference
from api.ptv.views import OF_LISTS, OF_OBJECTS, ListByOrganizationView, ObjectView
from catalogue.services.values import Kind

MESSAGE: Final = reference("ErrorMessage")
MESSAGES: Final = reference("ParameterErrors")
OBJECTS: Final[dict[Kind, str]] = {
    "service": "Service",
    "service_channel": "ServiceChannel",
    "organization": "Organization",
}


def _object_operation(kind: Kind) -> Operation:
    name = OBJECTS[kind]
    return Operation(
        id=f"get{name}",
        tag=name,
        summary=f"{name} in full",
        description="",
        result=reference(name),
        path={"id": "GUID."},
        parameters=tuple(OF_OBJECTS.values()),
        errors={400: ("A parameter is not valid.", MESSAGES), 404: ("Unknown or not published here.", MESSAGE)},
        error_type="application/json",
    )


def _list_operation(kind: Kind) -> Operation:
    name = OBJECTS[kind]
    return Operation(
        id=f"list{name}ByOrganization",
        tag=name,
        summary=f"{name} objects of an own organisation, in full",
        description="One of organizationId, code and oid must be given. 100 objects a page; no items beyond the last.",
        result=reference(f"{name}Page"),
        parameters=tuple(OF_LISTS[kind].values()),
        errors={400: ("A parameter is not valid.", MESSAGES), 404: ("No such organisation is own here.", MESSAGE)},
        error_type="application/json",
        conditional=False,
    )


def _paths() -> Any:
    for kind in OF_LISTS:
        view = ListByOrganizationView.as_view(kind=kind, operation=_list_operation(kind))
        yield path(f"{OBJECTS[kind]}/list/organization", view, name=f"ptv-v11-{kind}-list")
    for kind, name in OBJECTS.items():
        view = ObjectView.as_view(kind=kind, operation=_object_operation(kind))
        yield path(f"{name}/<str:id>", view, name=f"ptv-v11-{kind}")


urlpatterns = list(_paths())
