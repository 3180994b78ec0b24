"""Every kind of page fits a phone and a screen, has no barriers, asks nobody else, and needs no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site

HARMLESS = "Cross-Origin-Opener-Policy"  # is not heeded without HTTPS, and the browser says so


def barriers(view: Page) -> list[str]:
    """What the accessibility rules find, each with its first place."""
    found = Axe().run(view).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (1280, "light"), (360, "dark")], ids=["phone", "screen", "dark phone"]
)
def test_every_page_fits_and_has_no_barriers(width: int, scheme: str, site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    view = context.new_page()
    said: list[str] = []
    asked: set[str] = set()
    view.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    view.on("request", lambda request: asked.add(request.url))
    for name, address in site.pages.items():
        view.goto(f"{site.origin}{address}")
        view.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert view.evaluate("document.documentElement.scrollWidth") <= width, name
        assert barriers(view) == [], name
    assert [text for text in said if HARMLESS not in text and "404" not in text] == []
    assert all(url.startswith(site.origin) for url in asked)


def test_a_resident_finds_the_way_without_a_script(site: Site, browser: Browser) -> None:
    view = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800}).new_page()
    view.goto(site.origin)
    assert view.url == f"{site.origin}/en/"
    view.get_by_role("link", name="Suomi", exact=True).click()
    assert view.url == f"{site.origin}/fi/"
    view.locator(".themes a").first.click()
    view.locator(".listing a").first.click()
    title = view.locator("h1").inner_text()
    view.locator(".card h4 a").first.click()
    assert view.locator("h2", has_text="Yhteystiedot").is_visible()
    view.get_by_role("link", name=title, exact=True).first.click()
    assert view.locator("h1").inner_text() == title
    view.get_by_role("link", name="Svenska", exact=True).click()
    assert "/sv/services/" in view.url


def test_the_keyboard_reaches_the_content_first(site: Site, browser: Browser) -> None:
    view = browser.new_page()
    view.goto(f"{site.origin}/fi/")
    view.keyboard.press("Tab")
    skip = view.get_by_role("link", name="Siirry sisältöön")
    assert skip.evaluate("link => link === document.activeElement && link.getBoundingClientRect().top >= 0")
    view.keyboard.press("Enter")
    assert view.evaluate("document.activeElement.id") == "content"
