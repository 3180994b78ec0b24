"""Addresses of files: the export and imports, with their schemas."""

from typing import Any, Final

from django.urls import path

from api.manage import exchange
from api.manage.documenting import BOTH, PROBLEM, REFUSALS, UNKNOWN, documented
from api.manage.exchange import AFTER, CSV, FORMAT, KIND, LARGEST, LINES, MOST_ROWS, MOST_TRIED, PUBLISH, XLSX
from api.manage.steps import VALIDATE
from api.openapi import Operation, reference
from catalogue.exchange.values import FORMAT as NAME
from catalogue.exchange.values import FORMAT_VERSION
from tenants.accounts.permissions import Action

_TEXT: Final = {"type": "string"}
_UUID: Final = {"type": "string", "format": "uuid"}
_TIME: Final = {"type": "string", "format": "date-time"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_FILE: Final[dict[str, Any]] = {"type": "string", "format": "binary"}
_KINDS: Final = {
    "organization": "Organization",
    "service": "Service",
    "service_channel": "ServiceChannel",
    "service_collection": "ServiceCollection",
    "connection": "Connection",
}
HEADER: Final[dict[str, Any]] = {
    "title": "CatalogueHeader",
    "description": "The first line of a catalogue in JSON.",
    "type": "object",
    "required": ["format", "version", "town"],
    "properties": {
        "format": {"type": "string", "const": NAME},
        "version": {"type": "integer", "const": FORMAT_VERSION},
        "town": {"type": "string", "pattern": "^[0-9]{3}$", "description": "The municipality's number."},
        "made": _TIME,
        "revision": _COUNT,
    },
}
LINE: Final[dict[str, Any]] = {
    "title": "CatalogueLine",
    "description": "A thing, or a connection, as its editors have it. A line that names nothing that is here makes a "
    "draft. `state` and `published` are told and not taken in.",
    "type": "object",
    "required": ["kind", "content"],
    "properties": {
        "kind": {"type": "string", "enum": list(_KINDS)},
        "id": _UUID,
        "ptv_id": _UUID | {"description": "In the national register."},
        "source_id": _TEXT | {"description": "The town's own key."},
        "version": _COUNT
        | {"description": "The version from which the line was made; without it, it says what is to be."},
        "state": _TEXT,
        "service_id": _UUID | {"description": "Of a connection."},
        "channel_id": _UUID | {"description": "Of a connection."},
        "content": {"anyOf": [reference(name) for name in _KINDS.values()]},
        "published": {"anyOf": [reference(name) for name in _KINDS.values()]},
    },
}
SAID: Final[dict[str, Any]] = {
    "title": "SaidOfRow",
    "description": "Why a row was refused, or what a rule finds in it.",
    "type": "object",
    "required": ["code", "message"],
    "properties": {
        "code": _TEXT | {"description": "For programs; never changes."},
        "message": _TEXT,
        "place": _TEXT | {"description": "The key of the column, or a JSON pointer into the content."},
        "severity": _TEXT | {"description": "Of a rule's finding, as in `Finding`."},
        "seen": {"description": "What the row was made from, where somebody has changed the same since."},
        "present": {"description": "What is there now."},
        "given": {"description": "What the row says."},
    },
}
ROW: Final[dict[str, Any]] = {
    "title": "ImportedRow",
    "description": "What came, or would come, of a row.",
    "type": "object",
    "required": ["table", "row", "kind", "outcome"],
    "properties": {
        "table": _TEXT | {"description": "The name of the sheet; empty where there is none."},
        "row": {"type": "integer", "minimum": 1},
        "kind": {"type": "string", "enum": list(_KINDS)},
        "outcome": {"type": "string", "enum": ["created", "changed", "unchanged", "refused"]},
        "id": _UUID,
        "version": _COUNT,
        "members": {"type": "array", "items": _TEXT, "description": "Columns, or JSON pointers, that it changes."},
        "published": {"type": "array", "items": _TEXT, "description": "Language versions that readers now see."},
        "said": {"type": "array", "items": reference("SaidOfRow")},
    },
}
_RUN: Final[dict[str, Any]] = {
    "id": {"type": ["integer", "null"], "description": "null of what was only tried."},
    "begun": _TIME,
    "finished": {"anyOf": [_TIME, {"type": "null"}], "description": "null: send the same file again to go on."},
    "publish": {"type": "boolean"},
    "done": _COUNT,
    "total": _COUNT,
    "counts": {"type": "object", "additionalProperties": _COUNT, "description": "How many rows came to what."},
}
RUN: Final[dict[str, Any]] = {
    "title": "ImportRun",
    "type": "object",
    "required": ["id", "begun", "finished", "publish", "done", "total", "counts"],
    "properties": _RUN,
}
RUNS: Final[dict[str, Any]] = {
    "title": "ImportList",
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": reference("ImportRun")}},
}
REPORT: Final[dict[str, Any]] = {
    "title": "ImportReport",
    "type": "object",
    "required": ["id", "finished", "done", "total", "counts", "rows"],
    "properties": {**_RUN, "rows": {"type": "array", "items": reference("ImportedRow")}},
}
OURS: Final = (HEADER, LINE, SAID, ROW, RUN, RUNS, REPORT)

EXPORT: Final = Operation(
    id="export_catalogue",
    tag="Exchange",
    summary="The catalogue as a file",
    description="Drafts among it. JSON has a line for each thing: the first is a `CatalogueHeader`, each other one a "
    "`CatalogueLine`. Sheets have words of help in the first row and the keys of the columns in the second.",
    result=_FILE,
    answers={LINES: _FILE, XLSX: _FILE, CSV: _FILE},
    parameters=(FORMAT, KIND),
    errors=REFUSALS,
    conditional=False,
    security=BOTH,
)
IMPORT: Final = Operation(
    id="import_catalogue",
    tag="Exchange",
    summary="Take a catalogue in",
    description=f"A changed file of the export, of at most {LARGEST} bytes. Up to {MOST_ROWS} rows are taken in by one "
    "call; while `finished` is null, send the same file again: it goes on where it was. Sent once more, it changes "
    f"nothing. With `validate` all rows, {MOST_TRIED} at most, are only tried. What others have changed since a row's "
    "version stays, unless the row changes the very same: it is refused, and `said` tells both.",
    result=reference("ImportReport"),
    parameters=(VALIDATE, PUBLISH),
    body={LINES: _FILE, XLSX: _FILE, CSV: _FILE},
    errors={
        **REFUSALS,
        409: ("Somebody else imports at this moment.", PROBLEM),
        413: ("The file is too large.", PROBLEM),
        415: ("The file is of no known media type.", PROBLEM),
        422: ("The file cannot be read, or is another town's; `detail` names sheet, row and column.", PROBLEM),
    },
    conditional=False,
    security=BOTH,
)
LIST: Final = documented("list_imports", "Exchange", "The latest imports", "The last 20.", "ImportList")
ONE: Final = documented(
    "get_import",
    "Exchange",
    "What came of an import, row by row",
    f"{MOST_ROWS} rows at a time.",
    "ImportReport",
    path={"import_id": "Id of the import."},
    numbers=("import_id",),
    parameters=(AFTER,),
    errors=UNKNOWN,
)
_TAKING: Final = {"get": Action.READ_CONTENT, "post": Action.WRITE_CONTENT}

urlpatterns = [
    path("export", exchange.Export.as_view(operation=EXPORT, action=Action.READ_CONTENT), name="manage-export"),
    path(
        "imports",
        exchange.Imports.as_view(operations={"get": LIST, "post": IMPORT}, actions=_TAKING),
        name="manage-imports",
    ),
    path(
        "imports/<int:import_id>",
        exchange.Import.as_view(operation=ONE, action=Action.READ_CONTENT),
        name="manage-imports-one",
    ),
]
