"""The table of permissions, asked without any database."""

from uuid import UUID

import pytest

from tenants.accounts.permissions import (
    PERMISSIONS,
    SCOPES,
    TOWN_ROLES,
    Action,
    Held,
    Role,
    Scope,
    allowed,
    line,
    may,
    scope_for,
)

LIBRARY, CULTURE, SCHOOL, CITY = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
"""The library lies under culture; the school does not."""

PARENTS = {LIBRARY: CULTURE, CULTURE: CITY, SCHOOL: CITY, CITY: None}
EDITOR_OF_CULTURE = [Held(Role.EDITOR, CULTURE)]


def test_every_action_has_its_line_and_somebody_who_may() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert set(SCOPES) == set(Scope)
    assert all(PERMISSIONS.values())


def test_an_editor_of_a_unit_edits_it_and_what_is_under_it() -> None:
    editor = [Held(Role.EDITOR, CULTURE)]
    assert allowed(editor, Action.WRITE_CONTENT, over=[CULTURE])
    assert allowed(editor, Action.WRITE_CONTENT, over=[LIBRARY, CULTURE])
    assert not allowed(editor, Action.WRITE_CONTENT, over=[SCHOOL])
    assert not allowed(editor, Action.WRITE_CONTENT, over=[])
    assert not allowed([Held(Role.EDITOR, LIBRARY)], Action.WRITE_CONTENT, over=[CULTURE])


def test_an_editor_of_a_unit_may_open_the_list() -> None:
    assert allowed([Held(Role.EDITOR, CULTURE)], Action.WRITE_CONTENT)


def test_a_role_over_the_whole_town_needs_no_unit() -> None:
    assert allowed([Held(Role.EDITOR)], Action.WRITE_CONTENT, over=[])
    assert allowed([Held(Role.PUBLISHER)], Action.PUBLISH_CONTENT, over=[SCHOOL])


@pytest.mark.parametrize("role", TOWN_ROLES)
def test_no_role_of_a_town_lets_operators_in(role: Role) -> None:
    assert not allowed([Held(role)], Action.GRANT_SUPPORT)


def test_an_operator_is_nothing_at_a_town() -> None:
    reached = {action for action in Action if allowed([Held(Role.OPERATOR)], action)} - {
        Action.OWN_ACCOUNT,
        Action.SEE_ONESELF,
    }
    assert Action.GRANT_SUPPORT in reached
    assert all(PERMISSIONS[action] == {Role.OPERATOR} for action in reached)


def test_nobody_may_nothing() -> None:
    assert not any(allowed([], action) for action in Action)


def test_submissions_are_read_by_their_handlers_only() -> None:
    """They hold residents' personal data: not even an administrator sees them without the role."""
    assert PERMISSIONS[Action.HANDLE_SUBMISSIONS] == {Role.FORM_HANDLER}


@pytest.mark.parametrize(
    ("organization", "answer"),
    [(CULTURE, True), (LIBRARY, True), (SCHOOL, False), (CITY, False), (UUID(int=9), False), (None, False)],
)
def test_a_tree_tells_what_is_under_a_unit(organization: UUID | None, answer: bool) -> None:
    assert may(EDITOR_OF_CULTURE, Action.WRITE_CONTENT, organization, parents=PARENTS) is answer
    assert may([Held(Role.EDITOR)], Action.WRITE_CONTENT, organization, parents=PARENTS)
    assert not may(EDITOR_OF_CULTURE, Action.PUBLISH_CONTENT, organization, parents=PARENTS)


def test_a_unit_that_is_gone_allows_nothing() -> None:
    parents = {one: above for one, above in PARENTS.items() if one != CULTURE}
    assert not may(EDITOR_OF_CULTURE, Action.WRITE_CONTENT, CULTURE, parents=parents)
    assert not may(EDITOR_OF_CULTURE, Action.WRITE_CONTENT, SCHOOL, parents=parents)


def test_a_circle_has_an_end() -> None:
    parents = {LIBRARY: CULTURE, CULTURE: LIBRARY}
    assert line(LIBRARY, parents) == (LIBRARY, CULTURE)
    assert may(EDITOR_OF_CULTURE, Action.WRITE_CONTENT, LIBRARY, parents=parents)


@pytest.mark.parametrize(
    ("action", "scope"),
    [
        (Action.READ_CONTENT, Scope.READ),
        (Action.WRITE_CONTENT, Scope.WRITE),
        (Action.PUBLISH_CONTENT, Scope.PUBLISH),
        (Action.MANAGE_PEOPLE, None),
    ],
)
def test_the_least_scope_for_an_action_is_known(action: Action, scope: Scope | None) -> None:
    assert scope_for(action) is scope
