"""Addresses of files: the export and imports, with their schemas."""

from typing import Any, Final

from django.urls import path
from drf_spectacular.utils import OpenApiParameter

from api.manage import exchange
from api.manage.documenting import BOTH, PROBLEM, REFUSALS, UNKNOWN, UNREADABLE, documented, json_of
from api.manage.exchange import AFTER, CSV, FORMAT, KIND, LARGEST, LINES, MOST_TOLD, PUBLISH, REPORT_FORMAT, XLSX
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
        "outcome": {"type": "string", "enum": ["created", "changed", "unchanged", "refused", "undone"]},
        "id": _UUID,
        "version": _COUNT | {"description": "The thing's, after this row."},
        "was": _COUNT | {"description": "The thing's version before this row; 0 of something new."},
        "members": {"type": "array", "items": _TEXT, "description": "Columns, or JSON pointers, that it changes."},
        "published": {"type": "array", "items": _TEXT, "description": "Language versions that readers now see."},
        "said": {"type": "array", "items": reference("SaidOfRow")},
    },
}
_STATES: Final = ["waiting", "running", "done", "refused", "cancelled", "failed"]
_RUN: Final[dict[str, Any]] = {
    "id": {"type": "integer", "minimum": 1},
    "state": {
        "type": "string",
        "enum": _STATES,
        "description": "waiting and running come to an end by themselves; done: each row is through, `counts` tell "
        "how; refused: nothing was taken in, `refusal` tells why; cancelled, failed: what is `done` stays.",
    },
    "begun": _TIME,
    "finished": {"anyOf": [_TIME, {"type": "null"}]},
    "dry_run": {"type": "boolean"},
    "publish": {"type": "boolean"},
    "undoes": {"type": ["integer", "null"], "description": "The import that this takes back."},
    "done": _COUNT,
    "total": {"type": ["integer", "null"], "minimum": 0, "description": "null before the file has been read."},
    "counts": {"type": "object", "additionalProperties": _COUNT, "description": "How many rows came to what."},
    "refusal": {"anyOf": [reference("SaidOfRow"), {"type": "null"}]},
}
RUN: Final[dict[str, Any]] = {
    "title": "ImportRun",
    "type": "object",
    "required": list(_RUN),
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
    "required": [*_RUN, "rows"],
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
LOCATION: Final = OpenApiParameter(
    "Location", {"type": "string"}, "header", response=[202], description="Where to look how far it has come."
)
ACCEPT_LANGUAGE: Final = OpenApiParameter(
    "Accept-Language", {"type": "string"}, "header", description="Of what is said: fi, sv or en."
)
IMPORT: Final = Operation(
    id="import_catalogue",
    tag="Exchange",
    summary="Send a catalogue to be taken in",
    description=f"A changed file of the export, of at most {LARGEST} bytes. A worker takes it in, or with `validate` "
    "only tells what would come of it; look at `Location` until `finished` is set. It goes on where it was when a "
    "worker dies, and the file is removed when it has ended. The same file that is sent again meanwhile is the same "
    "import. What others have changed since a row's version stays, unless the row changes the very same: it is "
    "refused, and `said` tells both.",
    result=reference("ImportRun"),
    status=202,
    parameters=(VALIDATE, PUBLISH),
    body={LINES: _FILE, XLSX: _FILE, CSV: _FILE},
    errors={
        **REFUSALS,
        409: ("Somebody else has sent this very file, or too many imports of the town wait.", PROBLEM),
        413: ("The file is too large.", PROBLEM),
        415: ("The file is of no known media type.", PROBLEM),
        422: ("The file is empty, or is not what its media type says.", PROBLEM),
    },
    conditional=False,
    security=BOTH,
    headers=(LOCATION, ACCEPT_LANGUAGE),
)
_ID: Final = {"import_id": "Id of the import."}
_NUMBERED: Final[dict[str, Any]] = {"path": _ID, "numbers": ("import_id",), "headers": (ACCEPT_LANGUAGE,)}
LIST: Final = documented(
    "list_imports", "Exchange", "The latest imports", "The last 20.", "ImportList", headers=(ACCEPT_LANGUAGE,)
)
ONE: Final = documented(
    "get_import",
    "Exchange",
    "How far an import has come, and what came of its rows",
    f"{MOST_TOLD} rows at a time.",
    "ImportReport",
    parameters=(AFTER,),
    errors=UNKNOWN,
    **_NUMBERED,
)
AS_FILE: Final = documented(
    "get_import_report",
    "Exchange",
    "What came of an import's rows, as a file for people",
    "",
    "ImportReport",
    answers={CSV: _FILE, XLSX: _FILE},
    parameters=(REPORT_FORMAT,),
    errors=UNKNOWN,
    **_NUMBERED,
)
CANCEL: Final = documented(
    "cancel_import",
    "Exchange",
    "End an import",
    "What was taken in before stays, and can be taken back. Whoever sent it may, and those who reach the whole town.",
    "ImportRun",
    body=json_of("Nothing"),
    errors=UNKNOWN | UNREADABLE | {409: ("It has ended already.", PROBLEM)},
    **_NUMBERED,
)
UNDO: Final = documented(
    "undo_import",
    "Exchange",
    "Take an import back",
    "A worker puts each thing back as it was before the import, and archives what the import made. What somebody has "
    "changed since stays as it is and is listed as refused. Look at `Location` until `finished` is set.",
    "ImportRun",
    status=202,
    body=json_of("Nothing"),
    errors=UNKNOWN
    | UNREADABLE
    | {409: ("It is under way, was only tried, has been taken back, or took another back itself.", PROBLEM)},
    **{**_NUMBERED, "headers": (LOCATION, ACCEPT_LANGUAGE)},
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
    path(
        "imports/<int:import_id>/report",
        exchange.Report.as_view(operation=AS_FILE, action=Action.READ_CONTENT),
        name="manage-imports-report",
    ),
    path(
        "imports/<int:import_id>/cancel",
        exchange.Cancel.as_view(operation=CANCEL, action=Action.WRITE_CONTENT),
        name="manage-imports-cancel",
    ),
    path(
        "imports/<int:import_id>/undo",
        exchange.Undo.as_view(operation=UNDO, action=Action.WRITE_CONTENT),
        name="manage-imports-undo",
    ),
]
