"""The desk in a real browser: it fits, has no barriers, and security keys work at the operators' own address."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tenants.accounts.models import Account
from tenants.accounts.operations import invite
from tenants.accounts.permissions import Held, Role, Scope
from tenants.accounts.tokens import issue_token
from tenants.context import within, within_host
from tenants.models import Domain, Municipality
from tenants.queries import municipality_by_code
from tests.accounts_make import EMAIL, OPERATOR, PASSWORD, operator, staff
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.test_pages_in_a_browser import HARMLESS, barriers
from tests.catalogue_make import organization, store
from tests.security_key import SecurityKey

RESOLVED = [*ARGUMENTS[:-1], f"{ARGUMENTS[-1]}, EXCLUDE localhost"]
PAGES = {
    "home": "/desk/",
    "people": "/desk/people",
    "tokens": "/desk/tokens",
    "service": "/desk/sign-in-service",
    "record": "/desk/record",
    "factors": "/desk/second-factor",
    "app": "/desk/second-factor/app",
    "keys": "/desk/second-factor/keys",
    "add key": "/desk/second-factor/keys/add",
    "sessions": "/desk/sessions",
    "password": "/desk/password",
    "nothing": "/desk/sign-in/refused",
}
CITY = UUID(int=853)
SHOTS = os.environ.get("KUNTAKANTA_SHOTS")


@pytest.fixture
def desk(transactional_db: None, turku: Municipality, live_server: LiveServer) -> str:
    """Turku's desk with a few people."""
    staff(turku, Role.ADMINISTRATOR)
    staff(turku, Role.PUBLISHER, Role.FORM_HANDLER, email="matti.meikalainen@town.test")
    with within(turku):
        city, culture = organization(id=CITY), organization("Kulttuuripalvelut", parent_organization_id=CITY)
        store(
            "organization",
            city,
            culture,
            *[organization(name, parent_organization_id=culture.id) for name in ("Pääkirjasto", "Orkesteri", "Museot")],
            *[organization(f"Alueen {n} päiväkodit ja esiopetus", parent_organization_id=CITY) for n in range(1, 9)],
        )
    staff(turku, Role.EDITOR, email="maija.mallikas@town.test", unit=culture.id)
    with within(turku):
        invite(
            email="a.very.long.address.of.somebody.who.was.invited@kulttuuri.town.test",
            held=[Held(Role.VIEWER)],
            actor=None,
        )
        issue_token(name="Verkkosivut", scopes=[Scope.READ], expires=timezone.now() + timedelta(days=30), actor=None)
    operator()
    return f"http://turku.test:{urlsplit(live_server.url).port}"


@pytest.fixture
def started(transactional_db: None) -> Iterator[Browser]:
    """A browser that finds Turku's host here."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=RESOLVED)
        yield browser
        browser.close()


def _sign_in(view: Page, origin: str, email: str = EMAIL) -> None:
    view.goto(f"{origin}/desk/sign-in?language=fi")
    view.get_by_label("Sähköpostiosoite").fill(email)
    view.get_by_label("Salasana").fill(PASSWORD)
    view.get_by_role("button", name="Kirjaudu", exact=True).click()


def _confirm(view: Page, origin: str) -> None:
    view.goto(f"{origin}/desk/second-factor/app")
    view.get_by_label("Salasana").fill(PASSWORD)
    view.get_by_role("button", name="Vahvista").click()


def _beside(write: Callable[[], None]) -> None:
    """Write rows while a browser runs, in whose thread Django refuses to."""

    def work() -> None:
        try:
            write()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def _has_keys_of_other_hosts() -> None:
    """The administrator has added a key at another host of the town's, and one at a host that is no more."""
    town = municipality_by_code(code="853")
    with within_host():
        Domain.objects.create(tenant=town, domain="palvelut.turku.test", is_primary=False)
    with within(town):
        account = Account.objects.get(email=EMAIL)
        SecurityKey("palvelut.turku.test").keep(account, "Avainnippu")
        SecurityKey("wanha.turku.test").keep(account, "Pöytälaatikon avain")


def _before_signing_in(view: Page, desk: str, looked_at: Callable[[str], None]) -> None:
    """The pages of those who are not in, and one who mistypes."""
    for name, address in {"sign in": "/desk/sign-in", "forgot": "/desk/forgot"}.items():
        view.goto(f"{desk}{address}?language=fi")
        looked_at(name)
    view.goto(f"{desk}/desk/sign-in")
    view.get_by_label("Sähköpostiosoite").fill(EMAIL)
    view.get_by_label("Salasana").fill("wrong" * 4)
    view.get_by_role("button", name="Kirjaudu", exact=True).click()
    expect(view.get_by_role("alert")).to_have_text("Sähköpostiosoite tai salasana ei ole oikein.")
    looked_at("sign in refused")


def _what_is_done(view: Page, desk: str, looked_at: Callable[[str], None]) -> None:
    """People and tokens, as an administrator does something about them; and coming in again."""
    view.goto(f"{desk}/desk/people")
    view.get_by_role("button", name="Kutsu", exact=True).click()
    looked_at("invitation refused")
    expect(view.get_by_label("Pääkirjasto").first).to_be_hidden()
    view.get_by_label("Muokkaaja", exact=True).check()
    expect(view.get_by_label("Pääkirjasto").first).to_be_visible()
    view.locator(".row", has_text="maija.mallikas").get_by_role("link").click()
    expect(view.get_by_label("Kulttuuripalvelut").first).to_be_checked()
    looked_at("person")
    view.goto(f"{desk}/desk/tokens")
    view.get_by_label("Nimi").fill("Sivusto")
    view.get_by_label("Sisällön lukeminen", exact=True).check()
    view.get_by_role("button", name="Tee tunniste").click()
    looked_at("token made")
    view.get_by_role("button", name="Kirjaudu ulos").click()
    _sign_in(view, desk)
    expect(view.get_by_text("Suojausavaimesi toimii vain osoitteessa palvelut.turku.test.")).to_be_visible()
    looked_at("second factor")


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "light"), (1280, "light"), (360, "dark")], ids=["phone", "screen", "dark phone"]
)
def test_every_page_of_the_desk_fits_and_has_no_barriers(width: int, scheme: str, desk: str, started: Browser) -> None:
    context = started.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    view = context.new_page()
    said: list[str] = []
    view.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    def looked_at(name: str) -> None:
        assert view.evaluate("document.documentElement.scrollWidth") <= width, name
        assert barriers(view) == [], name
        if SHOTS:
            view.screenshot(path=Path(SHOTS) / f"{name.replace(' ', '-')}-{width}-{scheme}.png", full_page=True)

    _before_signing_in(view, desk, looked_at)
    _sign_in(view, desk)
    expect(view.get_by_role("heading", level=1)).to_have_text("Aino Virtanen")
    _confirm(view, desk)
    _beside(_has_keys_of_other_hosts)
    for name, address in PAGES.items():
        view.goto(f"{desk}{address}")
        looked_at(name)
    _what_is_done(view, desk, looked_at)
    assert [text for text in said if HARMLESS not in text and "403" not in text] == []


def test_an_operator_signs_in_with_a_security_key(desk: str, started: Browser, live_server: LiveServer) -> None:
    origin = f"http://localhost:{urlsplit(live_server.url).port}"
    view = started.new_page()
    devices = view.context.new_cdp_session(view)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "automaticPresenceSimulation": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    _sign_in(view, origin, OPERATOR)
    view.goto(f"{origin}/desk/support")
    assert urlsplit(view.url).path == "/desk/second-factor", "nothing without a second factor"
    _confirm(view, origin)
    view.goto(f"{origin}/desk/second-factor/keys/add")
    view.get_by_role("button", name="Lisää avain").click()
    view.wait_for_url(f"{origin}/desk/second-factor/codes")
    view.get_by_role("button", name="Kirjaudu ulos").click()
    _sign_in(view, origin, OPERATOR)
    view.wait_for_url(f"{origin}/desk/sign-in/second-factor")
    view.get_by_role("button", name="Käytä suojausavainta").click()
    view.wait_for_url(f"{origin}/desk/")
    view.goto(f"{origin}/desk/support")
    assert barriers(view) == []
    view.get_by_label("Kuntanumero").fill("853")
    view.get_by_label("Syy").fill("Synkronointi on pysähtynyt")
    view.get_by_role("button", name="Pyydä pääsyä").click()
    view.get_by_role("link", name="Mene sisään").click()
    view.get_by_role("button", name="Mene sisään").click()
    expect(view.get_by_role("heading", level=1)).to_have_text("Support")
    assert view.url == f"{desk}/desk/"
