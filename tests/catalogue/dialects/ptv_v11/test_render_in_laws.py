"""The laws of writing: no body has what version 11 does not take, and nothing of ours goes unsaid."""

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.dialects import ptv_v11
from catalogue.dialects.ptv_v11.in_shapes import CLEARED_BY, MODELS, POSTS
from catalogue.dialects.ptv_v11.misfits import misfits
from catalogue.dialects.ptv_v11.render_in import left_standing, model_of, render_connections_in, render_in
from catalogue.services.rules.classification import own
from catalogue.services.values import KINDS, Kind, Service
from tests.catalogue.dialects.ptv_v11 import records

TRIES = settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
RECORDED = Path(os.environ.get("KUNTAKANTA_RECORDED_DOCUMENTS", "../shared/data/ptv-v11/recorded"))
FILES: list[tuple[Kind, str]] = [
    ("service", "municipality_services.json"),
    ("service_channel", "municipality_channels.json"),
]
TRIMMED = {"serviceProducers", "mainResponsibleOrganization", "serviceChannelDescriptions"}
"""What the publisher of the recorded documents left out of some of them, and a new thing must have."""


def recorded() -> list[tuple[Kind, dict[str, Any]]]:
    if not RECORDED.is_dir():
        pytest.skip(f"no recorded documents at {RECORDED}: name their folder in KUNTAKANTA_RECORDED_DOCUMENTS")
    read = [(kind, json.loads((RECORDED / file).read_text(encoding="utf-8"))) for kind, file in FILES]
    return [(kind, document) for kind, page in read for document in page["itemList"]]


def test_every_recorded_thing_can_be_written_again() -> None:
    for kind, document in recorded():
        value = ptv_v11.parse(kind, msgspec.json.encode(document)).value
        assert misfits(render_in(value, before=value), model_of(value, new=False)) == []
        lacking = misfits(render_in(value), model_of(value, new=True))
        assert {(each.place, each.why) for each in lacking} <= {(name, "missing") for name in TRIMMED}


def test_the_table_of_bodies_says_what_the_register_says() -> None:
    recorded()
    facts = json.loads((RECORDED.parent / "in-shapes.json").read_text(encoding="utf-8"))
    models = {each["short"]: each for each in (*facts["bodies"], *facts["nested"].values())}
    for name, members in MODELS.items():
        fields = {field["name"]: field for field in models[name]["fields"]}
        assert {member: said.type for member, said in members.items()} == {
            member: field["type"].replace("datetime|null", "datetime") for member, field in fields.items()
        }, name
        assert {member for member, said in members.items() if said.required} == {
            member for member, field in fields.items() if field["required"]
        }, name
        for member, said in members.items():
            words = set(fields[member].get("enum", said.words)) - {"Modified"}
            assert said.words == words or member == "publishingStatus", (name, member)
        flags = {each["clears"]: each["flag"] for each in models[name].get("deleteFlags", ())}
        if name != "ServiceCollectionIn":  # a new collection has nothing to clear
            assert CLEARED_BY.get(name, {}) == flags, name
    assert {name for name in models if name in {*POSTS.values()}} == {*POSTS.values()}


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_a_body_has_nothing_that_its_shape_does_not_know(kind: Kind, data: st.DataObject) -> None:
    value, before = (data.draw(records.records(kind)).value for _ in range(2))
    new, later = render_in(value), render_in(value, before=value)
    for body, model in ((new, model_of(value, new=True)), (later, model_of(value, new=False))):
        assert {each.why for each in misfits(body, model)} <= {"missing", "word"}
        assert body["publishingStatus"] in ("Draft", "Published", "Deleted")
        assert msgspec.json.decode(msgspec.json.encode(body)) == body
    assert not [name for name in later if name.startswith("delete")]
    changed = render_in(value, before=before)
    assert {each.why for each in misfits(changed, model_of(value, new=False))} <= {"missing", "word"}


@pytest.mark.parametrize("kind", KINDS)
@TRIES
@given(data=st.data())
def test_what_was_there_is_written_cleared_or_told(kind: Kind, data: st.DataObject) -> None:
    before: Any = data.draw(records.records(kind)).value
    optional = [name for name in before.__struct_fields__ if name != "service_channel_type"]
    dropped = data.draw(st.sets(st.sampled_from(optional)))
    value = type(before)(**{name: getattr(before, name) for name in before.__struct_fields__ if name not in dropped})
    model = model_of(value, new=False)
    body, was, now = render_in(value, before=before), render_in(before), render_in(value)
    told = set(left_standing(value, before=before))
    for name in was:
        flag = CLEARED_BY.get(model, {}).get(name)
        unchanged = name not in body and now.get(name) == was[name]
        assert (name in body) + (flag in body) + (name in told) + unchanged == 1, name


@TRIES
@given(data=st.data())
def test_nothing_is_echoed_that_the_general_description_gives(data: st.DataObject) -> None:
    service = data.draw(records.records("service")).value
    described = data.draw(records.general_descriptions())
    assert isinstance(service, Service)
    classes = ("service_classes", "ontology_terms", "target_groups", "life_events", "industrial_classes")
    given_too = {member: [*getattr(service, member), *getattr(described.value, member)] for member in classes}
    linked = msgspec.structs.replace(service, general_description_id=described.id, **given_too)
    alone = {member: own(getattr(service, member), getattr(described.value, member)) for member in classes}
    by_itself = msgspec.structs.replace(service, general_description_id=described.id, **alone)
    assert render_in(linked, central=described.value) == render_in(by_itself, central=described.value)


@pytest.mark.parametrize("kind", ["service", "service_channel"])
@TRIES
@given(data=st.data())
def test_connections_have_nothing_that_their_shape_does_not_know(kind: Kind, data: st.DataObject) -> None:
    after, before = (data.draw(records.records(kind)).connections for _ in range(2))
    body = render_connections_in(after, before=before, channel_types={})
    assert {each.why for each in misfits(body, "ServiceAndChannelRelationInBase")} <= {"missing", "word"}
