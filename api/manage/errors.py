"""Errors of writing as problems: with the member at fault, the findings of rules, or what somebody else has changed."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

from api import errors
from api.errors import problem
from api.manage.shown import difference, finding
from catalogue.errors import CatalogueError, CredentialsRefused, InvalidBody, NotPossibleNow, RegistryError
from catalogue.exchange.errors import (
    AlreadyImporting,
    ExchangeError,
    FileRefused,
    NotAllowed,
    NotToUndo,
    TooManyWaiting,
)
from catalogue.exchange.words import LANGUAGES
from catalogue.forms.definition.reading import InvalidDefinition
from catalogue.forms.errors import KeyTaken, NotPublishableForm
from catalogue.registry.pushing.credentials import NoCredentials
from catalogue.registry.pushing.operations import NoRegister, NotThatState, WritingIsOff
from catalogue.services.errors import Changed, NamedTwice, NotPublishable, UnclearTime

STATUS: Final[Mapping[type[CatalogueError], HTTPStatus]] = {
    FileRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAllowed: HTTPStatus.FORBIDDEN,
    AlreadyImporting: HTTPStatus.CONFLICT,
    TooManyWaiting: HTTPStatus.CONFLICT,
    NotToUndo: HTTPStatus.CONFLICT,
    NotThatState: HTTPStatus.CONFLICT,
    WritingIsOff: HTTPStatus.CONFLICT,
    NoCredentials: HTTPStatus.CONFLICT,
    NoRegister: HTTPStatus.CONFLICT,
    CredentialsRefused: HTTPStatus.CONFLICT,
    RegistryError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Of errors that tell no more than what they say."""


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What to answer to an error that a view raised; None for one that nobody expected."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
    if isinstance(error, CatalogueError) and status is not None:
        said = error.said(language_of(context["request"])) if isinstance(error, ExchangeError) else error.message
        return problem(status, error.code, said)
    return _with_more(error) or errors.answer(error, context)


def _with_more(error: Exception) -> HttpResponse | None:
    """Of errors that tell more: where, what rules find, what has changed; None for any other."""
    match error:
        case UnclearTime():
            members = {"pointer": error.place, "choices": error.choices}
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.message, **members)
        case NotPublishable() | NotPublishableForm() | InvalidDefinition():
            refusing: dict[str, Any] = {"findings": [finding(one) for one in error.findings]}
            refusing |= {} if error.place is None else {"pointer": error.place}
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.message, **refusing)
        case InvalidBody() | NamedTwice():
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.code, error.message, pointer=error.place or "")
        case NotPossibleNow() | KeyTaken():
            where = "pointer" if isinstance(error, KeyTaken) else "language"
            members = {} if error.place is None else {where: error.place}
            return problem(HTTPStatus.CONFLICT, error.code, error.message, **members)
        case Changed():
            differences = [difference(one) for one in error.differences]
            return problem(
                HTTPStatus.PRECONDITION_FAILED,
                error.code,
                error.message,
                version=error.present,
                differences=differences,
            )
        case _:
            return None


def language_of(request: Request) -> str:
    """Finnish, Swedish or English, as the request would have it; English for whoever does not say."""
    for liked, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if liked[:2] in LANGUAGES and liked[2:3] in ("", "-"):
            return liked[:2]
    return "en"
