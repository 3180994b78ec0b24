"""What each role may do: one table, and the one function that reads it. Pure.

A role can be held over the whole town or, for some roles, over one unit: an Organization's id, which stands for
everything under it too. The caller names the thing's organisations with all that are above them (`over`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """What somebody is at a town; `OPERATOR` is held in the host's schema, and nowhere else."""

    ADMINISTRATOR = "administrator"
    PUBLISHER = "publisher"
    EDITOR = "editor"
    FORM_HANDLER = "form_handler"
    VIEWER = "viewer"
    OPERATOR = "operator"


class Action(StrEnum):
    """Everything that a page or an address of staff's, or of programs', can ask for."""

    OWN_ACCOUNT = "own_account"
    SEE_ONESELF = "see_oneself"
    READ_CONTENT = "read_content"
    WRITE_CONTENT = "write_content"
    PUBLISH_CONTENT = "publish_content"
    SYNC_CONTENT = "sync_content"
    WRITE_NATIONAL = "write_national"
    MANAGE_NATIONAL_ACCOUNT = "manage_national_account"
    DESIGN_FORMS = "design_forms"
    HANDLE_SUBMISSIONS = "handle_submissions"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_TOKENS = "manage_tokens"
    MANAGE_SIGN_IN = "manage_sign_in"
    READ_AUDIT = "read_audit"
    LEAD_TOWN = "lead_town"
    EXPORT_TOWN = "export_town"
    GRANT_SUPPORT = "grant_support"
    MANAGE_TOWNS = "manage_towns"
    MANAGE_OPERATORS = "manage_operators"
    READ_HOST_AUDIT = "read_host_audit"


TOWN_ROLES: Final = tuple(role for role in Role if role is not Role.OPERATOR)
UNIT_ROLES: Final = frozenset({Role.EDITOR, Role.FORM_HANDLER})
"""Roles that may be held over a unit only; the others are always over the whole town."""

SECOND_FACTOR: Final = frozenset({Role.OPERATOR})
"""Roles that count for nothing until a second factor has been shown."""

PERMISSIONS: Final[Mapping[Action, frozenset[Role]]] = {
    Action.OWN_ACCOUNT: frozenset(Role),
    Action.SEE_ONESELF: frozenset(Role),
    Action.READ_CONTENT: frozenset(TOWN_ROLES),
    Action.WRITE_CONTENT: frozenset({Role.ADMINISTRATOR, Role.PUBLISHER, Role.EDITOR}),
    Action.PUBLISH_CONTENT: frozenset({Role.ADMINISTRATOR, Role.PUBLISHER}),
    Action.SYNC_CONTENT: frozenset({Role.ADMINISTRATOR, Role.PUBLISHER}),
    Action.WRITE_NATIONAL: frozenset({Role.ADMINISTRATOR, Role.PUBLISHER}),
    Action.MANAGE_NATIONAL_ACCOUNT: frozenset({Role.ADMINISTRATOR}),
    Action.DESIGN_FORMS: frozenset({Role.ADMINISTRATOR, Role.PUBLISHER}),
    Action.HANDLE_SUBMISSIONS: frozenset({Role.FORM_HANDLER}),
    Action.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    Action.MANAGE_TOKENS: frozenset({Role.ADMINISTRATOR}),
    Action.MANAGE_SIGN_IN: frozenset({Role.ADMINISTRATOR}),
    Action.READ_AUDIT: frozenset({Role.ADMINISTRATOR}),
    Action.LEAD_TOWN: frozenset({Role.ADMINISTRATOR}),
    Action.EXPORT_TOWN: frozenset({Role.ADMINISTRATOR}),
    Action.GRANT_SUPPORT: frozenset({Role.OPERATOR}),
    Action.MANAGE_TOWNS: frozenset({Role.OPERATOR}),
    Action.MANAGE_OPERATORS: frozenset({Role.OPERATOR}),
    Action.READ_HOST_AUDIT: frozenset({Role.OPERATOR}),
}


class Scope(StrEnum):
    """What a program's token is good for."""

    READ = "read"
    WRITE = "write"
    PUBLISH = "publish"
    SUBMISSIONS = "submissions"


SCOPES: Final[Mapping[Scope, frozenset[Action]]] = {
    Scope.READ: frozenset({Action.SEE_ONESELF, Action.READ_CONTENT}),
    Scope.WRITE: frozenset({Action.SEE_ONESELF, Action.READ_CONTENT, Action.WRITE_CONTENT}),
    Scope.PUBLISH: frozenset(
        {
            Action.SEE_ONESELF,
            Action.READ_CONTENT,
            Action.WRITE_CONTENT,
            Action.PUBLISH_CONTENT,
            Action.WRITE_NATIONAL,
            Action.DESIGN_FORMS,
        }
    ),
    Scope.SUBMISSIONS: frozenset({Action.SEE_ONESELF, Action.HANDLE_SUBMISSIONS}),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has, over the whole town or over a unit."""

    role: Role
    unit: UUID | None = None


def allowed(held: Iterable[Held], action: Action, *, over: Collection[UUID] | None = None) -> bool:
    """Whether one of the roles allows the action.

    `over` names the organisations of the thing and all above them; without it the question is whether the action is
    allowed anywhere at all, as for opening a list that will show what one may see. `may` finds them in a town's tree.
    """
    roles = PERMISSIONS[action]
    return any(one.role in roles and (one.unit is None or over is None or one.unit in over) for one in held)


def line(organization: UUID, parents: Mapping[UUID, UUID | None]) -> tuple[UUID, ...]:
    """An organisation and all that are above it, as far as `parents` knows; a circle is gone round once."""
    found: list[UUID] = []
    at: UUID | None = organization
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return tuple(found)


def may(
    held: Iterable[Held], action: Action, organization: UUID | None, *, parents: Mapping[UUID, UUID | None]
) -> bool:
    """Whether the roles allow the action on a thing of this organisation; on one of none, only over the whole town.

    `parents` is the town's tree of organisations: what is above each. A unit that is no longer in it allows nothing.
    """
    over = () if organization is None or organization not in parents else line(organization, parents)
    return allowed(held, action, over=over)


def scope_allows(scopes: Iterable[Scope], action: Action) -> bool:
    """Whether a token with these scopes may do this."""
    return any(action in SCOPES[scope] for scope in scopes)


def scope_for(action: Action) -> Scope | None:
    """The least scope that allows an action; None for what no program may do."""
    fitting = [scope for scope in Scope if action in SCOPES[scope]]
    return min(fitting, key=lambda scope: len(SCOPES[scope]), default=None)


def scopes_within(held: Collection[Held]) -> list[Scope]:
    """Scopes that somebody with these roles can give to a program: nothing that they may not do over the whole town."""
    return [scope for scope in Scope if all(allowed(held, action, over=()) for action in SCOPES[scope])]
