"""The publishing status: what may follow what, edits made in the register's own editor, and locks."""

from datetime import datetime, timedelta

import pytest

from suomifi_standin.incoming import statuses
from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.writer import Writer, repeated, service, texts, writer_of

STATUSES = ("Draft", "Published", "Deleted", "Modified")
MAY_FOLLOW = {
    "Draft": {"Draft", "Published"},
    "Published": {"Published", "Modified", "Deleted"},
    "Deleted": {"Published", "Modified", "Deleted"},
    "Modified": set[str](),
}


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


def made(writer: Writer, status: str) -> str:
    """A service whose latest version has this status."""
    first = "Draft" if status == "Draft" else "Published"
    guid: str = writer.post("/Service", service(writer.organization, publishingStatus=first))["id"]
    if status not in ("Draft", "Published"):
        writer.put(f"/Service/{guid}", repeated(publishingStatus=status))
    return guid


@pytest.mark.parametrize("wanted", STATUSES)
@pytest.mark.parametrize("current", STATUSES)
def test_what_may_follow_a_status(writer: Writer, current: str, wanted: str) -> None:
    guid = made(writer, current)
    answer = writer.send("PUT", f"/Service/{guid}", repeated(publishingStatus=wanted))
    assert answer.status_code == (200 if wanted in MAY_FOLLOW[current] else 400)
    if answer.status_code == 200:
        assert answer.json()["publishingStatus"] == wanted
    else:
        assert list(answer.json()) == ["PublishingStatus"]


@pytest.mark.parametrize("current", STATUSES)
def test_the_rule_and_the_server_agree(current: str) -> None:
    allowed = {wanted for wanted in STATUSES if not list(statuses.complaints(current, wanted))}
    assert allowed == MAY_FOLLOW[current]


def test_a_draft_is_read_by_its_organisation_only(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Draft")
    assert standin.get(f"/Service/{guid}").status_code == 404
    for status in ("Published", "Archived", "Withdrawn"):
        assert guid not in standin.ids("/Service", status=status)
    assert writer.get(f"/Service/active/{guid}")["publishingStatus"] == "Draft"
    espoo = writer_of(standin, standin.town("049"), "espoo-api")
    assert "not found" in espoo.missing("GET", f"/Service/active/{guid}")
    writer.put(f"/Service/{guid}", repeated())
    assert standin.read(f"/Service/{guid}")["publishingStatus"] == "Published"


def test_what_is_archived_is_in_the_lists_of_archived_things_and_comes_back(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Deleted")
    assert standin.get(f"/Service/{guid}").status_code == 404
    assert "not found" in writer.missing("GET", f"/Service/active/{guid}")
    assert guid in standin.ids("/Service", status="Archived")
    query = {"OrganizationId": writer.organization, "ArchivingType": 0, "Take": 100}
    assert [each["id"] for each in standin.read("/Service/archived/list", **query)] == [guid]
    writer.put(f"/Service/{guid}", repeated())
    assert standin.read(f"/Service/{guid}")["publishingStatus"] == "Published"
    assert standin.read("/Service/archived/list", **query) == []


def test_edits_saved_in_the_editor_freeze_a_thing_for_the_api(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Published")
    public = standin.read(f"/Service/{guid}")
    standin.do("save", id=guid, members={"serviceNames": texts("Name", fi="Muokattu nimi")})
    assert standin.read(f"/Service/{guid}") == public
    latest = writer.get(f"/Service/active/{guid}")
    assert (latest["publishingStatus"], latest["serviceNames"][0]["value"]) == ("Modified", "Muokattu nimi")
    for wanted in STATUSES:
        errors = writer.errors("PUT", f"/Service/{guid}", repeated(publishingStatus=wanted))
        assert errors == {"PublishingStatus": ["You cannot update entity with status Modified."]}


def test_publishing_or_discarding_in_the_editor_frees_it_again(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Published")
    before = standin.read(f"/Service/{guid}")
    standin.do("save", id=guid, members={"fundingType": "MarketFunded"})
    standin.do("discard", id=guid)
    assert standin.read(f"/Service/{guid}") == before
    standin.do("save", id=guid, members={"fundingType": "MarketFunded"})
    standin.do("publish", id=guid)
    after = standin.read(f"/Service/{guid}")
    assert after == {**before, "fundingType": "MarketFunded", "modified": after["modified"]}
    assert after["modified"] > before["modified"]
    writer.put(f"/Service/{guid}", repeated())


def test_modified_written_by_the_api_is_the_same_trap(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Published")
    before = standin.read(f"/Service/{guid}")
    writer.put(f"/Service/{guid}", repeated(publishingStatus="Modified", fundingType="MarketFunded"))
    assert standin.read(f"/Service/{guid}") == before
    assert "PublishingStatus" in writer.errors("PUT", f"/Service/{guid}", repeated())


def test_what_was_archived_and_then_modified_is_withdrawn(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Deleted")
    writer.put(f"/Service/{guid}", repeated(publishingStatus="Modified"))
    assert guid in standin.ids("/Service", status="Withdrawn")
    assert standin.get(f"/Service/{guid}").status_code == 404
    standin.do("publish", id=guid)
    assert standin.read(f"/Service/{guid}")["id"] == guid


def test_what_somebody_has_open_is_locked(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Published")
    standin.do("open", id=guid, by="Maija Meikäläinen")
    message = writer.missing("PUT", f"/Service/{guid}", repeated())
    assert message == f"Service with id '{guid}' is locked by Maija Meikäläinen."
    standin.do("close", id=guid)
    writer.put(f"/Service/{guid}", repeated())


@pytest.mark.parametrize("word", ["discard", "publish"])
def test_the_editor_does_nothing_to_what_has_no_edits(standin: Standin, writer: Writer, word: str) -> None:
    guid = made(writer, "Published")
    answer = standin.http.post(f"/_standin/{word}", json={"id": guid})
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


# --- later ------------------------------------------------------------------------------------------------------------

DAY_S = 24 * 3600


def in_days(standin: Standin, days: int) -> str:
    now = datetime.fromisoformat(standin.do("clock", seconds=0)["now"])
    return (now + timedelta(days)).isoformat(timespec="seconds")


def test_a_draft_is_published_and_archived_at_its_dates(standin: Standin, writer: Writer) -> None:
    dates = {"validFrom": in_days(standin, 1), "validTo": in_days(standin, 3)}
    guid = writer.post("/Service", service(writer.organization, publishingStatus="Draft", **dates))["id"]
    seen = []
    for _ in range(4):
        seen.append(standin.get(f"/Service/{guid}").status_code)
        standin.do("clock", seconds=DAY_S + 60)
    assert seen == [404, 200, 200, 404]
    assert guid in standin.ids("/Service", status="Archived")


def test_a_later_write_takes_the_dates_away(standin: Standin, writer: Writer) -> None:
    guid = writer.post("/Service", service(writer.organization, validTo=in_days(standin, 1)))["id"]
    writer.put(f"/Service/{guid}", repeated())
    standin.do("clock", seconds=2 * DAY_S)
    assert standin.get(f"/Service/{guid}").status_code == 200


def test_edits_under_work_become_public_at_their_date(standin: Standin, writer: Writer) -> None:
    guid = made(writer, "Published")
    later = repeated(publishingStatus="Modified", fundingType="MarketFunded", validFrom=in_days(standin, 1))
    writer.put(f"/Service/{guid}", later)
    assert standin.read(f"/Service/{guid}")["fundingType"] == "PubliclyFunded"
    standin.do("clock", seconds=2 * DAY_S)
    assert standin.read(f"/Service/{guid}")["fundingType"] == "MarketFunded"


def test_what_was_published_by_hand_is_left_alone(standin: Standin, writer: Writer) -> None:
    dates = {"validFrom": in_days(standin, 1)}
    guid = writer.post("/Service", service(writer.organization, publishingStatus="Draft", **dates))["id"]
    standin.do("publish", id=guid)
    before = standin.read(f"/Service/{guid}")
    standin.do("clock", seconds=2 * DAY_S)
    assert standin.read(f"/Service/{guid}") == before
