"""v12 shows what was done in v11 one to one and a half hours later, all of a moment together."""

from datetime import UTC, datetime, timedelta
from typing import Any

from suomifi_standin.changes import Change
from suomifi_standin.replica import History
from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.test_v12_documents import channel_of
from tests.suomifi_standin.writer import described, service, texts, writer_of

HOUR, HALF = 3600, 1800
SINCE = "2026-01-01T00:00:00Z"


def name_of(standin: Standin, guid: str) -> Any:
    answer = standin.get12(f"/service/{guid}")
    return answer.json()["languageVersions"]["fi"]["name"] if answer.status_code == 200 else answer.json()["reason"]


def test_a_write_of_v11_is_seen_after_an_hour_and_a_half_and_not_before_an_hour(standin: Standin, turku: Ids) -> None:
    writer = writer_of(standin, turku)
    guid = writer.post("/Service", service(writer.organization))["id"]
    assert name_of(standin, guid) == "Unknown"
    standin.do("clock", seconds=HOUR - 30)
    assert name_of(standin, guid) == "Unknown"
    standin.do("clock", seconds=HALF + 60)
    assert name_of(standin, guid) == "Koirien ulkoilutus fi"
    assert guid in {each["contentId"] for each in standin.every12("/service/search")}


def test_an_edit_is_shown_as_it_was_before_until_then(standin: Standin, turku: Ids) -> None:
    guid = turku["Service"][0]
    before = standin.read12(f"/service/{guid}")
    standin.do("edit", id=guid, members={"serviceNames": texts("Name", fi="Uusi nimi")})
    assert standin.read12(f"/service/{guid}") == before
    standin.do("clock", seconds=HOUR + HALF)
    after = standin.read12(f"/service/{guid}")
    assert list(after["languageVersions"]) == ["fi"]
    assert after["languageVersions"]["fi"]["name"] == "Uusi nimi"
    assert after["publishedAt"] == standin.read(f"/Service/{guid}")["modified"][:23] + "Z"
    changed = standin.every12("/service/search", publishedAtOrAfter=after["publishedAt"])
    assert [each["contentId"] for each in changed] == [guid]


def test_the_delay_is_set_and_may_be_none(standin: Standin, turku: Ids) -> None:
    standin.do("settings", replicationSeconds=[0, 0])
    guid = turku["Service"][0]
    standin.do("edit", id=guid, members={"serviceNames": texts("Name", fi="Heti")})
    assert name_of(standin, guid) == "Heti"
    standin.do("settings", replicationSeconds=[60, 60])
    standin.do("edit", id=guid, members={"serviceNames": texts("Name", fi="Kohta")})
    assert name_of(standin, guid) == "Heti", "what was shown is not taken back"
    standin.do("clock", seconds=61)
    assert name_of(standin, guid) == "Kohta"


def test_a_delay_that_ends_before_it_begins_is_refused(standin: Standin) -> None:
    for given in ([5, 1], [-1, 0], [1]):
        answer = standin.http.post("/_standin/settings", json={"replicationSeconds": given})
        assert answer.status_code == 400, given


def test_everything_is_shown_at_once_when_that_is_asked_for(standin: Standin, turku: Ids) -> None:
    guid = turku["Service"][0]
    standin.do("edit", id=guid, members={"serviceNames": texts("Name", fi="Nyt")})
    standin.do("replicate")
    assert name_of(standin, guid) == "Nyt"


def test_edits_that_are_not_published_are_never_shown(standin: Standin, turku: Ids) -> None:
    writer = writer_of(standin, turku)
    draft = writer.post("/Service", service(writer.organization, publishingStatus="Draft"))["id"]
    guid = turku["Service"][0]
    before = name_of(standin, guid)
    standin.do("save", id=guid, members={"serviceNames": texts("Name", fi="Kesken")})
    standin.do("replicate")
    assert (name_of(standin, guid), name_of(standin, draft)) == (before, "NotPublished")
    standin.do("publish", id=guid)
    standin.do("replicate")
    assert name_of(standin, guid) == "Kesken"


def test_what_is_archived_leaves_the_searches_and_joins_the_archived(standin: Standin, turku: Ids) -> None:
    guid, withdrawn = turku["Service"][:2]
    before = {each["contentId"] for each in standin.every12("/service/search")}
    standin.do("archive", ids=[guid])
    standin.do("unpublish", ids=[withdrawn])
    assert standin.every12("/service/archived", archivedAtOrAfter=SINCE) == []
    standin.do("clock", seconds=HOUR + HALF)
    assert {each["contentId"] for each in standin.every12("/service/search")} == before - {guid, withdrawn}
    assert standin.every12("/service/archived", archivedAtOrAfter=SINCE) == [{"contentId": guid}]
    assert standin.every12("/service/archived", archivedAtOrAfter="2200-01-01T00:00:00Z") == []
    assert standin.every12("/service-channel/archived", archivedAtOrAfter=SINCE) == []
    ends = {each["serviceContentId"] for each in standin.every12("/connection/search")}
    assert not ends & {guid, withdrawn}, "a connection needs both its ends"
    standin.do("republish", ids=[guid])
    standin.do("replicate")
    assert standin.every12("/service/archived", archivedAtOrAfter=SINCE) == []


def test_the_archived_feed_of_each_resource_fills(standin: Standin, turku: Ids) -> None:
    general = standin.ids("/GeneralDescription")[0]
    gone = {
        "service-channel": turku["ServiceChannel"][0],
        "organization": turku["Organization"][-1],
        "service-collection": turku["ServiceCollection"][0],
        "general-description": general,
    }
    standin.do("archive", ids=list(gone.values()))
    standin.do("replicate")
    for name, guid in gone.items():
        assert standin.every12(f"/{name}/archived", archivedAtOrAfter=SINCE) == [{"contentId": guid}]


def test_connections_are_made_changed_and_cut_later_too(standin: Standin, turku: Ids) -> None:
    guid, channel = turku["Service"][0], channel_of(standin, turku, "ServiceLocation")
    standin.do("connections", service=guid, connections=[])
    standin.do("replicate")
    path = f"/connection/{guid}/{channel}"
    assert standin.get12(path).status_code == 404
    standin.do(
        "connect", service=guid, channel=channel, members={"description": texts("Description", fi="Varaa aika.")}
    )
    assert standin.get12(path).status_code == 404
    standin.do("clock", seconds=HOUR + HALF)
    shown = standin.read12(path)
    assert shown["languageVersions"]["fi"]["description"] == "Varaa aika."
    link = standin.read(f"/Service/{guid}")["serviceChannels"][0]
    assert shown["publishedAt"] == link["modified"][:23] + "Z"
    assert standin.every12("/connection/search", channelContentIds=channel, serviceContentIds=guid) == [shown]
    standin.do("disconnect", service=guid, channel=channel)
    assert standin.read12(path) == shown
    standin.do("clock", seconds=HOUR + HALF)
    assert standin.get12(path).json()["reason"] == "Unknown"
    archived = standin.every12("/connection/archived", archivedAtOrAfter=SINCE)
    assert archived
    known = {
        each["contentId"] for name in ("service", "service-channel") for each in standin.every12(f"/{name}/search")
    }
    assert not known & {each["contentId"] for each in archived}, "nothing else shows these ids"


def test_what_was_done_together_is_seen_together(standin: Standin, turku: Ids) -> None:
    guids = turku["Service"][:3]
    seen = set()
    for guid in guids:
        standin.do("edit", id=guid, members={"serviceNames": texts("Name", fi="Yhdessä")})
    for _ in range(20):
        standin.do("clock", seconds=300)
        seen.add(tuple(name_of(standin, guid) == "Yhdessä" for guid in guids))
    assert seen <= {(False,) * 3, (True,) * 3}
    assert (True,) * 3 in seen


def test_a_state_that_nobody_can_be_shown_any_more_is_forgotten() -> None:
    history, begun = History(shortest=timedelta(0), longest=timedelta(0)), datetime(2026, 11, 1, tzinfo=UTC)
    for minute in range(50):
        moment = begun + timedelta(minutes=minute)
        change = Change(modified=str(minute))
        history.keep("a", change, moment, general=False)
        history.keep_connection("a", "b", None, moment)
        history.shown(moment)
        version = history.version("a", moment)
        assert version is not None
        assert version.modified == str(minute)
    kept = history.version("a", begun + timedelta(minutes=47))
    assert kept is None, "only the shown state and what came after it are kept"


def test_espoos_readers_see_nothing_of_what_turku_did(standin: Standin, turku: Ids) -> None:
    espoo = standin.town("049")["Organization"]
    query = {"organizationContentIds": espoo[:20]}
    before = standin.every12("/service/search", **query)
    writer = writer_of(standin, turku)
    writer.post("/Service", service(writer.organization, serviceDescriptions=described("Turun oma")))
    standin.do("replicate")
    assert standin.every12("/service/search", **query) == before != []
