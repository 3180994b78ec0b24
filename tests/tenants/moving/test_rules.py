"""Rules of leaving and arriving, without any database."""

from collections.abc import Sequence

import pytest

from tenants.moving import rules


@pytest.mark.parametrize(
    ("tables", "references", "ordered"),
    [
        ("abc", [], "abc"),
        ("abc", [("a", "b"), ("b", "c")], "cba"),
        ("abc", [("a", "a")], "abc"),
        ("abc", [("b", "c"), ("c", "b")], "abc"),
        ("abcd", [("a", "d"), ("b", "d")], "cdab"),
        ("", [], ""),
    ],
)
def test_a_table_comes_after_those_that_it_points_at(
    tables: str, references: Sequence[tuple[str, str]], ordered: str
) -> None:
    assert "".join(rules.in_order(tables, references)) == ordered


@pytest.mark.parametrize(
    ("found", "ours", "named", "hosts"),
    [
        (["turku.kunnat.fi", "turku.fi"], "kunnat.fi", None, ["turku.kunnat.fi", "turku.fi"]),
        (["turku.kunnat.fi", "turku.fi"], "muut.fi", None, ["turku.fi"]),
        (["turku.fi", "abo.fi"], "muut.fi", "abo.fi", ["abo.fi", "turku.fi"]),
        (["turku.kunnat.fi"], "muut.fi", None, []),
        (["turku.kunnat.fi"], "muut.fi", "turku.muut.fi", ["turku.muut.fi"]),
        (["notkunnat.fi"], "muut.fi", None, ["notkunnat.fi"]),
    ],
)
def test_hosts_of_the_old_operator_stay_behind(
    found: Sequence[str], ours: str, named: str | None, hosts: Sequence[str]
) -> None:
    assert rules.hosts_here(found=found, their_host="kunnat.fi", our_host=ours, named=named) == hosts


def test_the_list_of_what_is_left_out_names_columns_or_all() -> None:
    tables = {"accounts_account", "accounts_identityprovider", "django_session", "services_service"}
    assert rules.left_out(tables) == {
        "accounts_account": ["password"],
        "accounts_identityprovider": ["secret"],
        "django_session": ["*"],
    }


def test_a_later_release_is_told_by_what_it_has_applied() -> None:
    assert rules.unknown_migrations(applied=["a.1", "a.2", "b.1"], known={"a.1", "b.1", "c.1"}) == ["a.2"]
    assert rules.unknown_migrations(applied=["a.1"], known={"a.1", "a.2"}) == []
