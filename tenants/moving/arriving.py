"""A town arrives: all of a file is checked, then all of the town is made in one transaction, or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.db.models import Q

from tenants.accounts.models import Account
from tenants.accounts.operations import Invited, invite, normal_email, renew_link
from tenants.accounts.permissions import Held, Role
from tenants.context import within, within_host
from tenants.dispatch import make_jobs
from tenants.errors import AlreadyProvisioned, HostTaken
from tenants.hosts import hosts, normal_host
from tenants.lifecycle import activate, close, record
from tenants.migrating.town import note_list
from tenants.models import Domain, Municipality, Snapshot, Transition
from tenants.moving import rules
from tenants.moving.archive import reading
from tenants.moving.errors import FileRefused
from tenants.moving.filling import Progress, fill
from tenants.moving.values import Manifest
from tenants.moving.wrapping import shown_key
from tenants.municipalities import facts_of
from tenants.provisioning import add, require_prepared
from tenants.releases import this_release
from tenants.schemas import applied_in
from tenants.snapshots import ensure_snapshot


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator has agreed to, and chosen."""

    copy: bool = False
    """That the town may go on at the host which it comes from."""

    without_keys: bool = False
    """That secrets which were wrapped for another instance stay behind."""

    host: str | None = None
    """The host at which it answers first."""

    administrator: str | None = None
    """Who gets a one-time link: by this address, somebody who worked there, or a new administrator."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A town that has arrived; `migrated` when it came from an earlier release."""

    town: Municipality
    hosts: Sequence[str]
    rows: int
    manifest: Manifest
    migrated: bool
    withheld: Sequence[str]
    """Sealed values that have not come along, as "table.column"."""

    invited: Invited | None


def import_town(*, path: Path, terms: Terms, progress: Progress = lambda table, done, total: None) -> Arrived:
    """Take a town in: equal row for row but for secrets, with its ids and its uuid, in a schema of its own.

    Nothing is written before all of the file has been checked, and a process that is killed leaves a whole town or
    none. Raises FileRefused, AlreadyProvisioned, HostTaken, MalformedHost, UnknownMunicipality, NodeNotPrepared, or
    what `accounts.operations` refuse of the administrator.
    """
    with reading(path) as file:
        manifest = file.manifest
        _check_terms(manifest, terms)
        _check_release(manifest)
        answers_at = _hosts(manifest, terms)
        _check_free(manifest, answers_at)
        snapshot = _snapshot(manifest)
        with _told_of_rows(), within_host(), transaction.atomic():
            town = _added(manifest, answers_at)
            withheld = fill(file, town=town, snapshot=snapshot, with_keys=not terms.without_keys, progress=progress)
            note_list(town, applied_in(town.schema_name))
            make_jobs(municipality=town)
            _go_on_with_history(town, manifest)
            _begin(town, manifest, answers_at)
            invited = _let_in(town, terms.administrator) if terms.administrator else None
    hosts.forget()
    rows = sum(table.rows for table in manifest.tables)
    return Arrived(town, answers_at, rows, manifest, snapshot is None, withheld, invited)


def _check_terms(manifest: Manifest, terms: Terms) -> None:
    if not manifest.fenced and not terms.copy:
        raise FileRefused(
            "The town was not fenced when this was taken, so what was written there since is missing here: export it"
            " with --final, or import it with --copy."
        )
    if manifest.wrapped and manifest.receiver != shown_key() and not terms.without_keys:
        raise FileRefused(
            f"Its secrets are wrapped for another instance ({manifest.receiver}), not for {shown_key()}: export it for"
            " this one, or import it with --without-keys."
        )


def _check_release(manifest: Manifest) -> None:
    release = this_release()
    unknown = rules.unknown_migrations(applied=manifest.migrations, known=release.known)
    if unknown:
        raise FileRefused(
            f"It comes from a later release ({manifest.release}), with {', '.join(unknown[:3])}"
            f"{' and more' if len(unknown) > 3 else ''}: update this instance first."
        )


def _hosts(manifest: Manifest, terms: Terms) -> Sequence[str]:
    named = normal_host(terms.host) if terms.host else None
    found = rules.hosts_here(
        found=[normal_host(host) for host in manifest.town.hosts],
        their_host=manifest.host,
        our_host=settings.PUBLIC_HOST,
        named=named,
    )
    if not found:
        raise FileRefused(f"All its hosts lie under {manifest.host}, which is not here: name one with --host.")
    return found


def _check_free(manifest: Manifest, answers_at: Sequence[str]) -> None:
    """What the constraints tell too, but before any work."""
    town = manifest.town
    facts_of(town.code)
    require_prepared(answers_at=answers_at)
    with within_host():
        here = Municipality.objects.filter(Q(code=town.code) | Q(uuid=town.uuid)).first()
        taken = Domain.objects.filter(domain__in=answers_at).first()
    if here is not None:
        raise AlreadyProvisioned(f"{here} is here already.")
    if taken is not None:
        raise HostTaken(f"Another town answers at {taken.domain}.")


def _snapshot(manifest: Manifest) -> Snapshot | None:
    """The snapshot by which the schema is made; None when the file comes from an earlier release."""
    return None if this_release().lacks(manifest.migrations) else ensure_snapshot()


@contextmanager
def _told_of_rows() -> Iterator[None]:
    """A file may be whole, and its rows not: somebody made it by hand. The database finds out."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        raise FileRefused(f"Its rows do not fit the tables here: {str(error).strip().partition(chr(10))[0]}") from error


def _added(manifest: Manifest, answers_at: Sequence[str]) -> Municipality:
    given = manifest.town
    town = Municipality(
        uuid=given.uuid,
        code=given.code,
        name_fi=given.name_fi,
        name_sv=given.name_sv,
        name_en=given.name_en,
        business_id=given.business_id,
        languages=given.languages,
        registry_organizations=given.registry_organizations,
    )
    add(town, answers_at=answers_at)
    Municipality.objects.filter(pk=town.pk).update(created=given.created)
    return town


def _go_on_with_history(town: Municipality, manifest: Manifest) -> None:
    """The record of another host goes on here; what is here already, since it has lived here before, is not doubled."""
    known = set(Transition.objects.filter(town=town.uuid).values_list("action", "at"))
    Transition.objects.bulk_create(
        Transition(
            town=town.uuid,
            code=town.code,
            schema_name=one.schema_name,
            action=one.action,
            before=one.before,
            after=one.after,
            detail=one.detail,
            at=one.at,
        )
        for one in manifest.history
        if (one.action, one.at) not in known
    )


def _begin(town: Municipality, manifest: Manifest, answers_at: Sequence[str]) -> None:
    """Write down that it came, and serve it; but a town that was closed for good stays so."""
    record(
        town,
        "import",
        detail={
            "from": manifest.host,
            "release": manifest.release,
            "taken": manifest.made.isoformat(),
            "fenced": manifest.fenced,
            "hosts": list(answers_at),
        },
    )
    activate(municipality=town)
    if manifest.town.state == Municipality.State.CLOSED:
        close(municipality=town)


def _let_in(town: Municipality, email: str) -> Invited:
    with within(town):
        found = Account.objects.filter(email=normal_email(email), is_active=True, support_grant=None).first()
        if found is not None:
            return renew_link(account_uuid=found.uuid, actor=None)
        return invite(email=email, held=[Held(Role.ADMINISTRATOR)], actor=None)
