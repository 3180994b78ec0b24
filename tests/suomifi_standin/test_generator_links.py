"""What hangs together in a generated town agrees at both ends; national things agree between towns."""

from typing import Any

import pytest

from suomifi_standin.generator import GeneratedTown, TownPlan, general_description, general_description_ids

INTERNAL = {
    "SelfProducedServices": "SelfProduced",
    "ProcuredServices": "PurchaseServices",
    "Other": "Other",
    None: None,
}


Ends = tuple[dict[tuple[str, str], Any], dict[tuple[str, str], Any]]


@pytest.fixture(scope="module", params=[("853", 300, 500), ("890", 60, 40), ("478", 40, 30)])
def town(request: pytest.FixtureRequest) -> GeneratedTown:
    code, services, channels = request.param
    return GeneratedTown(TownPlan(code, services=services, channels=channels))


@pytest.fixture(scope="module")
def ends(town: GeneratedTown) -> Ends:
    """Connections by (service id, channel id), seen from the services and from the channels."""
    of_services = {
        (id_, one["serviceChannel"]["id"]): one
        for id_ in [*town.service_ids, *town.foreign_service_ids]
        for one in town.service(id_)["serviceChannels"] or ()
    }
    of_channels = {
        (one["service"]["id"], id_): one
        for id_ in [*town.channel_ids, *town.foreign_channel_ids]
        for one in town.channel(id_)["services"]
    }
    return of_services, of_channels


def test_both_ends_of_a_connection_agree_and_differ_in_modified(town: GeneratedTown, ends: Ends) -> None:
    of_services, of_channels = ends
    assert of_services.keys() == of_channels.keys()
    assert len(of_services) > len(town.service_ids)
    for key, one in of_services.items():
        other = of_channels[key]
        assert one["modified"] != other["modified"]
        said = {member: value for member, value in one.items() if member not in {"serviceChannel", "modified"}}
        heard = {member: value for member, value in other.items() if member not in {"service", "modified"}}
        assert said == heard


def test_connections_name_the_other_end_as_it_names_itself(town: GeneratedTown, ends: Ends) -> None:
    of_services, of_channels = ends
    for (service, channel), one in of_services.items():
        assert one["serviceChannel"] == {"id": channel, "name": town.names(channel)}
        assert of_channels[service, channel]["service"] == {"id": service, "name": town.names(service)}


def test_own_connections_lead_to_channels_of_others_too(town: GeneratedTown) -> None:
    used = {
        one["serviceChannel"]["id"] for id_ in town.service_ids for one in town.service(id_)["serviceChannels"] or ()
    }
    assert used & set(town.foreign_channel_ids)
    assert len(used & set(town.channel_ids)) > len(town.channel_ids) / 2


def test_only_places_online_services_and_phones_have_details_of_their_own(town: GeneratedTown) -> None:
    for id_ in town.channel_ids:
        document = town.channel(id_)
        for one in document["services"]:
            if document["serviceChannelType"] in {"WebPage", "PrintableForm"}:
                assert not one["serviceHours"]
                assert one["contactDetails"] is None


def test_organizations_and_services_agree_on_their_roles(town: GeneratedTown) -> None:
    of_services = [
        (one["organization"]["id"], id_, one["roleType"], INTERNAL[one["provisionType"]])
        for id_ in [*town.service_ids, *town.foreign_service_ids]
        for one in town.service(id_)["organizations"]
        if one["organization"]
    ]
    of_organizations = [
        (id_, one["service"]["id"], one["roleType"], one["provisionType"])
        for id_ in [*town.organization_ids, *town.foreign_organization_ids]
        for one in town.organization(id_)["services"]
    ]
    assert sorted(of_services, key=str) == sorted(of_organizations, key=str)


def test_organizations_form_a_tree_under_the_town(town: GeneratedTown) -> None:
    main = town.organization_ids[0]
    documents = {id_: town.organization(id_) for id_ in town.organization_ids}
    assert documents[main]["parentOrganizationId"] is None
    for id_, document in documents.items():
        if id_ != main:
            assert document["organizationRootId"] == main
            parent = documents[document["parentOrganizationId"]]
            assert {"id": id_, "name": town.names(id_)} in parent["subOrganizations"]
    assert sum(len(document["subOrganizations"]) for document in documents.values()) == len(documents) - 1


def test_channels_belong_to_the_organizations_of_the_town(town: GeneratedTown) -> None:
    assert {town.channel(id_)["organizationId"] for id_ in town.channel_ids} <= set(town.organization_ids)
    assert {town.channel(id_)["organizationId"] for id_ in town.foreign_channel_ids} <= set(
        town.foreign_organization_ids
    )


def test_foreign_services_are_the_responsibility_of_others(town: GeneratedTown) -> None:
    assert town.foreign_service_ids
    for id_ in town.foreign_service_ids:
        roles = {one["organization"]["id"]: one["roleType"] for one in town.service(id_)["organizations"]}
        assert roles.pop(town.organization_ids[0]) in {"Producer", "OtherResponsible"}
        assert set(roles.values()) == {"Responsible"}
        assert set(roles) <= set(town.foreign_organization_ids)


def test_collections_and_members_agree(town: GeneratedTown) -> None:
    for id_ in town.collection_ids:
        document = town.collection(id_)
        assert document["services"]
        for member in document["services"]:
            assert id_ in {one["id"] for one in town.service(member["id"])["serviceCollections"]}
        for member in document["serviceChannels"]:
            channel = town.channel(member["id"])
            assert id_ in {one["id"] for one in channel["serviceCollections"]}
            assert member["serviceChannelType"] == channel["serviceChannelType"]


def test_national_documents_are_equal_from_every_town() -> None:
    turku = GeneratedTown(TownPlan("853", services=50, channels=50))
    other = GeneratedTown(TownPlan("890", services=70, channels=30, seed=9))
    shared = set(turku.foreign_channel_ids) & set(other.foreign_channel_ids)
    assert len(shared) == 4
    for id_ in shared:
        assert {**turku.channel(id_), "services": []} == {**other.channel(id_), "services": []}
    organizations = set(turku.foreign_organization_ids) & set(other.foreign_organization_ids)
    assert len(organizations) == 1
    for id_ in organizations:
        assert turku.organization(id_) == other.organization(id_)


def test_towns_of_one_county_share_its_organization_and_channels() -> None:
    turku = GeneratedTown(TownPlan("853", services=50, channels=50))
    kaarina = GeneratedTown(TownPlan("202", services=50, channels=50))
    assert list(turku.foreign_organization_ids) == list(kaarina.foreign_organization_ids)
    assert list(turku.foreign_channel_ids) == list(kaarina.foreign_channel_ids)
    assert not set(turku.foreign_service_ids) & set(kaarina.foreign_service_ids)


def test_general_descriptions_are_unknown_by_other_ids() -> None:
    assert len(set(general_description_ids())) == 40
    with pytest.raises(KeyError):
        general_description("0" * 36)
