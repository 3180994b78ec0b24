"""Recorded documents are served as they are, with the organisations that they name."""

import json
from decimal import Decimal

import httpx
import pytest

MAIN, OTHER = "00022b78-dd97-4a66-8846-68b179d983e0", "11122b78-dd97-4a66-8846-68b179d983e0"
CHANNEL = {
    "id": "0001a1c4-6273-424f-8d17-2ac62be89741",
    "zeta": 1.10,
    "serviceChannelType": "ServiceLocation",
    "serviceChannelNames": [{"value": "Asema", "type": "Name", "language": "fi"}],
    "organizationId": MAIN,
    "unknown": {"deep": [None, {"er": "\\u00e4"}]},
    "modified": "2020-03-25T08:44:09.547364",
}
SERVICE = {
    "serviceNames": [{"value": "Palvelu", "type": "Name", "language": "fi"}],
    "id": "0008afc0-182c-4580-ba73-7472287f4d63",
    "serviceChannels": [
        {"serviceChannel": {"id": CHANNEL["id"], "name": "Asema"}, "modified": "2020-03-25T08:44:09.547364"}
    ],
}


def exact(text):
    """JSON with the order of members and the spelling of numbers."""
    return json.loads(text, object_pairs_hook=list, parse_float=Decimal, parse_int=Decimal)


@pytest.fixture
def folder(tmp_path):
    channel = (
        json.dumps(CHANNEL, indent=1)
        .replace("1.1,", "1.10,")
        .replace('"zeta"', '"huge": 123456789012345678901234567890, "zeta"')
    )
    (tmp_path / "a_page.json").write_text(f'{{"pageNumber": 1, "itemList": [{channel}]}}', encoding="utf-8")
    (tmp_path / "b_array.json").write_text(json.dumps([SERVICE, {**SERVICE, "id": SERVICE["id"][:-1] + "4"}]))
    other = {**CHANNEL, "id": CHANNEL["id"][:-1] + "2", "organizationId": OTHER}
    (tmp_path / "c_single.json").write_text(json.dumps(other))
    return tmp_path


def test_numbers_strings_and_members_come_out_as_they_were_written(folder, launch):
    with launch("--documents", str(folder)) as (_, url):
        served = httpx.get(f"{url}/api/v11/ServiceChannel/{CHANNEL['id']}").text
        written = (folder / "a_page.json").read_text(encoding="utf-8")
        assert exact(served) == exact(written)[1][1][0]
        assert "1.10" in served
        assert "123456789012345678901234567890" in served
        assert exact(httpx.get(f"{url}/api/v11/Service/{SERVICE['id']}").text) == exact(json.dumps(SERVICE))


def test_named_organisations_are_played_by_a_town(folder, launch):
    with (
        launch("--documents", str(folder), "--documents-owner", "049") as (_, url),
        httpx.Client(base_url=f"{url}/api/v11") as http,
    ):
        main = http.get(f"/Organization/{MAIN}").json()
        assert {"value": "Espoo", "type": "Name", "language": "fi"} in main["organizationNames"] or main["businessCode"]
        found = http.get(f"/Organization/businesscode/{main['businessCode']}").json()
        assert [each["id"] for each in found] == [MAIN]
        part = http.get(f"/Organization/{OTHER}").json()
        assert (part["parentOrganizationId"], part["businessCode"]) == (MAIN, None)
        assert main["subOrganizations"] == [{"id": OTHER, "name": part["organizationNames"][0]["value"]}]
        listed = http.get("/ServiceChannel/list/organization", params={"organizationId": OTHER}).json()
        assert [each["organizationId"] for each in listed["itemList"]] == [OTHER]
        assert {each["id"] for each in http.get("/Organization").json()["itemList"]} == {MAIN, OTHER}


def test_services_that_name_no_organisation_are_listed_with_the_main_one_and_stay_as_they_are(folder, launch):
    with launch("--documents", str(folder)) as (_, url), httpx.Client(base_url=f"{url}/api/v11") as http:
        page = http.get("/Service/list/organization", params={"organizationId": MAIN}).json()
        assert page["itemList"][0] == SERVICE
        assert len(page["itemList"]) == 2
        assert http.get("/Service").json()["itemList"] == [
            {"id": each["id"], "name": "Palvelu"} for each in page["itemList"]
        ]
        assert http.get("/GeneralDescription").json()["itemList"] == [], "nothing generated stands beside them"
        services = http.get(f"/Organization/{MAIN}").json()["services"]
        assert [each["service"]["name"] for each in services] == ["Palvelu", "Palvelu"]


def test_played_organisations_fit_the_wire_model(folder, launch, wire_model):
    with launch("--documents", str(folder)) as (_, url):
        for guid in (MAIN, OTHER):
            assert wire_model.complaints("Organization", httpx.get(f"{url}/api/v11/Organization/{guid}").json()) == []


def test_they_stand_beside_generated_towns(folder, launch):
    with launch("--documents", str(folder), "--plan", "890:5:5") as (_, url), httpx.Client(base_url=url) as http:
        ids = {each["id"] for each in http.get("/api/v11/Service").json()["itemList"]}
        assert ids > {SERVICE["id"]}
        codes = {http.get(f"/api/v11/Organization/{guid}").json()["businessCode"] for guid in (MAIN, town(http))}
        assert len(codes) == 1, "the first town plays the owner"


def town(http):
    return http.get("/_standin/towns").json()[0]["Organization"][0]


def test_an_edit_leaves_the_other_members_as_they_were(folder, launch):
    with launch("--documents", str(folder)) as (_, url), httpx.Client(base_url=url) as http:
        before = exact(http.get(f"/api/v11/ServiceChannel/{CHANNEL['id']}").text)
        http.post("/_standin/edit", json={"id": CHANNEL["id"], "members": {"unknown": 5}}).raise_for_status()
        after = exact(http.get(f"/api/v11/ServiceChannel/{CHANNEL['id']}").text)
        changed = {name for (name, old), (_, new) in zip(before, after, strict=True) if old != new}
        assert changed == {"unknown", "modified"}


def test_a_recorded_connection_can_be_cut(folder, launch):
    with launch("--documents", str(folder)) as (_, url), httpx.Client(base_url=url) as http:
        ends = {"service": SERVICE["id"], "channel": CHANNEL["id"]}
        http.post("/_standin/disconnect", json=ends).raise_for_status()
        assert http.get(f"/api/v11/Service/{SERVICE['id']}").json() == {**SERVICE, "serviceChannels": []}
        http.post("/_standin/connect", json=ends).raise_for_status()
        services = http.get(f"/api/v11/ServiceChannel/{CHANNEL['id']}").json()["services"]
        assert [each["service"] for each in services] == [{"id": SERVICE["id"], "name": "Palvelu"}]


def test_the_recorded_objects_are_served_verbatim(recorded_folder, launch):
    with launch("--documents", str(recorded_folder)) as (_, url), httpx.Client(base_url=f"{url}/api/v11") as http:
        seen = 0
        for path, kind in (("municipality_services.json", "Service"), ("municipality_channels.json", "ServiceChannel")):
            page = dict(exact((recorded_folder / path).read_text(encoding="utf-8")))
            for document in page["itemList"]:
                guid = dict(document)["id"]
                assert exact(http.get(f"/{kind}/{guid}").text) == document
                seen += 1
        assert seen == 5
        main = http.get("/Organization/Hierarchy").json()["itemList"][0]["id"]
        tree = http.get(f"/Organization/Hierarchy/{main}").json()
        owners = [main, *(each["id"] for each in tree["subOrganizations"])]
        found = [
            each["id"]
            for kind in ("Service", "ServiceChannel")
            for owner in owners
            for each in http.get(f"/{kind}/list/organization", params={"organizationId": owner}).json()["itemList"]
        ]
        assert len(found) == len(set(found)) == 5, "the town's sync finds each of them"
