"""What operators change at the console: a town joins, its names, hosts, share and permits, and its end."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from kuntakanta.operators.notices import notify
from tenants import proof
from tenants.accounts.models import Account, AuditEntry
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.errors import NotProvisioned
from tenants.lifecycle import close
from tenants.models import DueJob, HostClaim, Municipality
from tenants.queries import history_of, hosts_of, municipality_by_code
from tenants.status.queries import permits_of, town_row
from tenants.workers import beat
from tests.accounts_make import EMAIL, staff
from tests.kuntakanta.operators.test_console import console, end, page_of

__all__ = ["console"]
UTSJOKI = {"municipality": "890", "host": "utsjoki.test", "admin": "nilla@utsjoki.test", "organizations": ""}


def _did(town: UUID) -> list[str]:
    with within_host():
        found = AuditEntry.objects.filter(subject=str(town)).exclude(actor=None).order_by("id")
        return list(found.values_list("action", flat=True))


def _said(client: Client, address: str, data: dict[str, str], status: int) -> str:
    answer = client.post(address, data, headers={"accept-language": "en"})
    assert answer.status_code == status, answer.content[:800]
    return answer.content.decode()


class TestJoining:
    """A municipality joins by a form."""

    @pytest.mark.parametrize("given", ["890", "utsjoki", " 890  Utsjoki "])
    def test_it_is_found_by_code_or_by_any_of_its_names(self, console: Client, given: str) -> None:
        page = _said(console, "/desk/towns/new", {**UTSJOKI, "municipality": given}, 200)
        assert "Utsjoki has joined" in page
        assert "http://utsjoki.test/desk/join/" in page
        assert "An administrator has joined" in page, "what is left to do"
        town = municipality_by_code(code="890")
        assert (town.state, list(hosts_of(municipality=town))) == ("active", ["utsjoki.test"])
        with within_host():
            assert DueJob.objects.filter(municipality=town, name="sync").exists()
        assert _did(town.uuid) == ["town_join"]

    @pytest.mark.parametrize(
        ("wrong", "field", "text"),
        [
            ({"municipality": "999"}, "municipality", "no municipality with this code"),
            ({"municipality": "Turku"}, "municipality", "has joined already"),
            ({"host": "turku.test"}, "host", "Somebody answers at this host"),
            ({"host": "https://x.fi/"}, "host", "cannot be a host"),
            ({"admin": "nobody"}, "admin", "not in the right form"),
            ({"organizations": "abc"}, "organizations", "named by its ID"),
            ({"municipality": "478", "host": "maarianhamina.test"}, "organizations", "business ID is not known"),
        ],
    )
    def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_made(
        self, console: Client, wrong: dict[str, str], field: str, text: str
    ) -> None:
        with within_host():
            before = set(Municipality.objects.values_list("code", flat=True))
        page = _said(console, "/desk/towns/new", {**UTSJOKI, **wrong}, 422)
        beside = page[page.index(f'id="id_{field}_faults"') :].partition("<input")[0].partition("<textarea")[0]
        assert text in beside
        with within_host():
            assert set(Municipality.objects.values_list("code", flat=True)) == before

    def test_those_that_are_not_here_are_suggested(self, console: Client) -> None:
        page = page_of(console, "/desk/towns/new")
        assert page.count("<option") == 306
        assert '"853 Turku"' not in page


def test_a_town_is_closed_and_removed_only_by_its_name(
    console: Client, turku: Municipality, espoo: Municipality
) -> None:
    assert "/remove" not in page_of(console, "/desk/towns/853")
    assert _said(console, "/desk/towns/853/remove", {"confirm": "Turku"}, 409), "not while it is served"
    console.post("/desk/towns/853/close")
    page = page_of(console, "/desk/towns/853?done=close")
    assert "Undo" in page
    assert "/desk/towns/853/resume" in page
    assert "not the same" in _said(console, "/desk/towns/853/remove", {"confirm": "Espoo"}, 422)
    assert console.post("/desk/towns/853/remove", {"confirm": " turku "}).headers["Location"] == (
        "/desk/towns/?done=remove"
    )
    assert "has been removed" in page_of(console, "/desk/towns/?done=remove")
    with pytest.raises(NotProvisioned):
        municipality_by_code(code="853")
    assert municipality_by_code(code="049").state == "active"
    assert _did(turku.uuid) == ["town_close", "town_remove"]
    assert [one.action for one in history_of(municipality=turku)][-2:] == ["close", "remove"]


def test_a_session_that_was_left_open_removes_nothing(console: Client, turku: Municipality) -> None:
    close(municipality=turku)
    with within_host():
        session = console.session
        for record in session["account_authentication_methods"]:
            record["at"] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
        session.save()
    for method in ("GET", "POST"):
        answer = console.generic(method, "/desk/towns/853/remove")
        assert answer.headers["Location"] == "/desk/confirm?next=%2Fdesk%2Ftowns%2F853%2Fremove"
    assert municipality_by_code(code="853").state == "closed"
    assert console.post("/desk/towns/853/resume").status_code == 302, "what can be undone is not asked about again"


def test_a_closed_town_is_resumed(console: Client, turku: Municipality) -> None:
    close(municipality=turku)
    assert console.post("/desk/towns/853/resume").status_code == 302
    assert municipality_by_code(code="853").state == "active"


def test_a_town_writes_to_the_national_catalogue_only_when_it_is_let(console: Client, turku: Municipality) -> None:
    with within_host():
        Municipality.objects.filter(pk=turku.pk).update(national_writing=False)
    for deed, writes in (("write_on", True), ("write_off", False)):
        assert f"/853/{deed}" in page_of(console, "/desk/towns/853")
        assert page_of(console, f"/desk/towns/853/{deed}")
        assert console.post(f"/desk/towns/853/{deed}").status_code == 302
        assert municipality_by_code(code="853").national_writing is writes
    assert _did(turku.uuid) == ["town_write_on", "town_write_off"]


def test_a_town_is_renamed(console: Client, turku: Municipality) -> None:
    assert 'value="Åbo"' in page_of(console, "/desk/towns/853/names")
    names = {"name_fi": "Turku uusi", "name_sv": "Nya Åbo", "name_en": "New Turku"}
    assert _said(console, "/desk/towns/853/names", {**names, "name_sv": " "}, 422)
    assert console.post("/desk/towns/853/names", names).status_code == 302
    assert "Turku uusi" in page_of(console, "/desk/towns/853?done=names")
    assert list(hosts_of(municipality=turku)) == ["turku.test"]
    assert _did(turku.uuid) == ["town_names"]


@pytest.fixture
def town_s_server(settings: Any) -> Iterator[dict[str, str]]:
    """What stands at hosts that towns name: a proxy that answers for all of them what a test puts there."""
    shown: dict[str, str] = {}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.path.removeprefix("http://").partition("/")[0]
            self.send_response(200 if host in shown else 404)
            self.end_headers()
            self.wfile.write(shown.get(host, "").encode())

        def log_message(self, *args: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.HTTP_PROXY = f"http://127.0.0.1:{server.server_port}"
        yield shown
        server.shutdown()


def test_a_towns_own_host_is_added_proven_made_the_first_and_removed(
    console: Client, turku: Municipality, espoo: Municipality, town_s_server: dict[str, str]
) -> None:
    def change(deed: str, host: str, status: int = 302) -> str:
        return _said(console, "/desk/towns/853/hosts", {"deed": deed, "host": host}, status)

    change("add", "palvelut.turku.fi")
    with within_host():
        token = HostClaim.objects.get(municipality=turku).token
    page = page_of(console, "/desk/towns/853/hosts?done=add")
    for text in (token, proof.address_of("palvelut.turku.fi"), "not proven yet"):
        assert text in page
    assert "No proof was found" in change("prove", "palvelut.turku.fi", 409)
    town_s_server["palvelut.turku.fi"] = token
    change("prove", "palvelut.turku.fi")
    change("first", "palvelut.turku.fi")
    assert list(hosts_of(municipality=turku)) == ["palvelut.turku.fi", "turku.test"]
    assert "first host is not removed" in change("drop", "palvelut.turku.fi", 409)
    assert "no host espoo.test" in change("drop", "espoo.test", 409), "another town's"
    change("drop", "turku.test")
    assert list(hosts_of(municipality=turku)) == ["palvelut.turku.fi"]
    for host, text in (("espoo.test", "answers at this host"), ("a b", "cannot be a host")):
        assert text in change("add", host, 409)
    change("explode", "espoo.test", 200)
    assert list(hosts_of(municipality=espoo)) == ["espoo.test"]
    assert _did(turku.uuid) == ["town_host_add", "town_host_prove", "town_host_first", "town_host_drop"]


def test_a_towns_share_is_agreed_and_shown(console: Client, turku: Municipality) -> None:
    end(turku, "done")
    assert _said(console, "/desk/towns/853/limits", {"things": "0", "megabytes": "", "people": "x"}, 422)
    given = {"things": "60", "megabytes": "", "people": "7"}
    assert console.post("/desk/towns/853/limits", given).status_code == 302
    row = town_row(code="853")
    assert row is not None
    assert [share.most for share in row.shares] == [60, 2000 * 2**20, 7]
    page = page_of(console, "/desk/towns/853?done=limits")
    assert "6 / 60" in page
    assert 'value="10"></meter>' in page
    assert 'value="60"' in page_of(console, "/desk/towns/853/limits")


def test_permits_are_kept_by_hand(console: Client, turku: Municipality, espoo: Municipality) -> None:
    ends = localdate().replace(year=localdate().year + 1, day=1)
    given = {"permit": "PTV write", "ends": ends.isoformat()}
    for wrong in ({"ends": "2001-01-01"}, {"ends": "tomorrow"}, {"permit": ""}):
        _said(console, "/desk/towns/853/permits", {**given, **wrong}, 422)
    for _ in range(2):
        assert console.post("/desk/towns/853/permits", given).status_code == 302
    (permit,) = permits_of(municipality=turku)
    assert (permit.name, permit.ends) == ("PTV write", ends)
    assert "PTV write" in page_of(console, "/desk/towns/853")
    assert console.post("/desk/towns/049/permits", {"drop": str(permit.pk)}).status_code == 404
    assert len(permits_of(municipality=turku)) == 1, "not through another town"
    console.post("/desk/towns/853/permits", {"drop": str(permit.pk)})
    assert len(permits_of(municipality=turku)) == 0
    assert _did(turku.uuid) == ["town_permit_kept", "town_permit_kept", "town_permit_dropped"]
    with within_host():
        found = AuditEntry.objects.filter(subject=str(turku.uuid)).exclude(actor=None)
        assert [one.details["permit"] for one in found] == ["PTV write"] * 3
    assert _did(espoo.uuid) == []


def test_an_administrator_is_invited_anew(console: Client, turku: Municipality) -> None:
    page = _said(console, "/desk/towns/853/administrator", {"admin": "new@town.test"}, 200)
    assert "http://turku.test/desk/join/" in page
    with within(turku):
        (role,) = Account.objects.get(email="new@town.test").held()
    assert role.role is Role.ADMINISTRATOR
    staff(turku, Role.VIEWER)
    assert "works here already" in _said(console, "/desk/towns/853/administrator", {"admin": EMAIL}, 422)
    assert _did(turku.uuid) == ["town_administrator"]


def test_what_nobody_can_tell_us_is_ticked_and_unticked(console: Client, turku: Municipality, settings: Any) -> None:
    settings.REGISTRY_URL = "http://register.test/api/v11"
    assert "Mark as done" in page_of(console, "/desk/towns/853")
    assert console.post("/desk/towns/853/checklist", {"item": "permit", "done": "yes"}).status_code == 302
    assert "Mark as not done" in page_of(console, "/desk/towns/853")
    assert console.post("/desk/towns/853/checklist", {"item": "permit", "done": "no"}).status_code == 302
    assert "Mark as not done" not in page_of(console, "/desk/towns/853")
    assert console.post("/desk/towns/853/checklist", {"item": "first_sync", "done": "yes"}).status_code == 404
    assert console.get("/desk/towns/853/checklist").status_code == 404


def test_who_did_what_is_on_the_towns_page(console: Client, turku: Municipality) -> None:
    console.post("/desk/towns/853/suspend")
    assert "Aino Virtanen: suspended a town" in page_of(console, "/desk/towns/853")


def test_syncs_of_all_towns_are_on_one_page_of_few_statements(
    console: Client, turku: Municipality, espoo: Municipality, django_assert_num_queries: Callable[..., Any]
) -> None:
    end(turku, "failed", code="registry_unreachable")
    end(espoo, "held", would_archive=9)
    beat(name="machine:1", processes=3)
    console.get("/desk/towns/sync")
    # The session, the account, its roles; the towns, the work.
    with django_assert_num_queries(5):
        page = page_of(console, "/desk/towns/sync")
    for text in (
        "The national catalogue does not answer",
        "Towns that are served: 2",
        "Workers: 1",
        "0 / 4",
        "machine:1",
    ):
        assert text in page, text
    assert page.count("Not in order since") == 2


def test_what_needs_attention_is_on_one_page_of_few_statements(
    console: Client, turku: Municipality, settings: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    settings.REGISTRY_URL = "https://register.test/api/v11"
    with within_host():
        DueJob.objects.update(due_at=timezone.now())
    page = page_of(console, "/desk/towns/attention")
    assert "All is well." in page
    assert "There is no mail server" in page
    end(turku, "held", would_archive=9)
    # The session, the account, its roles; the towns, the work, permits, certificates, what was told.
    with django_assert_num_queries(8):
        page = page_of(console, "/desk/towns/attention")
    assert "Turku: your sync waits for you" in page
    assert "The town was not told yet" in page
    settings.EMAIL_URL = "smtp://mail.test"
    staff(turku, Role.ADMINISTRATOR)
    assert notify() == 1
    assert "The town was told" in page_of(console, "/desk/towns/attention")


def test_without_valkey_the_console_says_so_and_goes_on(console: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert "Valkey does not answer" in page_of(console, "/desk/towns/sync")
    assert "Valkey does not answer" in page_of(console, "/desk/towns/")


@pytest.mark.parametrize(
    "path", ["names", "hosts", "limits", "permits", "administrator", "checklist", "suspend", "remove"]
)
def test_a_town_that_is_not_here_has_no_pages(console: Client, path: str) -> None:
    for method in ("GET", "POST"):
        assert console.generic(method, f"/desk/towns/091/{path}").status_code == 404
