"""What all of this room's addresses share: they know who asks, and nothing of their answers is kept by caches."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import orjson
from django.http import HttpResponse
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api import errors
from api.auth import MayAct, SessionAuthentication, TokenAuthentication
from api.openapi import Documented, Operation
from api.reading import JSON, JsonOnly
from tenants.accounts.permissions import Action

SPELLING: Final = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


class JsonBothWays(JsonOnly):
    """What is sent is JSON too: a form of another site's cannot be that."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return parsers[0] if kind == JSON else None


class ManageView(APIView):
    """An address for those who may `action`; without one it is closed to everybody."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = (MayAct,)
    throttle_classes = ()
    parser_classes = (JSONParser,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = JsonBothWays
    schema = Documented()
    operation: ClassVar[Operation | None] = None
    action: ClassVar[Action | None] = None

    def get_exception_handler(self) -> Any:
        return errors.answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        made = super().finalize_response(request, response, *args, **kwargs)
        made["Cache-Control"] = "no-store"
        made["Vary"] = "Authorization, Cookie"
        return made


def told(content: Mapping[str, Any]) -> HttpResponse:
    """A value as an answer."""
    return HttpResponse(orjson.dumps(content, option=SPELLING), content_type=JSON)
