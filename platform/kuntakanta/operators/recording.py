"""What operators do to towns is written down with who did it, in the same transaction as what was done where it can."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpRequest

from kuntakanta.desk.serving import account_of
from tenants.accounts import audit
from tenants.models import Municipality


@contextmanager
def recorded(request: HttpRequest, what: str, town: Municipality, **details: str) -> Iterator[None]:
    """What is done within is recorded: both, or neither. Not for what must commit by itself, or waits for others."""
    with transaction.atomic():
        yield
        record(request, what, town, **details)


def record(request: HttpRequest, what: str, town: Municipality, **details: str) -> None:
    """Write down what has been done."""
    audit.record(f"town_{what}", actor=account_of(request).uuid, subject=town.uuid, **details)
