"""Bodies with anything in them are written or refused, and whatever is refused leaves nothing behind."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suomifi_standin.incoming.targets import TARGETS
from tests.suomifi_standin.channel_bodies import OWN, PHONE, STREET, channel
from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.test_rules_by_property import VALUES
from tests.suomifi_standin.test_writing_collections import collection
from tests.suomifi_standin.writer import (
    CITIZENS,
    CLASS,
    Json,
    described,
    general_description,
    items,
    organization,
    service,
    texts,
    writer_of,
)

GOOD = st.sampled_from(
    [
        described("Toinen teksti", "fi", "sv"),
        texts("Name", fi="Toinen nimi") + texts("Name", sv="Annat namn"),
        items(fi="https://turku.example/a"),
        [CLASS],
        [CITIZENS],
        [{**PHONE, "type": "Sms"}],
        [{"type": "Location", "subType": "Single", "streetAddress": STREET}],
        [{"type": "Region", "areaCodes": ["02", "20"]}],
        [{"serviceHourType": "Exceptional", "validFrom": "2027-01-01T00:00:00", "isClosed": True}],
        "LimitedType",
        "Nationwide",
        "Draft",
        "2027-01-01T00:00:00",
        "7f3c1f6e-0000-4000-8000-000000000001",
        True,
    ]
)


def whole(path: str, organization_id: str) -> Json:
    """A body that would be taken."""
    kind = path.rpartition("/")[2]
    if kind in OWN:
        return channel(kind, organization_id)
    if kind == "GeneralDescription":
        return general_description()
    if kind == "ServiceCollection":
        return collection(organization_id)
    return service(organization_id) if kind == "Service" else organization(organization_id)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_is_written_or_refused(standin: Standin, turku: Ids, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(TARGETS)))
    names = sorted(member.name for member in TARGETS[path].body.shape.members)
    flags = sorted(TARGETS[path].body.flags)
    changes = data.draw(st.dictionaries(st.sampled_from([*names, *flags]), GOOD | VALUES, min_size=1, max_size=4))
    writer = writer_of(standin, turku, role="Eeva" if TARGETS[path].reserved else "Pete")
    new = writer.send("POST", path, {**whole(path, writer.organization), **changes})
    assert new.status_code in (200, 400, 404), new.text
    standin.do("reset")
    writer = writer_of(standin, turku, role="Eeva" if TARGETS[path].reserved else "Pete")
    guid = writer.post(path, whole(path, writer.organization))["id"]
    before = read(writer.get, path, guid)
    always = {"publishingStatus": "Published", "requiresAuthentication": False}
    answer = writer.send("PUT", f"{path}/{guid}", {**always, **changes})
    assert answer.status_code in (200, 400, 404), answer.text
    if answer.status_code != 200:
        assert read(writer.get, path, guid) == before
    elif answer.json()["publishingStatus"] == "Published":
        assert read(writer.get, path, guid) == answer.json()


RELATION = ("serviceChargeType", "description", "serviceHours", "contactDetails", "extraTypes", "serviceChannelId")
DELETES = ("deleteServiceChargeType", "deleteAllDescriptions", "deleteAllServiceHours", "deleteAllExtraTypes")
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "emails": st.just(items(fi="koirat@turku.example")),
        "phoneNumbers": st.just([PHONE]),
        "faxNumbers": st.just([PHONE]),
        "deleteAllPhones": st.booleans(),
        "deleteAllFaxNumbers": st.booleans(),
        "deleteAllEmails": st.booleans(),
    },
)
CHANGES = st.dictionaries(st.sampled_from([*RELATION, *DELETES]), DETAILS | GOOD | VALUES, max_size=3)


@given(kind=st.sampled_from(sorted(OWN)), writes=st.lists(CHANGES, min_size=1, max_size=4), asti=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_connection_is_the_same_at_both_ends_or_refused(
    standin: Standin, turku: Ids, kind: str, writes: list[Json], asti: bool
) -> None:
    standin.do("reset")
    writer = writer_of(standin, turku, role="Eeva", rights=["OpenApiWrite", "ASTIWrite"])
    one = writer.post("/Service", service(writer.organization))["id"]
    other = writer.post(f"/ServiceChannel/{kind}", channel(kind, writer.organization))["id"]
    for changes in writes:
        before = writer.get(f"/Service/{one}")
        path = f"/Connection{'/ASTI' if asti else ''}/serviceId/{one}"
        answer = writer.send("PUT", path, {"channelRelations": [{"serviceChannelId": other, **changes}]})
        assert answer.status_code in (200, 400, 404), answer.text
        after = writer.get(f"/Service/{one}")
        assert after == (answer.json() if answer.status_code == 200 else before)
        there = [content(each, "serviceChannel") for each in after["serviceChannels"]]
        back = [content(each, "service") for each in writer.get(f"/ServiceChannel/{other}")["services"]]
        assert there == back


def content(link: Json, end: str) -> Json:
    """What a connection says beside its end and its date."""
    return {name: value for name, value in link.items() if name not in (end, "modified")}


def read(get: Any, path: str, guid: str) -> Any:
    kind = path.split("/")[1]
    return get(f"/{kind}/{guid}")
