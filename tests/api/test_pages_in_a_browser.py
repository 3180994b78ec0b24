"""The pages work in a real browser under the strict policy: contracts show, and the first page has no barriers."""

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from api.contracts import CONTRACTS
from tenants.models import Municipality

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
HARMLESS = "Cross-Origin-Opener-Policy"  # is not heeded without HTTPS, and the browser says so


@pytest.fixture
def site(turku: Municipality, live_server: LiveServer) -> str:
    """Turku's site on this machine."""
    return f"http://turku.test:{urlsplit(live_server.url).port}"


@pytest.fixture
def browser(site: str) -> Iterator[Browser]:
    """A browser that finds Turku's host here, started when all rows are written."""
    arguments = ["--no-sandbox", "--host-resolver-rules=MAP turku.test 127.0.0.1"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.mark.parametrize(
    ("page", "dialect"), [("/api/v1/docs", "v1"), ("/api/ptv/v11/docs", "ptv_v11"), ("/api/manage/v1/docs", "manage")]
)
def test_a_contract_shows_all_its_addresses(page: str, dialect: str, site: str, browser: Browser) -> None:
    view = browser.new_page()
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    view.on("pageerror", lambda error: said.append(str(error)))
    view.goto(f"{site}{page}")
    view.wait_for_selector(".opblock")
    expect(view.locator(".opblock")).to_have_count(sum(len(item) for item in CONTRACTS[dialect]()["paths"].values()))
    assert [text for text in said if HARMLESS not in text] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_page_has_no_barriers_and_fits(width: int, site: str, browser: Browser) -> None:
    view = browser.new_page(viewport={"width": width, "height": 800})
    view.goto(f"{site}/api/")
    assert view.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(view)
    assert found.violations_count == 0, found.generate_report()
