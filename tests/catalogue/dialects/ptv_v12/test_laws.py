"""The laws of the mapping of version 12, on documents made of its wire model, whole, odd and mutilated."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.dialects import ptv_v12
from catalogue.services.values import KINDS, Kind
from tests.catalogue.dialects.ptv_v11 import mutilation
from tests.catalogue.dialects.ptv_v12.documents import GUIDS, ODD, WHOLE, Making

TRIES = settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
NEEDED = ("contentId", "serviceChannelType", "organizationContentId")


def encoded(document: Any) -> bytes:
    return msgspec.json.encode(document)


def said_again(kind: Kind, document: Any) -> bool:
    record = ptv_v12.parse(kind, encoded(document))
    return ptv_v12.normal(msgspec.json.decode(ptv_v12.render_bytes(record))) == ptv_v12.normal(document)


@pytest.mark.parametrize("making", [WHOLE, ODD], ids=["whole", "odd"])
@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_a_document_says_the_same_after_parsing_and_rendering(kind: Kind, making: Making, data: st.DataObject) -> None:
    assert said_again(kind, data.draw(Making.documents(making, kind)))


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@settings(TRIES, max_examples=150)
@given(data=st.data())
def test_a_great_many_documents_say_the_same(kind: Kind, data: st.DataObject) -> None:
    assert said_again(kind, data.draw(Making.documents(ODD, kind)))


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data(), seed=st.integers(0), times=st.integers(1, 25))
def test_a_damaged_document_says_the_same(kind: Kind, data: st.DataObject, seed: int, times: int) -> None:
    whole = data.draw(Making.documents(WHOLE, kind))
    thing = whole.get("thing", whole)
    needed = {name: thing[name] for name in NEEDED if name in thing}
    damaged = mutilation.mutilate(thing, seed, times) | needed
    if "thing" in whole:
        damaged = {"thing": damaged, "connections": mutilation.mutilate(whole, seed, times).get("connections", [])}
        if not isinstance(damaged["connections"], list):
            damaged["connections"] = []
    assert said_again(kind, damaged)


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_what_was_parsed_survives_being_stored_and_being_rendered(kind: Kind, data: st.DataObject) -> None:
    record = ptv_v12.parse(kind, encoded(data.draw(Making.documents(ODD, kind))))
    assert msgspec.json.decode(msgspec.json.encode(record.value), type=type(record.value)) == record.value
    once = ptv_v12.render_bytes(record)
    assert ptv_v12.render_bytes(ptv_v12.parse(kind, once)) == once


@pytest.mark.parametrize("making", [WHOLE, ODD], ids=["whole", "odd"])
@TRIES
@given(data=st.data())
def test_a_general_description_says_the_same_after_parsing_and_rendering(making: Making, data: st.DataObject) -> None:
    document = data.draw(making.of("GeneralDescription")) | {"contentId": GUIDS[0]}
    rendered = ptv_v12.render_general_description(*ptv_v12.parse_general_description(encoded(document)))
    assert ptv_v12.normal(rendered) == ptv_v12.normal(document)
