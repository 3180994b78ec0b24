"""A catalogue in files over HTTP: taken out at once; taken in, tried and taken back by a worker, with a report."""

from collections.abc import Collection, Mapping
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from api.auth import Program, may_act
from api.manage.asked import Nothing, asked, author
from api.manage.errors import language_of
from api.manage.serving import JsonBothWays, ManageView, TooLarge, told
from api.manage.steps import VALIDATE
from api.parameters import Parameter, named, one_of, read, whole
from api.reading import JSON
from catalogue.errors import InvalidFilter
from catalogue.exchange import operations, runs
from catalogue.exchange.exporting import FORMATS, every_line, export, write_csv
from catalogue.exchange.models import ImportRun
from catalogue.exchange.people import Importer
from catalogue.exchange.reports import FORMS, Form, said_in, told_in, write_report
from catalogue.exchange.sheets import SHEETS
from catalogue.exchange.values import Format, Sheet
from catalogue.services.versions import Author
from tenants.accounts.permissions import Action
from tenants.accounts.signing_in import held_by
from tenants.middleware import town_of
from tenants.models import Municipality

LARGEST: Final = 30_000_000  # bytes of a file
MOST_TOLD: Final = 1_000
"""Rows of a report that one call tells."""

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES: Final = "application/x-ndjson"
CSV: Final = "text/csv"
MEDIA_TYPES: Final[Mapping[Format, str]] = {"json": LINES, "xlsx": XLSX, "csv": CSV}
FORM_OF: Final = {media_type: form for form, media_type in MEDIA_TYPES.items()}
PREFIX: Final = "/api/manage/v1/imports"
_PART: Final = 1 << 16
FORMAT: Final = Parameter(
    name="format",
    description="json: everything, one thing a line; xlsx, csv: the everyday fields as sheets. Default: json.",
    schema={"type": "string", "enum": list(FORMATS)},
    read=one_of(*FORMATS),
)
KIND: Final = Parameter(
    name="kind",
    description="Of csv, which has one sheet: which.",
    schema={"type": "string", "enum": list(SHEETS)},
    read=one_of(*SHEETS),
)
PUBLISH: Final = Parameter(
    name="publish",
    description="true: readers see what was changed, as far as rules and four eyes let it.",
    schema={"type": "string", "enum": ["true"]},
    read=one_of("true"),
)
AFTER: Final = Parameter(
    name="after",
    description="Passes over so many rows.",
    schema={"type": "integer", "minimum": 0, "maximum": 1_000_000},
    read=whole(0, 1_000_000),
)
REPORT_FORMAT: Final = Parameter(
    name="format",
    description="Default: csv.",
    schema={"type": "string", "enum": list(FORMS)},
    read=one_of(*FORMS),
)
EXPORTED: Final = named(FORMAT, KIND)
REPORTED: Final = named(REPORT_FORMAT)
IMPORTED: Final = named(VALIDATE, PUBLISH)
PASSED_OVER: Final = named(AFTER)


class AnyForm(JsonBothWays):
    """What is answered is said by `format`, and refusals are JSON, whatever the request accepts."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], JSON


class Export(ManageView):
    """The catalogue as a file."""

    content_negotiation_class = AnyForm

    def get(self, request: Request) -> HttpResponseBase:
        given = read(request.query_params, EXPORTED)
        form, kind = given.get("format", "json"), given.get("kind")
        if (kind is not None) is not (form == "csv"):
            raise InvalidFilter("kind is given with csv, and only with it.", place="kind")
        town = town_of(request._request)
        made: HttpResponseBase
        if form == "json":
            made = StreamingHttpResponse(every_line(town, lambda *_: None), content_type=LINES)
        else:
            made = HttpResponse(_sheets(town, form, kind), content_type=MEDIA_TYPES[form])
        made["Content-Disposition"] = f'attachment; filename="{town.code}-{kind or "catalogue"}.{form}"'
        return made


def _sheets(town: Municipality, form: Format, kind: Sheet | None) -> bytes:
    """The file of sheets, which is some megabytes at most; lines, which have everything, are sent as they are made."""
    with TemporaryDirectory(prefix="kuntakanta-export-") as folder:
        path = Path(folder) / "catalogue"
        if kind is None:
            export(town=town, path=path, form=form, tell=lambda *_: None)
        else:
            write_csv(town, path, kind, lambda *_: None)
        return path.read_bytes()


class _OfImports(ManageView):
    """What is told of imports is told in the language that is asked for."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        made = super().finalize_response(request, response, *args, **kwargs)
        made["Vary"] = f"{made['Vary']}, Accept-Language"
        return made


class _Sending:
    """Sending a file. It is apart from its view, as a file is no body of JSON that could be told from another by its
    `Idempotency-Key`: the same file that is sent again before its import has ended is the same import."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        language = language_of(request)
        return told({"items": [_run(run, language) for run in runs.latest()]})

    def post(self, request: Request) -> HttpResponse:
        given = read(request.query_params, IMPORTED)
        publish = "publish" in given
        if publish:
            may_act(request, Action.PUBLISH_CONTENT)
        with TemporaryDirectory(prefix="kuntakanta-import-") as folder:
            path = Path(folder) / "upload"
            sent = receive(request, path, media_types=FORM_OF, largest=LARGEST)
            run = operations.send(
                path=path, importer=_importer(request), publish=publish, dry="validate" in given, said=FORM_OF[sent]
            )
        return _accepted(run, request)


class Imports(_Sending, _OfImports):
    """All imports of the town's, and sending a file."""


class Import(_OfImports):
    """How far an import has come, and what came of its rows."""

    def get(self, request: Request, import_id: int) -> HttpResponse:
        after = read(request.query_params, PASSED_OVER).get("after", 0)
        run, language = runs.one(import_id), language_of(request)
        rows = [told_in(row, language) for row in runs.report(run, after=after, most=MOST_TOLD)]
        return told({**_run(run, language), "rows": rows})


class Report(_OfImports):
    """What came of an import's rows, as a file for people."""

    content_negotiation_class = AnyForm

    def get(self, request: Request, import_id: int) -> HttpResponse:
        form: Form = read(request.query_params, REPORTED).get("format", "csv")
        run = runs.one(import_id)
        with TemporaryDirectory(prefix="kuntakanta-report-") as folder:
            path = Path(folder) / "report"
            write_report(path, runs.report(run), form=form, language=language_of(request))
            made = HttpResponse(path.read_bytes(), content_type=MEDIA_TYPES[form])
        made["Content-Disposition"] = f'attachment; filename="import-{run.pk}.{form}"'
        return made


class Cancel(_OfImports):
    """Ends an import that waits or is under way."""

    def post(self, request: Request, import_id: int) -> HttpResponse:
        read(request.query_params, {})
        asked(request, Nothing)
        run = operations.cancel(number=import_id, importer=_importer(request))
        return told(_run(run, language_of(request)))


class Undo(_OfImports):
    """Takes an import back."""

    def post(self, request: Request, import_id: int) -> HttpResponse:
        read(request.query_params, {})
        asked(request, Nothing)
        return _accepted(operations.send_undo(number=import_id, importer=_importer(request)), request)


def _accepted(run: ImportRun, request: Request) -> HttpResponse:
    made = told(_run(run, language_of(request)), status=HTTPStatus.ACCEPTED)
    made["Location"] = f"{PREFIX}/{run.pk}"
    return made


def receive(request: Request, path: Path, *, media_types: Collection[str], largest: int) -> str:
    """Writes the body to a file, as it comes; its media type. Raises TooLarge, and UnsupportedMediaType for another."""
    sent = (request.content_type or "").partition(";")[0].strip().lower()
    if sent not in media_types:
        raise UnsupportedMediaType(sent)
    received = 0
    with path.open("wb") as file:
        while part := request._request.read(_PART):
            received += len(part)
            if received > largest:
                raise TooLarge(f"A file has at most {largest} bytes here.")
            file.write(part)
    return sent


def _importer(request: Request) -> Importer:
    by = author(request)
    as_import = Author("import", by.id, made_by=by.person)
    if isinstance(request.user, Program):
        return Importer(as_import, scopes=request.user.scopes)
    return Importer(as_import, held=held_by(request._request))


def _run(run: ImportRun, language: str) -> dict[str, Any]:
    return {
        "id": run.pk,
        "state": run.state,
        "begun": run.begun,
        "finished": run.finished,
        "dry_run": run.dry,
        "publish": run.publish,
        "undoes": run.undoes_id,
        "done": run.done,
        "total": run.total,
        "counts": run.counts,
        "refusal": None if run.refusal is None else said_in(run.refusal, language),
    }
