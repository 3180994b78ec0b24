"""A catalogue in files over HTTP: taken out, tried, and taken in part by part, with what came of each row."""

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from api.auth import Program, may_act
from api.errors import problem
from api.manage import errors
from api.manage.asked import author
from api.manage.serving import JsonBothWays, ManageView, TooLarge, told
from api.manage.steps import VALIDATE
from api.parameters import Parameter, named, one_of, read, whole
from api.reading import JSON
from catalogue.errors import CatalogueError, InvalidFilter
from catalogue.exchange import importing
from catalogue.exchange.columns import SHEETS
from catalogue.exchange.errors import AlreadyImporting, FileRefused, NotAllowed, OfAnotherTown
from catalogue.exchange.exporting import FORMATS, every_line, export, write_csv
from catalogue.exchange.models import ImportRun
from catalogue.exchange.people import Importer
from catalogue.exchange.reading import Source, source
from catalogue.exchange.values import Format, Told
from catalogue.services.values import Kind
from catalogue.services.versions import Author
from tenants.accounts.permissions import Action
from tenants.accounts.signing_in import held_by
from tenants.middleware import town_of
from tenants.models import Municipality

LARGEST: Final = 30_000_000  # bytes of a file
MOST_ROWS: Final = 1_000
"""Rows that one call takes in: some seconds."""

MOST_TRIED: Final = 5_000
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES: Final = "application/x-ndjson"
CSV: Final = "text/csv"
MEDIA_TYPES: Final = {"json": LINES, "xlsx": XLSX, "csv": CSV}
_PART: Final = 1 << 16
FORMAT: Final = Parameter(
    name="format",
    description="json: everything, one thing a line; xlsx, csv: the everyday fields as sheets. Default: json.",
    schema={"type": "string", "enum": list(FORMATS)},
    read=one_of(*FORMATS),
)
KIND: Final = Parameter(
    name="kind",
    description="Of csv, which has one sheet: of what.",
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
EXPORTED: Final = named(FORMAT, KIND)
IMPORTED: Final = named(VALIDATE, PUBLISH)
PASSED_OVER: Final = named(AFTER)


_REFUSALS: Final[Mapping[type[CatalogueError], HTTPStatus]] = {
    FileRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    OfAnotherTown: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAllowed: HTTPStatus.FORBIDDEN,
    AlreadyImporting: HTTPStatus.CONFLICT,
}


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What to answer to an error of files, or to any other."""
    if isinstance(error, CatalogueError) and type(error) in _REFUSALS:
        return problem(_REFUSALS[type(error)], error.code, error.message)
    return errors.answer(error, context)


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


def _sheets(town: Municipality, form: Format, kind: Kind | None) -> bytes:
    """The file of sheets, which is some megabytes at most; lines, which have everything, are sent as they are made."""
    with TemporaryDirectory(prefix="kuntakanta-export-") as folder:
        path = Path(folder) / "catalogue"
        if kind is None:
            export(town=town, path=path, form=form, tell=lambda *_: None)
        else:
            write_csv(town, path, kind, lambda *_: None)
        return path.read_bytes()


class _Taking:
    """Taking a file in. It is apart from its view so that no transaction is put around it: each part has its own."""

    def get(self, request: Request) -> HttpResponse:
        read(request.query_params, {})
        return told({"items": [_run(run) for run in importing.runs()]})

    def post(self, request: Request) -> HttpResponse:
        given = read(request.query_params, IMPORTED)
        publish = "publish" in given
        if publish:
            may_act(request, Action.PUBLISH_CONTENT)
        with TemporaryDirectory(prefix="kuntakanta-import-") as folder:
            path = Path(folder) / "upload"
            receive(request, path, media_types=(LINES, XLSX, CSV), largest=LARGEST)
            sent = source(path)
            shared: dict[str, Any] = {"town": town_of(request._request), "source": sent, "publish": publish}
            shared["importer"] = _importer(request)
            return _tried(sent, shared) if "validate" in given else _taken(shared)


class Imports(_Taking, ManageView):
    """All imports of the town's, and taking a file in."""

    def get_exception_handler(self) -> Any:
        return answer


class Import(ManageView):
    """What came of an import."""

    def get(self, request: Request, import_id: int) -> HttpResponse:
        after = read(request.query_params, PASSED_OVER).get("after", 0)
        run = importing.run_of(import_id)
        return told({**_run(run), "rows": _rows(importing.report(run, after=after, most=MOST_ROWS))})


def receive(request: Request, path: Path, *, media_types: Collection[str], largest: int) -> None:
    """Writes the body to a file, as it comes; raises TooLarge, and UnsupportedMediaType for one of no media type."""
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


def _importer(request: Request) -> Importer:
    by = author(request)
    as_import = Author("import", by.id, made_by=by.person)
    if isinstance(request.user, Program):
        return Importer(as_import, scopes=request.user.scopes)
    return Importer(as_import, held=held_by(request._request))


def _tried(sent: Source, shared: dict[str, Any]) -> HttpResponse:
    if sent.total > MOST_TRIED:
        raise TooLarge(f"At most {MOST_TRIED} rows are tried in one call; the file has {sent.total}.")
    rows = list(importing.dry_run(**shared))
    counts = importing.counted(rows)
    return told({"id": None, "done": 0, "total": sent.total, "finished": None, "counts": counts, "rows": _rows(rows)})


def _taken(shared: dict[str, Any]) -> HttpResponse:
    """The next rows of the file."""
    begun: list[int] = []
    run = importing.import_file(**shared, most=MOST_ROWS, tell=lambda done, _: begun.append(done))
    return told({**_run(run), "rows": _rows(importing.report(run, after=begun[0]))}, status=HTTPStatus.OK)


def _run(run: ImportRun) -> dict[str, Any]:
    return {
        "id": run.pk,
        "begun": run.begun,
        "finished": run.finished,
        "publish": run.publish,
        "done": run.done,
        "total": run.total,
        "counts": run.counts,
    }


def _rows(rows: Iterable[Told]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(row) for row in rows]
