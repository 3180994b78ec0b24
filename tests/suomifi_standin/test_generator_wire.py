"""Generated documents have exactly the members, types and limits of the register's wire model."""

import pytest

from suomifi_standin.generator import GeneratedTown, TownPlan, general_description, general_description_ids
from tests.suomifi_standin.wire_model import WireModel

# Turku at a size that brings out what is rare; then Swedish only, all three Sámi languages, and a Swedish majority.
PLANS = [("853", 400, 600), ("478", 100, 150), ("148", 100, 150), ("322", 100, 150)]


@pytest.fixture(scope="module", params=PLANS, ids=[code for code, *_ in PLANS])
def town(request: pytest.FixtureRequest) -> GeneratedTown:
    code, services, channels = request.param
    return GeneratedTown(TownPlan(code, services, channels))


def test_services_fit_the_wire_model(town: GeneratedTown, wire_model: WireModel) -> None:
    for id_ in [*town.service_ids, *town.foreign_service_ids]:
        assert wire_model.complaints("Service", town.service(id_)) == []


def test_channels_fit_the_wire_model_of_their_kind(town: GeneratedTown, wire_model: WireModel) -> None:
    for id_ in [*town.channel_ids, *town.foreign_channel_ids]:
        assert wire_model.channel_complaints(town.channel(id_)) == []


def test_organizations_fit_the_wire_model(town: GeneratedTown, wire_model: WireModel) -> None:
    for id_ in [*town.organization_ids, *town.foreign_organization_ids]:
        assert wire_model.complaints("Organization", town.organization(id_)) == []


def test_collections_fit_the_wire_model(town: GeneratedTown, wire_model: WireModel) -> None:
    assert town.collection_ids
    for id_ in town.collection_ids:
        assert wire_model.complaints("ServiceCollection", town.collection(id_)) == []


def test_general_descriptions_fit_the_wire_model(wire_model: WireModel) -> None:
    assert len(general_description_ids()) == 40
    for id_ in general_description_ids():
        assert wire_model.complaints("GeneralDescription", general_description(id_)) == []
