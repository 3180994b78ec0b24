"""A generated town is steady, whole and plausible: ids, names, languages, sizes, places."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from statistics import median
from time import process_time
from typing import Any

import pytest

from suomifi_standin import codelists
from suomifi_standin.generator import (
    GeneratedTown,
    TownPlan,
    UnknownMunicipality,
    general_description,
    general_description_ids,
)

Documents = Sequence[dict[str, Any]]
TURKU, ESPOO, UTSJOKI, MARIEHAMN = "853", "049", "890", "478"


def compact(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def everything(town: GeneratedTown) -> Iterator[dict[str, Any]]:
    for id_ in [*town.organization_ids, *town.foreign_organization_ids]:
        yield town.organization(id_)
    for id_ in [*town.service_ids, *town.foreign_service_ids]:
        yield town.service(id_)
    for id_ in [*town.channel_ids, *town.foreign_channel_ids]:
        yield town.channel(id_)
    for id_ in town.collection_ids:
        yield town.collection(id_)


def own_ids(town: GeneratedTown) -> list[str]:
    return [
        *town.organization_ids,
        *town.service_ids,
        *town.channel_ids,
        *town.collection_ids,
        *town.foreign_service_ids,
    ]


@pytest.fixture(scope="module")
def turku() -> GeneratedTown:
    return GeneratedTown(TownPlan(TURKU, services=600, channels=1000))


@pytest.fixture(scope="module")
def services(turku: GeneratedTown) -> Documents:
    """Every service of Turku."""
    return [turku.service(id_) for id_ in turku.service_ids]


@pytest.fixture(scope="module")
def channels(turku: GeneratedTown) -> Documents:
    """Every channel of Turku."""
    return [turku.channel(id_) for id_ in turku.channel_ids]


@pytest.fixture(scope="module")
def utsjoki() -> GeneratedTown:
    return GeneratedTown(TownPlan(UTSJOKI, services=60, channels=40))


def test_a_town_has_what_its_plan_says() -> None:
    town = GeneratedTown(TownPlan(TURKU, services=1500, channels=2500))
    assert len(town.service_ids) == 1500
    assert len(town.channel_ids) == 2500
    assert 20 <= len(town.organization_ids) <= 30
    for id_ in town.service_ids[::50]:
        roles = [one for one in town.service(id_)["organizations"] if one["roleType"] == "Responsible"]
        assert [one["organization"]["id"] in town.organization_ids for one in roles] == [True]


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownMunicipality, match="'999'"):
        GeneratedTown(TownPlan("999", services=1, channels=1))


def test_an_id_of_another_kind_or_town_is_not_found(turku: GeneratedTown, utsjoki: GeneratedTown) -> None:
    for find in (turku.service, turku.channel, turku.collection, turku.organization):
        with pytest.raises(KeyError):
            find(utsjoki.service_ids[0])
    with pytest.raises(KeyError):
        turku.service(turku.channel_ids[0])
    with pytest.raises(KeyError):
        turku.modified("0" * 36)


def test_ids_are_unique_over_towns_and_seeds(turku: GeneratedTown, utsjoki: GeneratedTown) -> None:
    again = GeneratedTown(TownPlan(UTSJOKI, services=60, channels=40, seed=2))
    ids = own_ids(turku) + own_ids(utsjoki) + own_ids(again) + list(general_description_ids())
    assert len(ids) == len(set(ids))


def test_documents_carry_the_id_name_and_time_of_the_lists(utsjoki: GeneratedTown) -> None:
    for id_ in utsjoki.service_ids:
        document = utsjoki.service(id_)
        assert document["id"] == id_
        assert document["modified"] == utsjoki.modified(id_)
        assert document["serviceNames"][0]["value"] == utsjoki.names(id_)
    for id_ in utsjoki.channel_ids:
        document = utsjoki.channel(id_)
        assert (document["id"], document["modified"]) == (id_, utsjoki.modified(id_))
        assert document["serviceChannelNames"][0]["value"] == utsjoki.names(id_)
    for id_ in [*utsjoki.organization_ids, *utsjoki.foreign_organization_ids]:
        document = utsjoki.organization(id_)
        assert (document["id"], document["modified"]) == (id_, utsjoki.modified(id_))
        assert document["organizationNames"][0]["value"] == utsjoki.names(id_)


@pytest.mark.parametrize("code", ["499", MARIEHAMN])
def test_lists_show_the_finnish_name_where_there_is_one(code: str) -> None:
    town = GeneratedTown(TownPlan(code, services=80, channels=1))
    for id_ in town.service_ids:
        names = {one["language"]: one["value"] for one in town.service(id_)["serviceNames"] if one["type"] == "Name"}
        assert town.names(id_) == (names["fi"] if code == "499" else names["sv"])


def test_the_same_seed_gives_the_same_bytes_in_another_process(utsjoki: GeneratedTown) -> None:
    program = (
        "import hashlib, json; from suomifi_standin.generator import *; "
        f"t = GeneratedTown(TownPlan({UTSJOKI!r}, services=60, channels=40)); "
        "d = [*map(t.organization, t.organization_ids), *map(t.service, t.service_ids), "
        "*map(t.channel, [*t.channel_ids, *t.foreign_channel_ids]), "
        "*map(general_description, general_description_ids())]; "
        "print(json.dumps(d, ensure_ascii=True))"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True, timeout=60)
    here = [
        *map(utsjoki.organization, utsjoki.organization_ids),
        *map(utsjoki.service, utsjoki.service_ids),
        *map(utsjoki.channel, [*utsjoki.channel_ids, *utsjoki.foreign_channel_ids]),
        *map(general_description, general_description_ids()),
    ]
    assert other.stdout.strip() == json.dumps(here, ensure_ascii=True)


def test_another_seed_gives_other_documents(utsjoki: GeneratedTown) -> None:
    other = GeneratedTown(TownPlan(UTSJOKI, services=60, channels=40, seed=2))
    assert compact(other.service(other.service_ids[5])) != compact(utsjoki.service(utsjoki.service_ids[5]))


def test_asking_in_another_order_changes_nothing(utsjoki: GeneratedTown) -> None:
    fresh = GeneratedTown(utsjoki.plan)
    backwards = {id_: compact(fresh.service(id_)) for id_ in reversed(utsjoki.service_ids)}
    assert all(compact(utsjoki.service(id_)) == backwards[id_] for id_ in utsjoki.service_ids)


def test_names_are_unique_in_every_language(services: Documents, channels: Documents) -> None:
    for documents, member in ((services, "serviceNames"), (channels, "serviceChannelNames")):
        names = Counter(
            (document.get("serviceChannelType"), name["language"], name["value"])
            for document in documents
            for name in document[member]
            if name["type"] == "Name"
        )
        assert [name for name, count in names.items() if count > 1] == []


def test_names_stay_unique_when_the_combinations_run_out() -> None:
    town = GeneratedTown(TownPlan("035", services=20000, channels=9000))
    assert len({town.names(id_) for id_ in town.service_ids}) == 20000


@pytest.mark.parametrize(
    ("code", "languages"),
    [
        (TURKU, {"fi", "sv", "en"}),
        (ESPOO, {"fi", "sv", "en"}),
        (UTSJOKI, {"fi", "se", "en"}),
        ("148", {"fi", "se", "smn", "sms", "en"}),
        ("837", {"fi", "en"}),
        (MARIEHAMN, {"sv", "en"}),
        ("499", {"sv", "fi", "en"}),
    ],
)
def test_languages_are_those_of_the_town(code: str, languages: set[str]) -> None:
    town = GeneratedTown(TownPlan(code, services=100, channels=100))
    first = town.organization(town.organization_ids[0])["organizationNames"]
    assert {name["language"] for name in first} == languages
    seen = set()
    for id_ in town.service_ids:
        document = town.service(id_)
        own = {name["language"] for name in document["serviceNames"]}
        described = {(text["type"], text["language"]) for text in document["serviceDescriptions"]}
        assert {("Summary", language) for language in own} <= described
        assert {("Description", language) for language in own} <= described
        assert {language for _, language in described} == own
        seen |= own
    assert seen == languages


def test_sami_versions_are_in_sami(utsjoki: GeneratedTown) -> None:
    for id_ in utsjoki.service_ids:
        texts = {(one["type"], one["language"]): one["value"] for one in utsjoki.service(id_)["serviceDescriptions"]}
        for kind in ("Summary", "Description"):
            if (kind, "se") in texts:
                assert set(texts[kind, "se"].lower()) & set("áčđŋšŧž")
                assert texts[kind, "se"] != texts[kind, "fi"]


def test_names_and_summaries_differ(services: Documents) -> None:
    for document in services[:200]:
        names = {(one["language"], one["value"]) for one in document["serviceNames"]}
        assert not names & {
            (one["language"], one["value"]) for one in document["serviceDescriptions"] if one["type"] == "Summary"
        }


def test_sizes_are_like_the_real_thing(services: Documents, channels: Documents) -> None:
    of_services = [len(compact(document)) for document in services]
    of_channels = [len(compact(document)) for document in channels]
    assert 10_000 <= median(of_services) <= 15_000
    assert 4_500 <= median(of_channels) <= 6_500
    assert sum(8_000 <= size <= 20_000 for size in of_services) / len(of_services) > 0.9
    assert sum(3_000 <= size <= 8_000 for size in of_channels) / len(of_channels) > 0.8


def test_a_document_takes_about_a_millisecond_at_most(turku: GeneratedTown) -> None:
    """CPU time, so that busy neighbours do not count; the bound leaves room for slow machines."""
    turku.service(turku.service_ids[0])
    started = process_time()
    for service, channel in zip(turku.service_ids[:500], turku.channel_ids[:500], strict=True):
        turku.service(service)
        turku.channel(channel)
    assert (process_time() - started) / 1000 < 0.002


def test_every_main_service_class_is_there(utsjoki: GeneratedTown, turku: GeneratedTown) -> None:
    main = {code for code in codelists.service_classes() if "." not in code}
    assert len(main) == 28
    for town in (utsjoki, turku):
        seen = {
            one["code"].partition(".")[0]
            for id_ in town.service_ids[:60]
            for one in town.service(id_)["serviceClasses"]
        }
        assert seen == main


def test_classes_have_the_old_and_the_new_address(services: Documents) -> None:
    document = services[0]
    first = document["serviceClasses"][0]
    assert first["uri"].startswith("http://urn.fi/URN:NBN:fi:au:ptvl:v1")
    assert first["newUri"] == f"http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/{first['code']}"
    assert len({one["uri"] for one in document["serviceClasses"]}) == len(document["serviceClasses"])


def test_life_events_need_citizens_and_industries_need_businesses(services: Documents) -> None:
    for document in services[:200]:
        groups = {one["code"].partition(".")[0] for one in document["targetGroups"]}
        assert not document["lifeEvents"] or "KR1" in groups
        assert not document["industrialClasses"] or "KR2" in groups
        assert len(document["serviceClasses"]) <= 4
        assert len(document["ontologyTerms"]) <= 10


def test_a_third_of_services_has_a_general_description_whose_terms_are_merged(services: Documents) -> None:
    linked = 0
    for document in services:
        if document["generalDescriptionId"]:
            linked += 1
            shared = general_description(document["generalDescriptionId"])
            for member in ("serviceClasses", "ontologyTerms", "targetGroups"):
                assert {one["uri"] for one in shared[member]} <= {one["uri"] for one in document[member]}
            assert document["type"] == shared["type"]
            assert document["serviceChargeType"] is None
    assert 0.25 <= linked / len(services) <= 0.42


def test_channels_come_in_five_kinds_with_locations_most_usual(channels: Documents) -> None:
    kinds = Counter(document["serviceChannelType"] for document in channels)
    assert set(kinds) == {"ServiceLocation", "EChannel", "WebPage", "Phone", "PrintableForm"}
    assert kinds.most_common(1)[0][0] == "ServiceLocation"


@pytest.mark.parametrize("code", [TURKU, ESPOO, UTSJOKI, "035", "564"])
def test_every_municipality_can_be_played_on_its_own_ground(code: str) -> None:
    """Coordinates of these towns are known; a point must lie within them."""
    bounds = {
        TURKU: (6_695_000, 6_735_000, 225_000, 255_000),
        ESPOO: (6_660_000, 6_700_000, 355_000, 385_000),
        UTSJOKI: (7_650_000, 7_785_000, 425_000, 545_000),
        "035": (6_680_000, 6_730_000, 150_000, 185_000),
        "564": (7_190_000, 7_230_000, 415_000, 445_000),
    }
    south, north, west, east = bounds[code]
    postal = {one.code for one in codelists.postal_codes() if one.municipality == code}
    town = GeneratedTown(TownPlan(code, services=30, channels=200))
    streets = [
        address["streetAddress"]
        for id_ in town.channel_ids
        for address in town.channel(id_).get("addresses", ())
        if address["streetAddress"]
    ]
    assert len(streets) > 50
    for street in streets:
        assert south < float(street["latitude"]) < north
        assert west < float(street["longitude"]) < east
        assert street["postalCode"] in postal
        assert street["municipality"]["code"] == code


def test_all_308_municipalities_can_be_generated() -> None:
    assert len(codelists.municipalities()) == 308
    names = set()
    for code, row in codelists.municipalities().items():
        town = GeneratedTown(TownPlan(code, services=1, channels=1))
        document = town.organization(town.organization_ids[0])
        assert document["businessCode"] == row.business_id
        names.add(town.names(town.organization_ids[0]))
        assert town.channel(town.channel_ids[0])["organizationId"] in town.organization_ids
        assert town.service(town.service_ids[0])["organizations"][0]["organization"]["id"] in town.organization_ids
        assert {town.organization(id_)["id"] for id_ in town.foreign_organization_ids}
    assert len(names) > 300


def test_hours_of_every_kind_occur(channels: Documents) -> None:
    hours = [hour for document in channels for hour in document.get("serviceHours", ())]
    kinds = Counter(hour["serviceHourType"] for hour in hours)
    assert set(kinds) == {"DaysOfTheWeek", "Exceptional", "OverMidnight"}
    assert any(hour["isAlwaysOpen"] for hour in hours)
    assert any(hour["isReservation"] for hour in hours)
    exceptional = [hour for hour in hours if hour["serviceHourType"] == "Exceptional"]
    assert {hour["isClosed"] for hour in exceptional} == {True, False}
    assert any(len(hour["openingHour"]) > 5 for hour in hours)
    assert any(hour["validFrom"] and hour["serviceHourType"] == "DaysOfTheWeek" for hour in hours)
    for hour in hours:
        flags = [hour["isClosed"], hour["isAlwaysOpen"], hour["isReservation"]]
        assert sum(flags) <= 1
        assert not any(flags) or hour["openingHour"] == []
        assert hour["validForNow"] == (hour["validFrom"] is None)
        assert not (hour["validFrom"] and hour["validTo"]) or hour["validFrom"] < hour["validTo"]


def test_rare_members_occur_somewhere(services: Documents, channels: Documents) -> None:
    connections = [one for document in channels for one in document["services"]]
    phones = [one for document in channels for one in document.get("phoneNumbers", ())]
    addresses = [one for document in channels for one in document.get("addresses", ())]
    assert {one["serviceChargeType"] for one in phones} == {"Chargeable", "FreeOfCharge", "Other"}
    assert {one["isFinnishServiceNumber"] for one in phones} == {True, False}
    assert {one["type"] for one in phones} == {"Phone", "Sms", "Fax"}
    assert {one["subType"] for one in addresses} == {"Single", "Other", "PostOfficeBox"}
    assert any(one["entrances"] for one in addresses)
    assert any(one["extraTypes"] for one in connections)
    assert any(one["digitalAuthorizations"] for one in connections)
    assert any(one["contactDetails"] and one["contactDetails"]["addresses"] for one in connections)
    assert any(document["serviceVouchers"] for document in services)
    assert any(document["requirements"] for document in services)
    assert any(document["legislation"] for document in services)
    assert any(document["serviceCollections"] for document in services)
    assert any(document["serviceChannels"] is None for document in services)
    areas = {area["type"] for document in services for area in document["areas"] or ()}
    assert areas == {"Municipality", "Region", "WellbeingServiceCounties", "BusinessSubRegion"}
    assert {document["areaType"] for document in services} > {"LimitedType", "Nationwide"}
    assert {one["roleType"] for document in services for one in document["organizations"]} == {
        "Responsible",
        "OtherResponsible",
        "Producer",
    }


def test_moments_are_within_the_life_of_the_register(utsjoki: GeneratedTown) -> None:
    for document in everything(utsjoki):
        assert "2025-05-24" < document["modified"] < "2026-11-23"


def test_towns_differ(turku: GeneratedTown, utsjoki: GeneratedTown) -> None:
    pairs = product(utsjoki.service_ids[:5], turku.service_ids[:5])
    assert all(compact(utsjoki.service(one)) != compact(turku.service(other)) for one, other in pairs)


def test_utsjoki_speaks_northern_sami_in_names(utsjoki: GeneratedTown) -> None:
    town = utsjoki.organization(utsjoki.organization_ids[0])
    assert {"value": "Ohcejoga gielda", "type": "Name", "language": "se"} in town["organizationNames"]
    names = {
        one["value"]
        for id_ in utsjoki.service_ids
        for one in utsjoki.service(id_)["serviceNames"]
        if one["language"] == "se"
    }
    assert "Girjerádjobálvalusat" in names
