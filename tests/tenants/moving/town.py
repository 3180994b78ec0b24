"""A town with something of everything, and what its schema holds, for comparing."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from catalogue.registry.models import Base, Link, Quarantine, SyncRun
from tenants import lifecycle
from tenants.accounts import letters
from tenants.accounts.models import Account, Letter, OneTimeLink
from tenants.accounts.operations import invite, recover
from tenants.accounts.permissions import Held, Role, Scope
from tenants.accounts.sso import configure
from tenants.accounts.tokens import issue_token
from tenants.context import within, within_host
from tenants.hosts import FRESH
from tenants.models import Municipality, Transition
from tenants.moving.rules import BLANKED, LEFT_OUT, SEALED
from tenants.snapshots.catalogs import Schema, read_schema
from tests.accounts_make import EMAIL, staff
from tests.catalogue_make import channel, collection, connected, organization, service, store

CLIENT_SECRET = "a secret of the sign-in service"
AWKWARD = "tab\there, line\nthere, back\\slash, \\N, quote ' and \u0161 \U0001f1eb\U0001f1ee"


@dataclass(frozen=True)
class Secrets:
    """What must never be found in a file: passwords' hashes, and what opens a door by itself."""

    texts: tuple[str, ...]


def filled(town: Municipality, *, email: str = EMAIL) -> Secrets:
    """Give a town content, staff and secrets of every kind."""
    account = staff(town, Role.ADMINISTRATOR, email=email)
    with within(town):
        _content()
        _registry()
        return Secrets(tuple(_secrets(town, account)))


def _content() -> None:
    library = service(AWKWARD)
    desk = channel()
    own = organization()
    store("organization", own)
    store("service", service(AWKWARD, id=library.id, connections=[connected(desk.id)]))
    store("service_channel", channel(id=desk.id, connections=[connected(library.id)]))
    store("service_collection", collection())


def _registry() -> None:
    one = uuid.uuid4()
    Link.objects.create(object_id=one, ptv_id=one, kind="service", own=True, hash=b"\x00\xff\\")
    Base.objects.create(object_id=one, document=bytes(range(256)))
    SyncRun.objects.create(full=True, started=timezone.now(), state="done", seconds=0.1 + 0.2, counts={"a": [1, None]})
    Quarantine.objects.create(
        kind="service", ptv_id="x", hash=b"1", code="c", reason=AWKWARD, document=b"{}", since=timezone.now()
    )


def _secrets(town: Municipality, account: Account) -> list[str]:
    issued = issue_token(name="A program", scopes=[Scope.READ], expires=timezone.now() + timedelta(days=9), actor=None)
    configure(
        municipality=town,
        name="Kirjautuminen",
        issuer="https://sso.test",
        client_id="client",
        secret=CLIENT_SECRET,
        email_domains=["town.test"],
        opens=False,
        enabled=True,
        actor=None,
    )
    invited = invite(email=f"new.{account.email}", held=[Held(Role.VIEWER)], actor=None)
    letters.write(
        owner=town.uuid,
        purpose=letters.Purpose.JOIN,
        email=f"new.{account.email}",
        site="https://turku.test",
        secret=invited.secret,
    )
    recovering = recover(email=account.email)
    assert recovering is not None
    account.refresh_from_db()
    return [
        *_ways_in(account),
        account.password,
        issued.text,
        issued.text.split("_", 2)[2],
        issued.token.secret_hash,
        CLIENT_SECRET,
        invited.secret,
        recovering.secret,
        *OneTimeLink.objects.values_list("secret_hash", flat=True),
        *(bytes(sealed).hex() for sealed in Letter.objects.values_list("sealed", flat=True) if sealed),
    ]


def _ways_in(account: Account) -> list[str]:
    """Second factors, sessions, and what other sign-in services gave."""
    Authenticator.objects.create(user=account, type="totp", data={"secret": "SEEDOFTOTP"})
    Session.objects.create(session_key="k" * 32, session_data="sessiondata", expire_date=timezone.now())
    UserSession.objects.create(user=account, ip="127.0.0.1", session_key="k" * 32, user_agent="x")
    social = SocialAccount.objects.create(user=account, provider="openid_connect", uid="sub")
    app = SocialApp.objects.create(provider="x", name="x", client_id="x", secret="appsecret")
    SocialToken.objects.create(account=social, app=app, token="sociallytoken", token_secret="socialtokensecret")
    return ["SEEDOFTOTP", "k" * 32, "sessiondata", "appsecret", "sociallytoken", "socialtokensecret"]


def rows_of(schema: Schema) -> dict[str, list[dict[str, Any]]]:
    """Each table's rows, with their columns' names."""
    return {
        table.name: [
            dict(zip((column.name for column in table.columns if not column.generated), row, strict=True))
            for row in table.rows
        ]
        for table in schema.tables
    }


def read(town: Municipality) -> Schema:
    """All of a town's schema."""
    return read_schema(town.schema_name)


def gone(town: Municipality) -> None:
    """As if it had never been on this host, so that the host can stand for another one."""
    if town.state != Municipality.State.CLOSED:
        lifecycle.close(municipality=town)
    lifecycle.remove(municipality=town)
    with within_host():
        Transition.objects.filter(town=town.uuid).delete()


def without_secrets(schema: Schema) -> dict[str, list[dict[str, Any]]]:
    """What must be equal: all rows of all tables, but for what `rules` names."""
    skipped = {**{table: set(found) for table, found in BLANKED.items()}}
    for one in SEALED:
        skipped.setdefault(one.table, set()).update({one.column, *one.otherwise})
    skipped["accounts_machinetoken"].add("revoked")
    return {
        table: sorted(
            ({name: value for name, value in row.items() if name not in skipped.get(table, ())} for row in found),
            key=str,
        )
        for table, found in rows_of(schema).items()
        if table not in LEFT_OUT
    }


def fenced_a_while_ago(town: Municipality) -> None:
    """As if everybody's table of hosts had been read since."""
    lifecycle.fence(municipality=town)
    with within_host():
        Transition.objects.filter(town=town.uuid, action="fence").update(
            at=timezone.now() - 2 * timedelta(seconds=FRESH)
        )
