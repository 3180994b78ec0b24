"""POST and PUT of services, and of what they share with every other kind: status, languages, names of the writer."""

from typing import Any

import pytest

from tests.suomifi_standin.process import NOBODY, Ids, Standin
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.writer import (
    CLASS,
    MAIN_CLASS,
    Writer,
    described,
    items,
    repeated,
    service,
    texts,
    writer_of,
)

BUSINESSES = "http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR2"
OLD_CLASS = "http://urn.fi/URN:NBN:fi:au:ptvl:v1002"


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


# --- what is written is read ------------------------------------------------------------------------------------------


def test_a_new_service_is_read_at_once_wherever_services_are_read(
    standin: Standin, writer: Writer, wire_model: WireModel
) -> None:
    before = standin.do("clock", seconds=1)["now"][:19]
    written = writer.post("/Service", service(writer.organization))
    guid = written["id"]
    assert standin.read(f"/Service/{guid}") == written
    assert wire_model.complaints("Service", written) == []
    assert guid in standin.ids("/Service", date=before)
    assert standin.batch("Service", [guid]) == [written]
    assert guid in standin.ids("/Service/list/organization", organizationId=writer.organization)
    assert guid in standin.ids("/Service/serviceClass", uri=CLASS)
    assert guid in standin.ids("/Service/area/Municipality/code/853")
    assert guid in [each["service"]["id"] for each in standin.read(f"/Organization/{writer.organization}")["services"]]
    assert guid in standin.ids(f"/Common/EntitiesByOrganization/{writer.organization}")


def test_what_is_written_is_read_in_the_shape_of_reads(writer: Writer) -> None:
    body = service(
        writer.organization,
        keywords=items(fi="koirat"),
        requirements=items(fi="Koira on kytkettävä."),
        serviceVouchersInUse=True,
        serviceVouchers=[{"value": "Seteli", "language": "fi", "url": "https://turku.example/seteli"}],
        legislation=[{"names": items(fi="Laki"), "webPages": [{"url": "https://finlex.example/1", "language": "fi"}]}],
        serviceClasses=[OLD_CLASS],
    )
    read = writer.post("/Service", body)
    assert read["keywords"] == body["keywords"]
    assert [each["newUri"] for each in read["serviceClasses"]] == [CLASS]
    assert read["areas"][0]["municipalities"][0]["code"] == "853"
    roles = [(each["roleType"], each["provisionType"]) for each in read["organizations"]]
    assert roles == [("Responsible", None), ("Producer", "SelfProducedServices")]
    assert read["serviceVouchers"][0]["additionalInformation"] is None
    assert read["legislation"][0]["webPages"][0] == {"url": "https://finlex.example/1", "value": None, "language": "fi"}


def test_a_put_changes_only_what_it_names(writer: Writer) -> None:
    before = writer.post("/Service", service(writer.organization, keywords=items(fi="koirat")))
    after = writer.put(f"/Service/{before['id']}", repeated(fundingType="MarketFunded", keywords=[], requirements=None))
    assert after == {**before, "fundingType": "MarketFunded", "modified": after["modified"]}
    assert after["modified"] > before["modified"]


def test_a_localised_list_is_replaced_whole(writer: Writer) -> None:
    names = texts("Name", fi="Koirien ulkoilutus") + texts("AlternativeName", fi="Lenkitys")
    before = writer.post("/Service", service(writer.organization, serviceNames=names))
    after = writer.put(f"/Service/{before['id']}", repeated(serviceNames=names[:1]))
    assert after["serviceNames"] == names[:1]


@pytest.mark.parametrize(
    ("flag", "member", "value"),
    [
        ("deleteAllKeywords", "keywords", items(fi="koirat")),
        ("deleteAllLifeEvents", "lifeEvents", ["http://uri.suomi.fi/codelist/ptv/ptvelti/code/KE1"]),
        ("deleteAllLaws", "legislation", [{"webPages": [{"url": "https://finlex.example/1", "language": "fi"}]}]),
        ("deleteServiceChargeType", "serviceChargeType", "Chargeable"),
    ],
)
def test_only_a_flag_empties(writer: Writer, flag: str, member: str, value: Any) -> None:
    guid = writer.post("/Service", service(writer.organization, **{member: value}))["id"]
    assert writer.put(f"/Service/{guid}", repeated(**{member: None, flag: False}))[member]
    assert not writer.put(f"/Service/{guid}", repeated(**{flag: True}))[member]


def test_a_flag_that_the_server_does_not_read_does_nothing(writer: Writer) -> None:
    voucher = [{"value": "Seteli", "language": "fi", "url": "https://turku.example/seteli"}]
    guid = writer.post("/Service", service(writer.organization, serviceVouchers=voucher))["id"]
    assert writer.put(f"/Service/{guid}", repeated(deleteAllServiceVouchers=True))["serviceVouchers"]


def test_unknown_members_are_ignored(writer: Writer) -> None:
    writer.post("/Service", service(writer.organization, userName="who", colour="red"))


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"fundingType": None}, "FundingType"),
        ({"fundingType": "Lottery"}, "FundingType"),
        ({"serviceNames": [*texts("Name", fi="x" * 101)]}, "ServiceNames[0].Value"),
        ({"serviceNames": [*texts("Name", fi="Koirat"), *texts("Name", fi="Kissat")]}, "ServiceNames"),
        ({"serviceNames": texts("AlternativeName", fi="Koirat")}, "ServiceNames"),
        ({"serviceNames": [None]}, "ServiceNames"),
        ({"serviceDescriptions": texts("Description", fi="Vain kuvaus")}, "ServiceDescriptions"),
        ({"serviceDescriptions": described("x" * 150)}, "ServiceDescriptions[0].Value"),
        ({"requirements": items(fi="Ei.")}, "Requirements[0].Value"),
        ({"requirements": items(xx="Vaatimus")}, "Requirements[0].Language"),
        ({"serviceClasses": ["http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P99"]}, "ServiceClasses[0]"),
        ({"serviceClasses": [MAIN_CLASS]}, "ServiceClasses"),
        ({"serviceClasses": [f"{MAIN_CLASS}.{each}" for each in range(1, 6)]}, "ServiceClasses"),
        ({"serviceClasses": None}, "ServiceClasses"),
        ({"ontologyTerms": ["http://www.yso.fi/onto/koko/x1"]}, "OntologyTerms[0]"),
        ({"ontologyTerms": [f"http://www.yso.fi/onto/koko/p{each}" for each in range(11)]}, "OntologyTerms"),
        ({"targetGroups": [BUSINESSES]}, "TargetGroups"),
        ({"industrialClasses": ["http://uri.suomi.fi/codelist/jhs/toimiala_1_20080101/code/62"]}, "IndustrialClasses"),
        ({"areas": None}, "Areas"),
        ({"areaType": "Nationwide"}, "Areas"),
        ({"areas": [{"type": "Municipality", "areaCodes": ["999"]}]}, "Areas[0].AreaCodes[0]"),
        ({"mainResponsibleOrganization": "x"}, "MainResponsibleOrganization"),
        ({"serviceChannels": [NOBODY]}, "ServiceChannels[0]"),
        ({"serviceProducers": [{"provisionType": "SelfProducedServices"}]}, "ServiceProducers[0].Organizations"),
        ({"serviceProducers": [{"provisionType": "Other"}]}, "ServiceProducers[0]"),
        ({"publishingStatus": "Deleted"}, "PublishingStatus"),
        ({"publishingStatus": "Modified"}, "PublishingStatus"),
        ({"validFrom": "2020-01-01T00:00:00"}, "ValidFrom"),
        ({"validTo": "soon"}, "ValidTo"),
        ({"sourceId": "a b"}, "SourceId"),
    ],
)
def test_a_body_that_breaks_a_rule_is_refused_with_the_path(writer: Writer, members: Any, path: str) -> None:
    before = writer.standin.ids("/Service")
    errors = writer.errors("POST", "/Service", service(writer.organization, **members))
    assert path in errors
    assert all(isinstance(message, str) for message in errors[path])
    assert writer.standin.ids("/Service") == before


def test_the_messages_are_the_registers_own(writer: Writer) -> None:
    path = "/Service"
    short = writer.errors("POST", path, service(writer.organization, requirements=items(fi="Ei.")))
    assert short == {"Requirements[0].Value": ["At least five characters are required for this field."]}
    nothing = writer.errors("POST", path, service(writer.organization, keywords=[None]))
    assert nothing == {"Keywords": ["Null value not allowed in the list."]}
    assert writer.errors("POST", path, None) == {"RequestIsNull": ["The request must contain data."]}
    sub = writer.standin.town("853")["Organization"][1]
    narrow = writer.standin.read(f"/Organization/{sub}")["areaType"]
    assert narrow != "Nationwide"
    producers = [{"provisionType": "SelfProducedServices", "organizations": [sub]}]
    wide = service(sub, serviceProducers=producers, areaType="Nationwide", areas=None)
    assert writer.errors("POST", path, wide)["AreaType"] == ["Area information type Nationwide is too wide."]


def test_what_is_no_json_gets_a_dictionary_too(writer: Writer) -> None:
    headers = {"Authorization": f"bearer {writer.token}"}
    answer = writer.standin.http.post("/api/v11/Service", content=b"{", headers=headers)
    assert answer.status_code == 400
    assert isinstance(answer.json(), dict)


def test_the_bare_code_of_an_industry_breaks(writer: Writer) -> None:
    assert writer.send("POST", "/Service", service(writer.organization, industrialClasses=["62010"])).status_code == 500


def test_a_name_is_taken_within_the_organisation(writer: Writer) -> None:
    first = writer.post("/Service", service(writer.organization))
    assert "ServiceNames" in writer.errors("POST", "/Service", service(writer.organization))
    writer.put(f"/Service/{first['id']}", {"publishingStatus": "Deleted"})
    writer.post("/Service", service(writer.organization))


def test_name_and_summary_are_not_the_same(writer: Writer) -> None:
    same = [*texts("Summary", fi="Koirien lenkitys"), *texts("Description", fi="Kuvaus palvelusta")]
    body = service(writer.organization, serviceNames=texts("Name", fi="Koirien lenkitys"), serviceDescriptions=same)
    assert "ServiceNames" in writer.errors("POST", "/Service", body)
    writer.post("/Service", {**body, "publishingStatus": "Draft"})


@pytest.mark.parametrize("missing", ["serviceClasses", "ontologyTerms", "targetGroups"])
def test_every_put_that_publishes_says_the_lists_again(writer: Writer, missing: str) -> None:
    guid = writer.post("/Service", service(writer.organization))["id"]
    errors = writer.errors("PUT", f"/Service/{guid}", {**repeated(), missing: []})
    assert list(errors) == [missing[0].upper() + missing[1:]]
    assert writer.errors("PUT", f"/Service/{guid}", {**repeated(), "publishingStatus": None}).keys() == {
        "PublishingStatus"
    }


def test_whoever_is_not_of_the_organisation_finds_nothing(standin: Standin, writer: Writer) -> None:
    espoo = standin.town("049")
    message = writer.missing("PUT", f"/Service/{espoo['Service'][0]}", repeated())
    assert "No rights" in message
    assert "No rights" in writer.missing("POST", "/Service", service(espoo["Organization"][0]))
    assert "not found" in writer.missing("PUT", f"/Service/{NOBODY}", repeated())


def test_an_administrator_may_write_for_everybody(standin: Standin, turku: Ids) -> None:
    eeva = writer_of(standin, turku, "dvv", role="Eeva")
    espoo = standin.town("049")["Organization"][0]
    eeva.post("/Service", service(espoo))


# --- names that the writer gives --------------------------------------------------------------------------------------


def test_the_writers_own_name_is_seen_by_the_writer_only(standin: Standin, writer: Writer) -> None:
    written = writer.post("/Service", service(writer.organization, sourceId="dogs-1"))
    assert written["sourceId"] == "dogs-1"
    assert standin.read(f"/Service/{written['id']}")["sourceId"] is None
    assert writer.get(f"/Service/{written['id']}")["sourceId"] == "dogs-1"
    other = writer_of(standin, standin.town("853"), "another-api")
    assert other.get(f"/Service/{written['id']}")["sourceId"] is None
    assert "not found" in other.missing("PUT", "/Service/sourceId/dogs-1", repeated())


def test_a_thing_is_written_by_the_writers_own_name(writer: Writer) -> None:
    guid = writer.post("/Service", service(writer.organization, sourceId="dogs-1"))["id"]
    after = writer.put("/Service/sourceId/dogs-1", repeated(fundingType="MarketFunded"))
    assert (after["id"], after["fundingType"]) == (guid, "MarketFunded")


def test_a_name_survives_archiving_until_the_thing_is_called_otherwise(writer: Writer) -> None:
    guid = writer.post("/Service", service(writer.organization, sourceId="dogs-1"))["id"]
    writer.put(f"/Service/{guid}", {"publishingStatus": "Deleted"})
    again = service(writer.organization, sourceId="dogs-1")
    assert writer.errors("POST", "/Service", again) == {"SourceId": ["The external source 'dogs-1' already exists."]}
    writer.put(f"/Service/{guid}", {"publishingStatus": "Deleted", "sourceId": "dogs-1-tombstone"})
    assert writer.post("/Service", again)["sourceId"] == "dogs-1"
