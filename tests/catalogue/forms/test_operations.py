"""Forms are drafted, published in versions that never change, opened and closed; two editors never overwrite."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalogue.errors import InvalidBody, NotFound, NotPossibleNow
from catalogue.forms import operations, queries
from catalogue.forms.definition.values import Definition
from catalogue.forms.errors import KeyTaken, NotPublishableForm, VersionDamaged
from catalogue.forms.models import FormDefinition, FormEdit, FormVersion
from catalogue.forms.opening import Now, Opening, Window, checked, now
from catalogue.outbox.models import Change
from catalogue.outbox.unit import changes, revision
from catalogue.services.errors import Changed
from catalogue.services.versions import Author
from tenants.context import within
from tenants.models import Municipality
from tests.forms_make import definition, text

ANNA = Author("person", uuid4())
BEA = Author("token", uuid4())


def do(operation: Any, **given: Any) -> FormDefinition:
    """One operation in a unit of its own."""
    with changes() as unit:
        made: FormDefinition = operation(unit=unit, **({"author": ANNA} | given))
    return made


def grant(**more: Any) -> FormDefinition:
    return do(operations.create, content=definition(), **more)


def step(operation: Any, row: FormDefinition, **given: Any) -> FormDefinition:
    return do(operation, form_id=row.id, **({"expected": row.version} | given))


def published() -> FormDefinition:
    return step(operations.publish, grant())


def test_a_form_is_a_draft_until_it_is_published(in_turku: Municipality) -> None:
    row = grant()
    assert (row.state, row.version, row.changed, row.published) == ("draft", 1, True, None)
    row = step(operations.publish, row)
    assert (row.state, row.version, row.changed, row.published) == ("published", 2, False, 1)
    version = queries.version(form_id=row.id, number=1)
    assert version.document.version == 1
    assert version.document.title == definition().title
    assert (version.door, version.by) == ("person", ANNA.id)


def test_what_is_worked_on_leaves_the_published_version_as_it_is(in_turku: Municipality) -> None:
    row = step(operations.change, published(), patch={"title": {"fi": "Toinen nimi"}})
    assert row.changed
    assert queries.version(form_id=row.id, number=1).document.title["fi"] == "Avustushakemus"
    row = step(operations.publish, row)
    assert row.published == 2
    assert queries.version(form_id=row.id, number=1).document.title["fi"] == "Avustushakemus"
    assert queries.version(form_id=row.id, number=2).document.title["fi"] == "Toinen nimi"
    assert [each.number for each in queries.versions(form_id=row.id)] == [2, 1]


def test_a_change_that_is_taken_back_is_none(in_turku: Municipality) -> None:
    row = step(operations.change, published(), patch={"title": {"fi": "Toinen"}})
    row = step(operations.change, row, patch={"title": {"fi": "Avustushakemus"}})
    assert not row.changed
    with pytest.raises(NotPossibleNow):
        step(operations.publish, row)
    same = step(operations.change, row, patch={"title": {"fi": "Avustushakemus"}})
    assert same.version == row.version


def test_discarding_and_restoring_bring_earlier_content_back(in_turku: Municipality) -> None:
    row = step(operations.change, published(), patch={"title": {"fi": "Toinen"}})
    row = step(operations.discard, row)
    assert (row.content.title["fi"], row.changed) == ("Avustushakemus", False)
    row = step(operations.publish, step(operations.change, row, patch={"title": {"fi": "Toinen"}}))
    row = step(operations.restore, row, number=1)
    assert (row.content.title["fi"], row.changed, row.published) == ("Avustushakemus", True, 2)
    with pytest.raises(NotFound):
        step(operations.restore, row, number=3)


def test_the_check_keeps_a_form_from_being_published_and_tells_everything(in_turku: Municipality) -> None:
    row = step(operations.change, grant(), patch={"title": {"sv": None}, "processing": {"retention": None}})
    with pytest.raises(NotPublishableForm) as refused:
        step(operations.publish, row)
    assert {each.code for each in refused.value.findings} == {"text_missing", "retention_missing"}
    assert FormVersion.objects.count() == 0


def test_whoever_has_seen_an_earlier_version_is_told_what_changed(in_turku: Municipality) -> None:
    row = grant()
    do(operations.change, form_id=row.id, expected=1, patch={"title": {"fi": "Toinen"}}, author=BEA)
    with pytest.raises(Changed) as refused:
        do(operations.change, form_id=row.id, expected=1, patch={"title": {"fi": "Kolmas"}})
    (difference,) = refused.value.differences
    assert (difference.path, difference.before, difference.now) == (("title", "fi"), "Avustushakemus", "Toinen")
    assert refused.value.present == 2
    with pytest.raises(Changed):
        do(operations.publish, form_id=row.id, expected=99)


def test_who_did_what_is_known(in_turku: Municipality) -> None:
    row = step(operations.publish, step(operations.change, grant(), patch={"title": {"fi": "Toinen"}}, author=BEA))
    told = [(each.number, each.action, each.door, each.by) for each in queries.edits(form_id=row.id)]
    assert told == [
        (3, "published", "person", ANNA.id), (2, "changed", "token", BEA.id), (1, "created", "person", ANNA.id),
    ]  # fmt: skip


def test_a_version_that_somebody_has_changed_is_not_read(in_turku: Municipality) -> None:
    row = published()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_forms_formversion SET document = jsonb_set(document, '{title,fi}', '\"Väärä\"')"
        )
    with pytest.raises(VersionDamaged):
        queries.version(form_id=row.id, number=1)


def test_the_database_keeps_a_version_once_and_with_its_form(in_turku: Municipality) -> None:
    row = published()
    version = FormVersion.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.create(
            form=row, number=1, document=version.document, digest="x", at=version.at, door="person"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        FormDefinition.objects.update(state="draft")


def test_a_key_is_one_forms_and_settled_by_publishing(in_turku: Municipality) -> None:
    row = grant()
    with pytest.raises(KeyTaken):
        grant()
    other = do(operations.copy, form_id=row.id, key="grant-two")
    with pytest.raises(KeyTaken):
        step(operations.change, other, patch={"key": "grant"})
    other = step(operations.publish, step(operations.change, other, patch={"key": "grant-three"}))
    assert queries.form_by_key(key="grant-three").id == other.id
    with pytest.raises(KeyTaken):
        step(operations.change, other, patch={"key": "grant-four"})


def test_a_form_is_retired_and_brought_back_and_a_draft_removed(in_turku: Municipality) -> None:
    row = grant()
    with pytest.raises(NotPossibleNow):
        step(operations.retire, row)
    with changes() as unit:
        operations.remove(unit=unit, form_id=row.id, expected=1)
    assert FormDefinition.objects.count() == FormEdit.objects.count() == 0
    row = step(operations.retire, published())
    for impossible in (operations.publish, operations.retire):
        with pytest.raises(NotPossibleNow):
            step(impossible, row)
    with pytest.raises(NotPossibleNow), changes() as unit:
        operations.remove(unit=unit, form_id=row.id, expected=row.version)
    assert step(operations.bring_back, row).state == "published"


def test_a_template_is_adopted_with_its_lineage(in_turku: Municipality) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 8, tzinfo=UTC), tick=False):
        row = do(operations.adopt, template="street-feedback")
    assert row.key == "street-feedback"
    assert row.origin is not None
    assert (row.origin.kind, row.origin.key) == ("template", "street-feedback")
    assert row.origin.digest == queries.template(key="street-feedback").digest
    assert row.origin.at == datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert not queries.is_newer(row)
    row = step(operations.publish, step(operations.change, row, patch={"title": {"fi": "Oma nimi"}}))
    assert row.origin.key == "street-feedback"
    with pytest.raises(NotFound):
        do(operations.adopt, template="nothing")


def test_another_town_sees_nothing_of_it_and_can_have_the_same(turku: Municipality, espoo: Municipality) -> None:
    with within(turku):
        row = step(operations.publish, do(operations.adopt, template="street-feedback"))
    with within(espoo):
        assert (FormDefinition.objects.count(), FormVersion.objects.count(), revision()) == (0, 0, 0)
        with pytest.raises(NotFound):
            queries.form(form_id=row.id)
        with pytest.raises(NotFound):
            do(operations.change, form_id=row.id, expected=2, patch={})
        theirs = do(operations.adopt, template="street-feedback")
        assert theirs.id != row.id
    with within(turku):
        assert queries.form(form_id=row.id).published == 1


def test_each_step_is_a_change_of_the_town_and_a_refused_one_is_none(in_turku: Municipality) -> None:
    row = step(operations.publish, grant())
    assert [(each.kind, each.object_id, each.action) for each in Change.objects.order_by("id")] == [
        ("form", row.id, "created"), ("form", row.id, "updated"),
    ]  # fmt: skip
    before = revision()
    with pytest.raises(InvalidBody):
        step(operations.change, row, patch={"ui": {"steps": 5}})
    assert revision() == before


@pytest.mark.parametrize(("operation", "most"), [(operations.change, 6), (operations.publish, 8)])
def test_a_step_takes_few_statements(in_turku: Municipality, operation: Any, most: int) -> None:
    row = grant()
    given = {"patch": {"title": {"fi": "Toinen"}}} if operation is operations.change else {}
    with changes() as unit, CaptureQueriesContext(connection) as captured:
        operation(unit=unit, form_id=row.id, expected=1, author=ANNA, **given)
    assert len(captured) <= most, [each["sql"][:90] for each in captured.captured_queries]


# --- when it is open --------------------------------------------------------------------------------------------------

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MORNING = Window(opens=NOON - 4 * HOUR, closes=NOON - HOUR)
EVENING = Window(opens=NOON + HOUR, closes=NOON + 4 * HOUR)


@pytest.mark.parametrize(
    ("opening", "received", "stands"),
    [
        (Opening(), 10**6, Now(state="open")),
        (Opening(closed=True), 0, Now(state="closed")),
        (Opening(windows=[MORNING]), 0, Now(state="ended")),
        (Opening(windows=[MORNING, EVENING]), 0, Now(state="not_yet", until=NOON + HOUR)),
        (Opening(windows=[Window(closes=NOON)]), 0, Now(state="ended")),
        (Opening(windows=[Window(opens=NOON)]), 0, Now(state="open")),
        (Opening(capacity=5), 4, Now(state="open")),
        (Opening(capacity=5), 5, Now(state="full")),
        (Opening(windows=[Window(closes=NOON + HOUR)], capacity=5), 5, Now(state="full", until=NOON + HOUR)),
    ],
)
def test_when_a_form_takes_submissions(opening: Opening, received: int, stands: Now) -> None:
    assert now(opening, at=NOON, received=received) == stands


def test_windows_are_put_in_order_and_may_not_overlap() -> None:
    assert checked(Opening(windows=[EVENING, MORNING])).windows == [MORNING, EVENING]
    for windows in ([MORNING, MORNING], [Window(), EVENING], [Window(opens=NOON, closes=NOON)], [EVENING, Window()]):
        with pytest.raises(InvalidBody) as refused:
            checked(Opening(windows=windows))
        assert str(refused.value.place).startswith("/windows/")


def test_opening_is_decided_without_publishing_anything(in_turku: Municipality) -> None:
    row = step(operations.change, published(), patch={"title": {"fi": "Kesken"}})
    opening = Opening(closed=True, texts={"closed": text("Suljettu", "Stängd", "Closed")})
    row = step(operations.decide_opening, row, opening=opening)
    assert queries.form(form_id=row.id).opening == opening
    assert (row.published, row.changed) == (1, True)


def test_forms_are_listed_by_id_and_state(in_turku: Municipality) -> None:
    rows = [grant(), *(do(operations.adopt, template=key) for key in ("summer-job", "street-feedback"))]
    step(operations.publish, rows[1])
    ids = sorted(row.id for row in rows)
    with CaptureQueriesContext(connection) as captured:
        assert [row.id for row in queries.forms(state=None, after=None, most=10)] == ids
    assert len(captured) == 1
    assert [row.id for row in queries.forms(state=None, after=ids[0], most=1)] == [ids[1]]
    assert [row.key for row in queries.forms(state="published", after=None, most=10)] == ["summer-job"]


def test_a_stored_form_is_read_as_it_was_written(in_turku: Municipality) -> None:
    row = grant()
    found = FormDefinition.objects.get(pk=row.id)
    assert isinstance(found.content, Definition)
    assert found.content == definition()
    assert isinstance(found.id, UUID)
