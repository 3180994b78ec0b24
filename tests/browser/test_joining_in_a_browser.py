"""What a town that has just joined, is suspended or closed shows, in a real browser: it fits and has no barriers."""

import os
import re
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tenants import lifecycle
from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.models import Municipality
from tenants.takeout import operations
from tenants.takeout.models import Takeout
from tests.accounts_make import EMAIL, PASSWORD, staff
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.test_pages_in_a_browser import HARMLESS, barriers

SHOTS = os.environ.get("KUNTAKANTA_SHOTS")
MEANT = (HARMLESS, "status of 503", "status of 410")
SIZES = pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light")])


@pytest.fixture
def origin(transactional_db: None, turku: Municipality, live_server: LiveServer, settings: Any) -> str:
    """Turku's host on this machine, where an administrator works."""
    settings.REGISTRY_URL = "http://registry.test/api/v11"
    staff(turku, Role.ADMINISTRATOR)
    return f"http://turku.test:{urlsplit(live_server.url).port}"


@pytest.fixture
def started(transactional_db: None) -> Iterator[Browser]:
    """A browser that finds Turku's host here."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def _view(browser: Browser, width: int, scheme: Any) -> Page:
    return browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fi-FI").new_page()


def _holds(view: Page, name: str) -> None:
    """It fits, says what is wrong to nobody, and nothing of it is out of reach."""
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert barriers(view) == []
    if SHOTS:
        size = view.viewport_size or {"width": 0}
        dark = view.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        view.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}{'-dark' if dark else ''}.png", full_page=True)


def _sign_in(view: Page, origin: str) -> None:
    view.goto(f"{origin}/desk/sign-in?language=fi")
    view.get_by_label("Sähköpostiosoite").fill(EMAIL)
    view.get_by_label("Salasana").fill(PASSWORD)
    view.get_by_role("button", name="Kirjaudu", exact=True).click()


@SIZES
def test_what_is_left_is_shown_and_ticked(origin: str, started: Browser, width: int, scheme: str) -> None:
    view = _view(started, width, scheme)
    _sign_in(view, origin)
    expect(view.get_by_role("heading", name="Vielä tehtävä", exact=True)).to_be_visible()
    _holds(view, "to-do")
    view.get_by_role("button", name=re.compile("Tämä on tehty.*Lupa kirjoittaa")).click()
    view.get_by_text("Tehdyt kohdat (").click()
    expect(view.get_by_role("button", name=re.compile("Ei ole sittenkään tehty.*Lupa"))).to_be_visible()
    _holds(view, "to-do-ticked")


@pytest.fixture
def suspended(origin: str, turku: Municipality) -> str:
    """The same after the town was suspended."""
    lifecycle.suspend(municipality=turku)
    return origin


@pytest.fixture
def taken_out(suspended: str, turku: Municipality) -> str:
    """The same with a file of all that the town has, ready to be fetched."""
    with within(turku):
        asked = operations.ask(municipality=turku, by=uuid.uuid4())
        assert operations.make(municipality=turku, takeout_id=asked.pk)
        Takeout.objects.update(withheld=["accounts_identityprovider.secret"])
    return suspended


@SIZES
def test_a_suspended_towns_data_is_fetched_once(
    taken_out: str, started: Browser, tmp_path: Path, width: int, scheme: str
) -> None:
    view = _view(started, width, scheme)
    _sign_in(view, taken_out)
    view.get_by_role("link", name="Ota kunnan tiedot ulos").click()
    view.get_by_label("Salasana").fill(PASSWORD)
    view.get_by_role("button", name="Vahvista").click()
    expect(view.get_by_text("Tiedosto on valmis")).to_be_visible()
    _holds(view, "takeout-ready")
    with view.expect_download() as fetched:
        view.get_by_role("button", name="Nouda tiedosto").click()
    fetched.value.save_as(tmp_path / fetched.value.suggested_filename)
    (file,) = tmp_path.glob("853-*.zip")
    assert zipfile.is_zipfile(file)
    view.reload()
    expect(view.get_by_text("Tiedosto on noudettu")).to_be_visible()
    view.get_by_role("button", name="Tee uusi tiedosto").click()
    expect(view.get_by_text("Tiedosto odottaa vuoroaan")).to_be_visible()
    _holds(view, "takeout-waiting")


@pytest.fixture
def closed(origin: str, turku: Municipality) -> str:
    """The same after the town was closed."""
    lifecycle.close(municipality=turku)
    return origin


@SIZES
def test_a_suspended_town_says_so_and_lets_its_staff_in(
    suspended: str, started: Browser, width: int, scheme: str
) -> None:
    view = _view(started, width, scheme)
    complaints = _complaints(view)
    for path in ("/", "/fi/services"):
        view.goto(f"{suspended}{path}")
        expect(view.get_by_role("heading", level=1)).to_have_text("Sivusto on tilapäisesti suljettu")
    _holds(view, "suspended")
    view.get_by_role("link", name="Henkilöstön kirjautuminen").click()
    _sign_in(view, suspended)
    expect(view.get_by_role("heading", name="Kunnan palvelu on keskeytetty")).to_be_visible()
    _holds(view, "suspended-desk")
    assert complaints == []


@SIZES
def test_a_closed_town_says_so_and_lets_nobody_in(closed: str, started: Browser, width: int, scheme: str) -> None:
    view = _view(started, width, scheme)
    complaints = _complaints(view)
    for path in ("/", "/desk/"):
        view.goto(f"{closed}{path}")
        expect(view.get_by_role("heading", level=1)).to_have_text("Palvelu on päättynyt")
    _holds(view, "closed")
    assert complaints == []


def _complaints(view: Page) -> list[str]:
    """What the browser finds wrong, but for the statuses that are meant."""
    said: list[str] = []

    def listen(line: Any) -> None:
        if line.type == "error" and not any(known in line.text for known in MEANT):
            said.append(line.text)

    view.on("console", listen)
    return said
