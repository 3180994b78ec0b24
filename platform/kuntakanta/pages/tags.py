"""The words that templates use: our messages, the register's texts in the reader's language, and drawings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from catalogue.services.hours import HELSINKI
from kuntakanta.pages import messages, prose
from kuntakanta.pages.hours import date_of
from kuntakanta.pages.reader import Reader, Said

register = template.Library()

# Paths of 24 by 24, drawn for us; each is a stroke of the current colour.
ICONS: Final = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "external": "M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c-5.5 5.5-5.5 12.5 0 18M12 3c5.5 5.5 5.5 12.5 0 18",
    "house": "M4 11l8-7 8 7M6 10v10h12V10M10 20v-6h4v6",
    "mail": "M3 6h18v12H3zM3 7l9 6 9-6",
    "next": "M9 5l7 7-7 7",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c0-7 13-7 13 0",
    "phone": "M6 3l3.5 1 1 4.5L8 10.500c1 2.500 3 4.500 5.500 5.500l2-2.500 4.500 1 1 3.500c-1.500 5-17-6-15-15",
    "pin": "M12 21c-9-10-7-18 0-18s9 8 0 18M12 7.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5",
    "screen": "M4 5h16v11H4zM9 20h6M12 16v4",
}  # fmt: skip


def _reader(context: template.Context) -> Reader:
    reader: Reader = context["reader"]
    return reader


@register.simple_tag(takes_context=True)
def t(context: template.Context, key: str, **values: object) -> str:
    """A message of ours."""
    return messages.message(_reader(context).page_language, key, **values)


@register.simple_tag(takes_context=True)
def n(context: template.Context, key: str, number: int) -> str:
    """A message of ours about a number of things."""
    return messages.counted(_reader(context).page_language, key, number)


@register.simple_tag(takes_context=True)
def word(context: template.Context, group: str, value: str | None) -> str:
    """Our word for one of the register's own; nothing for a new word of the register."""
    return messages.message_or(_reader(context).page_language, f"{group}.{value}", "") if value else ""


@register.simple_tag(takes_context=True)
def said(context: template.Context, texts: Mapping[str, str] | Said | None) -> str:
    """A text in the reader's language or, marked as such, in another."""
    reader = _reader(context)
    found = texts if isinstance(texts, Said) or texts is None else reader.pick(texts)
    if found is None:
        return ""
    language = reader.foreign(found.language)
    return format_html('<span lang="{}">{}</span>', language, found.text) if language else found.text


@register.simple_tag(takes_context=True)
def plain(context: template.Context, texts: Mapping[str, str]) -> str:
    """A text without marks, for where there can be none."""
    found = _reader(context).pick(texts)
    return found.text if found else ""


@register.simple_tag(takes_context=True)
def paragraphs(context: template.Context, texts: Mapping[str, str] | Said | None) -> SafeString:
    """A longer text as paragraphs and lists."""
    reader = _reader(context)
    found = texts if isinstance(texts, Said) or texts is None else reader.pick(texts)
    if found is None:
        return SafeString("")
    content = format_html_join("\n", "{}", ((_block(block),) for block in prose.blocks(found.text)))
    language = reader.foreign(found.language)
    return format_html('<div lang="{}">{}</div>', language, content) if language else content


def _block(block: prose.Block) -> SafeString:
    if isinstance(block, prose.Bullets):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((item,) for item in block.items)))
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block.lines)))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a text that says the same."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag(takes_context=True)
def address(context: template.Context, *parts: Any) -> str:
    """The address of a page in the reader's language."""
    return "/".join(("", _reader(context).language, *map(str, parts)))


@register.simple_tag(takes_context=True)
def languages(context: template.Context, codes: Sequence[str]) -> str:
    """Languages by name; those that we have no word for by code."""
    page_language = _reader(context).page_language
    return ", ".join(messages.message_or(page_language, f"language.{code}", code) for code in codes)


@register.simple_tag(takes_context=True)
def day(context: template.Context, instant: datetime) -> str:
    """The Finnish day of an instant."""
    return date_of(instant.astimezone(HELSINKI).date(), _reader(context).page_language)
