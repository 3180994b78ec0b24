"""What a request to change something asks for: its body, the version that its sender saw, who sent it."""

import re
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Annotated, Final, TypeVar, cast
from uuid import UUID

import msgspec
from rest_framework.exceptions import APIException, UnsupportedMediaType
from rest_framework.request import Request

from api.auth import Program, Refused, may_act
from api.manage.serving import is_json
from catalogue.services.bodies import converted
from catalogue.services.queries import parents
from catalogue.services.versions import Author
from catalogue.services.workflow import Work
from catalogue.services.works import organization_of, parent_of
from catalogue.text import LANGUAGES
from tenants.accounts.models import Account
from tenants.accounts.permissions import Action, allowed, may
from tenants.accounts.signing_in import held_by

ETAG: Final = re.compile(r'\s*(?:W/)?"([0-9]{1,9})"\s*')
Body = TypeVar("Body")


class VersionMissing(APIException):
    """A change must say which version its sender saw."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "version_missing"
    default_detail = 'Send the version that you have seen: If-Match: "7".'


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """Nothing is sent, or an empty object."""


class Languages(msgspec.Struct, forbid_unknown_fields=True):
    """Language versions."""

    languages: list[Annotated[str, msgspec.Meta(pattern=f"^({'|'.join(LANGUAGES)})$")]] = []


class AnEarlierVersion(msgspec.Struct, forbid_unknown_fields=True):
    """An earlier version."""

    version: Annotated[int, msgspec.Meta(ge=1)]


class RecordOfRegister(msgspec.Struct, forbid_unknown_fields=True):
    """A record of the national catalogue."""

    ptv_id: UUID


class Practice(msgspec.Struct, forbid_unknown_fields=True):
    """How a town edits."""

    four_eyes: Annotated[
        bool, msgspec.Meta(description="Who publishes a language version is never who sent it to review.")
    ]


BODIES: Final = (Nothing, Languages, AnEarlierVersion, RecordOfRegister, Practice)


def asked(request: Request, form: type[Body]) -> Body:
    """The body of a request, an empty object where there is none. Raises InvalidBody at its place."""
    if request.META.get("CONTENT_LENGTH", "0") not in ("", "0") and not is_json(request):
        raise UnsupportedMediaType(request.content_type)  # a form may have been read already, for its token
    return converted(request.data, form)


def expected_version(request: Request) -> int:
    """The version of `If-Match`; raises VersionMissing."""
    found = ETAG.fullmatch(request.META.get("HTTP_IF_MATCH", ""))
    if found is None:
        raise VersionMissing
    return int(found[1])


def author(request: Request) -> Author:
    """Who changes something, and by which door."""
    if isinstance(request.user, Program):
        return Author("token", request.user.uuid, made_by=request.user.made_by)
    return Author("person", cast(Account, request.user).uuid)


class Reach:
    """What whoever asks may do to which thing; the town's tree is read when it is first needed."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._everything = isinstance(request.user, Program)
        self._held = [] if self._everything else held_by(request._request)

    @cached_property
    def _parents(self) -> Mapping[UUID, UUID | None]:
        return parents()

    def refusal(self, action: Action, work: Work) -> Refused | None:
        """Why not: a scope or a role is missing, or the roles of a person do not reach the organisation of a thing."""
        try:
            if not may_act(self._request, action):
                return Refused("role_missing", "Your roles do not reach here.")
        except Refused as refused:
            return refused
        if self._everything or allowed(self._held, action, over=()):
            return None
        tree = self._parents
        if work.kind == "organization":  # one that is not written yet stands where it would
            tree = {**tree, work.id: parent_of(work)}
        if may(self._held, action, organization_of(work), parents=tree):
            return None
        return Refused("unit_missing", "Your roles do not reach the organisation of this.")
