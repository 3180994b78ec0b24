"""Valid records of ours for hypothesis: every member that version 11 can say, and members it does not know yet."""

from datetime import UTC, datetime
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from catalogue.dialects.ptv_v11 import codecs, shapes
from catalogue.dialects.ptv_v11.hours import DAILY_OPENING, SERVICE_HOUR
from catalogue.dialects.ptv_v11.shape import Items, Keywords, Nested, One, Scalar, Shape, Single, Texts, Versions
from catalogue.parts import DailyOpening, HourKind, LanguageVersion, ServiceHour
from catalogue.services.values import Kind, Record
from catalogue.text import LANGUAGES

_TEXT = st.text(max_size=5)
_SAID = st.text(min_size=1, max_size=5)
_LANGUAGE = st.sampled_from(LANGUAGES)
_TEXTS = st.dictionaries(_LANGUAGE, _SAID, max_size=2)
_INSTANTS = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
_SINGLE: dict[codecs.Codec, SearchStrategy[Any]] = {
    codecs.TEXT: _TEXT,
    codecs.FLAG: st.booleans(),
    codecs.WHOLE: st.integers(-(2**63) + 1, 2**63 - 1),
    codecs.GUID: st.uuids(),
    codecs.INSTANT: _INSTANTS,
    codecs.DECIMAL: st.floats(allow_nan=False, allow_infinity=False),
    codecs.CLOCK: st.times().map(lambda time: time.strftime("%H:%M")),
    codecs.MUNICIPALITY_CODE: st.integers(0, 999).map(lambda number: f"{number:03}"),
}
_NEWS: SearchStrategy[Any] = st.booleans() | st.integers() | _TEXT | st.just({"inner": [None, 1.5]})
_DAYS = st.none() | st.sampled_from(["Monday", "Friday", "Someday"])
_REMAINDERS = st.dictionaries(st.sampled_from(["futureMember", "another"]), _NEWS, max_size=1)


def _members(shape: Shape | Nested) -> dict[str, SearchStrategy[Any]]:
    found: dict[str, SearchStrategy[Any]] = {}
    for field in shape.fields.values():
        match field:
            case Scalar():
                found[field.member] = _SINGLE[field.codec]
            case Texts():
                found[field.member] = _TEXTS
            case One():
                found[field.member] = _values(field.shape)
            case Items(of=of):
                found[field.member] = st.lists(_SINGLE[of] if isinstance(of, codecs.Codec) else _values(of), max_size=2)
            case Nested():
                found |= _members(field)
    versions = _language_versions(shape)
    return found | ({} if versions is None else {"language_versions": versions})


def _language_versions(shape: Shape | Nested) -> SearchStrategy[Any] | None:
    texts: dict[str, SearchStrategy[Any]] = {}
    for field in shape.fields.values():
        if isinstance(field, Versions):
            texts |= {member: _SAID for _, member in field.types} or {field.only or "": _SAID}
        elif isinstance(field, Keywords):
            texts["keywords"] = st.lists(_SAID, min_size=1, max_size=2)
    if not texts:
        return None
    version = st.fixed_dictionaries({}, optional=texts).filter(bool).map(lambda said: LanguageVersion(**said))
    return st.dictionaries(_LANGUAGE, version, max_size=2)


_MADE: dict[int, SearchStrategy[Any]] = {}


def _values(shape: Shape | Single) -> SearchStrategy[Any]:
    """Values of a shape; made once for each."""
    if id(shape) not in _MADE:
        _MADE[id(shape)] = _of(shape)
    return _MADE[id(shape)]


def _of(shape: Shape | Single) -> SearchStrategy[Any]:
    if isinstance(shape, Single):
        return _TEXTS
    if shape is DAILY_OPENING:
        times = _SINGLE[codecs.CLOCK]
        return st.builds(DailyOpening, day_from=_DAYS, day_to=_DAYS, opens=times, closes=times, remainder=_REMAINDERS)
    if shape is SERVICE_HOUR:
        return st.builds(
            ServiceHour,
            kind=st.sampled_from(get_args(HourKind)),
            valid_from=st.none() | _INSTANTS,
            valid_to=st.none() | _INSTANTS,
            additional_information=_TEXTS,
            opening_hours=st.lists(_values(DAILY_OPENING), max_size=2),
            remainder=_REMAINDERS,
        )
    return _built(shape, {})


def _built(shape: Shape, fixed: dict[str, SearchStrategy[Any]]) -> SearchStrategy[Any]:
    members = _members(shape) | {"remainder": _REMAINDERS}
    needed = {name: members.pop(name) for name in (*shape.required, *fixed)} | fixed
    return st.fixed_dictionaries(needed, optional=members).map(lambda said: shape.build(**said))


_THINGS: dict[Kind, list[SearchStrategy[Record]]] = {
    "organization": [_values(shapes.ORGANIZATION)],
    "service": [_values(shapes.SERVICE)],
    "service_channel": [
        _built(shape, {"service_channel_type": st.just(name)}) for name, shape in shapes.CHANNELS.items()
    ],
    "service_collection": [_values(shapes.SERVICE_COLLECTION)],
}


def records(kind: Kind) -> SearchStrategy[Record]:
    """Records of a kind."""
    return st.one_of(_THINGS[kind])


def general_descriptions() -> SearchStrategy[shapes.Described]:
    """General descriptions with their ids."""
    return _values(shapes.GENERAL_DESCRIPTION)
