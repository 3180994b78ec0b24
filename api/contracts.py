"""The OpenAPI document of each dialect as bytes, made once per process, and the answer for addresses that are none."""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import Any, Final, NoReturn

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from api.directory import contract as directory
from api.manage import contract as manage
from api.parameters import read
from api.ptv import contract as ptv
from api.reading import ReadView, answer, known_etags
from api.v1 import contract as v1
from catalogue.errors import NotFound

CONTRACTS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "v1": v1.document,
    "ptv_v11": ptv.document,
    "directory": directory.document,
    "manage": manage.document,
}


@cache
def content(dialect: str) -> tuple[bytes, str]:
    """A dialect's document and its ETag."""
    made = orjson.dumps(CONTRACTS[dialect]())
    return made, blake2b(made, digest_size=12).hexdigest()


class ContractView(ReadView):
    """The OpenAPI document of a dialect."""

    dialect = "v1"

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        made, etag = content(self.dialect)
        return answer(None if etag in known_etags(request) else made, etag=etag)


class NoSuchAddress(ReadView):
    """Whatever no dialect answers, by whatever method."""

    def http_method_not_allowed(self, request: Any, *args: Any, **path: str) -> NoReturn:
        self.get(request, **path)

    def get(self, request: Request, **path: str) -> NoReturn:
        raise NotFound("There is nothing at this address. What there is is listed at /api/.")
