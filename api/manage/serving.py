"""What all of this room's addresses share: they know who asks, and nothing of their answers is kept by caches."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import orjson
from django.http import HttpResponse
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.auth import MayAct, SessionAuthentication, TokenAuthentication
from api.manage import errors
from api.manage.once import CHANGING, once
from api.openapi import Documented, Operation
from api.reading import JSON, JsonOnly
from tenants.accounts.permissions import Action

SPELLING: Final = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS
SENT: Final = (JSON, "application/merge-patch+json")


class JsonBothWays(JsonOnly):
    """What is sent is JSON too: a form of another site's cannot be that."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0] if is_json(request) else None


def is_json(request: Request) -> bool:
    """Whether what is sent says that it is JSON."""
    return (request.content_type or "").partition(";")[0].strip().lower() in SENT


class TooLarge(APIException):
    """More than what is asked for here could be."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class JsonParser(BaseParser):
    """JSON as RFC 8259 has it; what is nested without end is refused like any other that cannot be read."""

    media_type = JSON

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        largest: int = (parser_context or {})["view"].largest
        body = stream.read(largest + 1)
        if len(body) > largest:
            raise TooLarge(f"A body has at most {largest} bytes here.")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not JSON: {error}") from error


class ManageView(APIView):
    """An address for those who may `action`; without one it is closed to everybody.

    Each method that changes something can be asked again under an `Idempotency-Key` (see `once`).
    """

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (MayAct,)
    throttle_classes = ()
    parser_classes = (JsonParser,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonBothWays
    schema = Documented()
    largest = 1_000_000
    """Bytes of a body; the largest document of the register has a fifth of that."""

    operation: Operation | None = None
    action: Action | None = None
    operations: Mapping[str, Operation] = {}
    """By method, where an address has several; so are `actions`."""

    actions: Mapping[str, Action] = {}

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        for name in CHANGING & vars(cls).keys():
            setattr(cls, name, once(vars(cls)[name]))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Asks for what this method does; one that is not here is told so to whoever may do something here."""
        if self.actions:
            some = next(iter(self.actions.values()))
            self.action = self.actions.get((request.method or "").lower(), some)
        super().initial(request, *args, **kwargs)

    def get_exception_handler(self) -> Any:
        return errors.answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        made = super().finalize_response(request, response, *args, **kwargs)
        made["Cache-Control"] = "no-store"
        made["Vary"] = "Authorization, Cookie"
        return made


def told(content: Mapping[str, Any], *, status: int = 200, etag: int | None = None) -> HttpResponse:
    """A value as an answer; `etag` is the version that it shows."""
    headers = {} if etag is None else {"ETag": f'"{etag}"'}
    return HttpResponse(orjson.dumps(content, option=SPELLING), status=status, content_type=JSON, headers=headers)
