"""Why a town cannot leave or arrive: each error has a stable code and one sentence for people."""

from tenants.errors import TenantsError


class FileRefused(TenantsError):
    """A file that is no whole export of a town, or not one for this instance. Nothing of it has been taken in."""

    code = "file_refused"


class KeyRefused(TenantsError):
    """What was given as a receiver's key is none."""

    code = "key_refused"


class StillAtWork(TenantsError):
    """Something still writes to a town that has been fenced."""

    code = "still_at_work"
