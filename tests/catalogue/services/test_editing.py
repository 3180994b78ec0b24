"""Things are edited as drafts, shown when they are published, kept in every version; two editors never overwrite."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.errors import InvalidBody, NotFound, NotPossibleNow
from catalogue.outbox.unit import Unit, changes, revision
from catalogue.published.models import Document
from catalogue.services import editing, versions, works
from catalogue.services.errors import Changed
from catalogue.services.models import Version
from catalogue.services.values import Kind
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import Work, language_states
from tenants.context import within
from tenants.models import Municipality
from tests.catalogue_make import organization, service, store

ANNA = Author("person", uuid4())
BEA = Author("person", uuid4())


def do(step: Any, work: Work, *, expected: int | None = None, author: Author = ANNA, **given: Any) -> Work:
    """One step in a unit of its own; seen is the version of `work`, unless another is named."""
    with changes() as unit:
        locked = works.one(kind=work.kind, thing_id=work.id, lock=True)
        seen = versions.seen(locked, work.version if expected is None else expected)
        return written(unit, step(work=locked, seen=seen, **given), author)


def written(unit: Unit, step: Step, author: Author = ANNA) -> Work:
    (done,) = editing.write(unit=unit, steps=[step], author=author, at=timezone.now())
    return done


def create(kind: Kind, content: dict[str, Any]) -> Work:
    with changes() as unit:
        return written(unit, editing.create(kind=kind, content=content))


def draft(**members: Any) -> Work:
    content = {"language_versions": {"fi": {"name": "Uimahalli", "summary": "Uimaan."}}, "type": "Service", **members}
    return create("service", content)


def change(work: Work, patch: dict[str, Any], *, expected: int | None = None, author: Author = ANNA) -> Work:
    return do(editing.change, work, expected=expected, patch=patch, author=author)


def publish(work: Work, *languages: str, author: Author = ANNA, four_eyes: bool = False) -> Work:
    """Shows what the rules might refuse, too: nobody asks them here."""
    shown = languages or ("fi",)
    given: dict[str, Any] = {"languages": shown, "by": author.person, "at": timezone.now(), "four_eyes": four_eyes}
    return do(editing.publish, work, author=author, **given)


def submit(work: Work, *languages: str) -> Work:
    return do(editing.submit, work, languages=languages, by=ANNA.person, at=timezone.now())


def archive(work: Work, *languages: str) -> Work:
    return do(editing.archive, work, languages=languages, at=timezone.now())


def shown(thing_id: UUID) -> bytes | None:
    found = Document.objects.filter(id=thing_id).first()
    return None if found is None else bytes(found.v1)


def present(work: Work) -> Work:
    return works.one(kind=work.kind, thing_id=work.id)


def test_a_draft_is_seen_by_no_reader_until_it_is_published(in_turku: Municipality) -> None:
    work = draft()
    assert (work.version, work.state, language_states(work)) == (1, "draft", {"fi": "draft"})
    assert shown(work.id) is None
    after = publish(work)
    assert (after.version, after.state, language_states(after)) == (2, "published", {"fi": "published"})
    assert present(work) == after
    assert b"Uimahalli" in (shown(work.id) or b"")


def test_work_on_something_published_is_seen_when_it_is_published_again(in_turku: Municipality) -> None:
    work = publish(draft())
    after = change(work, {"language_versions": {"fi": {"name": "Kylpylä"}}})
    assert language_states(after) == {"fi": "modified"}
    assert b"Uimahalli" in (shown(work.id) or b"")
    assert language_states(publish(after)) == {"fi": "published"}
    assert "Kylpylä".encode() in (shown(work.id) or b"")


def test_language_versions_are_published_one_by_one(in_turku: Municipality) -> None:
    work = change(draft(), {"language_versions": {"sv": {"name": "Simhall"}}})
    finnish = publish(work, "fi")
    assert language_states(finnish) == {"fi": "published", "sv": "draft"}
    assert b"Simhall" not in (shown(work.id) or b"")
    assert language_states(publish(finnish, "sv")) == {"fi": "published", "sv": "published"}
    assert b"Simhall" in (shown(work.id) or b"")


def test_contacts_in_a_language_that_readers_do_not_get_wait_for_it(in_turku: Municipality) -> None:
    phones = [{"number": "111", "language": "fi"}, {"number": "222", "language": "sv"}]
    content = {
        "service_channel_type": "Phone",
        "language_versions": {"fi": {"name": "Neuvonta"}, "sv": {"name": "Rådgivning"}},
        "phone_numbers": phones,
    }
    work = create("service_channel", content)
    after = publish(work, "fi")
    assert b'"222"' not in (shown(work.id) or b"")
    assert language_states(after) == {"fi": "published", "sv": "draft"}
    publish(after, "sv")
    assert b'"222"' in (shown(work.id) or b"")


def test_two_editors_of_two_members_both_keep_their_change(in_turku: Municipality) -> None:
    work = draft()
    change(work, {"language_versions": {"fi": {"name": "Kylpylä"}}})
    after = change(work, {"language_versions": {"fi": {"summary": "Kylpemään."}}}, expected=1, author=BEA)
    version = after.content.language_versions["fi"]
    assert (after.version, version.name, version.summary) == (3, "Kylpylä", "Kylpemään.")


def test_the_second_of_two_editors_of_one_member_is_told_what_differs(in_turku: Municipality) -> None:
    work = draft()
    change(work, {"language_versions": {"fi": {"name": "Kylpylä"}}})
    with pytest.raises(Changed) as refused:
        change(work, {"language_versions": {"fi": {"name": "Uimala"}}}, expected=1, author=BEA)
    (difference,) = refused.value.differences
    assert difference == (("language_versions", "fi", "name"), "Uimahalli", "Kylpylä")
    assert refused.value.present == 2
    with pytest.raises(Changed):
        change(work, {"language_versions": {"fi": None}}, expected=1, author=BEA)
    assert present(work).version == 2


def test_every_version_can_be_read_and_restored(in_turku: Municipality) -> None:
    seen = [draft()]
    seen.append(publish(seen[-1]))
    seen.append(change(seen[-1], {"language_versions": {"fi": {"name": "Kylpylä"}, "sv": {"name": "Bad"}}}))
    seen.append(publish(seen[-1]))
    seen.append(change(seen[-1], {"type": None, "languages": ["fi", "sv"]}))
    now = present(seen[0])
    assert [versions.at_version(now, work.version) for work in seen] == seen
    restored = do(editing.restore, now, then=versions.at_version(now, 1))
    assert restored.content.language_versions == seen[0].content.language_versions
    assert restored.version == 6
    with pytest.raises(NotFound):
        versions.at_version(now, 99)


def test_history_tells_who_did_what_to_which_member_and_by_which_door(in_turku: Municipality) -> None:
    work = draft()
    change(work, {"language_versions": {"fi": {"name": "Kylpylä"}}}, author=BEA)
    publish(present(work))
    entries = versions.entries(present(work))
    assert [(each.number, each.action, each.by, each.door) for each in entries] == [
        (3, "published", ANNA.id, "person"),
        (2, "changed", BEA.id, "person"),
        (1, "created", ANNA.id, "person"),
    ]
    assert entries[1].paths == ["/language_versions/fi/name"]


def test_what_is_pulled_gets_versions_too_and_leaves_the_draft_alone(in_turku: Municipality) -> None:
    pulled = service("Kirjasto")
    store("service", pulled)
    work = works.one(kind="service", thing_id=pulled.id)
    assert (work.version, Version.objects.count()) == (1, 0)
    mine = change(work, {"language_versions": {"fi": {"summary": "Oma."}}})
    store("service", service("Kirjastot", id=pulled.id))
    now = present(mine)
    assert (now.version, now.content.language_versions["fi"].summary) == (3, "Oma.")
    assert versions.at_version(now, 2) == mine
    assert [each.door for each in versions.entries(now)] == ["national_pull", "person", "national_pull"]
    assert b"Kirjastot" in (shown(pulled.id) or b"")


def test_a_town_of_four_eyes_publishes_what_somebody_else_sent_to_review(in_turku: Municipality) -> None:
    work = draft()
    with pytest.raises(NotPossibleNow):
        publish(work, four_eyes=True)
    waiting = submit(work, "fi")
    assert language_states(waiting) == {"fi": "in_review"}
    with pytest.raises(NotPossibleNow):
        publish(waiting, four_eyes=True)
    assert language_states(publish(waiting, author=BEA, four_eyes=True)) == {"fi": "published"}


def test_what_is_changed_no_longer_waits_for_review(in_turku: Municipality) -> None:
    work = change(draft(), {"language_versions": {"sv": {"name": "Simhall"}}})
    waiting = submit(work, "fi", "sv")
    after = change(waiting, {"language_versions": {"sv": {"name": "Simhallen"}}})
    assert language_states(after) == {"fi": "in_review", "sv": "draft"}
    withdrawn = change(after, {"languages": ["fi"]})
    assert language_states(withdrawn) == {"fi": "draft", "sv": "draft"}
    again = submit(withdrawn, "fi")
    back = do(editing.send_back, again, languages=["fi"])
    assert language_states(back) == {"fi": "draft", "sv": "draft"}


def test_a_language_is_archived_alone_and_the_last_one_takes_the_thing_along(in_turku: Municipality) -> None:
    work = publish(change(draft(), {"language_versions": {"sv": {"name": "Simhall"}}}), "fi", "sv")
    one = archive(work, "sv")
    assert language_states(one) == {"fi": "published", "sv": "archived"}
    assert b"Simhall" not in (shown(work.id) or b"")
    gone = archive(one)
    assert (gone.state, shown(work.id)) == ("archived", None)
    with pytest.raises(NotPossibleNow):
        change(gone, {"type": "Service"})
    with pytest.raises(NotPossibleNow):
        publish(gone)
    back = do(editing.bring_back, gone)
    assert (back.state, language_states(back)) == ("draft", {"fi": "draft", "sv": "draft"})
    assert language_states(publish(back, "sv"))["sv"] == "published"


def test_a_draft_over_something_published_can_be_dropped(in_turku: Municipality) -> None:
    work = publish(draft())
    after = change(work, {"type": None})
    dropped = do(editing.discard, after)
    assert language_states(dropped) == {"fi": "published"}
    with pytest.raises(NotPossibleNow):
        do(editing.discard, dropped)


@pytest.mark.parametrize(
    ("kind", "patch", "place"),
    [
        ("service", {"nmae": "x"}, "/nmae"),
        ("service", {"language_versions": {"fi": {"nmae": "x"}}}, "/language_versions/fi/nmae"),
        ("service", {"language_versions": {"xx": {"name": "x"}}}, "/language_versions/xx"),
        ("service", {"areas": [{"type": "Municipality"}, {"typo": "x"}]}, "/areas/1/typo"),
        ("service", {"languages": "fi"}, "/languages"),
        ("service", {"language_versions": 5}, "/language_versions"),
        ("service", {"language_versions": {"fi": {"name": "a\x00b"}}}, "/language_versions/fi/name"),
        ("service", {"language_versions": {"fi": {"name": "\ud800"}}}, "/language_versions/fi/name"),
        ("service_channel", {"service_channel_type": "EChannel", "signature_quantity": 2**60}, "/signature_quantity"),
        ("service", {"general_description_id": "x"}, "/general_description_id"),
        ("service", {"modified": "2026-01-01T00:00:00Z"}, "/modified"),
        ("service", {"remainder": {"a": 1}}, "/remainder"),
    ],
)
def test_what_cannot_be_content_is_refused_at_its_place(
    kind: Kind, patch: dict[str, Any], place: str, in_turku: Municipality
) -> None:
    before = revision()
    with pytest.raises(InvalidBody) as refused:
        create(kind, patch)
    assert refused.value.place == place
    assert revision() == before


def test_a_change_that_changes_nothing_makes_no_version(in_turku: Municipality) -> None:
    work = draft()
    before = revision()
    assert change(work, {"type": "Service"}) == work
    assert revision() == before


def test_each_unit_raises_the_revision_by_one_also_for_a_draft(in_turku: Municipality) -> None:
    before = revision()
    work = draft()
    change(work, {"type": None})
    assert revision() == before + 2


def test_a_version_that_nobody_can_have_seen_is_refused(in_turku: Municipality) -> None:
    work = draft()
    for expected in (0, 2):
        with pytest.raises(Changed) as refused:
            change(work, {"type": None}, expected=expected)
        assert (refused.value.present, refused.value.differences) == (1, [])


def test_a_version_that_comes_while_another_is_read_back_is_not_on_its_way(in_turku: Municipality) -> None:
    work = draft()
    read = change(work, {"type": None})
    change(read, {"type": "PermitOrObligation"})
    assert versions.at_version(read, 1) == work
    assert [entry.number for entry in versions.entries(read)] == [2, 1]


def test_another_town_finds_nothing_to_change(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        work = draft()
    with within(espoo):
        with pytest.raises(NotFound):
            change(work, {"type": None})
        assert Version.objects.count() == 0


def test_a_change_and_its_publication_take_few_statements_each(in_turku: Municipality) -> None:
    city = organization()
    store("organization", city)
    store("service", *(service(f"Palvelu {number}", responsible=city.id) for number in range(30)))
    work = publish(draft())
    for number in range(2):
        with CaptureQueriesContext(connection) as seen:
            if number:
                publish(present(work))
            else:
                change(work, {"language_versions": {"fi": {"name": "Kylpylä"}}})
        sent = [each["sql"] for each in seen if "SAVEPOINT" not in each["sql"]]
        assert len(sent) <= 12, [each[:120] for each in sent]
