"""`Idempotency-Key`: a change that is asked for again under the same key is made once, and answered as it was.

As draft-ietf-httpapi-idempotency-key-header has it: another request under the same key is 422, one that is still under
way 409. What was refused is not kept, and can be tried again.
"""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from typing import Any, Final, cast

import orjson
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from api.auth import Program
from catalogue.outbox import answers
from catalogue.outbox.answers import Answered, Asked
from tenants.accounts.models import Account

CHANGING: Final = frozenset({"post", "put", "patch", "delete"})
ANSWERED_BEFORE: Final = "Idempotency-Replayed"
LONGEST: Final = 200
# A string as RFC 8941 has it; the quotes may be left out.
_KEY: Final = re.compile(rf'"([ !#-\[\]-~]{{1,{LONGEST}}})"|([!#-\[\]-~]{{1,{LONGEST}}})')

Handler = Callable[..., HttpResponse]


class BadKey(APIException):
    """A key that nobody could send twice."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "bad_idempotency_key"
    default_detail = f'Send 1 to {LONGEST} printable characters: Idempotency-Key: "8e03978e-40d5".'


def once(handler: Handler) -> Handler:
    """The handler of a view, for which a request under a key that was answered is not carried out again.

    Its transaction is around all that the handler does, so that the change and the answer are there together.
    """

    @wraps(handler)
    def handle(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = _asked(request)
        if asked is None:
            return handler(view, request, *args, **kwargs)
        with transaction.atomic():
            now = timezone.now()
            if before := answers.found(asked, now=now):
                return _again(before)
            answer = handler(view, request, *args, **kwargs)
            if answer.status_code < HTTPStatus.BAD_REQUEST:
                answers.keep(asked, Answered(answer.status_code, dict(answer.items()), answer.content), now=now)
        return answer

    return handle


def _asked(request: Request) -> Asked | None:
    """What is asked under a key; None without one. Raises BadKey."""
    sent = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if sent is None:
        return None
    found = _KEY.fullmatch(sent.strip())
    if found is None:
        raise BadKey
    return Asked(cast(Program | Account, request.user).uuid, found[1] or found[2], _digest(request))


def _digest(request: Request) -> bytes:
    """Of all that makes it another request: the body counts by what it says."""
    body = orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS)
    parts = (request.method or "", request.get_full_path(), request.META.get("HTTP_IF_MATCH", ""))
    return blake2b(b"\n".join([*(part.encode() for part in parts), body]), digest_size=16).digest()


def _again(before: Answered) -> HttpResponse:
    return HttpResponse(before.content, status=before.status, headers={**before.headers, ANSWERED_BEFORE: "true"})
