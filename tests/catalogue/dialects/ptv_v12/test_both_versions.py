"""A thing says the same in both versions, but for what the table of differences names."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.dialects import ptv_v11, ptv_v12
from catalogue.dialects.ptv_v12.comparable import comparable
from catalogue.dialects.ptv_v12.differences import ONLY_IN_V11
from catalogue.services.values import KINDS, Kind
from tests.catalogue.dialects.ptv_v11 import records
from tests.catalogue.dialects.ptv_v12.documents import WHOLE, Making

TRIES = settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_what_version_11_can_say_is_read_the_same_from_version_12(kind: Kind, data: st.DataObject) -> None:
    record = data.draw(records.records(kind))
    assert ptv_v11.parse(kind, ptv_v11.render_bytes(record)) == record
    assert comparable(ptv_v12.parse(kind, ptv_v12.render_bytes(record))) == comparable(record)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@settings(TRIES, max_examples=150)
@given(data=st.data())
def test_a_great_many_records_are_read_the_same(kind: Kind, data: st.DataObject) -> None:
    record = data.draw(records.records(kind))
    assert comparable(ptv_v12.parse(kind, ptv_v12.render_bytes(record))) == comparable(record)


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_what_version_12_says_is_read_the_same_from_version_11(kind: Kind, data: st.DataObject) -> None:
    record = ptv_v12.parse(kind, msgspec.json.encode(data.draw(Making.documents(WHOLE, kind))))
    by_v11 = ptv_v11.parse(kind, ptv_v11.render_bytes(record))
    assert comparable(by_v11) == comparable(record)
    assert "ptv_v12" not in ptv_v11.render_bytes(record).decode()


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_what_version_12_can_say_is_read_as_it_was_meant(kind: Kind, data: st.DataObject) -> None:
    meant = ptv_v12.parse(kind, ptv_v12.render_bytes(data.draw(records.records(kind))))
    assert ptv_v12.parse(kind, ptv_v12.render_bytes(meant)) == meant


def test_every_difference_names_a_member_of_ours() -> None:
    for difference in ONLY_IN_V11:
        kind: Any = difference.of
        assert difference.member in kind.__struct_fields__
        assert difference.why
