"""What never leaves with a town, and which files an instance takes in: rules without any database.

Every column of a town's schema whose name smells of a secret is either named here or named as harmless by a test, so
that a new secret is not carried out by accident.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

LEFT_OUT: Final = frozenset(
    {
        # Ways in that are good at once for whoever holds them, and belong to this host's addresses.
        "django_session",
        "usersessions_usersession",
        "account_emailconfirmation",
        "accounts_onetimelink",
        "accounts_letter",
        # Second factors: keys of apps, recovery codes, and security keys, which know a host by its name.
        "mfa_authenticator",
        # Files with all of this, on their way to somebody.
        "takeout_takeout",
        "takeout_takeoutpart",
        # What other sign-in services gave for one session; and allauth's own list of them, which is not used here.
        "socialaccount_socialtoken",
        "socialaccount_socialapp",
    }
)
"""Tables of which no row leaves."""

BLANKED: Final[Mapping[str, Mapping[str, str]]] = {
    "accounts_account": {"password": "'!'"},  # Django's spelling of a password that nothing matches
    "accounts_machinetoken": {"secret_hash": "''"},  # matches no secret
}
"""Columns that hold the same harmless value in every row: an expression of SQL for each."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column that holds what was sealed for this host. It leaves empty; its text leaves wrapped, or not at all."""

    table: str
    column: str
    purpose: str
    """As it was sealed for."""

    key: str = "id"
    otherwise: Mapping[str, str] = field(default_factory=dict)
    """What other columns are set to where the text has not come along."""


SEALED: Final = (
    # Without its secret a sign-in service answers with an error; switched off, people choose a password instead.
    Sealed("accounts_identityprovider", "secret", "identity provider", otherwise={"enabled": "false"}),
    # Without its secret the account counts as refused: nothing is written until it is set anew.
    Sealed("pushing_credentials", "secret", "registry credentials", otherwise={"refused": "now()"}),
)


def expressions(table: str) -> Mapping[str, str]:
    """What is read of a table instead of some of its columns."""
    return {**BLANKED.get(table, {}), **{one.column: r"'\x'::bytea" for one in SEALED if one.table == table}}


def place_of(*, town: UUID, table: str, column: str, key: str) -> str:
    """What a wrapped value is bound to."""
    return f"{town}/{table}/{column}/{key}"


def left_out(tables: Collection[str]) -> dict[str, list[str]]:
    """What the manifest says of it, for the tables that a schema has."""
    columns = {table: sorted(found) for table, found in BLANKED.items()}
    for one in SEALED:
        columns[one.table] = sorted({*columns.get(one.table, []), one.column})
    columns |= {table: ["*"] for table in LEFT_OUT}
    return {table: columns[table] for table in sorted(columns) if table in tables}


def in_order(tables: Collection[str], references: Collection[tuple[str, str]]) -> list[str]:
    """Tables so that each comes after those that it points at, by name among equals. Where some point at each other in
    a circle, the first by name goes first: their constraints are deferred."""
    waiting, ordered = sorted(tables), list[str]()
    while waiting:
        behind = {
            table: any(one == table and other in waiting and other != table for one, other in references)
            for table in waiting
        }
        chosen = next((table for table in waiting if not behind[table]), waiting[0])
        waiting.remove(chosen)
        ordered.append(chosen)
    return ordered


def unknown_migrations(*, applied: Collection[str], known: Collection[str]) -> list[str]:
    """Those of a file that this release does not have: it is later than this release, or of another house."""
    return sorted(set(applied) - set(known))


def hosts_here(*, found: Sequence[str], their_host: str, our_host: str, named: str | None) -> list[str]:
    """At which hosts a town that arrives answers, the primary one first.

    Those under the old operator's own host stay behind, unless the operator's host is the same here.
    """
    kept = [host for host in found if their_host == our_host or not host.endswith(f".{their_host}")]
    return list(dict.fromkeys([*([named] if named else []), *kept]))
