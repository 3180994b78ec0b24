"""What the tests of the write API begin with: a town's organisation, and a program that may publish."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tenants.accounts.permissions import Scope
from tenants.accounts.tokens import issue_token
from tenants.context import within
from tenants.models import Municipality
from tests.conftest import TURKU_HOST


@pytest.fixture
def program_(turku: Municipality) -> Client:
    """A program that may publish in Turku."""
    with within(turku):
        expires = timezone.now() + timedelta(days=30)
        text = issue_token(name="Verkkosivut", scopes=[Scope.PUBLISH], expires=expires, actor=None).text
    headers = {"host": TURKU_HOST, "authorization": f"Bearer {text}"}
    return Client(headers=headers, raise_request_exception=False)
