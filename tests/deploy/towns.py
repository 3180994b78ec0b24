"""A program: `make CODE ...` lets towns join the database in the environment, `grow NAME CODE ...` writes into them."""

import sys

import django

django.setup()

from django.contrib.sessions.models import Session  # noqa: E402 - after setup
from django.utils import timezone  # noqa: E402

from tenants.context import within  # noqa: E402
from tenants.migrating import migrate_all  # noqa: E402
from tenants.provisioning import provision  # noqa: E402
from tenants.queries import municipality_by_code  # noqa: E402
from tests import catalogue_make  # noqa: E402


def make(*codes: str) -> None:
    """As `kuntakanta migrate` and `provision` do, in one process."""
    assert not migrate_all().failed
    for code in codes:
        provision(code=code, host=f"town-{code}.test")
    grow("First", *codes)


def grow(name: str, *codes: str) -> None:
    """A service, an organisation and somebody's session for each town."""
    for code in codes:
        with within(municipality_by_code(code=code)):
            city = catalogue_make.organization()
            catalogue_make.store("organization", city)
            catalogue_make.store("service", catalogue_make.service(name, responsible=city.id))
            Session.objects.create(session_key=f"{name}-{code}", session_data="", expire_date=timezone.now())


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(*sys.argv[2:])
    else:
        grow(*sys.argv[2:])
