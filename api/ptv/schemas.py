"""Schemas of the register's v11 documents, made of the tables by which we write them."""

from typing import Any, Final

from api.openapi import reference
from catalogue.dialects.ptv_v11 import codecs, hours, shapes
from catalogue.dialects.ptv_v11.codecs import Codec
from catalogue.dialects.ptv_v11.shape import Field, Items, Nested, One, Scalar, Shape, Single, Versions

TEXT: Final = {"type": ["string", "null"]}
SCALARS: Final[dict[Codec, dict[str, Any]]] = {
    codecs.TEXT: TEXT,
    codecs.FLAG: {"type": ["boolean", "null"]},
    codecs.WHOLE: {"type": ["integer", "null"]},
    codecs.GUID: {"type": ["string", "null"], "format": "uuid"},
    codecs.INSTANT: {
        "type": ["string", "null"],
        "description": "UTC, written without a zone.",
        "examples": ["2026-11-02T08:30:15.123456"],
    },
    codecs.DECIMAL: {"type": ["string", "null"], "description": "A decimal number.", "examples": ["6711075.700"]},
    codecs.CLOCK: {"type": ["string", "null"], "description": "Finnish local time.", "examples": ["08:00:00"]},
    codecs.MUNICIPALITY_CODE: {"type": ["string", "null"], "examples": ["853"]},
}
NAMED: Final[dict[int, str]] = {
    id(shape): name.title().replace("_", "")
    for module in (hours, shapes)
    for name, shape in vars(module).items()
    if isinstance(shape, Shape) and not name.startswith("_")
}
"""The names of the tables that have one, by identity."""


def schemas() -> dict[str, Any]:
    """Each kind of document by the register's name, and the parts of which they are made."""
    roots = {f"{name}Channel": shape for name, shape in shapes.CHANNELS.items()}
    roots |= {"Organization": shapes.ORGANIZATION, "Service": shapes.SERVICE}
    made: dict[str, Any] = {}
    for name, shape in roots.items():
        made[name] = _object(shape, made)
    for name in shapes.CHANNELS:
        made[f"{name}Channel"]["properties"]["serviceChannelType"] = {"const": name}
    return {name: {"title": name, **made[name]} for name in sorted(made)}


def _object(shape: Shape, made: dict[str, Any]) -> dict[str, Any]:
    members = {wire: _member(field, made) for wire, field in shape.fields.items()}
    return {"type": "object", "required": list(members), "properties": members}


def _part(shape: Shape, made: dict[str, Any]) -> dict[str, Any]:
    """A reference to a named part, which is made when it is first met; a part without a name is written in place."""
    name = NAMED.get(id(shape))
    if name is None:
        return _object(shape, made)
    if name not in made:
        made[name] = _object(shape, made)
    return reference(name)


def _member(field: Field, made: dict[str, Any]) -> dict[str, Any]:
    if isinstance(field, Scalar):
        return _scalar(field.codec)
    if isinstance(field, One):
        return {"anyOf": [_part(field.shape, made), {"type": "null"}]}
    if isinstance(field, Items):
        return {"type": ["array", "null"], "items": _item(field.of, made)}
    if isinstance(field, Nested):
        members = {wire: _scalar(inner.codec) for wire, inner in field.fields.items()}
        return {"type": ["object", "null"], "properties": members}
    if isinstance(field, Versions):
        return _localised(**({"type": TEXT} if field.only is None else {}), **{field.key: TEXT})
    return _localised(value=TEXT)


def _item(of: Shape | Single | Codec, made: dict[str, Any]) -> dict[str, Any]:
    if isinstance(of, Shape):
        return _part(of, made)
    if isinstance(of, Single):
        return {"type": "object", "properties": {of.text.wire: _localised(value=TEXT)}}
    return _scalar(of)


def _scalar(codec: Codec) -> dict[str, Any]:
    """By how it is read; a codec of one member alone (a weekday) reads texts."""
    return next((schema for known, schema in SCALARS.items() if known.read is codec.read), TEXT)


def _localised(**members: Any) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": {"type": "object", "properties": {**members, "language": TEXT}}}
