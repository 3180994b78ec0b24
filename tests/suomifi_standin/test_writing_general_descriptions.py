"""General descriptions are written by the register's own people, and every linked service shows what they say."""

from typing import Any

import pytest

from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.wire_model import WireModel
from tests.suomifi_standin.writer import (
    CLASS,
    MAIN_CLASS,
    OTHER_CLASS,
    Writer,
    general_description,
    items,
    repeated,
    service,
    texts,
    writer_of,
)

Json = dict[str, Any]
PATH = "/GeneralDescription"


@pytest.fixture
def eeva(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku, "eeva", role="Eeva")


@pytest.fixture
def pete(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku, "pete")


def classes(document: Json) -> list[str]:
    return [each["newUri"] for each in document["serviceClasses"]]


def test_eeva_makes_one_and_changes_it(standin: Standin, eeva: Writer, wire_model: WireModel) -> None:
    made = eeva.post(PATH, general_description(requirements=items(fi="Koira on kytkettynä."), legislation=[law()]))
    guid = made["id"]
    assert standin.read(f"{PATH}/{guid}") == made
    assert wire_model.complaints("GeneralDescription", made) == []
    assert guid in standin.ids(PATH)
    assert guid in standin.ids(f"{PATH}/newGdList")
    changed = eeva.put(f"{PATH}/{guid}", {"publishingStatus": "Published", "names": texts("Name", fi="Koira-aidat")})
    assert changed["names"] == texts("Name", fi="Koira-aidat")
    assert changed["descriptions"] == made["descriptions"], "what is left out stays"
    assert changed["modified"] > made["modified"]
    off = eeva.put(f"{PATH}/{guid}", {"publishingStatus": "Published", "deleteAllLaws": True})
    assert off["legislation"] == []


def law() -> Json:
    page = {"url": "https://laki.example", "value": "Laki", "language": "fi"}
    return {"names": items(fi="Koiralaki"), "webPages": [page]}


def test_nobody_else_may(standin: Standin, pete: Writer) -> None:
    guid = standin.ids(PATH)[0]
    assert pete.send("POST", PATH, general_description()).status_code == 403
    assert pete.send("PUT", f"{PATH}/{guid}", general_description()).status_code == 403
    assert standin.http.post(f"/api/v11{PATH}", json=general_description()).status_code == 401


@pytest.mark.parametrize(
    ("members", "at"),
    [
        ({"names": []}, "Names"),
        ({"names": texts("AlternativeName", fi="Toinen")}, "Names"),
        ({"names": texts("Name", fi="x" * 101)}, "Names[0].Value"),
        ({"descriptions": texts("ServiceType", fi="Vanhaa")}, "Descriptions[0].Type"),
        ({"descriptions": texts("Summary", fi="x" * 151)}, "Descriptions[0].Value"),
        ({"generalDescriptionType": None}, "GeneralDescriptionType"),
        ({"generalDescriptionType": "State"}, "GeneralDescriptionType"),
        ({"serviceClasses": [MAIN_CLASS]}, "ServiceClasses"),
        ({"ontologyTerms": ["koira"]}, "OntologyTerms[0]"),
        ({"targetGroups": ["http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR9"]}, "TargetGroups[0]"),
        ({"publishingStatus": "Deleted"}, "PublishingStatus"),
        ({"names": texts("Name", fi="Puistoja koirille.")}, "Names"),
        ({"names": texts("Name", fi="Koirapuistot", sv="Hundparker")}, "Model"),
    ],
)
def test_what_breaks_a_rule_is_told_with_its_place(standin: Standin, eeva: Writer, members: Json, at: str) -> None:
    before = standin.ids(PATH)
    assert at in eeva.errors("POST", PATH, general_description(**members))
    assert standin.ids(PATH) == before


def test_what_is_missing_at_all_is_told(eeva: Writer) -> None:
    told = eeva.errors("POST", PATH, {})
    assert {"Names", "Descriptions", "ServiceClasses", "OntologyTerms", "TargetGroups"} < told.keys()


def test_a_service_shows_the_terms_of_a_new_one_as_they_are_now(standin: Standin, eeva: Writer, pete: Writer) -> None:
    guid = eeva.post(PATH, general_description())["id"]
    linked = pete.post("/Service", service(pete.organization, generalDescriptionId=guid))
    assert classes(linked) == [CLASS, OTHER_CLASS]
    assert linked["type"] == "PermitOrObligation"
    third = "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P3.1"
    eeva.put(f"{PATH}/{guid}", {"publishingStatus": "Published", "serviceClasses": [third], "type": "Service"})
    now = standin.read(f"/Service/{linked['id']}")
    assert classes(now) == [CLASS, third]
    assert now["type"] == "Service"
    assert now["modified"] == linked["modified"], "the service's own date does not move"
    assert linked["id"] in standin.ids("/Service/serviceClass", uri=third)
    assert linked["id"] not in standin.ids("/Service/serviceClass", uri=OTHER_CLASS)


def test_a_service_of_long_standing_shows_a_change_too(standin: Standin, eeva: Writer, turku: Ids) -> None:
    before = next(each for each in standin.batch("Service", turku["Service"]) if each["generalDescriptionId"])
    guid = before["generalDescriptionId"]
    first = standin.read(f"{PATH}/{guid}")
    eeva.put(f"{PATH}/{guid}", {"publishingStatus": "Published", "serviceClasses": [OTHER_CLASS]})
    now = standin.read(f"/Service/{before['id']}")
    assert set(classes(now)) == set(classes(before)) - set(classes(first)) | {OTHER_CLASS}
    terms = [{each["uri"] for each in document["ontologyTerms"]} for document in (before, now)]
    assert terms[0] == terms[1], "what was not changed stays"


def test_an_archived_one_adds_nothing_any_more(standin: Standin, eeva: Writer, pete: Writer) -> None:
    guid = eeva.post(PATH, general_description())["id"]
    linked = pete.post("/Service", service(pete.organization, generalDescriptionId=guid))["id"]
    eeva.put(f"{PATH}/{guid}", {"publishingStatus": "Deleted"})
    assert standin.get(f"{PATH}/{guid}").status_code == 404
    after = standin.read(f"/Service/{linked}")
    assert (classes(after), after["generalDescriptionId"]) == ([CLASS], guid)
    body = service(pete.organization, name="Uusi", generalDescriptionId=guid)
    assert list(pete.errors("POST", "/Service", body)) == ["GeneralDescriptionId"]


def test_a_modified_one_is_frozen_like_everything(eeva: Writer, standin: Standin) -> None:
    guid = standin.ids(PATH)[0]
    standin.do("save", id=guid, members={"names": texts("Name", fi="Kesken")})
    told = eeva.errors("PUT", f"{PATH}/{guid}", general_description())
    assert told["PublishingStatus"] == ["You cannot update entity with status Modified."]


def test_its_texts_are_told_with_a_prefix_where_they_are_asked_for(
    standin: Standin, eeva: Writer, pete: Writer
) -> None:
    told = [*texts("Summary", fi="Puistoja koirille."), *texts("Description", fi="Koirat juoksevat.")]
    event = "http://uri.suomi.fi/codelist/ptv/ptvelti/code/KE2"
    guid = eeva.post(PATH, general_description(descriptions=told, lifeEvents=[event]))["id"]
    own = pete.post("/Service", service(pete.organization, generalDescriptionId=guid))["id"]
    plain = standin.read(f"/Service/{own}")
    assert plain["lifeEvents"] == []
    page = standin.read("/Service/list/organization", organizationId=pete.organization, serviceWithGD=True)
    last = page["pageCount"]
    whole = standin.read("/Service/list/organization", organizationId=pete.organization, serviceWithGD=True, page=last)
    for shown in (
        standin.read(f"/Service/serviceWithGD/{own}"),
        standin.read("/Service/serviceWithGD/list", guids=own)[0],
        next(each for each in whole["itemList"] if each["id"] == own),
    ):
        kinds = [each["type"] for each in shown["serviceDescriptions"]]
        assert kinds == ["Summary", "Description", "GD_Summary", "GD_Description"]
        assert [each["newUri"] for each in shown["lifeEvents"]] == [event]


def test_v12_shows_it_later_and_in_its_own_shape(standin: Standin, eeva: Writer, pete: Writer) -> None:
    guid = eeva.post(PATH, general_description())["id"]
    linked = pete.post("/Service", service(pete.organization, generalDescriptionId=guid))["id"]
    assert standin.get12(f"/general-description/{guid}").json()["reason"] == "Unknown"
    standin.do("replicate")
    shown = standin.read12(f"/general-description/{guid}")
    assert (shown["serviceType"], shown["serviceClasses"]) == ("PermitOrOtherObligation", ["P2.1"])
    assert standin.read12(f"/service/{linked}")["serviceClasses"] == ["P1.1", "P2.1"]
    eeva.put(f"{PATH}/{guid}", {"publishingStatus": "Published", "serviceClasses": [CLASS]})
    assert standin.read12(f"/service/{linked}")["serviceClasses"] == ["P1.1", "P2.1"]
    found = {each["contentId"] for each in standin.every12("/service/search", serviceClasses="P2.1")}
    standin.do("replicate")
    assert standin.read12(f"/service/{linked}")["serviceClasses"] == ["P1.1"]
    now = {each["contentId"] for each in standin.every12("/service/search", serviceClasses="P2.1")}
    assert found - now == {linked}


def test_a_put_of_the_service_keeps_its_own_terms_apart(standin: Standin, eeva: Writer, pete: Writer) -> None:
    guid = eeva.post(PATH, general_description())["id"]
    linked = pete.post("/Service", service(pete.organization, generalDescriptionId=guid))["id"]
    off = repeated(deleteGeneralDescriptionId=True, type="Service")
    assert classes(pete.put(f"/Service/{linked}", off)) == [CLASS]
    standin.do("reset")
    assert standin.get(f"{PATH}/{guid}").status_code == 404
