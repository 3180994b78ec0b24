"""Recorded documents are served as they are, with the organisations that they name."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from suomifi_standin.recorded import RecordedSource, UnreadableDocuments
from tests.suomifi_standin.echo import body_of
from tests.suomifi_standin.process import KEY, Standin, running
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.wire_model_12 import WireModel12
from tests.suomifi_standin.writer import repeated, writer_of

MAIN, OTHER = "00022b78-dd97-4a66-8846-68b179d983e0", "11122b78-dd97-4a66-8846-68b179d983e0"
CHANNEL: dict[str, Any] = {
    "id": "0001a1c4-6273-424f-8d17-2ac62be89741",
    "zeta": 1.10,
    "serviceChannelType": "ServiceLocation",
    "serviceChannelNames": [{"value": "Asema", "type": "Name", "language": "fi"}],
    "organizationId": MAIN,
    "unknown": {"deep": [None, {"er": "\\u00e4"}]},
    "modified": "2020-03-25T08:44:09.547364",
}
SERVICE: dict[str, Any] = {
    "serviceNames": [{"value": "Palvelu", "type": "Name", "language": "fi"}],
    "id": "0008afc0-182c-4580-ba73-7472287f4d63",
    "serviceChannels": [
        {"serviceChannel": {"id": CHANNEL["id"], "name": "Asema"}, "modified": "2020-03-25T08:44:09.547364"}
    ],
}


def exact(text: str) -> Any:
    """JSON with the order of members and the spelling of numbers."""
    return json.loads(text, object_pairs_hook=list, parse_float=Decimal, parse_int=Decimal)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recorded")
    channel = (
        json.dumps(CHANNEL, indent=1)
        .replace("1.1,", "1.10,")
        .replace('"zeta"', '"huge": 123456789012345678901234567890, "zeta"')
    )
    (path / "a_page.json").write_text(f'{{"pageNumber": 1, "itemList": [{channel}]}}', encoding="utf-8")
    (path / "b_array.json").write_text(json.dumps([SERVICE, {**SERVICE, "id": SERVICE["id"][:-1] + "4"}]))
    other = {**CHANNEL, "id": CHANNEL["id"][:-1] + "2", "organizationId": OTHER}
    (path / "c_single.json").write_text(json.dumps(other))
    return path


@pytest.fixture(scope="module")
def played(folder: Path) -> Iterator[Standin]:
    """The folder alone, played by Espoo."""
    with (
        running("--documents", str(folder), "--documents-owner", "049") as (_, url),
        httpx.Client(base_url=url) as http,
    ):
        yield Standin(url, http)


@pytest.fixture
def recorded(played: Standin) -> Standin:
    """The folder's documents as they are in their files."""
    played.do("reset")
    return played


def test_numbers_strings_and_members_come_out_as_they_were_written(recorded: Standin, folder: Path) -> None:
    served = recorded.get(f"/ServiceChannel/{CHANNEL['id']}").text
    written = (folder / "a_page.json").read_text(encoding="utf-8")
    assert exact(served) == exact(written)[1][1][0]
    assert "1.10" in served
    assert "123456789012345678901234567890" in served
    assert exact(recorded.get(f"/Service/{SERVICE['id']}").text) == exact(json.dumps(SERVICE))


def test_named_organisations_are_played_by_a_town(recorded: Standin) -> None:
    main = recorded.read(f"/Organization/{MAIN}")
    assert {"value": "Espoon kaupunki", "type": "Name", "language": "fi"} in main["organizationNames"]
    found = recorded.read(f"/Organization/businesscode/{main['businessCode']}")
    assert [each["id"] for each in found] == [MAIN]
    part = recorded.read(f"/Organization/{OTHER}")
    assert (part["parentOrganizationId"], part["businessCode"]) == (MAIN, None)
    assert main["subOrganizations"] == [{"id": OTHER, "name": part["organizationNames"][0]["value"]}]
    listed = recorded.read("/ServiceChannel/list/organization", organizationId=OTHER)
    assert [each["organizationId"] for each in listed["itemList"]] == [OTHER]
    assert set(recorded.ids("/Organization")) == {MAIN, OTHER}


def test_services_that_name_no_organisation_are_listed_with_the_main_one_and_stay_as_they_are(
    recorded: Standin,
) -> None:
    page = recorded.read("/Service/list/organization", organizationId=MAIN)
    assert page["itemList"][0] == SERVICE
    assert len(page["itemList"]) == 2
    assert recorded.read("/Service")["itemList"] == [{"id": each["id"], "name": "Palvelu"} for each in page["itemList"]]
    assert recorded.ids("/GeneralDescription") == [], "nothing generated stands beside them"
    services = recorded.read(f"/Organization/{MAIN}")["services"]
    assert [each["service"]["name"] for each in services] == ["Palvelu", "Palvelu"]


def test_played_organisations_fit_the_wire_model(recorded: Standin, wire_model: WireModel) -> None:
    for guid in (MAIN, OTHER):
        assert wire_model.complaints("Organization", recorded.read(f"/Organization/{guid}")) == []


def test_they_stand_beside_generated_towns(folder: Path) -> None:
    with (
        running("--documents", str(folder), "--plan", "890:5:5") as (_, url),
        httpx.Client(base_url=url) as http,
    ):
        standin = Standin(url, http)
        assert set(standin.ids("/Service")) > {SERVICE["id"]}
        town = standin.town("890")["Organization"][0]
        codes = {standin.read(f"/Organization/{guid}")["businessCode"] for guid in (MAIN, town)}
        assert len(codes) == 1, "the first town plays the owner"


def test_v12_shows_what_there_is_of_a_trimmed_document(recorded: Standin) -> None:
    recorded.do("settings", demandsKey="nowhere")
    service = recorded.read12(f"/service/{SERVICE['id']}")
    channel = recorded.read12(f"/service-channel/{CHANNEL['id']}")
    assert (service["organizationContentId"], service["serviceClasses"], service["chargeType"]) == (MAIN, [], None)
    assert channel["languageVersions"]["fi"]["name"] == "Asema"
    assert channel["publishedAt"] == "2020-03-25T08:44:09.547Z"
    link = recorded.read12(f"/connection/{SERVICE['id']}/{CHANNEL['id']}")
    assert (link["languageVersions"], link["publishedAt"]) == ({}, "2020-03-25T08:44:09.547Z")
    assert (
        recorded.read12(f"/organization/{OTHER}")["businessId"]
        == recorded.read12(f"/organization/{MAIN}")["businessId"]
    )


def test_an_edit_leaves_the_other_members_as_they_were(recorded: Standin) -> None:
    before = exact(recorded.get(f"/ServiceChannel/{CHANNEL['id']}").text)
    recorded.do("edit", id=CHANNEL["id"], members={"unknown": 5})
    after = exact(recorded.get(f"/ServiceChannel/{CHANNEL['id']}").text)
    changed = {name for (name, old), (_, new) in zip(before, after, strict=True) if old != new}
    assert changed == {"unknown", "modified"}


def test_a_recorded_connection_can_be_cut(recorded: Standin) -> None:
    recorded.do("disconnect", service=SERVICE["id"], channel=CHANNEL["id"])
    assert recorded.read(f"/Service/{SERVICE['id']}") == {**SERVICE, "serviceChannels": []}
    recorded.do("connect", service=SERVICE["id"], channel=CHANNEL["id"])
    services = recorded.read(f"/ServiceChannel/{CHANNEL['id']}")["services"]
    assert [each["service"] for each in services] == [{"id": SERVICE["id"], "name": "Palvelu"}]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"itemList": [{"id": "1"}]}', '{"serviceNames": []}', "null"])
def test_a_spoilt_document_is_named_with_its_file(tmp_path: Path, text: str) -> None:
    spoilt = tmp_path / "spoilt.json"
    spoilt.write_text(text)
    with pytest.raises(UnreadableDocuments) as raised:
        RecordedSource(tmp_path, owner="853")
    assert str(spoilt) in str(raised.value)


def test_the_recorded_objects_are_served_verbatim(recorded_folder: Path) -> None:
    with running("--documents", str(recorded_folder)) as (_, url), httpx.Client(base_url=url) as http:
        standin = Standin(url, http)
        seen = 0
        for path, kind in (("municipality_services.json", "Service"), ("municipality_channels.json", "ServiceChannel")):
            page = dict(exact((recorded_folder / path).read_text(encoding="utf-8")))
            for document in page["itemList"]:
                assert exact(standin.get(f"/{kind}/{dict(document)['id']}").text) == document
                seen += 1
        assert seen == 5
        main = standin.ids("/Organization/Hierarchy")[0]
        tree = standin.read(f"/Organization/Hierarchy/{main}")
        owners = [main, *(each["id"] for each in tree["subOrganizations"])]
        found = [
            guid
            for kind in ("Service", "ServiceChannel")
            for owner in owners
            for guid in standin.ids(f"/{kind}/list/organization", organizationId=owner)
        ]
        assert len(found) == len(set(found)) == 5, "the town's sync finds each of them"


@pytest.fixture(scope="module")
def real(recorded_folder: Path) -> Iterator[Standin]:
    """The recorded objects alone."""
    with (
        running("--documents", str(recorded_folder), "--api-key", KEY) as (_, url),
        httpx.Client(base_url=url) as http,
    ):
        yield Standin(url, http)


def test_the_recorded_objects_are_shown_by_v12_in_its_own_shape(real: Standin, wire_model_12: WireModel12) -> None:
    real.do("reset")
    totals = {}
    for name in ("service", "service-channel", "organization", "connection"):
        page = real.read12(f"/{name}/search")
        assert wire_model_12.complaints(f"/api/v12/{name}/search", page) == []
        totals[name] = page["totalItems"]
    assert totals == {"service": 2, "service-channel": 3, "organization": 2, "connection": 2}
    for guid in real.ids("/ServiceChannel"):
        there, here = real.read(f"/ServiceChannel/{guid}"), real.read12(f"/service-channel/{guid}")
        names = {each["language"]: each["value"] for each in there["serviceChannelNames"] if each["type"] == "Name"}
        assert {language: each["name"] for language, each in here["languageVersions"].items()} == names
        assert len(here.get("serviceHours", {"hours": []})["hours"]) == len(there["serviceHours"] or ())
        coordinates = [
            float(address["streetAddress"]["latitude"])
            for address in there.get("addresses") or ()
            if address["streetAddress"] and address["streetAddress"]["coordinateState"] == "Ok"
        ]
        shown = here.get("location", {"streetAddresses": []})["streetAddresses"]
        assert [spot["northing"] for street in shown for spot in street["coordinates"]] == coordinates


def test_the_recorded_objects_are_written_by_the_rules_of_all(real: Standin) -> None:
    real.do("reset")
    main = real.ids("/Organization/Hierarchy")[0]
    writer = writer_of(real, {"Organization": [main]})
    for guid in real.ids("/ServiceChannel"):
        before = real.read(f"/ServiceChannel/{guid}")
        path = f"/ServiceChannel/{before['serviceChannelType']}/{guid}"
        told = writer.errors("PUT", path, body_of(before))
        assert all("not found" in message for messages in told.values() for message in messages)
        assert "Areas[0].AreaCodes[0]" in told, "the publisher's made-up municipality is none"
        assert real.read(f"/ServiceChannel/{guid}") == before
        body = {"publishingStatus": "Published", "languages": ["fi", "sv", "so"]}
        after = writer.put(path, body)
        assert after == {**before, "languages": ["fi", "sv", "so"], "modified": after["modified"]}
    for guid in real.ids("/Service"):
        before = real.read(f"/Service/{guid}")
        after = writer.put(f"/Service/{guid}", repeated())
        kept = before.keys() - {"serviceClasses", "ontologyTerms", "targetGroups", "modified", "publishingStatus"}
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        writer.put(f"/Service/{guid}", repeated(publishingStatus="Deleted"))
        assert real.get(f"/Service/{guid}").status_code == 404
