"""The traps that integrators of the catalogue fall into, ten and five more, each sprung as the register sets it."""

from typing import Any

import pytest

from tests.suomifi_standin.channel_bodies import channel
from tests.suomifi_standin.process import NOBODY, Ids, Standin
from tests.suomifi_standin.writer import (
    CLASS,
    OTHER_CLASS,
    PALVELUHALLINTA,
    Writer,
    described,
    general_description,
    items,
    log_in,
    repeated,
    service,
    texts,
    writer_of,
)

OLD_CLASS = "http://urn.fi/URN:NBN:fi:au:ptvl:v1002"


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


@pytest.fixture
def guid(writer: Writer) -> str:
    return str(writer.post("/Service", service(writer.organization))["id"])


def linked(standin: Standin, guid: str) -> list[str]:
    return [each["serviceChannel"]["id"] for each in standin.read(f"/Service/{guid}")["serviceChannels"] or ()]


def test_1_modified_freezes_a_thing_until_somebody_publishes_it(standin: Standin, writer: Writer, guid: str) -> None:
    standin.do("save", id=guid, members={"fundingType": "MarketFunded"})
    for status in ("Published", "Deleted", "Modified"):
        told = writer.errors("PUT", f"/Service/{guid}", repeated(publishingStatus=status))
        assert told == {"PublishingStatus": ["You cannot update entity with status Modified."]}
    assert standin.read(f"/Service/{guid}")["fundingType"] == "PubliclyFunded"
    standin.do("publish", id=guid)
    writer.put(f"/Service/{guid}", repeated())


def test_2_a_put_is_neither_a_patch_nor_a_replacement(writer: Writer, guid: str) -> None:
    path = f"/Service/{guid}"
    words = writer.put(path, repeated(keywords=items(fi="koira", sv="hund")))["keywords"]
    assert writer.put(path, repeated(fundingType="MarketFunded"))["keywords"] == words, "what is left out stays"
    assert writer.put(path, repeated(keywords=[]))["keywords"] == words, "an empty list says nothing"
    assert writer.put(path, repeated(keywords=items(fi="kissa")))["keywords"] == items(fi="kissa"), "replaced whole"
    assert writer.put(path, repeated(deleteAllKeywords=True))["keywords"] == []
    own = writer.post("/ServiceChannel/Phone", channel("Phone", writer.organization, webPage=items(fi="https://a.fi")))
    phone = f"/ServiceChannel/Phone/{own['id']}"
    flag = {"publishingStatus": "Published", "deleteAllWebPages": True}
    assert len(writer.put(phone, {**flag, "webPage": []})["webPages"]) == 1, "not beside the list"
    assert writer.put(phone, flag)["webPages"] == []


def test_3_a_put_of_connections_replaces_the_set_and_a_post_hides_its_failures(
    standin: Standin, writer: Writer, guid: str
) -> None:
    kinds = ("Phone", "WebPage")
    phone, page = (writer.post(f"/ServiceChannel/{kind}", channel(kind, writer.organization))["id"] for kind in kinds)
    told = writer.post("/Connection", [{"serviceId": guid, "serviceChannelId": each} for each in (phone, NOBODY)])
    assert len(told) == 2, "a message for each, whatever became of it"
    assert linked(standin, guid) == [phone]
    path = f"/Connection/serviceId/{guid}"
    writer.put(path, {"channelRelations": [{"serviceChannelId": page}]})
    assert linked(standin, guid) == [page], "what is not listed is cut"
    writer.put(path, {"channelRelations": []})
    assert linked(standin, guid) == [page], "an empty list does nothing without its flag"
    writer.put(path, {"channelRelations": [], "deleteAllChannelRelations": True})
    assert linked(standin, guid) == []
    swedish = service(writer.organization, "Hundar", "sv")
    other = writer.post("/Service", swedish)["id"]
    writer.post("/Connection", [{"serviceId": other, "serviceChannelId": page}])
    assert linked(standin, other) == [], "no language in common, no connection and no word of it"


def test_4_modified_ignores_connections_has_no_zone_and_is_compared_strictly(
    standin: Standin, writer: Writer, guid: str
) -> None:
    before = standin.read(f"/Service/{guid}")["modified"]
    page = writer.post("/ServiceChannel/WebPage", channel("WebPage", writer.organization))["id"]
    writer.post("/Connection", [{"serviceId": guid, "serviceChannelId": page}])
    assert standin.read(f"/Service/{guid}")["modified"] == before
    assert not before.endswith("Z")
    standin.do("edit", id=guid, members={"fundingType": "MarketFunded"}, modified="2026-11-01T10:00:00")
    probe = f"/Common/EntitiesByOrganization/{writer.organization}"
    assert guid not in standin.ids(probe, date="2026-11-01T10:00:00")
    assert guid in standin.ids(probe, date="2026-11-01T09:59:59")
    for spelt in ("2026-11-01T10:00:00Z", "2026-11-01T10:00:00.5", "2026-11-01"):
        assert standin.get("/Service", date=spelt).json() == {"date": ["The date parameter is invalid."]}


def test_5_a_source_id_is_seen_by_its_user_only_and_outlives_archiving(standin: Standin, turku: Ids) -> None:
    writer = writer_of(standin, turku)
    guid = writer.post("/Service", service(writer.organization, sourceId="dogs-1"))["id"]
    assert standin.read(f"/Service/{guid}")["sourceId"] is None
    assert writer.get(f"/Service/{guid}")["sourceId"] == "dogs-1"
    renamed = writer_of(standin, turku, "turku-api-2")
    assert renamed.get(f"/Service/{guid}")["sourceId"] is None, "the mapping is lost with the user's name"
    assert "not found" in renamed.missing("PUT", "/Service/sourceId/dogs-1", repeated())
    writer.put(f"/Service/{guid}", repeated(publishingStatus="Deleted"))
    body = service(writer.organization, "Toinen", sourceId="dogs-1")
    assert "SourceId" in writer.errors("POST", "/Service", body)


def test_6_echoing_merged_terms_makes_them_the_services_own(standin: Standin, turku: Ids, writer: Writer) -> None:
    eeva = writer_of(standin, turku, "eeva", role="Eeva")
    classes = [OTHER_CLASS.replace("P2.1", code) for code in ("P2.1", "P3.1", "P4.1", "P5.1")]
    general = eeva.post("/GeneralDescription", general_description(serviceClasses=classes))["id"]
    read = writer.post("/Service", service(writer.organization, generalDescriptionId=general))
    path, echoed = f"/Service/{read['id']}", [each["newUri"] for each in read["serviceClasses"]]
    assert echoed == [CLASS, *classes]
    told = writer.errors("PUT", path, repeated(serviceClasses=echoed))
    assert told["ServiceClasses"] == ["At most 4 service classes are allowed."]
    writer.put(path, repeated(serviceClasses=echoed[:4]))
    off = repeated(serviceClasses=echoed[:4], deleteGeneralDescriptionId=True, type="Service")
    after = writer.put(path, off)
    assert [each["newUri"] for each in after["serviceClasses"]] == echoed[:4], "they stay when their origin goes"


def test_7_what_is_read_is_not_what_is_written(writer: Writer) -> None:
    read = writer.post("/ServiceChannel/WebPage", channel("WebPage", writer.organization))
    assert read["webPages"][0]["url"] == "https://turku.example/koirat"
    path = f"/ServiceChannel/WebPage/{read['id']}"
    other = [{"url": "https://turku.example/kissat", "value": None, "language": "fi"}]
    after = writer.put(path, {"publishingStatus": "Published", "webPages": other})
    assert after["webPages"] == read["webPages"], "the member of reads is ignored in writes"
    after = writer.put(path, {"publishingStatus": "Published", "webPage": items(fi="https://turku.example/kissat")})
    assert after["webPages"][0]["url"] == "https://turku.example/kissat"
    place = writer.post(
        "/ServiceChannel/ServiceLocation",
        channel(
            "ServiceLocation",
            writer.organization,
            faxNumbers=[{"prefixNumber": "+358", "number": "21234567", "language": "fi"}],
        ),
    )
    assert [each["type"] for each in place["phoneNumbers"]] == ["Fax"]
    assert place["addresses"][0]["streetAddress"]["municipality"]["code"] == "853"


def test_8_latitude_is_a_northing_in_metres_as_a_text_with_a_state(standin: Standin, turku: Ids) -> None:
    streets = [
        address["streetAddress"]
        for each in standin.batch("ServiceChannel", turku["ServiceChannel"])
        for address in each.get("addresses") or ()
        if address["streetAddress"]
    ]
    assert streets
    for street in streets:
        assert isinstance(street["latitude"], str)
        assert 6_500_000 < float(street["latitude"]) < 7_800_000
        assert 43_500 < float(street["longitude"]) < 765_000
        assert street["coordinateState"] in ("Ok", "EnteredByUser", "EnteredByAR")


def test_9_404_means_five_things_500_bad_input_and_504_smaller_batches(
    standin: Standin, writer: Writer, guid: str
) -> None:
    body = repeated(fundingType="MarketFunded")
    espoo = writer_of(standin, standin.town("049"), "espoo-api")
    unknown = writer.missing("PUT", f"/Service/{NOBODY}", body)
    foreign = espoo.missing("PUT", f"/Service/{guid}", body)
    standin.do("open", id=guid, by="Erkki Esimerkki")
    locked = writer.missing("PUT", f"/Service/{guid}", body)
    standin.do("close", id=guid)
    draft = writer.post("/Service", service(writer.organization, "Luonnos", publishingStatus="Draft"))["id"]
    unpublished = standin.get(f"/Service/{draft}").json()["errorMessage"]
    writer.put(f"/Service/{guid}", repeated(publishingStatus="Deleted"))
    archived = standin.get(f"/Service/{guid}").json()["errorMessage"]
    assert "No rights" in foreign
    assert "locked by Erkki Esimerkki" in locked
    assert all("not found" in told for told in (unknown, unpublished, archived))
    assert standin.get("/Service/00000000-0000-0000-0000-000000000000").status_code == 500
    many = ",".join(standin.ids("/Service")[:101])
    assert standin.get("/Service/list", guids=many).status_code == 500
    standin.play({"pattern": r"Service/list\?guids=.{1200,}", "kind": "status", "status": 504})
    guids = standin.ids("/Service")[:60]
    assert standin.get("/Service/list", guids=",".join(guids)).status_code == 504
    assert len(standin.read("/Service/list", guids=",".join(guids[:30]))) == 30


def test_10_languages_given_in_are_not_versions_and_a_version_needs_every_list(
    standin: Standin, writer: Writer, guid: str
) -> None:
    path = f"/Service/{guid}"
    names = texts("Name", fi="Koirat", sv="Hundar")
    assert [each["language"] for each in writer.put(path, repeated(languages=["fi", "ar"]))["serviceNames"]] == ["fi"]
    told = writer.errors("PUT", path, repeated(serviceNames=names))
    assert told["Model"][0].startswith("You have added new language version(s): sv.")
    writer.put(path, repeated(serviceNames=names, serviceDescriptions=described("Koirat", "fi", "sv")))
    gone = writer.errors("PUT", path, repeated(serviceNames=names[:1]))
    assert "language version" in gone["Model"][0]
    three = [*names, *texts("Name", smn="Peenuv")]
    body = repeated(serviceNames=three, serviceDescriptions=described("Koirat", "fi", "sv", "smn"))
    assert "Organisation language version 'smn' missing!" in "".join(writer.errors("PUT", path, body)["Model"])


def test_old_and_new_addresses_of_classes_are_both_taken_and_both_read(writer: Writer) -> None:
    read = writer.post("/Service", service(writer.organization, serviceClasses=[OLD_CLASS]))
    (found,) = read["serviceClasses"]
    assert (found["uri"], found["newUri"]) == (OLD_CLASS, CLASS)


def test_the_two_environments_name_tokens_and_organisations_differently(standin: Standin, turku: Ids) -> None:
    units = turku["Organization"][:2]
    standin.do("accounts", username="host", password="long enough", organizations=dict(zip("ab", units, strict=True)))
    standin.do("settings", environment="production")
    assert list(log_in(standin, "host", "long enough", apiUserOrganisation="b").json()) == ["serviceToken"]
    assert log_in(standin, "host", "long enough", apiUserOrganisation=units[1]).status_code == 401, "not PTV's own id"
    standin.do("settings", environment="test")
    assert list(log_in(standin, "host", "long enough").json()) == ["ptvToken"]
    assert PALVELUHALLINTA not in turku["Organization"]


def test_what_nobody_updates_for_18_months_is_archived_at_night(standin: Standin, writer: Writer) -> None:
    def dated(name: str, modified: str) -> str:
        made = writer.post("/Service", service(writer.organization, name))["id"]
        standin.do("edit", id=made, members={}, modified=modified)
        return str(made)

    old, kept = dated("Vanha", "2025-01-15T10:00:00"), dated("Hoidettu", "2025-01-15T10:00:00")
    warned = {each["id"] for each in writer.get("/Common/NotMaintainedServices")["itemList"]}
    assert {old, kept} <= warned
    writer.put(f"/Service/{kept}", repeated())
    gone = {each["id"] for each in standin.do("night", organization=writer.organization)["things"]}
    assert old in gone
    assert kept not in gone
    query: dict[str, Any] = {"OrganizationId": writer.organization, "Take": 100}
    assert old in {each["id"] for each in standin.read("/Service/archived/list", **query, ArchivingType=1)}
    assert standin.read("/Service/archived/list", **query, ArchivingType=0) == [], "the other list knows nothing of it"
    espoo = set(standin.town("049")["Service"])
    assert espoo <= set(standin.ids("/Service")), "the night was Turku's"


def test_a_service_reaches_no_wider_than_its_organisation(standin: Standin, turku: Ids, writer: Writer) -> None:
    narrow = next(
        guid for guid in turku["Organization"] if standin.read(f"/Organization/{guid}")["areaType"] == "LimitedType"
    )
    body = service(narrow, areaType="Nationwide", areas=[])
    assert writer.errors("POST", "/Service", body)["AreaType"] == ["Area information type Nationwide is too wide."]


def test_the_list_of_an_organisation_holds_what_it_merely_produces(standin: Standin, turku: Ids) -> None:
    main = turku["Organization"][0]
    found: list[dict[str, Any]] = []
    pages = standin.read("/Service/list/organization", organizationId=main)["pageCount"]
    for page in range(1, pages + 1):
        found += standin.read("/Service/list/organization", organizationId=main, page=page)["itemList"]
    roles = [
        {each["roleType"] for each in document["organizations"] if (each["organization"] or {}).get("id") == main}
        for document in found
    ]
    assert {"Producer"} in roles
    assert all(roles)
