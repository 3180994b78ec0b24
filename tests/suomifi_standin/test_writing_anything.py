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
    writer = writer_of(standin, turku)
    new = writer.send("POST", path, {**whole(path, writer.organization), **changes})
    assert new.status_code in (200, 400, 404), new.text
    standin.do("reset")
    writer = writer_of(standin, turku)
    guid = writer.post(path, whole(path, writer.organization))["id"]
    before = read(writer.get, path, guid)
    always = {"publishingStatus": "Published", "requiresAuthentication": False}
    answer = writer.send("PUT", f"{path}/{guid}", {**always, **changes})
    assert answer.status_code in (200, 400, 404), answer.text
    if answer.status_code != 200:
        assert read(writer.get, path, guid) == before
    elif answer.json()["publishingStatus"] == "Published":
        assert read(writer.get, path, guid) == answer.json()


def read(get: Any, path: str, guid: str) -> Any:
    kind = path.split("/")[1]
    return get(f"/{kind}/{guid}")
