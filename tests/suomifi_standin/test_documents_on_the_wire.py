"""Every kind of answer against the wire model: members, order, types, nulls, enumerations."""

import pytest

from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.wire_model import WireModel

SAMPLE = 12


def test_every_service_of_a_town_fits_the_wire_model(standin: Standin, turku: Ids, wire_model: WireModel) -> None:
    for organization in turku["Organization"][:4]:
        page = standin.read("/Service/list/organization", organizationId=organization)
        for service in page["itemList"] or ():
            assert wire_model.complaints("Service", service) == []


def test_every_channel_fits_the_model_of_its_kind(standin: Standin, turku: Ids, wire_model: WireModel) -> None:
    kinds = set()
    for first in range(0, len(turku["ServiceChannel"]), 50):
        for channel in standin.read(
            "/ServiceChannel/list", guids=",".join(turku["ServiceChannel"][first : first + 50])
        ):
            kinds.add(channel["serviceChannelType"])
            assert wire_model.channel_complaints(channel) == []
    assert len(kinds) == 5


def test_organisations_collections_and_general_descriptions_fit_the_wire_model(
    standin: Standin, turku: Ids, wire_model: WireModel
) -> None:
    for kind in ("Organization", "ServiceCollection"):
        for guid in turku[kind][:SAMPLE]:
            assert wire_model.complaints(kind, standin.read(f"/{kind}/{guid}")) == []
    for guid in standin.ids("/GeneralDescription")[:SAMPLE]:
        document = standin.read(f"/GeneralDescription/{guid}")
        assert wire_model.complaints("GeneralDescription", document) == []


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/Service", "GuidPage"),
        ("/ServiceChannel", "GuidPage"),
        ("/ServiceCollection", "GuidPage"),
        ("/GeneralDescription", "GuidPage"),
        ("/GeneralDescription/newGdList", "GuidPage"),
        ("/Organization", "OrganizationGuidPage"),
        ("/Organization/Hierarchy", "GuidPage"),
        ("/Organization/list/area/Municipality/code/853", "OrganizationsWithPaging"),
        ("/Organization/area/Municipality/code/853", "OrganizationGuidPage"),
        ("/Service/list/area/Municipality/code/853", "ServicesWithPaging"),
        ("/Service/area/Province/code/02", "GuidPage"),
        ("/ServiceChannel/area/Municipality/code/853", "GuidPage"),
        ("/ServiceChannel/type/Phone", "GuidPage"),
        ("/Service/type/Service", "GuidPage"),
        ("/CodeList/GetPostalCodes", "CodeListPage"),
    ],
)
def test_pages_fit_the_wire_model_and_are_not_empty(
    standin: Standin, wire_model: WireModel, path: str, model: str
) -> None:
    page = standin.read(path)
    assert page["itemList"]
    assert wire_model.complaints(model, page) == []


def test_pages_of_one_organisation_fit_the_wire_model(standin: Standin, turku: Ids, wire_model: WireModel) -> None:
    town = turku["Organization"][0]
    probe = standin.read(f"/Common/EntitiesByOrganization/{town}")
    assert wire_model.complaints("EntityGuidPage", probe) == []
    tree = standin.read(f"/Organization/Hierarchy/{town}")
    assert wire_model.complaints("OrganizationHierarchy", tree) == []
    owner = standin.read(f"/ServiceCollection/{turku['ServiceCollection'][0]}")["organizationId"]
    collections = standin.read("/ServiceCollection/organization", organizationId=owner)
    assert collections["itemList"]
    assert wire_model.complaints("ServiceCollectionsWithPaging", collections) == []


@pytest.mark.parametrize("path", ["GetMunicipalityCodes", "GetLanguageCodes", "GetAreaCodes/type/Province"])
def test_code_lists_are_bare_arrays(standin: Standin, wire_model: WireModel, path: str) -> None:
    items = standin.read(f"/CodeList/{path}")
    assert [complaint for item in items for complaint in wire_model.complaints("CodeListItem", item)] == []


def test_countries_carry_their_dialling_codes(standin: Standin, wire_model: WireModel) -> None:
    countries = standin.read("/CodeList/GetCountryCodes")
    assert [complaint for item in countries for complaint in wire_model.complaints("DialCodeListItem", item)] == []
    assert next(item for item in countries if item["code"] == "SE")["prefixNumbers"] == ["+46"]


def test_the_code_of_the_province_of_aland_is_the_registers_own(standin: Standin) -> None:
    provinces = {item["code"] for item in standin.read("/CodeList/GetAreaCodes/type/Province")}
    assert len(provinces) == 19
    assert "20" in provinces
    assert "21" not in provinces
    assert len(standin.read("/CodeList/GetAreaCodes/type/Municipality")) == 308
    assert len(standin.read("/CodeList/GetAreaCodes/type/WellbeingServiceCounties")) > 20


def test_archived_lists_fit_the_wire_model(standin: Standin, turku: Ids, wire_model: WireModel) -> None:
    service = standin.read(f"/Service/{turku['Service'][0]}")
    channel = standin.read(f"/ServiceChannel/{turku['ServiceChannel'][0]}")
    standin.do("archive", ids=[service["id"], channel["id"]])
    owner = next(role for role in service["organizations"] if role["roleType"] == "Responsible")
    asked = {"OrganizationId": owner["organization"]["id"], "ArchivingType": 0, "Take": 100}
    services = standin.read("/Service/archived/list", **asked)
    assert [item["id"] for item in services] == [service["id"]]
    assert wire_model.complaints("ArchivedServiceBase", services[0]) == []
    channels = standin.read("/ServiceChannel/archived/list", **{**asked, "OrganizationId": channel["organizationId"]})
    assert [item["id"] for item in channels] == [channel["id"]]
    assert wire_model.complaints("ArchivedServiceChannelBase", channels[0]) == []


def test_the_texts_of_a_general_description_come_on_request_with_a_prefix(standin: Standin, turku: Ids) -> None:
    services = (standin.read(f"/Service/{guid}") for guid in turku["Service"])
    service = next(each for each in services if each["generalDescriptionId"])
    general = standin.read(f"/GeneralDescription/{service['generalDescriptionId']}")
    both = standin.read(f"/Service/serviceWithGD/{service['id']}")
    extra = both["serviceDescriptions"][len(service["serviceDescriptions"]) :]
    assert [text["type"] for text in extra] == [f"GD_{text['type']}" for text in general["descriptions"]]
    assert standin.read("/Service/serviceWithGD/list", guids=service["id"]) == [both]
    events = {item["uri"] for item in both["lifeEvents"]}
    assert events >= {item["uri"] for item in general["lifeEvents"] or ()}
    assert not any(text["type"].startswith("GD_") for text in service["serviceDescriptions"])
