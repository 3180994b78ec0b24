"""What the desk's templates use: our words, and forms with labels, hints and errors in them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorList

from kuntakanta.desk.devices import device
from kuntakanta.desk.words import say as said
from kuntakanta.desk.words import say_or

register = template.Library()
register.filter(device)


@register.simple_tag
def say(key: str, **values: object) -> str:
    """A word of ours."""
    return said(key, **values)


@register.filter
def named(value: object, group: str) -> str:
    """What we call one of a group of words: `role|named:"role"`."""
    return say_or(f"{group}.{value}", str(value))


@register.filter
def of(names: Mapping[Any, str], key: object) -> str:
    """A name out of some: `names|of:unit`."""
    return names.get(key, "")


@register.filter
def label(field: BoundField) -> str:
    """What we call a field."""
    return say_or(f"field.{field.name}", str(field.label))


@register.filter
def hint(field: BoundField) -> str:
    """What helps to fill in a field."""
    return say_or(f"hint.{field.name}", "") if not field.help_text else str(field.help_text)


@register.filter
def faults(form: BaseForm) -> list[str]:
    """What is wrong with a form as a whole, or with what it sends without showing it."""
    hidden = [text for field in form.hidden_fields() for text in _texts(field.errors, f"{field.name}_")]
    return [*_texts(form.non_field_errors()), *hidden]


@register.filter
def field_faults(field: BoundField) -> list[str]:
    """What is wrong with a field."""
    return _texts(field.errors)


@register.filter
def control(field: BoundField) -> Any:
    """The field's control, tied to its hint and its errors for those who hear the page."""
    about = [f"{field.auto_id}_hint"] if hint(field) else []
    about += [f"{field.auto_id}_faults"] if field.errors else []
    field.field.widget.attrs.pop("placeholder", None)  # allauth's repeats the label
    given: dict[str, Any] = {"aria-describedby": " ".join(about)} if about else {}
    if field.errors:
        given["aria-invalid"] = "true"
    return field.as_widget(attrs=given)


def _texts(errors: ErrorList | Any, of: str = "") -> list[str]:
    """Our words for errors, where there are any: for this field, or for all."""
    return [
        say_or(f"fault.{of}{one.code}", say_or(f"fault.{one.code}", text))
        for one, text in zip(errors.as_data(), errors, strict=True)
    ]
