"""Whatever a line or a cell says, its row is taken in or refused, and what was taken in changes nothing again."""

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.exchange.sheets import keys
from catalogue.services.values import Connection, Organization, Service, ServiceChannel
from tenants.models import Municipality
from tests.exchange_make import outcomes, sheet_of, take_in

KINDS: dict[str, Any] = {
    "organization": Organization,
    "service": Service,
    "service_channel": ServiceChannel,
    "connection": Connection,
}
NAMES = sorted(
    {name for typed in KINDS.values() for name in typed.__struct_fields__} | {"fi", "de", "code", "language"}
)
LIGHT = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
leaves = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)),
    st.sampled_from(["fi", "Phone", "2026-01-01T00:00:00Z", "7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b81", "\x00", "WebPage"]),
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
)
contents = st.dictionaries(st.sampled_from(NAMES), values, max_size=4)
ends = {"service_id": "7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b81", "channel_id": "7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b82"}
texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "+358 1", "02 262", "ma-pe 8-16", "KR1", "P1; P2", "always", "ServiceLocation", "EChannel"]),
)


def twice(town: Municipality, path: Path) -> None:
    first, second = outcomes(take_in(town, path)), outcomes(take_in(town, path))
    assert second == ["refused" if first == ["refused"] else "unchanged"]


@LIGHT
@given(kind=st.sampled_from(sorted(KINDS)), content=contents)
def test_a_line_is_taken_in_or_refused(
    kind: str, content: dict[str, Any], in_turku: Municipality, tmp_path: Path
) -> None:
    line = {"kind": kind, "content": content, **(ends if kind == "connection" else {})}
    header = {"format": "kuntakanta-catalogue", "version": 1, "town": "853"}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(header) + "\n" + json.dumps(line), "utf-8")
    twice(in_turku, path)


@LIGHT
@given(cells=st.dictionaries(st.sampled_from(keys("service_channel", ("fi",))[4:]), texts, min_size=1))
def test_a_row_is_taken_in_or_refused(cells: dict[str, str], in_turku: Municipality, tmp_path: Path) -> None:
    named = {"service_channel_type": "ServiceLocation", "name.fi": "Nimi"}
    said = {key: _said(text) for key, text in cells.items()}
    twice(in_turku, sheet_of(tmp_path / "a.csv", "service_channel", {**named, **said}))


def _said(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
