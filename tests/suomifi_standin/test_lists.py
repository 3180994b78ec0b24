"""Pages, windows of dates, statuses, batches, owners, areas and classes."""

from typing import Any

import httpx
import pytest

from tests.suomifi_standin.process import NOBODY, Ids, Standin


def second(moment: str) -> str:
    return moment.partition(".")[0]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_pages_of_ids_hold_every_thing_once_in_a_steady_order(standin: Standin, turku: Ids) -> None:
    first = standin.read("/Service")
    assert (first["pageNumber"], first["pageSize"]) == (1, 25)
    assert len(first["itemList"]) == 25
    found = standin.ids("/Service")
    assert len(found) == len(set(found))
    assert set(turku["Service"]) <= set(found)
    assert found == sorted(found), "things of one import stand in order of id"
    assert found == standin.ids("/Service")


def test_full_pages_are_shorter_and_hold_whole_documents(standin: Standin, turku: Ids) -> None:
    page = standin.read("/ServiceChannel/list/organization", organizationId=turku["Organization"][1])
    assert page["pageSize"] == 20
    assert page["itemList"][0] == standin.read(f"/ServiceChannel/{page['itemList'][0]['id']}")


@pytest.mark.parametrize("page", [0, 4000])
def test_a_page_that_is_not_there_has_no_items_but_the_count(standin: Standin, page: int) -> None:
    count = standin.read("/Service")["pageCount"]
    assert standin.read("/Service", page=page) == {
        "pageNumber": page,
        "pageSize": 25,
        "pageCount": count,
        "itemList": None,
    }


def test_a_list_of_nothing_has_no_pages(standin: Standin) -> None:
    page = standin.read("/Service", status="Archived")
    assert (page["pageCount"], page["itemList"]) == (0, [])


def test_a_new_thing_stands_last(standin: Standin, turku: Ids) -> None:
    added = standin.do("add", like=turku["Service"][0])["things"][0]["id"]
    assert standin.ids("/Service")[-1] == added


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["Service", "ServiceChannel", "Organization", "GeneralDescription", "ServiceCollection"]
)
def test_windows_are_open_at_both_ends(standin: Standin, kind: str) -> None:
    guid = standin.ids(f"/{kind}")[0]
    standin.do("edit", id=guid, members={}, modified="2026-02-03T04:05:06")
    assert guid not in standin.ids(f"/{kind}", date="2026-02-03T04:05:06")
    assert guid in standin.ids(f"/{kind}", date="2026-02-03T04:05:05")
    assert guid not in standin.ids(f"/{kind}", dateBefore="2026-02-03T04:05:06")
    assert guid in standin.ids(f"/{kind}", date="2026-02-03T04:05:05", dateBefore="2026-02-03T04:05:07")


def test_a_fraction_of_a_second_is_later_than_the_second(standin: Standin, turku: Ids) -> None:
    guid = turku["Service"][0]
    standin.do("edit", id=guid, members={}, modified="2026-02-03T04:05:06.5")
    assert guid in standin.ids("/Service", date="2026-02-03T04:05:06")
    assert guid not in standin.ids("/Service", dateBefore="2026-02-03T04:05:06")
    standin.do("edit", id=guid, members={}, modified="2026-02-03T04:05:06.000")
    assert guid not in standin.ids("/Service", date="2026-02-03T04:05:06")


def test_the_change_probe_tells_type_and_date(standin: Standin, turku: Ids) -> None:
    town = turku["Organization"][1]
    items: dict[str, dict[str, Any]] = {}
    for page in range(1, 8):
        items |= {
            each["id"]: each
            for each in standin.read(f"/Common/EntitiesByOrganization/{town}", page=page)["itemList"] or ()
        }
    services = standin.ids("/Service/list/organization", organizationId=town)
    channels = standin.ids("/ServiceChannel/list/organization", organizationId=town)
    assert set(items) == {*services, *channels}
    channel = standin.read(f"/ServiceChannel/{channels[0]}")
    assert items[channels[0]]["type"] == channel["serviceChannelType"]
    assert items[channels[0]]["modified"] == channel["modified"]
    standin.do("edit", id=channels[0], members={}, modified="2027-01-01T00:00:00")
    assert standin.ids(f"/Common/EntitiesByOrganization/{town}", date="2026-12-31T00:00:00") == [channels[0]]


def test_other_lists_than_those_of_ids_do_not_see_changed_connections(standin: Standin, turku: Ids) -> None:
    service = turku["Service"][0]
    channel = standin.read(f"/Service/{service}")["serviceChannels"][0]["serviceChannel"]["id"]
    now = second(standin.do("clock", seconds=3600)["now"])
    standin.do("connect", service=service, channel=channel, members={"serviceChargeType": "Chargeable"})
    assert standin.ids("/Service", date=now) == [service]
    assert standin.ids("/ServiceChannel", date=now) == [channel]
    owner = standin.read(f"/ServiceChannel/{channel}")["organizationId"]
    assert standin.ids(f"/ServiceChannel/organization/{owner}", date=now) == [channel]
    assert standin.ids("/Service/area/Municipality/code/853", date=now) == []
    assert standin.ids(f"/Common/EntitiesByOrganization/{owner}", date=now) == []
    assert standin.ids(f"/Service/serviceChannel/{channel}", date=now) == [service]


def test_tracking_of_connections_can_be_switched_off(standin: Standin, turku: Ids) -> None:
    standin.do("settings", trackConnections=False)
    service = turku["Service"][0]
    channel = standin.read(f"/Service/{service}")["serviceChannels"][0]["serviceChannel"]["id"]
    now = second(standin.do("clock", seconds=3600)["now"])
    standin.do("connect", service=service, channel=channel)
    assert standin.ids("/Service", date=now) == []
    assert standin.ids("/ServiceChannel", date=now) == []


# --- status ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("word", "status"), [("archive", "Archived"), ("unpublish", "Withdrawn")])
@pytest.mark.parametrize("kind", ["Service", "ServiceChannel", "Organization"])
def test_things_move_between_the_lists_of_statuses_and_back(
    standin: Standin, turku: Ids, kind: str, word: str, status: str
) -> None:
    guid = turku[kind][2]
    standin.do(word, ids=[guid])
    assert standin.get(f"/{kind}/{guid}").status_code == 404
    assert guid not in standin.ids(f"/{kind}")
    assert standin.ids(f"/{kind}", status=status) == [guid]
    standin.do("republish", ids=[guid])
    assert standin.read(f"/{kind}/{guid}")["id"] == guid
    assert standin.ids(f"/{kind}", status=status) == []


def test_collections_have_an_archive_of_their_own(standin: Standin, turku: Ids) -> None:
    guid = turku["ServiceCollection"][0]
    standin.do("archive", ids=[guid])
    assert guid not in standin.ids("/ServiceCollection")
    assert standin.ids("/ServiceCollection", archived="true") == [guid]


def test_archived_lists_tell_the_two_ways_apart_and_take_a_window(standin: Standin, turku: Ids) -> None:
    services = [standin.read(f"/Service/{guid}") for guid in turku["Service"][:30]]
    owner = services[0]["organizations"][0]["organization"]["id"]
    own = [each["id"] for each in services if each["organizations"][0]["organization"]["id"] == owner][:2]
    standin.do("archive", ids=[own[0]], date="2026-05-01T10:00:00")
    standin.do("archive", ids=own[1:], automatically=True)
    asked = {"OrganizationId": owner, "Take": 100}
    manual = standin.read("/Service/archived/list", **asked, ArchivingType=0)
    assert [(each["id"], each["archivingDate"]) for each in manual] == [(own[0], "2026-05-01T10:00:00")]
    assert [each["id"] for each in standin.read("/Service/archived/list", **asked, ArchivingType=1)] == own[1:]
    late = standin.read(
        "/Service/archived/list", **asked, ArchivingType=0, MinArchivingDate="2026-05-01T13:00:00+03:00"
    )
    assert late == []
    early = standin.read("/Service/archived/list", **asked, ArchivingType=0, MaxArchivingDate="2026-05-01T10:00:01Z")
    assert len(early) == 1
    assert standin.read("/Service/archived/list", **asked, ArchivingType=0, Skip=1) == []


# --- batches ---------------------------------------------------------------------------------------------------------


def test_a_batch_is_a_bare_array_without_what_is_missing(standin: Standin, turku: Ids) -> None:
    asked = [turku["Service"][1], NOBODY, turku["Service"][0].upper(), turku["ServiceChannel"][0]]
    found = standin.read("/Service/list", guids=",".join(asked))
    assert {each["id"] for each in found} == set(turku["Service"][:2])


def test_a_batch_of_nothing_known_is_not_found(standin: Standin) -> None:
    answer = standin.get("/Service/list", guids=NOBODY)
    assert answer.status_code == 404
    assert list(answer.json()) == ["errorMessage"]


@pytest.mark.parametrize("guids", ["", "x", f"{NOBODY},", f"{NOBODY},1"])
def test_malformed_ids_of_a_batch_are_refused_by_name(standin: Standin, guids: str) -> None:
    answer = standin.get("/ServiceChannel/list", guids=guids)
    if guids == f"{NOBODY},":
        assert answer.status_code == 404, "a trailing comma names nothing"
    else:
        assert (answer.status_code, list(answer.json())) == (400, ["guids"])


def test_more_than_a_hundred_found_are_refused_by_channels_and_break_services(standin: Standin) -> None:
    services, channels = standin.ids("/Service")[:101], standin.ids("/ServiceChannel")[:101]
    assert len(services) == len(channels) == 101
    assert len(standin.read("/ServiceChannel/list", guids=",".join(channels[:100]))) == 100
    refused = standin.get("/ServiceChannel/list", guids=",".join(channels))
    assert (refused.status_code, list(refused.json())) == (400, ["guids"])
    assert standin.get("/Service/list", guids=",".join(services)).status_code == 500
    assert len(standin.read("/Service/list", guids=",".join([*services[:100], NOBODY]))) == 100


# --- organisations ---------------------------------------------------------------------------------------------------


def test_a_business_code_leads_to_the_town_and_the_tree_to_its_parts(standin: Standin, turku: Ids) -> None:
    town = standin.read(f"/Organization/{turku['Organization'][0]}")
    found = standin.read(f"/Organization/businesscode/{town['businessCode']}")
    assert town in found
    assert set(turku["Organization"][0:1]) == {each["id"] for each in found if each["parentOrganizationId"] is None}
    tree = standin.read(f"/Organization/Hierarchy/{town['id']}")
    assert tree["parent"] is None
    assert {each["id"] for each in tree["subOrganizations"]} == {each["id"] for each in town["subOrganizations"]}
    below = tree["subOrganizations"][0]
    assert standin.read(f"/Organization/Hierarchy/{below['id']}")["parent"]["id"] == town["id"]
    assert town["id"] in standin.ids("/Organization/Hierarchy")
    assert below["id"] not in standin.ids("/Organization/Hierarchy")


def test_services_are_found_by_every_role_of_an_organisation(standin: Standin, turku: Ids) -> None:
    roles: dict[str, set[tuple[str, str]]] = {}
    for service in standin.batch("Service", standin.ids("/Service")):
        for each in service["organizations"]:
            if each["organization"]:
                roles.setdefault(each["organization"]["id"], set()).add((service["id"], each["roleType"]))
    for organization in turku["Organization"]:
        expected = {guid for guid, _ in roles.get(organization, ())}
        assert set(standin.ids("/Service/list/organization", organizationId=organization)) == expected
    assert {role for found in roles.values() for _, role in found} >= {"Responsible", "Producer"}


def test_each_of_the_three_identifiers_names_the_same_organisation(standin: Standin, turku: Ids) -> None:
    town = standin.read(f"/Organization/{turku['Organization'][0]}")
    by_id = standin.ids("/Service/list/organization", organizationId=town["id"])
    by_code = standin.ids("/Service/list/organization", code=town["businessCode"])
    assert set(by_id) <= set(by_code)
    assert by_id
    with_oid = next(
        each for each in (standin.read(f"/Organization/{guid}") for guid in turku["Organization"]) if each["oid"]
    )
    assert standin.read(f"/Organization/oid/{with_oid['oid']}") == with_oid
    channels = standin.ids("/ServiceChannel", oid=with_oid["oid"])
    assert channels == standin.ids("/ServiceChannel/list/organization", oid=with_oid["oid"])


def test_channels_belong_to_one_organisation_and_one_kind(standin: Standin, turku: Ids) -> None:
    owner = standin.read(f"/ServiceChannel/{turku['ServiceChannel'][0]}")["organizationId"]
    whole = standin.ids("/ServiceChannel/list/organization", organizationId=owner)
    assert standin.ids(f"/ServiceChannel/organization/{owner}") == whole
    assert standin.ids("/ServiceChannel", organizationId=owner) == whole
    kinds = ("EChannel", "WebPage", "PrintableForm", "Phone", "ServiceLocation")
    parts = [standin.ids(f"/ServiceChannel/organization/{owner}/type/{kind}") for kind in kinds]
    assert sorted(guid for part in parts for guid in part) == sorted(whole)
    assert standin.ids(f"/ServiceChannel/organization/{NOBODY}") == []


def test_an_organisation_without_anything_published_is_not_listed(standin: Standin, turku: Ids) -> None:
    template = turku["Organization"][1]
    added = standin.do("add", like=template, members={"services": [], "oid": None})["things"][0]["id"]
    assert added not in standin.ids("/Organization")
    assert standin.read(f"/Organization/{added}")["id"] == added
    standin.do("edit", id=turku["ServiceChannel"][0], members={"organizationId": added})
    assert added in standin.ids("/Organization")


def test_a_national_channel_is_connected_to_services_of_every_town(standin: Standin, turku: Ids) -> None:
    espoo = standin.town("049")
    both = set(turku["ServiceChannel"]) & set(espoo["ServiceChannel"])
    linked: dict[str, set[str]] = {}
    for town in (turku, espoo):
        for service in standin.batch("Service", town["Service"]):
            for link in service["serviceChannels"] or ():
                if link["serviceChannel"]["id"] in both:
                    linked.setdefault(link["serviceChannel"]["id"], set()).add(service["id"])
    assert linked
    for channel, services in linked.items():
        assert {each["service"]["id"] for each in standin.read(f"/ServiceChannel/{channel}")["services"]} == services
    assert standin.ids("/ServiceChannel").count(next(iter(both))) == 1


def test_shared_channels_are_those_that_others_may_use(standin: Standin, turku: Ids) -> None:
    shared = standin.ids("/ServiceChannel", isVisibleForAll="true")
    assert shared
    assert set(shared) < set(standin.ids("/ServiceChannel"))


# --- areas and classes -----------------------------------------------------------------------------------------------


def test_an_area_is_served_by_what_names_it_and_on_request_by_what_is_nationwide(standin: Standin) -> None:
    services = {each["id"]: each for each in standin.batch("Service", standin.ids("/Service"))}
    here = set(standin.ids("/Service/area/Municipality/code/853"))
    assert here
    for guid, service in services.items():
        codes = {each["code"] for area in service["areas"] or () for each in area["municipalities"] or ()}
        assert (guid in here) is ("853" in codes)
    wide = set(standin.ids("/Service/area/Municipality/code/853", includeWholeCountry="true"))
    assert wide - here == {guid for guid, each in services.items() if each["areaType"].startswith("Nationwide")}
    assert standin.ids("/Service/list/area/Municipality/code/853") == standin.ids("/Service/area/municipality/code/853")
    aland = set(standin.ids("/Service/area/Municipality/code/478", includeWholeCountry="true"))
    assert aland == {guid for guid, each in services.items() if each["areaType"] == "Nationwide"}


@pytest.mark.parametrize("name", ["WellbeingServiceCounties", "WellbeingServicesCounties"])
def test_both_spellings_of_wellbeing_counties_are_understood(standin: Standin, name: str) -> None:
    assert standin.get(f"/ServiceChannel/list/area/{name}/code/02").status_code == 200


def test_services_are_found_by_class_and_by_its_parent(standin: Standin, turku: Ids) -> None:
    service = standin.read(f"/Service/{turku['Service'][0]}")
    item = next(each for each in service["serviceClasses"] if each["parentUri"])
    for uri in (item["uri"], item["newUri"], item["parentUri"]):
        assert service["id"] in standin.ids("/Service/serviceClass", uri=uri)
    group = service["targetGroups"][0]
    assert service["id"] in standin.ids("/Service/targetGroup", uri=group["uri"])
    assert standin.ids("/Service/targetGroup", uri="http://nowhere.example/") == []


def test_services_are_found_by_type(standin: Standin) -> None:
    parts = [
        standin.ids(f"/Service/type/{each}") for each in ("Service", "PermitOrObligation", "ProfessionalQualification")
    ]
    assert sorted(guid for part in parts for guid in part) == standin.ids("/Service")
    assert parts[0]


def test_parameters_are_known_in_any_case(standin: Standin, turku: Ids) -> None:
    town = turku["Organization"][0]
    answer = httpx.get(f"{standin.url}/api/v11/ServiceChannel", params={"OrganizationID": town, "Page": "1"})
    assert answer.json()["itemList"] == standin.read("/ServiceChannel", organizationId=town)["itemList"]
