"""What is refused, and with which body."""

import pytest

from tests.suomifi_standin.process import NOBODY, Ids, Standin

NO_ONE = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/Service?page=-1", "page"),
        ("/Service?page=x", "page"),
        ("/Service?date=2026-02-03", "date"),
        ("/Service?date=2026-02-03T04:05:06Z", "date"),
        ("/Service?date=2026-02-03T04:05:06.5", "date"),
        ("/Service?date=2026-02-31T04:05:06", "date"),
        ("/Service?date=2026-02-03%2004:05:06", "date"),
        ("/ServiceChannel?dateBefore=yesterday", "dateBefore"),
        ("/Service?status=Draft", "status"),
        ("/Service/x", "id"),
        ("/Service/x?showHeader=true", "id"),
        ("/Service/list?guids=1,2", "guids"),
        ("/Service/list", "guids"),
        ("/Service/list/organization", "organizationId"),
        ("/Service/list/organization?code=0204819-8&oid=1.2", "organizationId"),
        ("/Service/list/organization?organizationId=x", "organizationId"),
        ("/ServiceChannel/list/organization?code=204819-8", "code"),
        ("/Organization/businesscode/02048198", "code"),
        ("/Organization/oid/a_b", "oid"),
        ("/ServiceCollection/organization", "organizationId"),
        ("/Service/type/Permit", "type"),
        ("/ServiceChannel/type/Fax", "type"),
        ("/Service/area/Village/code/1", "area"),
        ("/Service/area/Municipality/code/x", "code"),
        ("/Service/area/Municipality/code/853?includeWholeCountry=perhaps", "includeWholeCountry"),
        ("/CodeList/GetAreaCodes/type/BusinessRegions", "type"),
        ("/Service/archived/list?OrganizationId=" + NOBODY + "&Take=1", "ArchivingType"),
        ("/Service/archived/list?OrganizationId=" + NOBODY + "&ArchivingType=0", "Take"),
        ("/Service/archived/list?OrganizationId=" + NOBODY + "&ArchivingType=0&Take=101", "Take"),
        ("/Service/archived/list?ArchivingType=0&Take=1", "OrganizationId"),
        ("/Service/archived/list?OrganizationId=" + NOBODY + "&ArchivingType=2&Take=1", "ArchivingType"),
    ],
)
def test_bad_parameters_are_refused_with_a_dictionary_of_messages(standin: Standin, path: str, parameter: str) -> None:
    answer = standin.get(path)
    assert answer.status_code == 400
    body = answer.json()
    assert list(body) == [parameter]
    assert all(isinstance(message, str) for message in body[parameter])


def test_the_messages_of_pages_and_dates_are_the_registers_own(standin: Standin) -> None:
    assert standin.get("/Service?page=-1").json() == {"page": ["The page number cannot be negative value."]}
    assert standin.get("/Service?date=x").json() == {"date": ["The date parameter is invalid."]}


@pytest.mark.parametrize("filtered", ["serviceClass", "targetGroup", "industrialClass"])
def test_a_missing_uri_is_refused_with_a_single_message(standin: Standin, filtered: str) -> None:
    answer = standin.get(f"/Service/{filtered}")
    assert (answer.status_code, list(answer.json())) == (400, ["errorMessage"])


@pytest.mark.parametrize(
    "path",
    [
        f"/Service/{NOBODY}",
        f"/Service/serviceWithGD/{NOBODY}",
        f"/ServiceChannel/{NOBODY}",
        f"/Organization/{NOBODY}",
        f"/Organization/Hierarchy/{NOBODY}",
        f"/GeneralDescription/{NOBODY}",
        f"/ServiceCollection/{NOBODY}",
        f"/Service/serviceChannel/{NOBODY}",
        f"/Common/EntitiesByOrganization/{NOBODY}",
        f"/Service/list/organization?organizationId={NOBODY}",
        "/Service/list/organization?code=0000000-0",
        "/Organization/businesscode/0000000-0",
        "/Organization/oid/0",
        "/Service/area/Municipality/code/999",
    ],
)
def test_what_is_unknown_is_not_found_with_a_message(standin: Standin, path: str) -> None:
    answer = standin.get(path)
    assert answer.status_code == 404
    assert list(answer.json()) == ["errorMessage"]


def test_the_message_names_the_thing(standin: Standin) -> None:
    assert standin.get(f"/Service/{NOBODY}").json() == {"errorMessage": f"Service with id '{NOBODY}' not found."}


def test_a_thing_of_another_kind_is_not_found(standin: Standin, turku: Ids) -> None:
    assert standin.get(f"/Service/{turku['ServiceChannel'][0]}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/Service/active",
        f"/Service/active/{NOBODY}",
        "/ServiceChannel/active",
        "/Common/Translation",
        "/Common/NotMaintainedServices",
        "/Common/NotMaintainedServiceChannels",
        "/Common/ServicesWithoutChannels",
        "/Common/ChannelsWithoutServices",
    ],
)
def test_reads_that_need_a_token_are_refused_with_an_empty_body(standin: Standin, path: str) -> None:
    answer = standin.get(path)
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token"')


def test_writing_needs_a_token(standin: Standin) -> None:
    answer = standin.http.post("/api/v11/Service", json={})
    assert (answer.status_code, answer.content) == (401, b"")


def test_a_bearer_header_that_is_no_token_breaks_even_open_reads(standin: Standin) -> None:
    broken = standin.http.get("/api/v11/Service", headers={"Authorization": "Bearer rubbish"})
    assert broken.status_code == 500
    assert broken.json()["errorMessage"].startswith("An unexpected error occurred. Trace id: ")
    fine = standin.http.get("/api/v11/Service", headers={"Authorization": "bearer abc.def.ghi"})
    assert fine.status_code == 200


def test_the_all_zero_guid_breaks(standin: Standin) -> None:
    assert standin.get(f"/Service/{NO_ONE}").status_code == 500


def test_unknown_paths_are_empty_and_old_versions_point_to_their_successor(standin: Standin) -> None:
    unknown = standin.http.get("/api/v11/Nothing")
    assert (unknown.status_code, unknown.content) == (404, b"")
    old = standin.http.get("/api/v7/Service")
    assert old.status_code == 404
    assert "swagger" in old.text
