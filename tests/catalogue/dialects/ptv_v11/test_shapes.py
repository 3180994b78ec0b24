"""The tables say every member of the wire model, in its order, and every member of our values."""

from typing import Any, get_args

import msgspec
import pytest

from catalogue import parts
from catalogue.codes.values import GeneralDescription
from catalogue.dialects.ptv_v11 import shapes
from catalogue.dialects.ptv_v11.hours import DAILY_OPENING, SERVICE_HOUR
from catalogue.dialects.ptv_v11.shape import Items, Keywords, Nested, One, Shape, Versions
from catalogue.services import values
from tests.catalogue.dialects.ptv_v11 import wire

THINGS: list[tuple[str, Shape, type]] = [
    ("Organization", shapes.ORGANIZATION, values.Organization),
    ("Service", shapes.SERVICE, values.Service),
    ("ServiceCollection", shapes.SERVICE_COLLECTION, values.ServiceCollection),
    ("GeneralDescription", shapes.GENERAL_DESCRIPTION, GeneralDescription),
    *((model, shapes.CHANNELS[kind], values.ServiceChannel) for model, kind in wire.CHANNEL_TYPES.items()),
]


def inner(field: Any) -> Any:
    if isinstance(field, Items) and not isinstance(field.of, Shape):
        return None
    return field.of if isinstance(field, Items) else field.shape if isinstance(field, One) else None


def assert_like(shape: Shape | Nested, model: dict[str, str]) -> None:
    assert [*shape.fields] == [*model]
    for name, field in shape.fields.items():
        part = field if isinstance(field, Nested) else inner(field)
        if part is not None:
            assert_like(part, wire.MODELS[model[name].removesuffix("[]")])


@pytest.mark.parametrize(("model", "shape"), [(model, shape) for model, shape, _ in THINGS])
def test_a_shape_has_the_members_of_the_wire_model_in_its_order(model: str, shape: Shape) -> None:
    assert_like(shape, wire.MODELS[model])


def members(shape: Shape | Nested) -> set[str]:
    found: set[str] = set()
    for field in shape.fields.values():
        found |= members(field) if isinstance(field, Nested) else {field.member}
    return found


def all_shapes(shape: Shape) -> list[Shape]:
    found = [shape]
    for field in shape.fields.values():
        if (part := inner(field)) is not None:
            found += all_shapes(part)
    return found


def said() -> dict[type, set[str]]:
    """The members that some shape says, by the type of our value."""
    found: dict[type, set[str]] = {thing: members(shape) for _, shape, thing in THINGS}
    for _, shape, thing in THINGS:
        found[thing] |= members(shape)
        for part in all_shapes(shape):
            made: Any = {SERVICE_HOUR: parts.ServiceHour, DAILY_OPENING: parts.DailyOpening}.get(part, part.build)
            if isinstance(made, type):
                found.setdefault(made, set()).update(members(part))
    found[values.Connection] = members(shapes.CHANNEL_OF_SERVICE)
    return found


OURS_ALONE = {values.Record, values.ConnectionEnd, values.Thing, parts.Value, parts.LanguageVersion, parts.Fee}
"""What the wire has no object for: what only holds others, and fees."""


def test_every_member_of_our_values_is_said_by_some_shape() -> None:
    spoken = said()
    kinds: list[type[msgspec.Struct]] = [*structs_in(values), *structs_in(parts), GeneralDescription]
    for kind in kinds:
        if kind not in OURS_ALONE:
            silent = set(kind.__struct_fields__) - spoken[kind] - {"remainder", "fees"}
            assert not silent, f"{kind.__name__}: {silent}"


def structs_in(module: Any) -> list[type[msgspec.Struct]]:
    own = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
    return [each for each in own if issubclass(each, msgspec.Struct)]


def test_every_member_of_a_language_version_is_said_by_some_shape() -> None:
    found: set[str] = set()
    for _, shape, _ in THINGS:
        for field in shape.fields.values():
            if isinstance(field, Versions):
                found |= {member for _, member in field.types} | ({field.only} if field.only else set())
            found |= {"keywords"} if isinstance(field, Keywords) else set()
    assert found == set(parts.LanguageVersion.__struct_fields__)


def test_every_kind_of_hours_is_known() -> None:
    hour = parts.ServiceHour(kind="weekly")
    rendered = [SERVICE_HOUR.write(msgspec.structs.replace(hour, kind=kind)) for kind in get_args(parts.HourKind)]
    assert [SERVICE_HOUR.read(each).kind for each in rendered] == [*get_args(parts.HourKind)]
