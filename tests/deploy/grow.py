"""A program: writes a service into each named town of the database in the environment, and signs somebody in there."""

import sys

import django

django.setup()

from django.contrib.sessions.models import Session  # noqa: E402 - after setup
from django.utils import timezone  # noqa: E402

from tenants.context import within  # noqa: E402
from tenants.queries import municipality_by_code  # noqa: E402
from tests import catalogue_make as make  # noqa: E402


def main(name: str, *codes: str) -> None:
    for code in codes:
        with within(municipality_by_code(code=code)):
            city = make.organization()
            make.store("organization", city)
            make.store("service", make.service(name, responsible=city.id))
            Session.objects.create(session_key=f"{name}-{code}", session_data="", expire_date=timezone.now())


if __name__ == "__main__":
    main(*sys.argv[1:])
