"""The two laws of the mapping, on made and mutilated documents and on made records."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.dialects import ptv_v11
from catalogue.services.values import KINDS, Kind
from tests.catalogue.dialects.ptv_v11 import documents, mutilation, records, wire

TRIES = settings(max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def encoded(document: Any) -> bytes:
    return msgspec.json.encode(document)


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_a_document_says_the_same_after_parsing_and_rendering(kind: Kind, data: st.DataObject) -> None:
    document = data.draw(documents.documents(kind))
    record = ptv_v11.parse(kind, encoded(document))
    assert ptv_v11.normal(ptv_v11.render(record)) == ptv_v11.normal(document)
    assert ptv_v11.normal(msgspec.json.decode(ptv_v11.render_bytes(record))) == ptv_v11.normal(document)


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_what_was_parsed_survives_being_stored(kind: Kind, data: st.DataObject) -> None:
    record = ptv_v11.parse(kind, encoded(data.draw(documents.documents(kind))))
    assert msgspec.json.decode(msgspec.json.encode(record.value), type=type(record.value)) == record.value


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_parsing_what_was_rendered_changes_nothing(kind: Kind, data: st.DataObject) -> None:
    record = ptv_v11.parse(kind, encoded(data.draw(documents.documents(kind))))
    once = ptv_v11.render_bytes(record)
    assert ptv_v11.render_bytes(ptv_v11.parse(kind, once)) == once


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data(), seed=st.integers(0), times=st.integers(1, 25))
def test_a_damaged_document_says_the_same_after_parsing_and_rendering(
    kind: Kind, data: st.DataObject, seed: int, times: int
) -> None:
    whole = ptv_v11.render(data.draw(records.records(kind)))
    needed = {name: whole[name] for name in ("id", "serviceChannelType", "organizationId") if name in whole}
    damaged = mutilation.mutilate(whole, seed, times) | needed
    assert ptv_v11.normal(ptv_v11.render(ptv_v11.parse(kind, encoded(damaged)))) == ptv_v11.normal(damaged)


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_a_record_of_ours_is_read_as_it_was_meant(kind: Kind, data: st.DataObject) -> None:
    record = data.draw(records.records(kind))
    assert ptv_v11.parse(kind, ptv_v11.render_bytes(record)) == record


@TRIES
@given(document=documents.general_descriptions())
def test_a_general_description_says_the_same_after_parsing_and_rendering(document: dict[str, Any]) -> None:
    rendered = ptv_v11.render_general_description(*ptv_v11.parse_general_description(encoded(document)))
    assert ptv_v11.normal(rendered) == ptv_v11.normal(document)


@TRIES
@given(described=records.general_descriptions())
def test_a_general_description_of_ours_is_read_as_it_was_meant(described: Any) -> None:
    rendered = encoded(ptv_v11.render_general_description(*described))
    assert ptv_v11.parse_general_description(rendered) == described


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_members_are_rendered_in_wire_order_and_none_is_missing(kind: Kind, data: st.DataObject) -> None:
    rendered = ptv_v11.render(data.draw(records.records(kind)))
    models = {wire.CHANNEL_TYPES.get(model): wire.MODELS[model] for model in wire.DOCUMENTS[kind]}
    assert_ordered(rendered, models[rendered.get("serviceChannelType")])


def assert_ordered(rendered: dict[str, Any], model: dict[str, str]) -> None:
    assert [*rendered][: len(model)] == [*model]
    for name, kind in model.items():
        inner = wire.MODELS.get(kind.removesuffix("[]"))
        for item in rendered[name] if kind.endswith("[]") else [rendered[name]]:
            if inner is not None and item is not None:
                assert_ordered(item, inner)
