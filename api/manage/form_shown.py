"""What the staff's API shows of forms: plain members for JSON."""

from collections.abc import Iterable
from typing import Any

import msgspec

from api.manage.shown import finding
from api.manage.things import AFTER
from catalogue.forms import queries
from catalogue.forms.answers.checking import Checked
from catalogue.forms.answers.showing import Shown, ShownPage
from catalogue.forms.definition.findings import Finding
from catalogue.forms.models import FormDefinition, FormEdit, FormVersion
from catalogue.forms.templates.shipped import Template
from catalogue.services.patches import pointer

__all__ = ["AFTER", "edit", "listed", "preview", "template", "version", "whole"]


def listed(row: FormDefinition) -> dict[str, Any]:
    """A form in a list."""
    return {
        "id": str(row.id),
        "key": row.key,
        "version": row.version,
        "state": row.state,
        "changed": row.changed,
        "published": row.published,
        "title": row.content.title,
        "languages": row.content.languages,
    }


def whole(row: FormDefinition, findings: Iterable[Finding]) -> dict[str, Any]:
    """A form as its editors have it."""
    return {
        **listed(row),
        "content": msgspec.to_builtins(row.content),
        "opening": msgspec.to_builtins(row.opening),
        "origin": None if row.origin is None else msgspec.to_builtins(row.origin),
        "template_changed": queries.is_newer(row),
        "findings": [finding(each) for each in findings],
    }


def version(row: FormVersion) -> dict[str, Any]:
    """A published version, without its document."""
    return {
        "number": row.number,
        "digest": row.digest,
        "at": row.at,
        "door": row.door,
        "by": None if row.by is None else str(row.by),
        "earlier_until": row.earlier_until,
    }


def edit(row: FormEdit) -> dict[str, Any]:
    """Something that was done to a form."""
    return {
        "version": row.number,
        "at": row.at,
        "action": row.action,
        "door": row.door,
        "by": None if row.by is None else str(row.by),
        "pointers": sorted({pointer(path) for path, *_ in row.back}),
    }


def template(each: Template, *, whole: bool) -> dict[str, Any]:
    """A template; the whole definition where one was asked for."""
    definition = each.definition
    about = {
        "key": each.key,
        "digest": each.digest,
        "title": definition.title,
        "description": definition.description,
        "languages": definition.languages,
    }
    return about | ({"definition": msgspec.to_builtins(definition)} if whole else {})


def preview(checked: Checked, pages: Iterable[ShownPage]) -> dict[str, Any]:
    """A form as it would be filled, with what would be kept and what is wrong."""
    return {
        "answers": checked.answers,
        "faults": [{"code": one.code, "pointer": one.pointer, "message": one.messages()} for one in checked.faults],
        "dropped": checked.dropped,
        "pages": [
            {
                "key": page.key,
                "kind": page.kind,
                "title": page.title,
                "description": page.description,
                "questions": [_question(each) for each in page.questions],
            }
            for page in pages
        ],
    }


def _question(each: Shown) -> dict[str, Any]:
    return {
        "name": each.name,
        "pointer": None if each.place is None else pointer(each.place),
        "widget": each.widget,
        "label": each.label,
        "hint": each.hint,
        "required": each.required,
        "options": [{"value": value, "label": label} for value, label in each.options],
        "value": each.value,
        "faults": each.faults,
        "rows": [[_question(inner) for inner in row] for row in each.rows],
        "columns": [_question(inner) for inner in each.columns],
    }
