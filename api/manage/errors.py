"""Errors of writing as problems: with the member at fault, the findings of rules, or what somebody else has changed."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from api import errors
from api.errors import problem
from api.manage.shown import difference, finding
from catalogue.errors import InvalidBody, NotPossibleNow
from catalogue.forms.definition.reading import InvalidDefinition
from catalogue.forms.errors import KeyTaken, NotPublishableForm
from catalogue.services.errors import Changed, NamedTwice, NotPublishable, UnclearTime


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What to answer to an error that a view raised; None for one that nobody expected."""
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
            return errors.answer(error, context)
