"""Changes things, one by one or many at a time: in a unit of work, each with a version of its own.

The `work` that a step is given was loaded under its lock, in the same unit: `works.one(..., lock=True)`. Each step
names the version that its author has seen, and raises Changed where that is no longer the present one.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from catalogue.outbox.unit import Unit
from catalogue.services import checking, patches, queries, versions, workflow, works
from catalogue.services.errors import Changed, Difference
from catalogue.services.models import Practice
from catalogue.services.values import Kind
from catalogue.services.versions import Author, Step
from catalogue.services.workflow import Work


def create(*, unit: Unit, kind: Kind, content: Mapping[str, Any], author: Author) -> Work:
    """A draft of something new. Raises InvalidBody."""
    return _write_one(unit, None, workflow.created(kind, uuid4(), content), "created", author)


def change(*, unit: Unit, work: Work, expected: int, patch: Mapping[str, Any], author: Author) -> Work:
    """A merge patch on what editors work on.

    Where somebody has changed other members since the version `expected`, both changes stand; where they changed the
    same, raises Changed with what differs.
    """
    if work.version != expected:
        mine = list(patches.touched(patch))
        theirs = _since(work, expected)
        if both := [each for each in theirs if any(patches.overlap(each.path, path) for path in mine)]:
            raise Changed(expected=expected, present=work.version, differences=both)
    return _write_one(unit, work, workflow.changed(work, patch), "changed", author)


def submit(*, unit: Unit, work: Work, expected: int, languages: Collection[str], author: Author) -> Work:
    """Sends language versions to review."""
    _refuse_changed(work, expected)
    after = workflow.submitted(work, languages, by=author.person, at=timezone.now())
    return _write_one(unit, work, after, "submitted", author)


def send_back(*, unit: Unit, work: Work, expected: int, languages: Collection[str], author: Author) -> Work:
    """Gives language versions in review back to who works on them."""
    _refuse_changed(work, expected)
    return _write_one(unit, work, workflow.sent_back(work, languages), "sent_back", author)


def publish(
    *,
    unit: Unit,
    work: Work,
    expected: int,
    languages: Collection[str],
    author: Author,
    town_languages: Collection[str],
) -> Work:
    """Shows language versions to readers; raises NotPublishable where the rules refuse what they would see."""
    _refuse_changed(work, expected)
    after = workflow.published(work, languages, by=author.person, at=timezone.now(), four_eyes=queries.four_eyes())
    checking.refuse_unpublishable(after, languages=town_languages)
    return _write_one(unit, work, after, "published", author)


def archive(*, unit: Unit, work: Work, expected: int, languages: Collection[str], author: Author) -> Work:
    """Takes language versions, or with all of them the thing, out of readers' sight; none named: all."""
    _refuse_changed(work, expected)
    shown = work.published.language_versions if work.published else {}
    after = workflow.archived(work, languages or list(shown), at=timezone.now())
    return _write_one(unit, work, after, "archived", author)


def bring_back(*, unit: Unit, work: Work, expected: int, author: Author) -> Work:
    """Makes an archived thing a draft again."""
    _refuse_changed(work, expected)
    return _write_one(unit, work, workflow.brought_back(work), "brought_back", author)


def discard(*, unit: Unit, work: Work, expected: int, author: Author) -> Work:
    """Drops the draft over what is published."""
    _refuse_changed(work, expected)
    return _write_one(unit, work, workflow.discarded(work), "discarded", author)


def restore(*, unit: Unit, work: Work, expected: int, number: int, author: Author) -> Work:
    """The content of an earlier version as the draft; raises NotFound for one that never was."""
    _refuse_changed(work, expected)
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


def _refuse_changed(work: Work, expected: int) -> None:
    if work.version != expected:
        raise Changed(expected=expected, present=work.version, differences=_since(work, expected))


def _since(work: Work, version: int) -> list[Difference]:
    """What has changed of the content since a version; raises Changed for one that nobody can have seen."""
    if not 1 <= version <= work.version:
        raise Changed(expected=version, present=work.version, differences=[])
    then = workflow.plain(versions.at_version(work, version).content)
    now = workflow.plain(work.content)
    return [
        Difference(path=tuple(path), before=patches.at(then, path), now=patches.at(now, path))
        for path, *_ in patches.difference(then, now)
    ]
