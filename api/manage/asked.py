"""What a request to change something asks for: its body, the version that its sender saw, who sent it."""

import re
from http import HTTPStatus
from typing import Final, TypeVar, cast
from uuid import UUID

import msgspec
from rest_framework.exceptions import APIException, UnsupportedMediaType
from rest_framework.request import Request

from api.auth import Program, Refused
from api.manage.serving import is_json
from catalogue.services.bodies import converted
from catalogue.services.queries import units
from catalogue.services.versions import Author
from catalogue.services.workflow import Work
from catalogue.services.works import organization_of
from tenants.accounts.models import Account
from tenants.accounts.permissions import Action, may
from tenants.accounts.signing_in import held_by

ETAG: Final = re.compile(r'\s*(?:W/)?"([0-9]{1,9})"\s*')
Body = TypeVar("Body")


class VersionMissing(APIException):
    """A change must say which version its sender saw."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "version_missing"
    default_detail = 'Send the version that you have seen: If-Match: "7".'


class NothingAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Nothing."""


class LanguagesAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Language versions."""

    languages: list[str] = []


class VersionAsked(msgspec.Struct, forbid_unknown_fields=True):
    """An earlier version."""

    version: int


class PracticeAsked(msgspec.Struct, forbid_unknown_fields=True):
    """How a town edits."""

    four_eyes: bool


def asked(request: Request, form: type[Body], *, empty: bool = False) -> Body:
    """The body of a request; `empty` tells that there need be none. Raises InvalidBody at its place."""
    if request.META.get("CONTENT_LENGTH", "0") not in ("", "0") and not is_json(request):
        raise UnsupportedMediaType(request.content_type)  # a form may have been read already, for its token
    data = request.data
    if empty and not data:
        data = {}
    return converted(data, form)


def expected_version(request: Request) -> int:
    """The version of `If-Match`; raises VersionMissing."""
    found = ETAG.fullmatch(request.META.get("HTTP_IF_MATCH", ""))
    if found is None:
        raise VersionMissing
    return int(found[1])


def author(request: Request) -> Author:
    """Who changes something, and by which door."""
    if isinstance(request.user, Program):
        return Author("token", request.user.uuid)
    return Author("person", cast(Account, request.user).uuid)


def refuse_elsewhere(request: Request, action: Action, work: Work) -> None:
    """Raises Refused where the roles of a person do not reach the organisation of a thing; a token reaches all."""
    if isinstance(request.user, Program):
        return
    held = held_by(request._request)
    if not any(one.unit is None and may([one], action, None, parents={}) for one in held):
        parents: dict[UUID, UUID | None] = {unit.id: unit.parent for unit in units().values()}
        if not may(held, action, organization_of(work), parents=parents):
            raise Refused("unit_missing", "Your roles do not reach the organisation of this.")
