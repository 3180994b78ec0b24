"""Documents are known by their bytes; of new ones only the head is read, with patience."""

import json
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from catalogue.registry.adapters import Head
from catalogue.registry.intake import Intake, digest
from catalogue.services.values import Kind


def intake(**given: Any) -> Intake:
    """An intake that knows nothing and calls everything own."""
    return Intake(**{"known": {}, "refused_before": {}, "is_own": lambda kind, head: True, **given})


def raw(**members: Any) -> msgspec.Raw:
    """A document."""
    return msgspec.Raw(json.dumps(members).encode())


def test_a_known_document_is_seen_and_not_decoded() -> None:
    service_id, document = uuid4(), msgspec.Raw(b"this is not even JSON")
    taking = intake(known={digest(bytes(document)): service_id})
    taking.take("service", [document])
    assert taking.seen["service"] == {service_id}
    assert not taking.changed["service"]


def test_a_document_that_was_refused_before_is_not_looked_at_again() -> None:
    document = msgspec.Raw(b"{")
    taking = intake(refused_before={digest(bytes(document)): "an-id"})
    taking.take("service", [document])
    assert taking.refused_ids("service") == {"an-id"}
    assert not taking.refused


def test_the_same_document_in_two_lists_is_one() -> None:
    service_id = str(uuid4())
    taking = intake()
    taking.take("service", [raw(id=service_id), raw(id=service_id)])
    taking.take("service", [raw(id=service_id)])
    assert list(taking.changed["service"]) == [UUID(service_id)]


def test_others_documents_are_taken_only_when_they_are_wanted() -> None:
    taking = intake(is_own=lambda kind, head: False)
    taking.take("service_channel", [raw(id=str(uuid4()), serviceChannelType="Phone")])
    assert not taking.seen["service_channel"]
    taking.take("service_channel", [raw(id=str(uuid4()), serviceChannelType="Phone")], foreign=True)
    assert len(taking.changed["service_channel"]) == 1
    assert not taking.own["service_channel"]


def test_two_things_never_share_an_id() -> None:
    shared = str(uuid4())
    taking = intake(kinds={UUID(shared): "service"})
    taking.take("service_channel", [raw(id=shared, serviceChannelType="Phone")])
    assert taking.refused_ids("service_channel") == {shared}
    assert "another kind" in taking.refused[0].error.message
    taking.take("service", [raw(id=shared)])
    assert list(taking.changed["service"]) == [UUID(shared)]


@pytest.mark.parametrize("kind", ["service", "service_channel", "organization", "service_collection"])
def test_odd_types_in_optional_members_do_not_hide_the_head(kind: Kind) -> None:
    owner, thing = str(uuid4()), str(uuid4())
    heads: list[Head] = []

    def is_own(_: Kind, head: Head) -> bool:
        heads.append(head)
        return True

    taking = intake(is_own=is_own)
    odd = {"organizations": "none", "serviceChannels": [None, 7, {"serviceChannel": {"id": "not a GUID"}}]}
    taking.take(kind, [raw(id=thing.upper(), serviceChannelType="Phone", organizationId=owner, **odd)])
    assert [str(head.id) for head in heads] == [thing]
    assert taking.refused == []
    if kind in {"service_channel", "service_collection"}:
        assert {str(each) for each in heads[0].responsible} == {owner}


def test_an_unreadable_id_stands_for_anything() -> None:
    taking = intake()
    bad = str(uuid4())
    unreadable = [raw(id=12), msgspec.Raw(b"[]"), raw(id="no guid"), msgspec.Raw(b"{"), raw()]
    taking.take("service_channel", [*unreadable, raw(id=bad.upper(), serviceChannelType="Telepathy", x="\0")])
    assert taking.refused_ids("service_channel") == {"", bad}
    assert len(taking.refused) == len(unreadable) + 1
