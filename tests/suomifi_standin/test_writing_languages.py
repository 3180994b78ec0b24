"""Language versions, general descriptions and organisations over the API."""

import pytest

from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.writer import (
    CLASS,
    Json,
    Writer,
    described,
    items,
    organization,
    repeated,
    service,
    texts,
    writer_of,
)


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


def names(*languages: str) -> list[dict[str, str]]:
    return [one for language in languages for one in texts("Name", **{language: f"Nimi {language}"})]


# --- language versions ------------------------------------------------------------------------------------------------


def test_a_new_language_must_be_in_every_list_it_needs(writer: Writer) -> None:
    guid = writer.post("/Service", service(writer.organization))["id"]
    half = repeated(serviceNames=names("fi", "sv"))
    (message,) = writer.errors("PUT", f"/Service/{guid}", half)["Model"]
    assert message.startswith("You have added new language version(s): sv")
    whole = {**half, "serviceDescriptions": described("Koirat", "fi", "sv")}
    after = writer.put(f"/Service/{guid}", whole)
    assert {each["language"] for each in after["serviceNames"]} == {"fi", "sv"}


def test_a_language_goes_from_every_list_it_needs_and_takes_its_texts(writer: Writer) -> None:
    body = service(writer.organization, "Koirat", "fi", "sv", keywords=items(fi="koira", sv="hund"))
    guid = writer.post("/Service", body)["id"]
    half = repeated(serviceNames=names("fi"))
    (message,) = writer.errors("PUT", f"/Service/{guid}", half)["Model"]
    assert message.startswith("You have removed language version(s): sv")
    after = writer.put(f"/Service/{guid}", {**half, "serviceDescriptions": described("Koirat", "fi")})
    assert after["keywords"] == items(fi="koira")
    assert {each["language"] for each in after["serviceDescriptions"]} == {"fi"}
    assert {each["language"] for each in after["serviceClasses"][0]["name"]} == {"fi", "sv", "en"}


def test_a_new_service_has_all_its_lists_in_the_same_languages(writer: Writer) -> None:
    body = service(writer.organization, serviceDescriptions=described("Koirat", "fi", "sv"))
    assert "Model" in writer.errors("POST", "/Service", body)


def test_the_organisation_speaks_every_language_of_what_it_publishes(writer: Writer) -> None:
    body = service(writer.organization, "Koirat", "fi", "se")
    assert writer.errors("POST", "/Service", body) == {"Model": ["Organisation language version 'se' missing!"]}
    writer.post("/Service", {**body, "publishingStatus": "Draft"})


def test_an_organisation_under_work_publishes_nothing(writer: Writer) -> None:
    draft = writer.post("/Organization", organization(writer.organization, publishingStatus="Draft"))["id"]
    assert writer.errors("POST", "/Service", service(draft)) == {
        "Model": ["Organisation language version 'fi' missing!"]
    }
    writer.post("/Service", service(draft, publishingStatus="Draft"))


def test_the_languages_in_which_a_service_is_given_are_no_versions(writer: Writer) -> None:
    assert writer.post("/Service", service(writer.organization, languages=["fi", "so"]))["languages"] == ["fi", "so"]


# --- general descriptions ---------------------------------------------------------------------------------------------


@pytest.fixture
def general(standin: Standin) -> str:
    """A general description with a class that CLASS is not, and texts of its own."""
    for guid in standin.ids("/GeneralDescription"):
        document = standin.read(f"/GeneralDescription/{guid}")
        if CLASS not in [each["newUri"] for each in document["serviceClasses"]] and not document["serviceChargeType"]:
            return guid
    raise AssertionError("no such general description")


def test_the_terms_of_a_general_description_join_unmarked(standin: Standin, writer: Writer, general: str) -> None:
    linked = standin.read(f"/GeneralDescription/{general}")
    read = writer.post("/Service", service(writer.organization, generalDescriptionId=general))
    own = [each["newUri"] for each in read["serviceClasses"]]
    assert own == [CLASS, *(each["newUri"] for each in linked["serviceClasses"])]
    assert read["type"] == linked["type"]
    assert standin.read(f"/Service/{read['id']}") == read


def test_what_is_charged_is_said_by_the_general_description_alone(standin: Standin, writer: Writer) -> None:
    found = (standin.read(f"/GeneralDescription/{guid}") for guid in standin.ids("/GeneralDescription"))
    charged = next(each["id"] for each in found if each["serviceChargeType"])
    body = service(writer.organization, serviceChargeType="Chargeable")
    assert "ServiceChargeType" in writer.errors("POST", "/Service", {**body, "generalDescriptionId": charged})
    guid = writer.post("/Service", body)["id"]
    link = repeated(generalDescriptionId=charged)
    assert list(writer.errors("PUT", f"/Service/{guid}", link)) == ["ServiceChargeType"]
    assert writer.put(f"/Service/{guid}", {**link, "deleteServiceChargeType": True})["serviceChargeType"] is None


def test_unlinking_leaves_the_services_own_terms_and_needs_a_type(writer: Writer, general: str) -> None:
    guid = writer.post("/Service", service(writer.organization, generalDescriptionId=general))["id"]
    off = repeated(deleteGeneralDescriptionId=True)
    assert list(writer.errors("PUT", f"/Service/{guid}", off)) == ["Type"]
    after = writer.put(f"/Service/{guid}", {**off, "type": "PermitOrObligation"})
    assert (after["generalDescriptionId"], after["type"]) == (None, "PermitOrObligation")
    assert [each["newUri"] for each in after["serviceClasses"]] == [CLASS]


def test_unlinking_a_service_of_long_standing_takes_the_general_terms_off(standin: Standin, writer: Writer) -> None:
    for guid in standin.town("853")["Service"]:
        before = standin.read(f"/Service/{guid}")
        if before["generalDescriptionId"]:
            break
    linked = standin.read(f"/GeneralDescription/{before['generalDescriptionId']}")
    after = writer.put(
        f"/Service/{guid}", repeated(deleteGeneralDescriptionId=True, type="Service", serviceClasses=[CLASS])
    )
    shared = {each["uri"] for each in linked["ontologyTerms"]}
    assert [each["newUri"] for each in after["serviceClasses"]] == [CLASS]
    assert not shared & {each["uri"] for each in after["ontologyTerms"]} - {repeated()["ontologyTerms"][0]}


def test_echoing_what_was_read_copies_the_general_terms_into_the_service(writer: Writer, general: str) -> None:
    read = writer.post("/Service", service(writer.organization, generalDescriptionId=general))
    guid = read["id"]
    echoed = [each["newUri"] for each in read["serviceClasses"]]
    writer.put(f"/Service/{guid}", repeated(serviceClasses=echoed))
    off = repeated(serviceClasses=echoed, deleteGeneralDescriptionId=True, type="Service")
    assert len(writer.put(f"/Service/{guid}", off)["serviceClasses"]) == len(echoed) > 1


def test_a_linked_service_needs_no_name_type_or_terms(standin: Standin, writer: Writer, general: str) -> None:
    body = service(writer.organization, generalDescriptionId=general)
    for member in ("serviceNames", "type", "serviceClasses", "ontologyTerms", "targetGroups"):
        del body[member]
    linked = standin.read(f"/GeneralDescription/{general}")
    read = writer.post("/Service", body)
    assert read["serviceNames"] == [each for each in linked["names"] if each["language"] == "fi"]


# --- organisations ----------------------------------------------------------------------------------------------------


def test_a_sub_organisation_is_made_and_read_in_the_tree(
    standin: Standin, writer: Writer, wire_model: WireModel
) -> None:
    body = organization(
        writer.organization,
        emails=[{"value": "koirat@turku.example", "language": "fi"}],
        phoneNumbers=[{"prefixNumber": "+358", "number": "21234567", "language": "fi"}],
        addresses=[
            {
                "type": "Visiting",
                "subType": "Street",
                "streetAddress": {"street": items(fi="Koirakatu"), "streetNumber": "1", "postalCode": "20100"},
            }
        ],
    )
    written = writer.post("/Organization", body)
    assert standin.read(f"/Organization/{written['id']}") == written
    assert wire_model.complaints("Organization", written) == []
    assert written["addresses"][0]["streetAddress"]["postOffice"][0]["value"] == "TURKU"
    assert written["addresses"][0]["streetAddress"]["coordinateState"] == "Loading"
    below = standin.read(f"/Organization/Hierarchy/{writer.organization}")["subOrganizations"]
    assert written["id"] in [each["id"] for each in below]
    assert written["id"] in [
        each["id"] for each in standin.read(f"/Organization/{writer.organization}")["subOrganizations"]
    ]
    writer.post("/Service", service(written["id"], areaType="LimitedType"))


def test_a_main_organisation_is_for_administrators(standin: Standin, turku: Ids, writer: Writer) -> None:
    assert list(writer.errors("POST", "/Organization", organization(None))) == ["ParentOrganizationId"]
    eeva = writer_of(standin, turku, "dvv", role="Eeva")
    assert eeva.post("/Organization", organization(None))["parentOrganizationId"] is None


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"municipality": None}, "Municipality"),
        ({"organizationType": "Company"}, "AreaType"),
        ({"areaType": "LimitedType"}, "SubAreaType"),
        ({"displayNameType": [{"type": "AlternativeName", "language": "fi"}]}, "DisplayNameType"),
        ({"businessCode": "1234567"}, "BusinessCode"),
        ({"oid": "1.2.3"}, "Oid"),
        ({"phoneNumbers": [{"number": "21234567", "language": "fi"}]}, "PhoneNumbers[0].PrefixNumber"),
        (
            {"phoneNumbers": [{"prefixNumber": "+999", "number": "1", "language": "fi"}]},
            "PhoneNumbers[0].PrefixNumber",
        ),
        ({"addresses": [{"type": "Visiting", "subType": "Street"}]}, "Addresses[0].StreetAddress"),
        ({"webPages": [{"url": "turku.fi", "language": "fi"}]}, "WebPages[0].Url"),
        ({"emails": [{"value": "koirat", "language": "fi"}]}, "Emails[0].Value"),
    ],
)
def test_an_organisation_that_breaks_a_rule_is_refused(writer: Writer, members: Json, path: str) -> None:
    assert path in writer.errors("POST", "/Organization", organization(writer.organization, **members))


def test_web_pages_are_emptied_only_when_they_are_absent(writer: Writer) -> None:
    pages = [{"url": "https://turku.example", "language": "fi"}]
    guid = writer.post("/Organization", organization(writer.organization, webPages=pages))["id"]
    kept = writer.put(
        f"/Organization/{guid}", {"publishingStatus": "Published", "webPages": [], "deleteAllWebPages": True}
    )
    assert kept["webPages"]
    assert not writer.put(f"/Organization/{guid}", {"publishingStatus": "Published", "deleteAllWebPages": True})[
        "webPages"
    ]
    gone = {"publishingStatus": "Published", "emails": [], "deleteAllEmails": True}
    assert writer.put(f"/Organization/{guid}", gone)["emails"] == []
