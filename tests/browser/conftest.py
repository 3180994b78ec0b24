"""A real browser at Turku's site, which holds what the stand-in of the national catalogue has of Turku."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from catalogue.registry import national
from catalogue.services.models import Service, ServiceChannel
from tenants.context import within, within_national
from tenants.models import Municipality
from tests.register import Register, pull
from tests.suomifi_standin.process import running

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP turku.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@dataclass(frozen=True)
class Site:
    """Turku's site on this machine, and an address of every kind of page."""

    origin: str
    pages: dict[str, str]


@pytest.fixture(scope="session")
def stand_in() -> Iterator[str]:
    """The national catalogue with a small Turku."""
    with running("--plan", "853:40:80") as (_, url):
        yield url


@pytest.fixture
def site(transactional_db: None, turku: Municipality, stand_in: str, live_server: LiveServer) -> Site:
    """The site after a sync."""
    register = Register(stand_in)
    with within_national(), register.client() as client:
        national.refresh(client, environment="test")
    pull(turku, register)
    with within(turku):
        pages = _pages()
    return Site(f"http://turku.test:{urlsplit(live_server.url).port}", pages)


def _pages() -> dict[str, str]:
    service = Service.objects.filter(own=True, general_description_id__isnull=False).order_by("id").first()
    assert service is not None
    channels = ServiceChannel.objects.filter(own=True).order_by("service_channel_type", "id")
    by_kind = dict(channels.values_list("service_channel_type", "id"))
    assert len(by_kind) == 5
    responsible = service.body.organizations[0].organization
    assert responsible is not None
    return {
        "home": "/fi/",
        "theme": f"/fi/themes/{service.body.service_classes[0].code}",
        "services": "/fi/services",
        "service": f"/fi/services/{service.id}",
        "service in Swedish": f"/sv/services/{service.id}",
        "organizations": "/fi/organizations",
        "organization": f"/fi/organizations/{responsible.id}",
        "nothing": "/fi/nowhere",
    } | {kind: f"/fi/channels/{thing_id}" for kind, thing_id in by_kind.items()}


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    """A browser that finds Turku's host here and nothing else, started when all rows are written."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
