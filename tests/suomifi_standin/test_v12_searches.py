"""Searches of v12: what they filter by, their pages, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.suomifi_standin.process import NOBODY, Ids, Standin
from tests.suomifi_standin.wire_model_12 import WireModel12

Json = dict[str, Any]
Holds = Callable[[Json], bool]


def ids(found: list[Json]) -> set[str]:
    return {each["contentId"] for each in found}


def agrees(standin: Standin, name: str, holds: Holds, **query: Any) -> None:
    """That a search finds exactly those of all things that a test holds for, some but not all."""
    everything = standin.every12(f"/{name}/search")
    wanted = ids([each for each in everything if holds(each)])
    assert 0 < len(wanted) < len(everything)
    assert ids(standin.every12(f"/{name}/search", **query)) == wanted


def in_area(member: str, *codes: str, match: str = "all") -> Holds:
    test = all if match == "all" else any
    return lambda each: (
        each["area"]["areaType"] == "LimitedArea" and test(code in each["area"].get(member, ()) for code in codes)
    )


def test_services_are_found_by_their_owner(standin: Standin, turku: Ids) -> None:
    own = turku["Organization"][:3]
    agrees(standin, "service", lambda each: each["organizationContentId"] in own, organizationContentIds=",".join(own))
    foreign = next(each for each in standin.every12("/service/search") if turku["Organization"][0] in producing(each))
    found = standin.every12("/service/search", organizationContentIds=turku["Organization"][0])
    assert foreign["contentId"] not in ids(found), "who only produces is not who is responsible"


def producing(service: Json) -> list[str]:
    producers = service["producers"]["procuredProducers"]["organizations"]
    return [] if service["organizationContentId"] in producers else list(producers)


def test_areas_count_with_the_limited_type_only(standin: Standin) -> None:
    for name in ("service", "service-channel"):
        agrees(standin, name, in_area("municipalities", "853"), areaType="LimitedArea", municipalities="853")
    everything = standin.read12("/service/search")["totalItems"]
    assert standin.read12("/service/search", municipalities="853")["totalItems"] == everything
    agrees(standin, "service", lambda each: each["area"]["areaType"] == "WholeCountry", areaType="WholeCountry")


def test_all_the_values_of_a_list_are_wanted_unless_any_is_said(standin: Standin) -> None:
    codes = ["853", "049"]
    both = {"areaType": "LimitedArea", "municipalities": codes}
    assert standin.read12("/service/search", **both)["totalItems"] == 0
    agrees(standin, "service", in_area("municipalities", *codes, match="any"), **both, municipalitiesMatch="any")


@pytest.mark.parametrize("member", ["serviceClasses", "targetGroups", "ontologyTerms", "industrialClasses"])
def test_services_and_general_descriptions_are_found_by_their_terms(standin: Standin, member: str) -> None:
    for name in ("service", "general-description"):
        some = next((each[member] for each in standin.every12(f"/{name}/search") if each[member]), None)
        if some is None:
            continue
        term = some[-1]
        found = standin.every12(f"/{name}/search", **{member: term})
        assert found
        assert all(term in each[member] for each in found)
        assert standin.every12(f"/{name}/search", **{member: some}) != []


def test_things_are_found_by_type_and_language(standin: Standin) -> None:
    agrees(standin, "service", lambda each: each["serviceType"] == "Service", serviceTypes="Service")
    kinds = ["EService", "WebPage"]
    agrees(standin, "service-channel", lambda each: each["serviceChannelType"] in kinds, channelTypes=kinds)
    agrees(standin, "organization", lambda each: each["organizationType"] == "State", organizationTypes="State")
    agrees(standin, "service", lambda each: {"sv", "en"} <= each["languageVersions"].keys(), languageVersions="sv,en")
    agrees(
        standin,
        "service-channel",
        lambda each: not {"sv", "se"}.isdisjoint(each["languageVersions"]),
        languageVersions=["sv", "se"],
        languageVersionsMatch="any",
    )


def test_organisations_are_found_by_business_id(standin: Standin, turku: Ids) -> None:
    code = standin.read12(f"/organization/{turku['Organization'][0]}")["businessId"]
    agrees(standin, "organization", lambda each: each["businessId"] == code, businessIds=code)


def test_things_are_found_by_when_they_were_published_to_the_millisecond(standin: Standin) -> None:
    for name in ("service", "service-channel", "organization", "general-description"):
        dates = sorted(each["publishedAt"] for each in standin.every12(f"/{name}/search"))
        middle = dates[len(dates) // 2]
        agrees(standin, name, lambda each, since=middle: each["publishedAt"] >= since, publishedAtOrAfter=middle)  # type: ignore[misc]


def test_members_of_a_collection_are_found(standin: Standin, turku: Ids) -> None:
    guid = turku["ServiceCollection"][0]
    members = standin.read12(f"/service-collection/{guid}")["items"]
    for name, word in (("service", "Service"), ("service-channel", "Channel")):
        held = {each["contentId"] for each in members if each["itemType"] == word}
        assert ids(standin.every12(f"/{name}/search", serviceCollectionContentId=guid)) == held
        assert standin.every12(f"/{name}/search", serviceCollectionContentId=NOBODY) == []


def test_connections_are_found_by_either_end(standin: Standin, turku: Ids) -> None:
    service = standin.read(f"/Service/{turku['Service'][0]}")
    linked = {each["serviceChannel"]["id"]: each["modified"] for each in service["serviceChannels"]}
    found = standin.every12("/connection/search", serviceContentIds=service["id"])
    assert {each["channelContentId"]: each["publishedAt"] for each in found} == {
        guid: f"{modified[:23]}Z" for guid, modified in linked.items()
    }
    channel = next(iter(linked))
    services = {each["service"]["id"] for each in standin.read(f"/ServiceChannel/{channel}")["services"]}
    of_channel = standin.every12("/connection/search", channelContentIds=channel)
    assert {each["serviceContentId"] for each in of_channel} == services
    both = standin.every12("/connection/search", channelContentIds=channel, serviceContentIds=service["id"])
    assert [(each["serviceContentId"], each["channelContentId"]) for each in both] == [(service["id"], channel)]
    latest = max(each["publishedAt"] for each in found)
    newest = standin.every12("/connection/search", serviceContentIds=service["id"], publishedAtOrAfter=latest)
    assert {each["publishedAt"] for each in newest} == {latest}


def test_pages_have_totals_and_no_thing_is_on_two_of_them(standin: Standin) -> None:
    whole = standin.read12("/service/search")
    assert (whole["page"], whole["pageSize"]) == (1, 100)
    small = standin.read12("/service/search", pageSize=7, page=2)
    assert (small["totalItems"], small["pageSize"], len(small["items"])) == (whole["totalItems"], 7, 7)
    assert small["totalPages"] == -(-whole["totalItems"] // 7)
    every = standin.every12("/service/search", pageSize=7)
    assert len(every) == len(ids(every)) == whole["totalItems"]


def test_a_page_beyond_the_last_is_empty_or_refused(standin: Standin) -> None:
    beyond = standin.read12("/service/search", page=1000)
    assert (beyond["items"], beyond["page"]) == ([], 1000)
    standin.do("settings", pastEnd="refused")
    assert standin.get12("/service/search", page=1000).json()["errors"][0]["path"] == "page"
    assert standin.read12("/service/archived", archivedAtOrAfter="2020-01-01T00:00:00Z")["items"] == []


def test_lists_are_repeated_parameters_or_have_commas(standin: Standin, turku: Ids) -> None:
    own = turku["Organization"][:2]
    one = standin.every12("/service/search", organizationContentIds=own)
    assert one == standin.every12("/service/search", organizationContentIds=",".join(own)) != []


@pytest.mark.parametrize(
    ("path", "query", "at"),
    [
        ("/service/search", {"page": 0}, "page"),
        ("/service/search", {"page": 1000001}, "page"),
        ("/service/search", {"pageSize": 101}, "pageSize"),
        ("/service/search", {"pageSize": "many"}, "pageSize"),
        ("/service/search", {"publishedAtOrAfter": "2026-01-01"}, "publishedAtOrAfter"),
        ("/service/search", {"publishedAtOrAfter": "2026-13-01T00:00:00Z"}, "publishedAtOrAfter"),
        ("/service/search", {"publishedAtOrAfter": "2026-01-01T00:00:00"}, "publishedAtOrAfter"),
        ("/service/search", {"organizationContentIds": "853"}, "organizationContentIds[0]"),
        ("/service/search", {"organizationContentIds": [NOBODY, NOBODY]}, "organizationContentIds"),
        ("/service/search", {"municipalities": [f"{code:03}" for code in range(21)]}, "municipalities"),
        ("/service/search", {"municipalities": "5"}, "municipalities[0]"),
        ("/service/search", {"areaType": "Nationwide"}, "areaType"),
        ("/service/search", {"serviceTypes": "PermitOrObligation"}, "serviceTypes[0]"),
        ("/service/search", {"languageVersions": ""}, "languageVersions[0]"),
        ("/service/search", {"targetGroupsMatch": "some"}, "targetGroupsMatch"),
        ("/service/search", {"name": "Kirjasto"}, "name"),
        ("/service/search", {"lifeEvents": "KE1"}, "lifeEvents"),
        ("/service/archived", {}, "archivedAtOrAfter"),
        ("/connection/search", {"organizationContentIds": NOBODY}, "organizationContentIds"),
        ("/organization/search", {"businessIds": "12345"}, "businessIds[0]"),
        ("/postal-codes", {"isValid": "yes"}, "isValid"),
        ("/ontology-terms", {"codes": "P1"}, "codes"),
        ("/service/853", {}, "contentId"),
        (f"/connection/{NOBODY}/x", {}, "channelContentId"),
    ],
)
def test_what_is_not_described_is_refused_with_its_place(
    standin: Standin, wire_model_12: WireModel12, path: str, query: Json, at: str
) -> None:
    answer = standin.get12(path, **query)
    assert answer.status_code == 400
    assert wire_model_12.of("ProblemDetailsWithErrorsType", answer.json()) == []
    assert at in {each["path"] for each in answer.json()["errors"]}
    assert answer.json()["instance"].startswith(f"/api/v12{path}")


def test_every_parameter_of_the_description_is_taken(standin: Standin, wire_model_12: WireModel12) -> None:
    for path, described in wire_model_12.paths.items():
        for each in described["params"]:
            if each["in"] != "query":
                continue
            value = standin.get12(path.removeprefix("/api/v12"), **{each["name"]: "?"})
            errors = {error["path"]: error["message"] for error in value.json().get("errors", ())}
            assert errors.get(each["name"]) != "is not a parameter of this path", (path, each["name"])


def test_reference_lists_are_filtered(standin: Standin) -> None:
    assert [each["code"] for each in standin.every12("/service-classes", codes="P1.1,P2")] == ["P1.1", "P2"]
    uri = standin.read12("/service-classes", codes="P1.1")["items"][0]["uri"]
    assert [each["code"] for each in standin.every12("/service-classes", uris=uri)] == ["P1.1"]
    gone = standin.every12("/municipality-codes", isValid=False)
    assert {each["code"] for each in gone} == {"099", "588", "911"}
    assert [each["code"] for each in standin.every12("/municipality-codes", name="EGENTLIGA", isValid=True)] == []
    assert {each["code"] for each in standin.every12("/municipality-codes", name="ÅBO")} == {"853", "564"}
    term = standin.read12("/ontology-terms")["items"][0]
    assert standin.every12("/ontology-terms", uris=term["uri"]) == [term]
    region = standin.read12("/region-codes", codes="02")["items"][0]
    assert "853" in region["municipalities"]
    assert standin.read12("/postal-codes", codes="20100")["items"][0]["name"]["en"] == "", "no translation is no text"
