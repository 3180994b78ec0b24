"""The use cases of writing to the register: plan, decide, apply. Clients, cap and breakers come from the settings."""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalogue.errors import CatalogueError, CredentialsRefused
from catalogue.outbox.unit import revision
from catalogue.registry.capabilities import Version, capability
from catalogue.registry.choosing import chosen
from catalogue.registry.client import Client
from catalogue.registry.client_writing import Writer
from catalogue.registry.models import SyncRun
from catalogue.registry.operations import sync_town
from catalogue.registry.politeness import Politeness
from catalogue.registry.pushing import credentials, gathering, queries, undoing
from catalogue.registry.pushing.applying import NotNow, Tell, Turn, waiting
from catalogue.registry.pushing.breaker import Breaker
from catalogue.registry.pushing.models import Plan, Write, Writing
from catalogue.registry.pushing.planning import blocked, proposals
from catalogue.registry.pushing.values import Proposal
from catalogue.registry.sync import alone
from catalogue.services.versions import Author
from tenants.accounts import audit
from tenants.context import within
from tenants.dispatch import make_due, make_due_by
from tenants.models import Municipality
from tenants.queries import may_write_nationally

log = logging.getLogger(__name__)

AT_A_TURN: Final = 100
"""Writes that a town makes before others have their turn."""

JOB: Final = "push"
LOGINS: Final = {
    # Where the login is for each of the register's two addresses (reference 1); a stand-in has it at its own.
    "api.palvelutietovaranto.suomi.fi": "https://palveluhallinta.suomi.fi/api/auth/api-login",
    "api.palvelutietovaranto.trn.suomi.fi": "https://palvelutietovaranto.trn.suomi.fi/api/auth/api-login",
}


class WritingIsOff(CatalogueError):
    """The town does not write to the register from here."""

    code = "national_writing_off"


class NoRegister(CatalogueError):
    """This host has no national catalogue to write to."""

    code = "no_national_register"


class NotThatState(CatalogueError):
    """The plan is not in a state for this."""

    code = "plan_not_in_that_state"


# --- planning ---------------------------------------------------------------------------------------------------------


def make_plan(*, municipality: Municipality, author: Author | None, only: Collection[UUID] | None = None) -> Plan:
    """Compares what the town shows with what the register held last, and keeps the writes that follow as an open plan.

    An earlier open plan expires. Within the town; a constant number of statements for any number of things. Raises
    WritingIsOff where the town is read by a version of the register that cannot be written to.
    """
    _require_same_version()
    return keep_plan(_compared(municipality, only), author=author)


def _compared(municipality: Municipality, only: Collection[UUID] | None = None) -> list[Proposal]:
    gathered = gathering.gather(now=timezone.now(), languages=municipality.languages, only=only)
    return proposals(gathered.things, gathered.around)


def _require_writing(municipality: Municipality) -> None:
    if not may_write_nationally(municipality=municipality):
        raise WritingIsOff("Writing to the national catalogue is switched off for this town.")
    _require_same_version()


def _writes(version: Version) -> bool:
    return capability(version, settings.REGISTRY_ENVIRONMENT).writes


def _require_same_version() -> None:
    """A body needs what the version that the town is read by must show (`capabilities`)."""
    version = chosen()
    if not _writes(version):
        raise WritingIsOff(f"The town is read by {version} of the national catalogue, which cannot be written to yet.")


def keep_plan(
    found: Sequence[Proposal],
    *,
    author: Author | None,
    undoes: Plan | None = None,
    local: Sequence[object] | None = None,
) -> Plan:
    """An open plan of these proposals, in their order; `local` is what each makes of our own thing when it is done."""
    with transaction.atomic():
        Plan.objects.filter(state=Plan.State.OPEN).update(state=Plan.State.EXPIRED, finished=timezone.now())
        plan = Plan.objects.create(
            environment=settings.REGISTRY_ENVIRONMENT,
            revision=revision(),
            undoes=undoes,
            made=timezone.now(),
            made_by=author.id if author else None,
            door=author.door if author else "person",
        )
        Write.objects.bulk_create(
            _row(plan, number, each, None if local is None else local[number]) for number, each in enumerate(found)
        )
    return plan


def choose_practice(*, unasked: bool, actor: UUID | None) -> Writing:
    """Whether what is planned is written without a person's approval, from now on."""
    with transaction.atomic():
        row, _ = Writing.objects.update_or_create(id=1, defaults={"unasked": unasked})
        audit.record("choose_national_practice", actor=actor, unasked=unasked)
    return row


def _row(plan: Plan, number: int, each: Proposal, local: object) -> Write:
    is_blocked = blocked(each)
    return Write(
        plan=plan,
        number=number,
        state=Write.State.BLOCKED if is_blocked else Write.State.PLANNED,
        code=_why(each) if is_blocked else "",
        subject=each.subject,
        deed=each.deed,
        object_id=each.object_id,
        ptv_id=each.ptv_id,
        names=dict(each.names),
        version=each.version,
        base_hash=each.hash,
        verb=each.verb,
        route=each.route,
        body=dict(each.body),
        before=dict(each.before),
        predicted=dict(each.predicted),
        differences=list(each.differences),
        findings=list(each.findings),
        refusals=list(each.refusals),
        left_standing=list(each.left_standing),
        needs=list(each.needs),
        local=local,
    )


def _why(each: Proposal) -> str:
    return each.refusals[0].code if each.refusals else "rules_refuse"


def make_undo(*, plan_id: UUID, author: Author | None) -> Plan:
    """An open plan that takes an applied one back. Raises NotFound and NotThatState. Within the town."""
    plan = queries.plan_by(plan_id=plan_id)
    if plan.state != Plan.State.APPLIED:
        raise NotThatState(f"The plan is {plan.state}: only an applied one can be taken back.")
    found = undoing.undos(plan)
    return keep_plan(
        [each.proposal for each in found], author=author, undoes=plan, local=[each.local for each in found]
    )


# --- deciding ---------------------------------------------------------------------------------------------------------


def approve(*, municipality: Municipality, plan_id: UUID, actor: UUID | None) -> Plan:
    """Has an open plan made, as soon as a worker has time. Raises NotFound, WritingIsOff and NotThatState."""
    _require_writing(municipality)
    with transaction.atomic():
        plan = queries.plan_by(plan_id=plan_id, lock=True)
        if plan.state != Plan.State.OPEN:
            raise NotThatState(f"The plan is {plan.state}: only an open one can be approved.")
        if Plan.objects.filter(state__in=(Plan.State.APPROVED, Plan.State.APPLYING)).exists():
            raise NotThatState("Another plan of the town is being applied: wait for it to end.")
        plan.state, plan.decided, plan.decided_by = Plan.State.APPROVED, timezone.now(), actor
        plan.save(update_fields=["state", "decided", "decided_by"])
    make_due(municipality=municipality, name=JOB)
    return plan


def reject(*, plan_id: UUID, actor: UUID | None) -> Plan:
    """Puts an open plan aside: nothing of it is made. Raises NotFound and NotThatState."""
    with transaction.atomic():
        plan = queries.plan_by(plan_id=plan_id, lock=True)
        if plan.state != Plan.State.OPEN:
            raise NotThatState(f"The plan is {plan.state}: only an open one can be rejected.")
        now = timezone.now()
        plan.state, plan.decided, plan.decided_by, plan.finished = Plan.State.REJECTED, now, actor, now
        plan.save(update_fields=["state", "decided", "decided_by", "finished"])
    return plan


# --- applying ---------------------------------------------------------------------------------------------------------


def apply(
    *, municipality: Municipality, most: int = AT_A_TURN, tell: Tell = lambda *_: None, wait: float = 1.0
) -> Plan | None:
    """One turn at the town's approved plan; None where there is none. The returned plan says whether it is done.

    Raises WritingIsOff, NoCredentials, CredentialsRefused (writing has stopped then), AlreadyRunning, and NotNow or
    Transient where the register does not work: whatever is left is made in a later turn.
    """
    with within(municipality), alone(municipality):
        plan = Plan.objects.filter(state__in=(Plan.State.APPROVED, Plan.State.APPLYING)).first()
        if plan is None:
            return None
        _require_writing(municipality)
        plan.state, plan.began = Plan.State.APPLYING, plan.began or timezone.now()
        plan.save(update_fields=["state", "began"])
        began = time.monotonic()
        with _connected(municipality, wait) as turn:
            try:
                turn.writer.log_in()
                credentials.worked(at=timezone.now())
                turn.take(plan, most=most, tell=tell)
            except CredentialsRefused:
                credentials.refused(at=timezone.now())
                raise
            finally:
                _spent(plan, turn, time.monotonic() - began)
        if turn.left:
            raise NotNow(f"{turn.left} writes were not answered by the national catalogue: they are looked at again")
        return plan


def push_town(municipality: Municipality) -> None:
    """The town's daily turn, or the next one of a plan under way: pull, plan, and write what may be written unasked.

    Otherwise the plan waits for somebody; one that says the same as the open one does not take its place. Nothing is
    done where the town does not write from here, has no account that the register takes, or is read by a version that
    cannot be written to. Raises what `apply` does.
    """
    if not may_write_nationally(municipality=municipality):
        return
    with within(municipality):
        account = credentials.present()
        if account is None or account.refused is not None:
            log.info("%s writes nothing to the national catalogue: it has no account that is taken.", municipality)
            return
        if not _writes(chosen()):
            log.info("%s writes nothing to the national catalogue: it is read by a version without.", municipality)
            return
        under_way = Plan.objects.filter(state__in=(Plan.State.APPROVED, Plan.State.APPLYING)).exists()
        if not under_way and not _planned(municipality):
            return
    plan = apply(municipality=municipality)
    if plan is not None and plan.state == Plan.State.APPLYING:
        with within(municipality):
            make_due_by(name=JOB, at=timezone.now())  # others have their turn first


def _planned(municipality: Municipality) -> bool:
    """Pulls and plans; whether there is something to apply now."""
    run = sync_town(municipality)
    if run.state not in (SyncRun.State.DONE, SyncRun.State.HELD):
        raise NotNow(f"the town could not be read from the national catalogue: {run.reason}")
    found = _compared(municipality)
    unasked = queries.practice().unasked
    waiting_plan = queries.open_plan()
    if waiting_plan is not None and queries.says_the_same(waiting_plan, found) and not unasked:
        return False
    if not found:
        return False
    plan = keep_plan(found, author=None)
    if unasked:
        approve(municipality=municipality, plan_id=plan.uuid, actor=None)
    return unasked


def _spent(plan: Plan, turn: Turn, seconds: float) -> None:
    plan.requests += turn.writer.spent.requests + turn.reader.tally.requests
    plan.bytes += turn.writer.spent.bytes + turn.reader.tally.bytes
    plan.seconds = round(plan.seconds + seconds, 3)
    if not waiting(plan):
        expired = not plan.writes.exclude(state=Write.State.EXPIRED).exists()
        plan.state = Plan.State.EXPIRED if expired and plan.writes.exists() else Plan.State.APPLIED
        plan.finished = timezone.now()
    plan.save(update_fields=["requests", "bytes", "seconds", "state", "finished"])


def try_credentials(*, municipality: Municipality) -> None:
    """Logs in once. Raises NoCredentials, CredentialsRefused, and Transient where nobody answers."""
    with within(municipality), _connected(municipality, 0) as turn:
        try:
            turn.writer.log_in()
        except CredentialsRefused:
            credentials.refused(at=timezone.now())
            raise
        credentials.worked(at=timezone.now())


@contextmanager
def _connected(municipality: Municipality, wait: float) -> Iterator[Turn]:
    """Both clients under the host's politeness cap, and the breakers of the register's endpoints."""
    if not settings.REGISTRY_URL:
        raise NoRegister("This host knows no national catalogue: KUNTAKANTA_REGISTRY_URL names it.")
    login = credentials.login(municipality=municipality)
    server = redis.Redis.from_url(settings.REDIS_URL)
    host = urlsplit(settings.REGISTRY_URL).netloc
    cap = Politeness(server, endpoint=host, limit=settings.REGISTRY_CONCURRENCY)
    try:
        with (
            Client(
                settings.REGISTRY_URL, concurrency=1, slot=cap.slot, wait=(max(wait / 2, 0.01), wait * 20)
            ) as reader,
            Writer(settings.REGISTRY_URL, login_url=_login_url(), login=login, slot=cap.slot) as writer,
        ):
            yield Turn(
                municipality=municipality,
                writer=writer,
                reader=reader,
                breaker=lambda endpoint: Breaker(server, endpoint=f"{host} {endpoint}"),
                wait=wait,
            )
    finally:
        server.close()


def _login_url() -> str:
    parts = urlsplit(settings.REGISTRY_URL)
    return settings.REGISTRY_LOGIN_URL or LOGINS.get(
        parts.netloc, f"{parts.scheme}://{parts.netloc}/api/auth/api-login"
    )
