"""The operators' console in a real browser: it fits, and has no barriers."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tenants.models import Municipality
from tenants.status.operations import saw_certificate
from tenants.workers import beat
from tests.accounts_make import OPERATOR, browser, operator, set_up_app, sign_in
from tests.browser.test_desk_in_a_browser import SHOTS, started
from tests.browser.test_pages_in_a_browser import barriers
from tests.kuntakanta.operators.test_console import end
from tests.tenants.status.test_statuses import NOW

__all__ = ["started"]
PAGES = {
    "towns": "/desk/towns/",
    "none": "/desk/towns/?q=nowhere",
    "town": "/desk/towns/853",
    "done": "/desk/towns/853?done=suspend",
    "accept": "/desk/towns/853/accept",
    "suspend": "/desk/towns/853/suspend",
    "remove": "/desk/towns/049/remove",
    "closed": "/desk/towns/049?done=close",
    "sync": "/desk/towns/sync",
    "join": "/desk/towns/new",
    "attention": "/desk/towns/attention",
    "names": "/desk/towns/853/names",
    "hosts": "/desk/towns/853/hosts?done=add",
    "limits": "/desk/towns/853/limits",
    "permits": "/desk/towns/853/permits",
    "administrator": "/desk/towns/853/administrator",
}


@pytest.fixture
def session(transactional_db: None, turku: Municipality) -> str:
    """An operator who has shown a second factor; two towns, one of them held."""
    operator()
    client = browser("localhost")
    assert sign_in(client, email=OPERATOR)
    _, codes = set_up_app(client)
    assert client.post("/desk/confirm/code", {"code": codes[0]}).status_code == 302
    end(turku, "held", would_archive=9)
    _have_a_past(turku, client)
    return client.cookies["session"].value


def _have_a_past(turku: Municipality, client: Client) -> None:
    """What fills the pages: hosts, permits, shares, work, workers, what operators did."""
    for host in ("palvelut.localhost", "palvelut.turku.test"):
        assert client.post("/desk/towns/853/hosts", {"deed": "add", "host": host}).status_code == 302
    permit = {"permit": "Palvelutietovarannon rajapintalupa", "ends": "2031-05-31"}
    assert client.post("/desk/towns/853/permits", permit).status_code == 302
    assert client.post("/desk/towns/853/limits", {"things": "6", "megabytes": "1", "people": ""}).status_code == 302
    assert client.post("/desk/towns/049/close").status_code == 302
    saw_certificate(host="turku.test", municipality=turku, ends=NOW + timedelta(days=60), fault="")
    saw_certificate(host="palvelut.localhost", municipality=turku, ends=None, fault="not_trusted")
    beat(name="machine-of-some-length.example.internal:4711", processes=4)


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (1280, "light"), (360, "dark")], ids=["phone", "screen", "dark phone"]
)
def test_every_page_of_the_console_fits_and_has_no_barriers(
    width: int, scheme: str, session: str, live_server: LiveServer, started: Browser
) -> None:
    origin = f"http://localhost:{urlsplit(live_server.url).port}"
    context = started.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_cookies([{"name": "session", "value": session, "url": origin}])
    view = context.new_page()
    for language in ("fi", "sv", "en"):
        for name, address in PAGES.items():
            view.goto(f"{origin}{address}{'&' if '?' in address else '?'}language={language}")
            assert urlsplit(view.url).path == urlsplit(address).path
            assert view.evaluate("document.documentElement.scrollWidth") <= width, (name, language)
            if language == "fi":
                assert barriers(view) == [], name
                if SHOTS:
                    view.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)


def test_a_town_joins_and_what_is_wrong_is_told_beside_its_field(
    session: str, live_server: LiveServer, started: Browser
) -> None:
    origin = f"http://localhost:{urlsplit(live_server.url).port}"
    context = started.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": "session", "value": session, "url": origin}])
    view = context.new_page()
    view.goto(f"{origin}/desk/towns/new?language=fi")
    view.get_by_label("Kunta").fill("853 Turku")
    view.get_by_label("Verkko-osoite").fill("utsjoki.test")
    view.get_by_label("Pääkäyttäjän sähköpostiosoite").fill("nilla@utsjoki.test")
    view.get_by_role("button", name="Ota kunta mukaan").click()
    expect(view.get_by_label("Kunta")).to_have_accessible_description(re.compile("Tämä kunta on jo mukana"))
    assert barriers(view) == []
    view.get_by_label("Kunta").fill("utsjoki")
    view.get_by_role("button", name="Ota kunta mukaan").click()
    expect(view.get_by_role("heading", name="Utsjoki on mukana")).to_be_visible()
    expect(view.get_by_text("http://utsjoki.test/desk/join/")).to_be_visible()
    assert view.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(view) == []
    if SHOTS:
        view.screenshot(path=Path(SHOTS) / "joined.png", full_page=True)
