"""The town's organisations as a tree, while they are moved in it: nothing stands above itself, or below nothing.

Editors work on one tree and readers see another: what is moved in a draft is not moved for readers before it is
published. So each step is looked at in both. Pure; `queries.tree` reads it.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from uuid import UUID

from catalogue.errors import InvalidBody
from catalogue.services.values import Organization
from catalogue.services.workflow import Content, State, Work

PLACE: Final = "/parent_organization_id"


class Branch(NamedTuple):
    """An organisation in the tree: what is above it for editors, and for readers; None at the top."""

    state: State
    above: UUID | None
    above_for_readers: UUID | None


Tree = Mapping[UUID, Branch]


def branch_of(work: Work) -> Branch:
    """Where an organisation stands."""
    return Branch(work.state, _above(work.content), _above(_shown(work)))


def moves(before: Work | None, after: Work) -> bool:
    """Whether a step puts an organisation below another than before, for editors or for readers."""
    if after.kind != "organization":
        return False
    was, now = _before(before), branch_of(after)
    return now.above not in (None, was.above) or now.above_for_readers not in (None, was.above_for_readers)


def refusal(before: Work | None, after: Work, tree: Tree) -> InvalidBody | None:
    """Why an organisation cannot be put where a step puts it; `tree` is that of before the step."""
    if not moves(before, after):
        return None
    was, now = _before(before), branch_of(after)
    said = None
    if now.above is not None and now.above != was.above:
        said = _not_below(after.id, now.above, tree)
    if said is None and now.above_for_readers is not None and now.above_for_readers != was.above_for_readers:
        said = _not_shown_below(after.id, now.above_for_readers, tree)
    return InvalidBody(said, place=PLACE) if said else None


def _not_below(organization: UUID, above: UUID, tree: Tree) -> str | None:
    if _circle(organization, above, tree, _for_editors):
        return "The organisation would stand above itself."
    if above not in tree:
        return "There is no organisation with this id here."
    return "The organisation above is archived: bring it back first." if tree[above].state == "archived" else None


def _not_shown_below(organization: UUID, above: UUID, tree: Tree) -> str | None:
    """One that is not kept here may be above what the register shows below it."""
    if _circle(organization, above, tree, lambda branch: branch.above_for_readers):
        return "Readers would see the organisation above itself."
    hidden = above in tree and tree[above].state != "published"
    return "The organisation above is not published: publish it first." if hidden else None


def _for_editors(branch: Branch) -> UUID | None:
    return branch.above


def way_up(start: UUID, tree: Tree, up: Callable[[Branch], UUID | None] = _for_editors) -> list[UUID]:
    """An organisation and all above it that are known; a circle is gone round once."""
    passed: dict[UUID, None] = {}
    at: UUID | None = start
    while at is not None and at not in passed:
        passed[at] = None
        at = up(tree[at]) if at in tree else None
    return list(passed)


def _circle(start: UUID, above: UUID | None, tree: Tree, up: Callable[[Branch], UUID | None]) -> bool:
    """Whether the way up comes back to where it began; one that goes round elsewhere is not its doing."""
    return above is not None and start in way_up(above, tree, up)


def _before(work: Work | None) -> Branch:
    return Branch("draft", None, None) if work is None else branch_of(work)


def _shown(work: Work) -> Content | None:
    return work.published if work.state == "published" else None


def _above(content: Content | None) -> UUID | None:
    return content.parent_organization_id if isinstance(content, Organization) else None
