"""Makes steps in things' lives, and writes them: one or many at a time, each with a version of its own.

A maker takes the `work`, loaded under its lock by the unit that will write, and `seen`, the same as the step's author
saw it (`versions.seen`; the work itself where nobody can have come between). It reads and writes nothing, and raises
Changed where the present version is no longer the one that was seen. What it gives is a Step, for `checking.check`,
which asks the rules, and for `write`:

    with changes() as unit:
        work = works.one(kind="service", thing_id=thing_id, lock=True)
        step = editing.change(work=work, seen=versions.seen(work, 7), patch={"type": "Service"})
        editing.write(unit=unit, steps=[step], author=author, at=timezone.now())
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from catalogue.outbox.unit import Action, Unit
from catalogue.services import patches, versions, workflow, works
from catalogue.services.errors import Changed, Difference
from catalogue.services.models import Practice
from catalogue.services.values import Kind
from catalogue.services.versions import Author, Kept, Step
from catalogue.services.workflow import Work

# --- makers -----------------------------------------------------------------------------------------------------------


def create(*, kind: Kind, content: Mapping[str, Any]) -> Step:
    """A draft of something new. Raises InvalidBody."""
    return Step(None, workflow.created(kind, uuid4(), content), "created")


def change(*, work: Work, seen: Work, patch: Mapping[str, Any]) -> Step:
    """A merge patch on what editors work on.

    Where somebody has changed other members meanwhile, both changes stand; where they changed the same, raises Changed
    with what differs.
    """
    refuse_same_members(work, seen, patch)
    return Step(work, workflow.changed(work, patch), "changed")


def submit(*, work: Work, seen: Work, languages: Collection[str], by: UUID | None, at: datetime) -> Step:
    """Sends language versions to review; `by` is whose eyes the author's are (`Author.person`)."""
    refuse_changed(work, seen)
    return Step(work, workflow.submitted(work, languages, by=by, at=at), "submitted")


def send_back(*, work: Work, seen: Work, languages: Collection[str]) -> Step:
    """Gives language versions in review back to who works on them."""
    refuse_changed(work, seen)
    return Step(work, workflow.sent_back(work, languages), "sent_back")


def publish(
    *, work: Work, seen: Work, languages: Collection[str], by: UUID | None, at: datetime, four_eyes: bool
) -> Step:
    """Shows language versions to readers; `checking` says whether the rules let it, `queries.four_eyes` of the town."""
    refuse_changed(work, seen)
    after = workflow.published(work, languages, by=by, at=at, four_eyes=four_eyes)
    return Step(work, after, "published")


def archive(*, work: Work, seen: Work, languages: Collection[str], at: datetime) -> Step:
    """Takes language versions, or with all of them the thing, out of readers' sight; none named: all."""
    refuse_changed(work, seen)
    shown = work.published.language_versions if work.published else {}
    return Step(work, workflow.archived(work, languages or list(shown), at=at), "archived")


def bring_back(*, work: Work, seen: Work) -> Step:
    """Makes an archived thing a draft again."""
    refuse_changed(work, seen)
    return Step(work, workflow.brought_back(work), "brought_back")


def discard(*, work: Work, seen: Work) -> Step:
    """Drops the draft over what is published."""
    refuse_changed(work, seen)
    return Step(work, workflow.discarded(work), "discarded")


def restore(*, work: Work, seen: Work, then: Work) -> Step:
    """The content of an earlier version (`versions.at_version`) as the draft."""
    refuse_changed(work, seen)
    return Step(work, workflow.replaced(work, then.content), "restored")


def refuse_same_members(work: Kept, seen: Kept, patch: Mapping[str, Any]) -> None:
    """Raises Changed where somebody has meanwhile changed a member that a merge patch changes too."""
    mine = list(patches.touched(patch))
    both = [each for each in differences(seen, work) if any(patches.overlap(each.path, path) for path in mine)]
    if both:
        raise Changed(expected=seen.version, present=work.version, differences=both)


def refuse_changed(work: Kept, seen: Kept) -> None:
    """Raises Changed where the present version is not the one that was seen."""
    if work.version != seen.version:
        raise Changed(expected=seen.version, present=work.version, differences=differences(seen, work))


def differences(then: Kept, now: Kept) -> list[Difference]:
    """The members in which what editors work on differs, between two versions of a thing."""
    if then.version == now.version:
        return []
    before, after = workflow.plain(versions.worked_on(then)), workflow.plain(versions.worked_on(now))
    return [
        Difference(path=tuple(path), before=patches.at(before, path), now=patches.at(after, path))
        for path, *_ in patches.difference(before, after)
    ]


# --- writing ----------------------------------------------------------------------------------------------------------


def write(*, unit: Unit, steps: Sequence[Step], author: Author, at: datetime) -> list[Work]:
    """Writes steps of different things with their versions: one statement for few things of a kind, at most six for
    many, and one for all versions. What came of each; one that changed nothing is not written.
    """
    after = [numbered(step) for step in steps]
    made = [
        step._replace(after=work)
        for step, work in zip(steps, after, strict=True)
        if step.before is None or work.version != step.before.version
    ]
    for kind, some in groupby(sorted(made, key=_kind), key=_kind):
        works.keep(kind=kind, works=[step.after for step in some])
    versions.write(made, author=author, at=at)
    for step in made:
        unit.record(kind=step.after.kind, ids=[step.after.id], action=_action(step), shown=_shown(step))
    return after


def numbered(step: Step) -> Work:
    """What came of a step, under the version that it gets: the next one, the present one where nothing changed."""
    if step.before is None:
        return workflow.with_version(step.after, 1)
    same = workflow.with_version(step.after, step.before.version)
    return same if same == step.before else workflow.with_version(same, step.before.version + 1)


def choose_practice(*, four_eyes: bool) -> None:
    """How the town edits from now on."""
    Practice.objects.update_or_create(id=1, defaults={"four_eyes": four_eyes})


def _kind(step: Step) -> Kind:
    return step.after.kind


def _action(step: Step) -> Action:
    if step.before is None:
        return "created"
    return "archived" if step.after.state == "archived" != step.before.state else "updated"


def _shown(step: Step) -> bool:
    """Whether readers see anything of it."""
    before = step.before
    was = before.published if before is not None and before.state == "published" else None
    now = step.after.published if step.after.state == "published" else None
    return was != now
