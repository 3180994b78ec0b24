"""The operators' console in a real browser: it fits, and has no barriers."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tenants.models import Municipality
from tests.accounts_make import OPERATOR, browser, operator, sign_in
from tests.browser.test_desk_in_a_browser import SHOTS, started
from tests.browser.test_pages_in_a_browser import barriers
from tests.kuntakanta.desk.test_signing_in import _set_up_app
from tests.kuntakanta.operators.test_console import end

__all__ = ["started"]
PAGES = {
    "towns": "/desk/towns/",
    "none": "/desk/towns/?q=nowhere",
    "town": "/desk/towns/853",
    "done": "/desk/towns/853?done=sync",
    "accept": "/desk/towns/853/accept",
    "suspend": "/desk/towns/853/suspend",
}


@pytest.fixture
def session(transactional_db: None, turku: Municipality) -> str:
    """An operator who has shown a second factor; two towns, one of them held."""
    operator()
    client = browser("localhost")
    assert sign_in(client, email=OPERATOR)
    _, codes = _set_up_app(client)
    assert client.post("/desk/confirm/code", {"code": codes[0]}).status_code == 302
    end(turku, "held", would_archive=9)
    return client.cookies["session"].value


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
