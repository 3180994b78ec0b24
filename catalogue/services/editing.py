"""Changes things, one by one or many at a time: in a unit of work, under their lock, each with a version of its own."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from catalogue.outbox.unit import Unit
from catalogue.services import patches, versions, workflow, works
from catalogue.services.errors import Changed, Difference
from catalogue.services.models import Practice
from catalogue.services.values import Kind
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import Work


def create(*, unit: Unit, kind: Kind, content: Mapping[str, Any], author: Author) -> Work:
    """A draft of something new. Raises InvalidBody."""
    return _write_one(unit, None, workflow.created(kind, uuid4(), content), "created", author)


def change(*, unit: Unit, kind: Kind, thing_id: UUID, expected: int, patch: Mapping[str, Any], author: Author) -> Work:
    """A merge patch on what editors work on.

    Where somebody has changed other members since the version `expected`, both changes stand; where they changed the
    same, raises Changed with what differs.
    """
    work = works.one(kind=kind, thing_id=thing_id, lock=True)
    if work.version != expected:
        _refuse_overlap(work, expected, patch)
    return _write_one(unit, work, workflow.changed(work, patch), "changed", author)


def submit(
    *, unit: Unit, kind: Kind, thing_id: UUID, expected: int, languages: Collection[str], author: Author
) -> Work:
    """Sends language versions to review."""
    work = _expected(kind, thing_id, expected)
    after = workflow.submitted(work, languages, by=author.id, at=timezone.now())
    return _write_one(unit, work, after, "submitted", author)


def send_back(
    *, unit: Unit, kind: Kind, thing_id: UUID, expected: int, languages: Collection[str], author: Author
) -> Work:
    """Gives language versions in review back to who works on them."""
    work = _expected(kind, thing_id, expected)
    return _write_one(unit, work, workflow.sent_back(work, languages), "sent_back", author)


def publish(
    *,
    unit: Unit,
    kind: Kind,
    thing_id: UUID,
    expected: int,
    languages: Collection[str],
    author: Author,
    four_eyes: bool,
    check: Callable[[Work], None],
) -> Work:
    """Shows language versions to readers; `check` raises where the rules refuse what would be shown."""
    work = _expected(kind, thing_id, expected)
    after = workflow.published(work, languages, by=author.id, at=timezone.now(), four_eyes=four_eyes)
    check(after)
    return _write_one(unit, work, after, "published", author)


def archive(
    *, unit: Unit, kind: Kind, thing_id: UUID, expected: int, languages: Collection[str], author: Author
) -> Work:
    """Takes language versions, or with all of them the thing, out of readers' sight; none named: all."""
    work = _expected(kind, thing_id, expected)
    shown = work.published.language_versions if work.published else {}
    after = workflow.archived(work, languages or list(shown), at=timezone.now())
    return _write_one(unit, work, after, "archived", author)


def bring_back(*, unit: Unit, kind: Kind, thing_id: UUID, expected: int, author: Author) -> Work:
    """Makes an archived thing a draft again."""
    work = _expected(kind, thing_id, expected)
    return _write_one(unit, work, workflow.brought_back(work), "brought_back", author)


def discard(*, unit: Unit, kind: Kind, thing_id: UUID, expected: int, author: Author) -> Work:
    """Drops the draft over what is published."""
    work = _expected(kind, thing_id, expected)
    return _write_one(unit, work, workflow.discarded(work), "discarded", author)


def restore(*, unit: Unit, kind: Kind, thing_id: UUID, expected: int, number: int, author: Author) -> Work:
    """The content of an earlier version as the draft; raises NotFound for one that never was."""
    work = _expected(kind, thing_id, expected)
    then = versions.at_version(work, number)
    return _write_one(unit, work, workflow.replaced(work, then.content), "restored", author)


def choose_practice(*, four_eyes: bool) -> None:
    """How the town edits from now on."""
    Practice.objects.update_or_create(id=1, defaults={"four_eyes": four_eyes})


# --- writing ----------------------------------------------------------------------------------------------------------


def write(*, unit: Unit, steps: Sequence[Step], author: Author, at: datetime) -> list[Work]:
    """Writes changes of things of one kind with their versions: a constant number of statements.

    Each gets the version after its present one. What changed nothing is not written.
    """
    raised = [
        step._replace(after=_raised(step)) for step in steps if step.before is None or _differ(step.before, step.after)
    ]
    if raised:
        kind = raised[0].after.kind
        works.keep(kind=kind, works=[step.after for step in raised])
        versions.write(raised, author=author, at=at)
        for step in raised:
            unit.record(kind=kind, ids=[step.after.id], action=_action(step), shown=_shown(step))
    written = {step.after.id: step.after for step in raised}
    return [written.get(step.after.id, step.after) for step in steps]


def _write_one(unit: Unit, before: Work | None, after: Work, action: str, author: Author) -> Work:
    return write(unit=unit, steps=[Step(before, after, action)], author=author, at=timezone.now())[0]


def _raised(step: Step) -> Work:
    return workflow.with_version(step.after, 1 if step.before is None else step.before.version + 1)


def _differ(before: Work, after: Work) -> bool:
    return workflow.with_version(after, before.version) != before


def _action(step: Step) -> Any:
    if step.before is None:
        return "created"
    return "archived" if step.after.state == "archived" != step.before.state else "updated"


def _shown(step: Step) -> bool:
    """Whether readers see anything of it."""
    before = step.before
    was = before.published if before is not None and before.state == "published" else None
    now = step.after.published if step.after.state == "published" else None
    return was != now


def _expected(kind: Kind, thing_id: UUID, expected: int) -> Work:
    work = works.one(kind=kind, thing_id=thing_id, lock=True)
    if work.version != expected:
        raise Changed(expected=expected, present=work.version, differences=_since(work, expected))
    return work


def _refuse_overlap(work: Work, expected: int, patch: Mapping[str, Any]) -> None:
    mine = list(patches.touched(patch))
    theirs = _since(work, expected)
    both = [each for each in theirs if any(patches.overlap(each.path, path) for path in mine)]
    if both:
        raise Changed(expected=expected, present=work.version, differences=both)


def _since(work: Work, version: int) -> list[Difference]:
    """What has changed of the content since a version."""
    then = workflow.plain(versions.at_version(work, version).content)
    now = workflow.plain(work.content)
    return [
        Difference(path=tuple(path), before=_at(then, path), now=_at(now, path))
        for path, *_ in patches.difference(then, now)
    ]


def _at(value: Any, path: Sequence[Any]) -> Any:
    for step in path:
        try:
            value = value[step]
        except LookupError:
            return None
    return value
