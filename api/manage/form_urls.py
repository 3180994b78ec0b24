"""Addresses of a town's forms, each with what it asks for and its documentation."""

from typing import Any, Final

from django.urls import path

from api.manage import forms
from api.manage.documenting import (
    BOTH,
    IF_MATCH,
    PROBLEM,
    REFUSALS,
    STALE,
    UNKNOWN,
    UNREADABLE,
    VERSIONED,
    documented,
    json_of,
)
from api.manage.exchange import CSV, XLSX
from api.manage.forms import KEY, SOURCE, STATE, TARGET
from api.manage.things import AFTER
from api.openapi import Operation, reference
from api.reading import JSON
from catalogue.forms.definition.xliff import MEDIA_TYPE
from tenants.accounts.permissions import Action

TAG: Final = "Form"
ID: Final = {"id": "Id of the form."}
_FILE: Final = {"type": "string", "format": "binary"}
TAKEN: Final = {409: ("The key is another form's, or settled; or the step does not fit the form's state.", PROBLEM)}
WRITTEN: Final[dict[str, Any]] = {"headers": (IF_MATCH, VERSIONED), "errors": UNKNOWN | UNREADABLE | STALE}

LISTING: Final = documented(
    "list_forms", TAG, "The town's forms", "By id; read on with `after` until it is null.", "FormList",
    parameters=(STATE, AFTER),
)  # fmt: skip
CREATING: Final = documented(
    "create_form", TAG, "A new form, as a draft",
    "From a template, from another form of the town's, or from a document. It remembers what it began from.",
    "EditedForm", body=json_of("NewForm"), status=201, headers=(VERSIONED,), errors=UNKNOWN | UNREADABLE | TAKEN,
)  # fmt: skip
READING: Final = documented(
    "get_form", TAG, "A form as its editors have it", "`findings` are those of the publication check.", "EditedForm",
    path=ID, headers=(VERSIONED,), errors=UNKNOWN,
)  # fmt: skip
CHANGING: Final = documented(
    "change_form", TAG, "Change a form",
    "A JSON merge patch (RFC 7386) on the document; lists are replaced whole.", "EditedForm", path=ID,
    body={"application/merge-patch+json": reference("FormPatch"), "application/json": reference("FormPatch")},
    **WRITTEN,
)  # fmt: skip
REMOVING: Final = documented(
    "remove_form", TAG, "Remove a draft", "Of one that was never published; others are retired.", "ListedForm",
    path=ID, headers=(IF_MATCH,), errors=UNKNOWN | STALE,
)  # fmt: skip
EDITING: Final = documented(
    "edit_form", TAG, "Do what a builder does",
    "Up to 100 edits in their order, all of them or none: pages and questions are added, changed, moved and removed, "
    "and conditions set.", "EditedForm", path=ID, body=json_of("FormEdits"), **WRITTEN,
)  # fmt: skip
STEPPING: Final = documented(
    "take_form_step", TAG, "Take a step in a form's life",
    "Publish what is worked on as a new version; discard it; restore an earlier version to work on; retire the form "
    "from residents' sight; bring it back.", "EditedForm", path=ID, body=json_of("FormStep"), **WRITTEN,
)  # fmt: skip
OPENING: Final = documented(
    "decide_form_opening", TAG, "Decide when the form takes submissions",
    "Windows, a capacity, a switch, and what is said while it is closed; from now on, without publishing.",
    "EditedForm", path=ID, body=json_of("Opening"), **WRITTEN,
)  # fmt: skip
PREVIEWING: Final = documented(
    "preview_form", TAG, "The form as it would be filled",
    "With some answers: which questions are asked, what would be kept, what is wrong. Nothing is stored.",
    "FormPreview", path=ID, body=json_of("FormAnswers"), errors=UNKNOWN | UNREADABLE,
)  # fmt: skip
PAST: Final = documented(
    "list_form_versions", TAG, "The versions of a form", "And everything that was done to it.", "FormHistory",
    path=ID, errors=UNKNOWN,
)  # fmt: skip
THEN: Final = documented(
    "get_form_version", TAG, "A form as it was published", "", "FormVersionWithDocument",
    path={**ID, "number": "A version."}, numbers=("number",), errors=UNKNOWN,
)  # fmt: skip
EXPORTING: Final = Operation(
    id="export_form_texts", tag=TAG, summary="The texts of a form for translators",
    description="XLIFF 2.1, of one language into another.", result=_FILE, answers={MEDIA_TYPE: _FILE}, path=ID,
    parameters=(SOURCE, TARGET), conditional=False, security=BOTH,
    errors={**REFUSALS, **UNKNOWN, 422: ("The form has no texts in the language.", PROBLEM)},
)  # fmt: skip
TRANSLATING: Final = Operation(
    id="translate_form", tag=TAG, summary="Take translations in",
    description="XLIFF 2 as it was taken out, with targets. What has been changed since is left and told.",
    result=reference("TranslatedForm"), body={MEDIA_TYPE: _FILE}, path=ID, conditional=False, security=BOTH,
    headers=(IF_MATCH, VERSIONED), errors={**REFUSALS, **UNKNOWN, **UNREADABLE, **STALE},
)  # fmt: skip
TAKING: Final = Operation(
    id="create_form_from_file", tag=TAG, summary="A new form from a file",
    description="A document as JSON, or a sheet of questions as CSV or XLSX.", result=reference("EditedForm"),
    body={JSON: _FILE, CSV: _FILE, XLSX: _FILE}, status=201, conditional=False, security=BOTH, headers=(VERSIONED,),
    errors={**REFUSALS, **UNREADABLE, **TAKEN},
)  # fmt: skip
TEMPLATES: Final = documented(
    "list_form_templates", TAG, "Forms to begin from", "In Finnish, Swedish and English.", "FormTemplateList",
    parameters=(KEY,), errors=UNKNOWN,
)  # fmt: skip
FORMAT: Final = documented(
    "get_form_format", TAG, "The format of forms", "The meta-schema by which documents are taken.", "FormFormat",
)  # fmt: skip


READ: Final[dict[str, Any]] = {"action": Action.READ_CONTENT}
DESIGN: Final[dict[str, Any]] = {"action": Action.DESIGN_FORMS}
ONE: Final = "forms/<uuid:id>"


urlpatterns = [
    path(
        "forms",
        forms.Forms.as_view(
            actions={"get": Action.READ_CONTENT, "post": Action.DESIGN_FORMS},
            operations={"get": LISTING, "post": CREATING},
        ),
        name="manage-forms",
    ),
    path(
        ONE,
        forms.OneForm.as_view(
            actions={"get": Action.READ_CONTENT, "patch": Action.DESIGN_FORMS, "delete": Action.DESIGN_FORMS},
            operations={"get": READING, "patch": CHANGING, "delete": REMOVING},
        ),
        name="manage-forms-one",
    ),
    path(f"{ONE}/edits", forms.Edits.as_view(operation=EDITING, **DESIGN), name="manage-forms-edits"),
    path(f"{ONE}/steps", forms.Steps.as_view(operation=STEPPING, **DESIGN), name="manage-forms-steps"),
    path(f"{ONE}/opening", forms.Openings.as_view(operation=OPENING, **DESIGN), name="manage-forms-opening"),
    path(f"{ONE}/preview", forms.Preview.as_view(operation=PREVIEWING, **READ), name="manage-forms-preview"),
    path(f"{ONE}/versions", forms.FormVersions.as_view(operation=PAST, **READ), name="manage-forms-versions"),
    path(
        f"{ONE}/versions/<int:number>",
        forms.OneVersion.as_view(operation=THEN, **READ),
        name="manage-forms-versions-one",
    ),
    path(
        f"{ONE}/translation",
        forms.Translation.as_view(
            actions={"get": Action.READ_CONTENT, "post": Action.DESIGN_FORMS},
            operations={"get": EXPORTING, "post": TRANSLATING},
        ),
        name="manage-forms-translation",
    ),
    path("form-files", forms.Files.as_view(operation=TAKING, **DESIGN), name="manage-form-files"),
    path("form-templates", forms.Templates.as_view(operation=TEMPLATES, **READ), name="manage-form-templates"),
    path("form-format", forms.Format.as_view(operation=FORMAT, **READ), name="manage-form-format"),
]
