"""Views of a town's forms: what is worked on, each step of a form's life, its versions, and templates."""

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final, Literal
from uuid import UUID

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from api.manage import form_shown as shown
from api.manage.asked import asked, author, expected_version
from api.manage.exchange import CSV, XLSX, AnyForm, receive
from api.manage.serving import ManageView, told
from api.parameters import Parameter, named, one_of, read
from api.reading import JSON
from catalogue.errors import InvalidBody
from catalogue.exchange.form_files import definition_of
from catalogue.forms import operations, queries
from catalogue.forms.answers.checking import check
from catalogue.forms.answers.form import Form
from catalogue.forms.answers.showing import pages
from catalogue.forms.definition import rules, xliff
from catalogue.forms.definition.digests import digest
from catalogue.forms.definition.editing import AnyEdit
from catalogue.forms.definition.profile import meta_schema
from catalogue.forms.definition.reading import read as read_definition
from catalogue.forms.models import FormDefinition, State
from catalogue.forms.opening import Opening
from catalogue.forms.values import Origin
from catalogue.outbox.unit import changes
from catalogue.services.bodies import converted
from catalogue.text import LANGUAGES

MOST_LISTED: Final = 100
STATE: Final = Parameter(
    name="state",
    description="Forms in a state.",
    schema={"type": "string", "enum": list(State.values)},
    read=one_of(*State.values),
)
KEY: Final = Parameter(
    name="key", description="Only the template with this key.", schema={"type": "string"}, read=lambda text: text
)


def _language(name: str, description: str) -> Parameter:
    schema = {"type": "string", "enum": list(LANGUAGES)}
    return Parameter(name=name, description=description, schema=schema, read=one_of(*LANGUAGES))


SOURCE: Final = _language(
    "source", "The language that is translated from; that of the form's texts in the first place."
)
TARGET: Final = _language("target", "The language that is translated into.")


class NewForm(msgspec.Struct, forbid_unknown_fields=True):
    """What a form begins from: one of a template, another form of the town's, or a whole document."""

    template: str | None = None
    copy_of: UUID | None = None
    content: dict[str, Any] | None = None
    key: str | None = None


class FormEdits(msgspec.Struct, forbid_unknown_fields=True):
    """What a builder does, all of it or nothing."""

    edits: Annotated[list[AnyEdit], Meta(min_length=1, max_length=100)]


class FormStep(msgspec.Struct, forbid_unknown_fields=True):
    """A step in a form's life. `version`: which one to restore. `earlier_until`: of publishing, until when drafts of
    earlier versions can still be sent; without end where nothing is said.
    """

    step: Literal["publish", "discard", "restore", "retire", "bring_back"]
    version: Annotated[int, Meta(ge=1)] | None = None
    earlier_until: Annotated[datetime, Meta(tz=True)] | None = None


class FormAnswers(msgspec.Struct, forbid_unknown_fields=True):
    """Answers to be tried; nothing of them is kept."""

    answers: dict[str, Any] = {}
    language: Annotated[str, Meta(pattern=f"^({'|'.join(LANGUAGES)})$")] | None = None
    steps: Annotated[int, Meta(ge=1, le=50, description="Only the faults of so many pages.")] | None = None


BODIES: Final = (NewForm, FormEdits, FormStep, FormAnswers, Opening)


def _whole(row: FormDefinition, *, status: int = 200) -> HttpResponse:
    return told(shown.whole(row, rules.check(row.content)), status=status, etag=row.version)


class Forms(ManageView):
    """All forms of the town's, and a new one."""

    def get(self, request: Request) -> HttpResponse:
        given = read(request.query_params, named(STATE, shown.AFTER))
        found = queries.forms(state=given.get("state"), after=given.get("after"), most=MOST_LISTED + 1)
        items = [shown.listed(row) for row in found[:MOST_LISTED]]
        return told({"items": items, "after": items[-1]["id"] if len(found) > MOST_LISTED else None})

    def post(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        given = asked(request, NewForm)
        if [given.template, given.copy_of, given.content].count(None) != 2:
            raise InvalidBody("Name one of template, copy_of and content.", place="")
        with changes() as unit:
            shared: dict[str, Any] = {"unit": unit, "author": author(request)}
            if given.template is not None:
                row = operations.adopt(template=given.template, key=_key(given), **shared)
            elif given.copy_of is not None:
                row = operations.copy(form_id=given.copy_of, key=_key(given) or "", **shared)
            else:
                named_so = {"key": given.key} if given.key is not None else {}
                row = operations.create(content=_read({**(given.content or {}), **named_so}), **shared)
        return _whole(row, status=HTTPStatus.CREATED)


def _key(given: NewForm) -> str | None:
    if given.key is None and given.copy_of is not None:
        raise InvalidBody("A copy needs a key of its own.", place="/key")
    return None if given.key is None else converted({"key": given.key}, _Named).key


class _Named(msgspec.Struct):
    key: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,62}$")]


def _read(content: Mapping[str, Any]) -> Any:
    """The definition of a new form; what is wrong with it is told of the body."""
    try:
        return read_definition(content)
    except InvalidBody as error:
        error.place = f"/content{error.place or ''}"
        raise


class OneForm(ManageView):
    """A form as its editors have it."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002 as the address names it
        read(request.query_params, {})
        return _whole(queries.form(form_id=id))

    def patch(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        patch, expected = asked(request, dict[str, Any]), expected_version(request)
        with changes() as unit:
            row = operations.change(unit=unit, form_id=id, expected=expected, patch=patch, author=author(request))
        return _whole(row)

    def delete(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        expected = expected_version(request)
        with changes() as unit:
            row = queries.form(form_id=id)
            operations.remove(unit=unit, form_id=id, expected=expected)
        return told(shown.listed(row))


class Edits(ManageView):
    """What a builder does."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        given, expected = asked(request, FormEdits), expected_version(request)
        with changes() as unit:
            row = operations.edit(unit=unit, form_id=id, expected=expected, edits=given.edits, author=author(request))
        return _whole(row)


class Steps(ManageView):
    """The steps in a form's life."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        given, expected = asked(request, FormStep), expected_version(request)
        take, more = _step(given)
        with changes() as unit:
            row = take(unit=unit, form_id=id, expected=expected, author=author(request), **more)
        return _whole(row)


def _step(given: FormStep) -> tuple[Callable[..., FormDefinition], dict[str, Any]]:
    """What takes a step, and what else it is told."""
    if (given.version is not None) is not (given.step == "restore"):
        raise InvalidBody("To restore, and for nothing else, say which version.", place="/version")
    if given.earlier_until is not None and given.step != "publish":
        raise InvalidBody("This is said when publishing.", place="/earlier_until")
    match given.step:
        case "publish":
            return operations.publish, {"earlier_until": given.earlier_until}
        case "restore":
            return operations.restore, {"number": given.version}
        case "discard":
            return operations.discard, {}
        case "retire":
            return operations.retire, {}
        case "bring_back":
            return operations.bring_back, {}


class Openings(ManageView):
    """When a form takes submissions."""

    def put(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        opening, expected = asked(request, Opening), expected_version(request)
        with changes() as unit:
            row = operations.decide_opening(
                unit=unit, form_id=id, expected=expected, opening=opening, author=author(request)
            )
        return _whole(row)


class Preview(ManageView):
    """A form as it would be filled."""

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        given = asked(request, FormAnswers)
        form = Form(queries.form(form_id=id).content)
        try:
            checked = check(form, given.answers, today=timezone.localdate(), steps=given.steps)
        except InvalidBody as error:
            error.place = f"/answers{error.place or ''}"
            raise
        language = given.language or form.definition.languages[0]
        return told(shown.preview(checked, pages(form, checked, language)))


class FormVersions(ManageView):
    """The published versions of a form, and what was done to it."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        row = queries.form(form_id=id)
        items = [shown.version(each) for each in queries.versions(form_id=row.id)]
        return told({"items": items, "edits": [shown.edit(each) for each in queries.edits(form_id=row.id)]})


class OneVersion(ManageView):
    """A form as it was published."""

    def get(self, request: Request, id: UUID, number: int) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        found = queries.version(form_id=queries.form(form_id=id).id, number=number)
        return told(shown.version(found) | {"document": msgspec.to_builtins(found.document)})


class _Translating:
    """Translations both ways. It is apart from its view because what is sent is no JSON, which keys are made of."""

    def get(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        given = read(request.query_params, named(SOURCE, TARGET))
        row = queries.form(form_id=id)
        source = given.get("source", row.content.languages[0])
        target = given.get("target") or next((each for each in row.content.languages if each != source), "sv")
        made = xliff.exported(row.content, source=source, target=target)
        answer = HttpResponse(made, content_type=xliff.MEDIA_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{row.key}-{source}-{target}.xlf"'
        answer["ETag"] = f'"{row.version}"'
        return answer

    def post(self, request: Request, id: UUID) -> HttpResponse:  # noqa: A002
        read(request.query_params, {})
        expected = expected_version(request)
        with TemporaryDirectory(prefix="kuntakanta-translation-") as folder:
            path = Path(folder) / "upload"
            receive(request, path, media_types=(xliff.MEDIA_TYPE,), largest=xliff.LARGEST)
            sent = path.read_bytes()
        with changes() as unit:
            made = xliff.translated(queries.form(form_id=id).content, sent)
            row = operations.replace(
                unit=unit, form_id=id, expected=expected, content=made.definition, author=author(request)
            )
        came = {"taken": made.taken, "stale": made.stale, "unknown": made.unknown}
        return told(shown.whole(row, rules.check(row.content)) | came, etag=row.version)


class Translation(_Translating, ManageView):
    """The texts of a form for translators, and back."""

    content_negotiation_class = AnyForm


class _Taking:
    """Taking a form in from a file, apart from its view as above."""

    def post(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        with TemporaryDirectory(prefix="kuntakanta-form-") as folder:
            path = Path(folder) / "upload"
            receive(request, path, media_types=(JSON, CSV, XLSX), largest=2_000_000)
            content = definition_of(path)
        origin = Origin(kind="file", key=content.key, digest=digest(content), at=timezone.now())
        with changes() as unit:
            row = operations.create(unit=unit, content=content, author=author(request), origin=origin)
        return _whole(row, status=HTTPStatus.CREATED)


class Files(_Taking, ManageView):
    """A new form from a document or a sheet."""


class Templates(ManageView):
    """The forms that there are to begin from."""

    def get(self, request: Request) -> HttpResponse:
        key = read(request.query_params, named(KEY)).get("key")
        found = queries.templates() if key is None else [queries.template(key=key)]
        return told({"items": [shown.template(each, whole=key is not None) for each in found]})


class Format(ManageView):
    """The format of definitions, as a JSON Schema."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told(meta_schema())
