"""POST and PUT of connections: added one by one, replaced as a set, relation by relation."""

from typing import Any

import pytest

from tests.suomifi_standin.channel_bodies import MONDAY, PHONE, channel
from tests.suomifi_standin.process import NOBODY, Ids, Standin
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.writer import Json, Writer, items, service, texts, writer_of

DESCRIPTION = texts("Description", fi="Ajanvaraus puhelimella")


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


@pytest.fixture
def one(writer: Writer) -> str:
    """A service without connections."""
    guid: str = writer.post("/Service", service(writer.organization, sourceId="service-1"))["id"]
    return guid


def channels(writer: Writer, *kinds: str) -> list[str]:
    return [
        writer.post(f"/ServiceChannel/{kind}", channel(kind, writer.organization, sourceId=f"channel-{kind}"))["id"]
        for kind in kinds
    ]


def replace(writer: Writer, guid: str, *relations: Json, **members: Any) -> Any:
    return writer.put(f"/Connection/serviceId/{guid}", {"channelRelations": list(relations), **members})


def links(document: Json) -> list[str]:
    return [each["serviceChannel"]["id"] for each in document["serviceChannels"]]


def relation(guid: str, **members: Any) -> Json:
    return {"serviceChannelId": guid, **members}


# --- adding -----------------------------------------------------------------------------------------------------------


def test_added_connections_show_at_both_ends_and_move_no_other_date(
    standin: Standin, writer: Writer, wire_model: WireModel, one: str
) -> None:
    phone, page = channels(writer, "Phone", "WebPage")
    before = standin.read(f"/Service/{one}")["modified"]
    noted = standin.do("clock", seconds=1)["now"][:19]
    told = writer.post("/Connection", [
        {"serviceId": one, "serviceChannelId": phone, "description": DESCRIPTION, "serviceHours": [MONDAY]},
        {"serviceId": one, "serviceChannelId": page},
    ])  # fmt: skip
    assert [isinstance(message, str) for message in told] == [True, True]
    after = standin.read(f"/Service/{one}")
    assert links(after) == [phone, page]
    assert after["modified"] == before
    assert wire_model.complaints("Service", after) == []
    shown = standin.read(f"/ServiceChannel/{phone}")["services"]
    assert shown[0]["description"] == after["serviceChannels"][0]["description"] == DESCRIPTION
    assert one in standin.ids("/Service", date=noted)
    assert one not in standin.ids("/Service/serviceChannel/" + page, date="2100-01-01T00:00:00")


def test_failures_of_single_items_are_messages_among_the_others(writer: Writer, one: str) -> None:
    (phone,) = channels(writer, "Phone")
    told = writer.post("/Connection", [
        {"serviceId": NOBODY, "serviceChannelId": phone},
        {"serviceId": one, "serviceChannelId": phone},
        {"serviceId": one, "serviceChannelId": NOBODY},
    ])  # fmt: skip
    assert told[0] == f"Service with id '{NOBODY}' not found."
    assert told[2] == f"Service channel with id '{NOBODY}' not found."
    assert links(writer.get(f"/Service/{one}")) == [phone]


def test_connections_are_added_by_the_writers_own_names(writer: Writer, one: str) -> None:
    (phone,) = channels(writer, "Phone")
    writer.post("/Connection/Source", [{"serviceSourceId": "service-1", "serviceChannelSourceId": "channel-Phone"}])
    assert links(writer.get(f"/Service/{one}")) == [phone]


def test_what_has_no_language_in_common_is_dropped_without_a_word(standin: Standin, writer: Writer) -> None:
    swedish = writer.post("/Service", service(writer.organization, "Hundar", "sv"))["id"]
    (phone,) = channels(writer, "Phone")
    assert replace(writer, swedish, relation(phone))["serviceChannels"] == []


# --- replacing --------------------------------------------------------------------------------------------------------


def test_a_put_disconnects_what_it_does_not_list(writer: Writer, one: str) -> None:
    phone, page, form = channels(writer, "Phone", "WebPage", "PrintableForm")
    replace(writer, one, relation(phone), relation(page))
    assert links(replace(writer, one, relation(page), relation(form))) == [page, form]
    assert writer.get(f"/ServiceChannel/{phone}")["services"] == []


def test_an_empty_list_changes_nothing_without_the_flag(writer: Writer, one: str) -> None:
    (phone,) = channels(writer, "Phone")
    replace(writer, one, relation(phone))
    assert links(replace(writer, one)) == [phone]
    assert links(replace(writer, one, deleteAllChannelRelations=True)) == []


def test_a_kept_relation_keeps_what_the_item_leaves_out(writer: Writer, one: str) -> None:
    (phone,) = channels(writer, "Phone")
    details = {"phoneNumbers": [PHONE], "emails": items(fi="koirat@turku.example")}
    full = relation(phone, description=DESCRIPTION, serviceChargeType="Chargeable", contactDetails=details)
    first = replace(writer, one, full)["serviceChannels"][0]
    assert first["contactDetails"]["phoneNumbers"][0]["type"] == "Phone"
    assert replace(writer, one, relation(phone))["serviceChannels"][0] == first
    cleared = relation(
        phone, deleteServiceChargeType=True, deleteAllDescriptions=True, contactDetails={"deleteAllPhones": True}
    )
    after = replace(writer, one, cleared)["serviceChannels"][0]
    assert (after["serviceChargeType"], after["description"]) == (None, [])
    assert after["contactDetails"]["phoneNumbers"] == []
    assert after["contactDetails"]["emails"] == details["emails"]
    assert after["modified"] > first["modified"]


def test_a_set_is_replaced_by_the_writers_own_names(writer: Writer, one: str) -> None:
    phone, page = channels(writer, "Phone", "WebPage")
    replace(writer, one, relation(phone))
    body = {"channelRelations": [{"serviceChannelSourceId": "channel-WebPage"}]}
    assert links(writer.put("/Connection/serviceSourceId/service-1", body)) == [page]


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("WebPage", {"serviceHours": [MONDAY]}),
        ("PrintableForm", {"contactDetails": {"phoneNumbers": [PHONE]}}),
        ("Phone", {"description": texts("Summary", fi="Kuvaus on tämä")}),
        ("Phone", {"description": texts("Description", fi="x" * 501)}),
        ("Phone", {"serviceChargeType": "Free"}),
        ("Phone", {"contactDetails": {"addresses": [{"type": "Visiting", "subType": "Street"}]}}),
    ],
)
def test_a_refusal_is_a_list_of_messages_and_nothing_is_done(writer: Writer, one: str, kind: str, members: Any) -> None:
    phone, other = (*channels(writer, "Phone"), *channels(writer, *({kind} - {"Phone"})), "")[:2]
    answer = writer.send(
        "PUT", f"/Connection/serviceId/{one}", {"channelRelations": [relation(other or phone, **members)]}
    )
    assert answer.status_code == 400
    assert all(isinstance(message, str) for message in answer.json())
    assert links(writer.get(f"/Service/{one}")) == []


def test_the_same_relation_twice_is_refused(writer: Writer, one: str) -> None:
    (phone,) = channels(writer, "Phone")
    body = {"channelRelations": [relation(phone), relation(phone)]}
    assert writer.send("PUT", f"/Connection/serviceId/{one}", body).status_code == 400


def test_only_a_service_of_ones_own_that_is_alive_is_connected(standin: Standin, writer: Writer, one: str) -> None:
    (phone,) = channels(writer, "Phone")
    body = {"channelRelations": [relation(phone)]}
    espoo = standin.town("049")["Service"][0]
    assert "No rights" in writer.missing("PUT", f"/Connection/serviceId/{espoo}", body)
    standin.do("save", id=one)
    assert "not found" in writer.missing("PUT", f"/Connection/serviceId/{one}", body)
    standin.do("discard", id=one)
    standin.do("open", id=one)
    assert "locked" in writer.missing("PUT", f"/Connection/serviceId/{one}", body)


def test_a_channel_under_work_is_disconnected_like_any_other(writer: Writer, one: str) -> None:
    draft = channel("Phone", writer.organization, publishingStatus="Draft")
    guid = writer.post("/ServiceChannel/Phone", draft)["id"]
    (page,) = channels(writer, "WebPage")
    assert links(replace(writer, one, relation(guid), relation(page))) == [page]
    replace(writer, one, relation(page))
    writer.put(f"/ServiceChannel/Phone/{guid}", {"publishingStatus": "Published"})
    assert links(writer.get(f"/Service/{one}")) == [page]


# --- the ASTI register ------------------------------------------------------------------------------------------------


def test_each_register_replaces_its_own_connections(standin: Standin, turku: Ids, writer: Writer, one: str) -> None:
    rights = ["OpenApiRead", "OpenApiWrite", "ASTIWrite"]
    asti = writer_of(standin, turku, "asti", role="Eeva", rights=rights)
    place, phone = channels(writer, "ServiceLocation", "Phone")
    path = f"/Connection/ASTI/serviceId/{one}"
    extra = [{"type": "Asti", "code": "LostAndFound", "description": items(fi="Löytötavarat")}]
    body = {"channelRelations": [relation(place, extraTypes=extra)]}
    assert writer.send("PUT", path, body).status_code == 403
    shown = asti.put(path, body)["serviceChannels"]
    assert [each["code"] for each in shown[0]["extraTypes"]] == ["LostAndFound"]
    assert set(links(replace(writer, one, relation(phone)))) == {place, phone}
    assert links(replace(writer, one, deleteAllChannelRelations=True)) == [place]
    assert asti.put(f"/Connection/ASTI/serviceChannelId/{place}", {"deleteAllServiceRelations": True})["services"] == []


def test_a_channel_with_connections_of_the_other_register_stays_shared(
    standin: Standin, turku: Ids, writer: Writer, one: str
) -> None:
    asti = writer_of(standin, turku, "asti", role="Eeva", rights=["ASTIWrite"])
    (phone,) = channels(writer, "Phone")
    asti.put(f"/Connection/ASTI/serviceChannelId/{phone}", {"serviceRelations": [{"serviceId": one}]})
    body = {"publishingStatus": "Published", "isVisibleForAll": False}
    assert list(writer.errors("PUT", f"/ServiceChannel/Phone/{phone}", body)) == ["IsVisibleForAll"]
