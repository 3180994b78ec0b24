"""What v12 shows fits its description, and says what v11 says in its own shape."""

from typing import Any

import pytest

from tests.suomifi_standin.process import NOBODY, Ids, Standin
from tests.suomifi_standin.wire_model_12 import WireModel12
from tests.suomifi_standin.writer import items, texts

SEARCHED = ("service", "service-channel", "organization", "connection", "general-description", "service-collection")
LISTS = (
    "target-groups",
    "life-events",
    "industrial-classes",
    "ontology-terms",
    "service-classes",
    "language-codes",
    "country-codes",
    "municipality-codes",
    "region-codes",
    "wellbeing-services-county-codes",
    "postal-codes",
)
Json = dict[str, Any]


def at_once(standin: Standin) -> None:
    standin.do("replicate")


def edited(standin: Standin, guid: str, kind: str, **members: Any) -> Any:
    """What v12 shows of a thing after members of it were changed."""
    standin.do("edit", id=guid, members=members)
    at_once(standin)
    return standin.read12(f"/{kind}/{guid}")


@pytest.mark.parametrize("name", SEARCHED)
def test_everything_there_is_fits_the_description(standin: Standin, wire_model_12: WireModel12, name: str) -> None:
    page = standin.read12(f"/{name}/search", pageSize=100)
    assert page["totalItems"] > 0
    assert (
        wire_model_12.complaints(f"/api/v12/{name}/search", {**page, "items": standin.every12(f"/{name}/search")}) == []
    )


@pytest.mark.parametrize("name", SEARCHED)
def test_a_thing_by_its_id_fits_the_description_and_is_what_a_search_shows(
    standin: Standin, wire_model_12: WireModel12, name: str
) -> None:
    path = next(path for path in wire_model_12.paths if path.startswith(f"/api/v12/{name}/{{"))
    for found in standin.read12(f"/{name}/search", pageSize=5)["items"]:
        if name == "connection":
            own = f"/{name}/{found['serviceContentId']}/{found['channelContentId']}"
        else:
            own = f"/{name}/{found['contentId']}"
        shown = standin.read12(own)
        assert wire_model_12.complaints(path, shown) == []
        assert {name: value for name, value in shown.items() if name != "items"} == found


@pytest.mark.parametrize("name", LISTS)
def test_a_reference_list_fits_the_description(standin: Standin, wire_model_12: WireModel12, name: str) -> None:
    page = standin.read12(f"/{name}")
    assert page["totalItems"] >= 17
    assert wire_model_12.complaints(f"/api/v12/{name}", page) == []


def test_every_path_of_the_description_answers(standin: Standin, wire_model_12: WireModel12, turku: Ids) -> None:
    guids = {"service": "Service", "service-channel": "ServiceChannel", "organization": "Organization"}
    for path, described in wire_model_12.paths.items():
        query = {
            each["name"]: "2026-01-01T00:00:00Z" for each in described["params"] if each["name"] == "archivedAtOrAfter"
        }
        name = path.removeprefix("/api/v12/").partition("/")[0]
        whole = path.replace("{contentId}", turku[guids.get(name, "Service")][0])
        whole = whole.replace("{serviceContentId}", NOBODY).replace("{channelContentId}", NOBODY)
        answer = standin.http.get(whole, params=query, headers={"x-api-key": "an api key of the tests"})
        assert answer.headers["content-type"].startswith("application/json"), path
        told = "200" if answer.status_code == 200 else str(answer.json().get("reason"))
        assert told in ("200", "Unknown", "NotPublished"), (path, answer.text)


def test_the_ids_are_those_of_v11(standin: Standin, turku: Ids) -> None:
    for kind, name in (("Service", "service"), ("ServiceChannel", "service-channel"), ("Organization", "organization")):
        theirs = {each["contentId"] for each in standin.every12(f"/{name}/search")}
        assert theirs == {guid for code in ("853", "049", "890") for guid in standin.town(code)[kind]}, kind


def test_a_service_says_the_same_as_in_v11(standin: Standin, turku: Ids) -> None:
    guid = turku["Service"][0]
    there = standin.read(f"/Service/{guid}")
    here = standin.read12(f"/service/{guid}")
    assert here["publishedAt"] == there["modified"][:23] + "Z"
    assert here["serviceClasses"] == [each["code"] for each in there["serviceClasses"]]
    assert here["ontologyTerms"] == [each["uri"] for each in there["ontologyTerms"]]
    assert here["industrialClasses"] == [each["newUri"] for each in there["industrialClasses"]]
    owner = next(each for each in there["organizations"] if each["roleType"] == "Responsible")
    assert here["organizationContentId"] == owner["organization"]["id"]
    names = {each["language"]: each["value"] for each in there["serviceNames"] if each["type"] == "Name"}
    assert {language: each["name"] for language, each in here["languageVersions"].items()} == names
    assert "serviceChannels" not in here


def test_producers_are_told_by_the_way_they_produce(standin: Standin, turku: Ids) -> None:
    own, other = turku["Organization"][:2]

    def produced(way: str, guid: str | None, **said: str) -> Json:
        at = {"id": guid, "name": "x"} if guid else None
        return {
            "organization": at,
            "roleType": "Producer",
            "provisionType": way,
            "additionalInformation": items(**said),
        }

    main = {"organization": {"id": own, "name": "x"}, "roleType": "Responsible", "provisionType": None}
    roles = [
        main,
        {**main, "roleType": "OtherResponsible", "organization": {"id": other, "name": "y"}},
        produced("SelfProducedServices", own),
        produced("ProcuredServices", other),
        produced("Other", None, fi="Oy Esimerkki", sv="Ab Exempel"),
    ]
    shown = edited(standin, turku["Service"][0], "service", organizations=roles)
    assert shown["otherResponsibleOrganizations"] == [other]
    assert shown["producers"] == {
        "selfProducedProducers": {"organizations": [own]},
        "procuredProducers": {"organizations": [other], "other": []},
        "otherProducers": {"organizations": [], "other": [{"name": {"fi": "Oy Esimerkki", "sv": "Ab Exempel"}}]},
    }


def test_only_permits_and_qualifications_have_times(standin: Standin, turku: Ids) -> None:
    told = [*texts("Description", fi="Kuvaus."), *texts("DeadLine", fi="Kuukausi."), *texts("Summary", fi="Lyhyesti.")]
    members = {"generalDescriptionId": None, "serviceDescriptions": told}
    plain = edited(standin, turku["Service"][0], "service", type="Service", **members)
    assert "deadlineAdditionalInformation" not in plain["languageVersions"]["fi"]
    permit = edited(standin, turku["Service"][0], "service", type="PermitOrObligation", **members)
    assert permit["serviceType"] == "PermitOrOtherObligation"
    assert permit["languageVersions"]["fi"]["deadlineAdditionalInformation"] == "Kuukausi."
    assert permit["languageVersions"]["fi"]["processingTimeAdditionalInformation"] is None


def test_vouchers_are_links_or_words_or_not_in_use(standin: Standin, turku: Ids) -> None:
    guid = turku["Service"][0]
    linked = {"value": "Seteli", "language": "fi", "url": "https://seteli.example", "additionalInformation": "Lisää"}
    for used, vouchers, expected in (
        (False, [], {"voucherType": "NotUsed"}),
        (True, [], {"voucherType": "WithAdditionalInformation", "additionalInformation": None}),
        (
            True,
            [{**linked, "url": None}],
            {"voucherType": "WithAdditionalInformation", "additionalInformation": "Lisää"},
        ),
        (
            True,
            [linked],
            {
                "voucherType": "WithUrl",
                "urls": [{"name": "Seteli", "url": "https://seteli.example", "additionalInformation": "Lisää"}],
            },
        ),
    ):
        shown = edited(standin, guid, "service", serviceVouchersInUse=used, serviceVouchers=vouchers)
        assert shown["languageVersions"]["fi"]["voucher"] == expected


def test_a_place_has_numeric_coordinates_by_who_knows_them(standin: Standin, turku: Ids) -> None:
    guid = channel_of(standin, turku, "ServiceLocation")
    place = {
        "type": "Location",
        "subType": "Single",
        "country": "FI",
        "entrances": [],
        "streetAddress": {
            "street": items(fi="Esimerkkikatu", sv="Exempelgatan"),
            "streetNumber": "1 A",
            "postalCode": "20100",
            "latitude": "6711000.25",
            "longitude": "240000.5",
            "coordinateState": "Ok",
            "additionalInformation": [],
        },
    }
    for state, source, kept in (
        ("Ok", "NLS", "Posti"),
        ("EnteredByUser", "User", "UserEntered"),
        ("Loading", None, "Posti"),
    ):
        street = {**place["streetAddress"], "coordinateState": state}  # type: ignore[dict-item]
        shown = edited(standin, guid, "service-channel", addresses=[{**place, "streetAddress": street}])
        (found,) = shown["location"]["streetAddresses"]
        known = [{"system": "EPSG:3067", "source": source, "easting": 240000.5, "northing": 6711000.25}]
        assert found["coordinates"] == (known if source else [])
        assert found["addressSource"] == {"source": kept}
        assert (found["streetName"]["sv"], found["addressDetail"]) == ("Exempelgatan", "1 A")
        assert "municipality" not in found
        assert "postOffice" not in found


def test_phones_are_of_four_kinds(standin: Standin, turku: Ids) -> None:
    line = {
        "language": "fi",
        "type": "Phone",
        "prefixNumber": "+358",
        "number": "401234567",
        "isFinnishServiceNumber": False,
        "serviceChargeType": "Other",
        "chargeDescription": "pvm",
        "additionalInformation": None,
    }
    lines = [
        line,
        {**line, "prefixNumber": None, "number": "080012345", "isFinnishServiceNumber": True},
        {**line, "prefixNumber": "+46", "number": "8123", "serviceChargeType": "FreeOfCharge"},
        {**line, "type": "Sms"},
        {**line, "type": "Fax", "serviceChargeType": "Chargeable"},
    ]
    shown = edited(standin, channel_of(standin, turku, "Phone"), "service-channel", phoneNumbers=lines)
    found = shown["languageVersions"]["fi"]["phoneNumbers"]
    assert [(each["type"], each.get("dialCode"), each["number"], each["chargeType"]) for each in found] == [
        ("DomesticPhone", None, "0401234567", "ExtraCharge"),
        ("DomesticPhone", None, "080012345", "ExtraCharge"),
        ("InternationalPhone", "+46", "8123", "Free"),
        ("Sms", "+358", "401234567", "ExtraCharge"),
        ("Fax", "+358", "401234567", "Charged"),
    ]


def test_an_areas_parts_are_lists_of_codes(standin: Standin, turku: Ids) -> None:
    areas = [
        {"type": "Municipality", "code": None, "municipalities": [{"code": "853"}]},
        {"type": "Region", "code": "20", "municipalities": [{"code": "478"}]},
        {"type": "WellbeingServiceCounties", "code": "03", "municipalities": []},
        {"type": "BusinessSubRegion", "code": "88942", "municipalities": [{"code": "049"}, {"code": "235"}]},
    ]
    shown = edited(standin, turku["Service"][0], "service", areaType="LimitedType", areas=areas)
    assert shown["area"] == {
        "areaType": "LimitedArea",
        "municipalities": ["853", "049", "235"],
        "regions": ["20"],
        "wellbeingServicesCounties": ["03"],
    }
    for there, here in (("Nationwide", "WholeCountry"), ("NationwideExceptAlandIslands", "WholeCountryExceptAland")):
        shown = edited(standin, turku["Service"][0], "service", areaType=there, areas=None)
        assert shown["area"] == {"areaType": here}


def test_a_municipality_has_itself_for_an_area_and_its_units_its_business_id(standin: Standin, turku: Ids) -> None:
    found = {each["contentId"]: each for each in standin.every12("/organization/search")}
    main = found[turku["Organization"][0]]
    assert main["area"] == {"areaType": "LimitedArea", "municipalities": ["853"]}
    units = [each for each in found.values() if each["parentOrganizationContentId"] == main["contentId"]]
    assert units
    assert {each["businessId"] for each in units} == {main["businessId"]}


def test_a_collection_shows_its_members_only_by_its_id(standin: Standin, turku: Ids) -> None:
    guid = turku["ServiceCollection"][0]
    there = standin.read(f"/ServiceCollection/{guid}")
    here = standin.read12(f"/service-collection/{guid}")
    members = [("Service", each["id"]) for each in there["services"]]
    members += [("Channel", each["id"]) for each in there["serviceChannels"]]
    assert [(each["itemType"], each["contentId"]) for each in here["items"]] == members
    assert "publishedAt" not in here
    assert all("items" not in each for each in standin.every12("/service-collection/search"))


def test_the_tree_of_an_organisation_is_pairs_whichever_of_it_is_asked_for(standin: Standin, turku: Ids) -> None:
    main = turku["Organization"][0]
    edges = standin.read12(f"/organization/hierarchy/{main}")["edges"]
    pairs = {(each["childContentId"], each["parentContentId"]) for each in edges}
    tree = standin.read(f"/Organization/Hierarchy/{main}")
    assert {(each["id"], main) for each in tree["subOrganizations"]} <= pairs
    child = tree["subOrganizations"][0]["id"]
    again = standin.read12(f"/organization/hierarchy/{child}")["edges"]
    assert {(each["childContentId"], each["parentContentId"]) for each in again} == pairs


def test_services_may_be_shown_without_the_terms_of_their_general_description(standin: Standin, turku: Ids) -> None:
    linked = next(each for each in standin.batch("Service", turku["Service"][:30]) if each["generalDescriptionId"])
    general = standin.read12(f"/general-description/{linked['generalDescriptionId']}")
    before = standin.read12(f"/service/{linked['id']}")
    assert set(general["ontologyTerms"]) <= set(before["ontologyTerms"])
    standin.do("settings", mergesGeneral=False)
    after = standin.read12(f"/service/{linked['id']}")
    assert not set(general["ontologyTerms"]) & set(after["ontologyTerms"])


def test_a_beta_may_show_members_and_words_that_nobody_knows(standin: Standin, turku: Ids) -> None:
    standin.do("settings", surprises=True)
    shown = standin.read12(f"/service/{turku['Service'][0]}")
    assert shown["qualityScore"] == 0.75
    assert shown["chargeType"] == "Subsidised"
    assert "tone" in shown["languageVersions"]["fi"]


def channel_of(standin: Standin, town: Ids, kind: str) -> str:
    """The first channel of a kind that a town has."""
    channels = standin.batch("ServiceChannel", town["ServiceChannel"])
    return next(str(each["id"]) for each in channels if each["serviceChannelType"] == kind)
