"""Every generated document can be written back: the rules that are played hold for what is played."""

import pytest

from tests.suomifi_standin.echo import body_of, same
from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.writer import Writer, writer_of


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    """An administrator: the town's lists hold what others have too."""
    return writer_of(standin, turku, role="Eeva")


def shared_terms(standin: Standin, guid: str | None) -> dict[str, set[str]]:
    if guid is None:
        return {}
    general = standin.read(f"/GeneralDescription/{guid}")
    return {
        name: {each.get("newUri") or each["uri"] for each in general[name]}
        for name in ("serviceClasses", "ontologyTerms", "targetGroups")
    }


def test_services_are_written_back_as_they_were(standin: Standin, turku: Ids, writer: Writer) -> None:
    for before in standin.batch("Service", turku["Service"]):
        body = body_of(before, shared_terms(standin, before["generalDescriptionId"]))
        answer = writer.send("PUT", f"/Service/{before['id']}", body)
        assert answer.status_code == 200, (before["serviceNames"], answer.text)
        assert normal(answer.json()) == normal(before)


def normal(document: dict[str, object]) -> dict[str, object]:
    """Terms come in another order when some of them are the general description's."""
    terms = ("serviceClasses", "ontologyTerms", "targetGroups")
    kept = same(document)
    return {**kept, **{name: sorted(each["uri"] for each in kept[name]) for name in terms}}


def test_channels_are_written_back_as_they_were(standin: Standin, turku: Ids, writer: Writer) -> None:
    for before in standin.batch("ServiceChannel", turku["ServiceChannel"]):
        path = f"/ServiceChannel/{before['serviceChannelType']}/{before['id']}"
        answer = writer.send("PUT", path, body_of(before))
        assert answer.status_code == 200, (before["serviceChannelNames"], answer.text)
        assert same(answer.json()) == same(before)


def test_organisations_are_written_back_as_they_were(standin: Standin, turku: Ids, writer: Writer) -> None:
    for before in standin.batch("Organization", turku["Organization"]):
        answer = writer.send("PUT", f"/Organization/{before['id']}", body_of(before))
        assert answer.status_code == 200, (before["organizationNames"], answer.text)
        assert same(answer.json()) == same(before)


def test_collections_are_written_back_as_they_were(standin: Standin, turku: Ids, writer: Writer) -> None:
    for guid in turku["ServiceCollection"]:
        before = standin.read(f"/ServiceCollection/{guid}")
        answer = writer.send("PUT", f"/ServiceCollection/{guid}", body_of(before))
        assert answer.status_code == 200, answer.text
        assert same(answer.json())["serviceCollectionNames"] == before["serviceCollectionNames"]
        assert [each["id"] for each in answer.json()["services"]] == [each["id"] for each in before["services"]]
