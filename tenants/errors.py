"""The typed errors of this room: each has a stable code and one sentence for people."""

from typing import ClassVar


class TenantsError(Exception):
    """Root of all errors that this room raises on purpose; `code` never changes once released."""

    code: ClassVar[str] = "tenants_error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnknownMunicipality(TenantsError):
    """No Finnish municipality has this code."""

    code = "unknown_municipality"


class NotProvisioned(TenantsError):
    """The municipality exists in Finland but has not joined this host."""

    code = "not_provisioned"


class AlreadyProvisioned(TenantsError):
    """The municipality has joined already, or is joining at this moment."""

    code = "already_provisioned"


class NoOrganization(TenantsError):
    """Nothing tells which of the national catalogue's organisations are the town's."""

    code = "no_organization"


class MalformedHost(TenantsError):
    """The name cannot be a host name in a browser's address."""

    code = "malformed_host"


class HostTaken(TenantsError):
    """Another town, or the operator's own site, answers at this host."""

    code = "host_taken"


class NoTown(TenantsError):
    """Something that belongs to a town was asked for outside of every town."""

    code = "no_town"


class MigrationFailed(TenantsError):
    """At least one schema could not be brought up to date; the others were."""

    code = "migration_failed"


class NodeNotPrepared(TenantsError):
    """The database lacks the schemas that every town builds upon."""

    code = "node_not_prepared"


class SnapshotRefused(TenantsError):
    """A schema holds what a snapshot cannot, or differs from one that a snapshot makes."""

    code = "snapshot_refused"


class WrongState(TenantsError):
    """The town's state does not allow this change."""

    code = "wrong_state"


class NotProven(TenantsError):
    """Nothing shows that a host belongs to the town."""

    code = "not_proven"


class NoSuchHost(TenantsError):
    """The town neither answers at this host nor wishes to."""

    code = "no_such_host"
