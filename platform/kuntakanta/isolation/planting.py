"""What a try needs in a town: things, people, a session, a token and secrets, each with a mark of its own.

A mark is a random word that nobody else has, so that finding it in another town's answer proves a leak, and not finding
it where it belongs proves that the check is blind. All is made in the caller's transaction, which is rolled back: it is
never there for anybody else, and nothing has to be taken away, however the check ends.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any, Final
from uuid import UUID, uuid4

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from catalogue.exchange.models import ImportRun
from catalogue.forms import operations as forms
from catalogue.outbox.unit import Unit
from catalogue.parts import Email, LanguageVersion, Reference, ServiceOrganization
from catalogue.published import queries
from catalogue.published.queries import Selection
from catalogue.registry.models import Conflict, Quarantine
from catalogue.registry.pushing.models import Plan, Write
from catalogue.services import connecting, connections, editing, operations, works
from catalogue.services.connecting import Eyes
from catalogue.services.models import Planned
from catalogue.services.values import (
    Connection,
    ConnectionEnd,
    Kind,
    Organization,
    Record,
    Service,
    ServiceChannel,
    ServiceCollection,
)
from catalogue.services.versions import Author
from kuntakanta.isolation.asking import peer
from kuntakanta.operators.actions import DEEDS
from tenants.accounts import audit
from tenants.accounts.models import Account, Assignment, OneTimeLink
from tenants.accounts.permissions import Role, Scope
from tenants.accounts.tokens import hashed, issue_token, new_secret
from tenants.context import within, within_host
from tenants.models import Municipality

# How allauth remembers in a session that a second factor was shown, and by whom.
_METHODS: Final = "account_authentication_methods"
_METHODS_USER: Final = "account_authentication_methods_user"
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Person:
    """Somebody who works somewhere, signed in with a second factor. `mark` is in the name and the address."""

    mark: str
    account: UUID
    session: str
    numbers: Sequence[int]
    """Ids of rows that are numbered, far beyond those that any real row has: no try can hit one by chance."""


@dataclass(frozen=True)
class Belongings:
    """What a town has, real and planted, as far as the check uses it."""

    town: Municipality
    host: str
    mark: str
    """In the texts of the things."""

    person: Person
    things: Mapping[Kind, UUID]
    uuids: Sequence[str]
    """Ids of things, people and tokens."""

    numbers: Sequence[str]
    words: Mapping[str, Sequence[str]]
    """Values by the names of parameters whose converter takes any text. A new name is taught here."""

    token: str
    cursor: str
    """A place in the town's list of services."""

    secrets: Sequence[str]
    """What must be in no other town's answer: marks, ids, keys."""

    unspoken: Sequence[str]
    """What must be in no log, whoever has said it: who somebody is, and what lets somebody in."""


def plant(town: Municipality, *, host: str) -> Belongings:
    """Make a town's belongings inside the caller's transaction."""
    mark, link = _mark(), new_secret()
    with within(town), transaction.atomic():
        person = _plant_person(Role.ADMINISTRATOR, link=link)
        things = _plant_things(mark, by=person.account)
        plans = _plant_plans(things, by=person.account)
        conflict = _plant_conflict(things, mark)
        _plant_import(person, mark)
        form = _plant_form(mark, by=person.account)
        written = _plant_writing(things, mark)
        page = queries.page(selection=Selection(kind="service"), dialect="v1", size=1)
        expires = timezone.now() + _HOUR
        issued = issue_token(name=f"Token {mark}", scopes=list(Scope), expires=expires, actor=person.account)
    ids = [*things.values(), _connection(things), conflict, form, written, person.account, issued.token.uuid, town.uuid]
    uuids = [*map(str, ids), *plans]
    return Belongings(
        town=town,
        host=host,
        mark=mark,
        person=person,
        things=things,
        uuids=uuids,
        numbers=[str(number) for number in person.numbers],
        words={
            "id": uuids,
            "secret": [link],
            "code": [town.code, "P11"],
            "deed": list(DEEDS),
            "language": [town.languages[0]],
            "provider_id": [mark[:20]],
            "number": ["1", "2"],
            "other": ["2"],
            "planned_id": plans,
        },
        token=issued.text,
        cursor=page.next or "",
        secrets=[mark, person.mark, *uuids, link, person.session, issued.text],
        unspoken=[person.mark, link, person.session, issued.text],
    )


def plant_operator() -> Person:
    """An operator of the host inside the caller's transaction."""
    with within_host(), transaction.atomic():
        return _plant_person(Role.OPERATOR, link=new_secret())


def copy_session(key: str, *, of: Municipality | None, to: Municipality | None) -> str:
    """Put a row of one place's sessions into another's, under a new key; None is the host."""
    with _place(of):
        row = Session.objects.get(session_key=key)
    copied = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(32))
    with _place(to):
        Session.objects.create(session_key=copied, session_data=row.session_data, expire_date=row.expire_date)
    return copied


def _place(town: Municipality | None) -> Any:
    return within_host() if town is None else within(town)


def _mark() -> str:
    return f"mark{secrets.token_hex(10)}"


def _plant_things(mark: str, *, by: UUID) -> Mapping[Kind, UUID]:
    """A thing of each kind, connected, with a draft; and one more service: the list of services has a second page."""
    ids: dict[Kind, UUID] = {
        kind: uuid4() for kind in ("organization", "service", "service_channel", "service_collection")
    }
    text = {"fi": LanguageVersion(name=f"Koe {mark}", summary=f"Koe {mark}.", description=f"Koe {mark}.")}
    common: dict[str, Any] = {"language_versions": text, "publishing_status": "Published", "modified": timezone.now()}
    responsible = ServiceOrganization(
        organization=Reference(id=ids["organization"], name=f"Koe {mark}"), role_type="Responsible"
    )
    service = Service(type="Service", languages=["fi"], organizations=[responsible], **common)
    channel = ServiceChannel(
        service_channel_type="ServiceLocation",
        organization_id=ids["organization"],
        languages=["fi"],
        emails=[Email(value=f"{mark}@example.invalid", language="fi")],
        **common,
    )
    records: dict[Kind, list[Record]] = {
        "organization": [
            Record(id=ids["organization"], value=Organization(organization_type="Municipality", **common))
        ],
        "service": [
            Record(id=ids["service"], value=service, connections=[_end(ids["service_channel"], mark)]),
            Record(id=uuid4(), value=service),
        ],
        "service_channel": [Record(id=ids["service_channel"], value=channel, connections=[_end(ids["service"], mark)])],
        "service_collection": [
            Record(
                id=ids["service_collection"],
                value=ServiceCollection(organization_id=ids["organization"], **common),
            )
        ],
    }
    # Not by `changes`, which would hold the town's revision while the tries last, and tell of one that never comes.
    unit = Unit()
    for kind, listed in records.items():
        operations.store(unit=unit, kind=kind, records=listed, own={record.id for record in listed})
    _edit(unit, ids, mark, by)
    for project in settings.CATALOGUE_PROJECTIONS:
        import_string(project)(unit)
    return ids


def _edit(unit: Unit, ids: Mapping[Kind, UUID], mark: str, by: UUID) -> None:
    """A second version of each thing and of the connection."""
    patch = {"language_versions": {"fi": {"summary": f"Koe {mark}, toisin."}}}
    found = [works.one(kind=kind, thing_id=thing_id) for kind, thing_id in ids.items()]
    steps = [editing.change(work=work, seen=work, patch=patch) for work in found]
    editing.write(unit=unit, steps=steps, author=Author("person", by), at=timezone.now())
    patch = {"language_versions": {"fi": {"description": f"Koe {mark}, toisin."}}}
    joined = connecting.one(connection_id=_connection(ids))
    step = connecting.change(joined, patch, seen=joined.pair, eyes=Eyes(by=by, at=timezone.now()))
    connecting.write(unit, [step.joined], [step.move], Author("person", by), timezone.now())


def _plant_plans(things: Mapping[Kind, UUID], *, by: UUID) -> list[str]:
    """Something planned for each thing; no work of the town's is made due."""
    given: dict[str, Any] = {"action": "archive", "languages": [], "version": 2, "door": "person", "by": by}
    now = timezone.now()
    rows = [
        Planned(kind=kind, object_id=thing_id, at=now + _HOUR, made=now, **given) for kind, thing_id in things.items()
    ]
    return [str(row.uuid) for row in Planned.objects.bulk_create(rows)]


def _plant_conflict(things: Mapping[Kind, UUID], mark: str) -> UUID:
    """Something that the town and the register say differently, and something of the register's that is set aside."""
    now = timezone.now()
    Quarantine.objects.create(
        kind="service", ptv_id=mark, hash=mark.encode(), code="invalid_document", reason=mark, document=b"{}", since=now
    )
    row = Conflict.objects.create(
        kind="service",
        object_id=things["service"],
        path=["language_versions", "fi", "summary"],
        theirs=f"Koe {mark}, kolmansin.",
        owner="ask",
        opened=now,
    )
    return row.uuid


def _plant_writing(things: Mapping[Kind, UUID], mark: str) -> UUID:
    """A plan to write a service to the register, over already, with the write that was refused."""
    now = timezone.now()
    plan = Plan.objects.create(
        state=Plan.State.REJECTED, environment="test", revision=0, made=now, decided=now, finished=now
    )
    Write.objects.create(
        plan=plan,
        number=1,
        state=Write.State.REFUSED,
        subject="service",
        deed="change",
        object_id=things["service"],
        names={"fi": f"Koe {mark}"},
        version=1,
        verb="PUT",
        route="Service",
        body={},
        before={},
        predicted={},
    )
    return plan.uuid


def _plant_import(person: Person, mark: str) -> None:
    """An import of a file without rows, under a number of the person's."""
    now, by = timezone.now(), person.account
    for number in person.numbers:
        ImportRun.objects.create(
            pk=number, file=mark, digest=f"{mark}{number}", publish=False, by=by, begun=now, total=0
        )


def _plant_form(mark: str, *, by: UUID) -> UUID:
    """A form with a published version, and something else that is worked on."""
    unit, author = Unit(), Author("person", by)
    shared: dict[str, Any] = {"unit": unit, "author": author}
    said = {"fi": f"Koe {mark}", "sv": f"Prov {mark}", "en": f"Try {mark}"}
    row = forms.adopt(template="street-feedback", key=f"try-{mark}", **shared)
    row = forms.change(form_id=row.id, expected=1, patch={"title": said}, **shared)
    row = forms.publish(form_id=row.id, expected=2, **shared)
    return forms.change(form_id=row.id, expected=3, patch={"description": said}, **shared).id


def _connection(things: Mapping[Kind, UUID]) -> UUID:
    """The connection of the service and the channel."""
    return connections.pair_id(things["service"], things["service_channel"])


def _end(other: UUID, mark: str) -> ConnectionEnd:
    connection = Connection(language_versions={"fi": LanguageVersion(description=f"Koe {mark}.")})
    return ConnectionEnd(other=Reference(id=other, name=f"Koe {mark}"), connection=connection)


def _plant_person(role: Role, *, link: str) -> Person:
    """Somebody with a role over the whole place that was entered, signed in there."""
    mark = _mark()
    account = Account(email=f"{mark}@example.invalid", name=f"Koe {mark}", is_active=True, joined=timezone.now())
    account.set_unusable_password()
    account.save()
    Assignment.objects.create(account=account, role=role)
    OneTimeLink.objects.create(
        account=account, purpose="recover", secret_hash=hashed(link), expires=timezone.now() + _HOUR
    )
    session = _signed_in(account)
    number = 2**41 + secrets.randbelow(2**41)
    UserSession.objects.create(pk=number, user=account, session_key=session, ip=peer(), user_agent=f"Koe {mark}")
    audit.record("signed_in", actor=account.uuid, subject=account.uuid)
    return Person(mark=mark, account=account.uuid, session=session, numbers=[number])


def _signed_in(account: Account) -> str:
    """The key of a session as signing in would make it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store[_METHODS] = [{"method": "mfa", "type": "totp", "at": timezone.now().timestamp()}]
    store[_METHODS_USER] = str(account.pk)
    store.save()
    key: str = store.session_key
    return key
