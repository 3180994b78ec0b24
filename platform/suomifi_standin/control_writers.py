"""The words of the control door about those who write: API accounts, and people at the register's own editor."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from suomifi_standin import editor, operations
from suomifi_standin.accounts import Account, Right, Role
from suomifi_standin.documents import Kind
from suomifi_standin.things import Thing
from suomifi_standin.world import World


class NewAccount(msgspec.Struct, forbid_unknown_fields=True):
    """An API account. `organizations`: id in Suomi.fi-palveluhallinta -> id here; the first is the active one.
    `role`: Eeva (the whole register) or Pete (own organisations); `rights`: OpenApiRead, OpenApiWrite, ASTIWrite."""

    username: str
    password: str
    organizations: dict[str, str]
    role: Role = Role.PETE
    rights: tuple[Right, ...] = (Right.READ, Right.WRITE)


class Revoke(msgspec.Struct, forbid_unknown_fields=True):
    """Refuse every token given so far: of one account, or of all."""

    username: str | None = None


class Opened(msgspec.Struct, forbid_unknown_fields=True):
    """Somebody opens a thing in the register's own editor: nobody else can write it."""

    id: str
    by: str = "Erkki Esimerkki"


class One(msgspec.Struct, forbid_unknown_fields=True):
    """The thing meant."""

    id: str


class Saved(msgspec.Struct, forbid_unknown_fields=True):
    """Save edits in the register's own editor without publishing them: status Modified."""

    id: str
    members: dict[str, Any] = {}


def account(world: World, asked: NewAccount) -> list[Thing]:
    if not asked.organizations:
        raise operations.Impossible("an account serves at least one organisation")
    served = [operations.thing(world, guid, Kind.ORGANIZATION) for guid in asked.organizations.values()]
    ids = dict(zip(asked.organizations, (each.guid for each in served), strict=True))
    world.accounts.add(Account(asked.username, asked.password, ids, asked.role, frozenset(asked.rights)))
    return served


def revoke(world: World, asked: Revoke) -> list[Thing]:
    world.accounts.revoke(asked.username)
    return []


def open_(world: World, asked: Opened) -> list[Thing]:
    return [editor.open_(world, guid=asked.id, by=asked.by)]


def close(world: World, asked: One) -> list[Thing]:
    """Nobody has the thing open any more."""
    return [editor.close(world, guid=asked.id)]


def save(world: World, asked: Saved) -> list[Thing]:
    return [editor.save(world, guid=asked.id, members=asked.members)]


def publish(world: World, asked: One) -> list[Thing]:
    """Publish in the register's own editor what lies above or instead of a published version."""
    return [editor.publish(world, guid=asked.id)]


def discard(world: World, asked: One) -> list[Thing]:
    """Throw away, in the register's own editor, edits that were not published."""
    return [editor.discard(world, guid=asked.id)]


WORDS: Mapping[str, tuple[Callable[[World, Any], list[Thing]], Any]] = {
    "accounts": (account, NewAccount),
    "revoke": (revoke, Revoke),
    "open": (open_, Opened),
    "close": (close, One),
    "save": (save, Saved),
    "publish": (publish, One),
    "discard": (discard, One),
}
