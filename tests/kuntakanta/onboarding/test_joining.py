"""A town joins by one command, with its first administrator, and is told what is left."""

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from kuntakanta.onboarding import State, checklist, join, tick, untick
from kuntakanta.onboarding.words import said
from tenants.accounts import audit
from tenants.accounts.errors import AccountsRefusal
from tenants.accounts.models import Account, Letter
from tenants.accounts.permissions import Role
from tenants.accounts.queries import people
from tenants.context import here, within, within_host
from tenants.database.places import NOWHERE
from tenants.errors import AlreadyProvisioned, HostTaken, NoOrganization, TenantsError, WrongState
from tenants.models import Domain, DueJob, Municipality, Transition
from tenants.municipalities import all_facts
from tenants.queries import history_of
from tenants.status.operations import keep_permit
from tests.accounts_make import PASSWORD, browser, sign_in
from tests.catalogue_make import organization, store

ADMIN = "inga.lansman@utsjoki.test"
GUID = "0008afc0-182c-4580-ba73-7472287f4d63"


def _states(town: Municipality) -> dict[str, State]:
    return {item.code: item.state for item in checklist(municipality=town)}


def _say(command: str, *words: str) -> str:
    out = io.StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def _everything() -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace")
        (schemas,) = cursor.fetchone()
    with within_host():
        return (schemas, *(model.objects.count() for model in (Municipality, Domain, DueJob, Transition)))


class TestJoining:
    """All in one: town, host, due work, first administrator."""

    def test_the_administrator_is_invited_into_the_new_town_only(self, turku: Municipality) -> None:
        joined = join(code="890", host="Utsjoki.test", administrator=f" {ADMIN.upper()} ")
        with within(joined.town):
            (person,) = people()
            assert (person.email, person.is_active) == (ADMIN, False)
            assert [one.role for one in person.held()] == [Role.ADMINISTRATOR]
            assert [one.action for one in audit.entries()] == ["invited"]
        for place in (within(turku), within_host()):
            with place:
                assert not Account.objects.filter(email=ADMIN).exists()
        with within_host():
            assert DueJob.objects.filter(municipality=joined.town, name="sync", run=None).exists()
        assert here().place is NOWHERE

    def test_the_link_lets_the_administrator_in(self, turku: Municipality) -> None:
        joined = join(code="890", host="utsjoki.test", administrator=ADMIN)
        match = re.fullmatch(r"http://utsjoki\.test(/desk/join/\S+)", joined.invitation.link)
        assert match is not None
        client = browser("utsjoki.test")
        client.get(match[1])
        client.post("/desk/join", {"name": "Inga Länsman", "password": PASSWORD})
        assert sign_in(client, email=ADMIN)
        assert _states(joined.town)["administrator"] is State.DONE
        assert _states(joined.town)["second_factor"] is State.OPEN

    def test_a_town_is_written_to_in_its_own_first_language(self, turku: Municipality) -> None:
        joined = join(code="478", host="m.test", administrator=ADMIN, registry_organizations=[uuid.uuid4()])
        assert joined.town.languages[0] == "sv"
        with within(joined.town):
            assert people()[0].language == "sv"

    def test_with_a_mail_server_the_link_goes_by_mail_too(self, turku: Municipality, settings: Any) -> None:
        assert not join(code="890", host="utsjoki.test", administrator=ADMIN).invitation.mailed
        settings.EMAIL_URL = "smtp://127.0.0.1:1"
        joined = join(code="478", host="m.test", administrator=ADMIN, registry_organizations=[uuid.uuid4()])
        assert joined.invitation.mailed
        with within(joined.town):
            assert Letter.objects.get().email == ADMIN
        assert not mail.outbox  # a worker sends it

    @pytest.mark.parametrize(
        ("given", "error"),
        [
            ({"administrator": "nobody"}, AccountsRefusal),
            ({"host": "turku.test"}, HostTaken),
            ({"code": "853"}, AlreadyProvisioned),
            ({"code": "478"}, NoOrganization),
        ],
    )
    def test_what_is_refused_leaves_nothing(
        self, turku: Municipality, given: dict[str, Any], error: type[TenantsError]
    ) -> None:
        before = _everything()
        with pytest.raises(error):
            join(**{"code": "890", "host": "utsjoki.test", "administrator": ADMIN, **given})
        assert _everything() == before
        assert here().place is NOWHERE

    def test_fifteen_towns_of_aland_are_named_by_their_organisations(self, turku: Municipality) -> None:
        without = sorted(code for code, facts in all_facts().items() if facts.business_id is None)
        assert len(without) == 15
        for code in (without[0], without[-1]):
            joined = join(
                code=code, host=f"town-{code}.test", administrator=ADMIN, registry_organizations=[uuid.UUID(GUID)]
            )
            assert joined.town.registry_organizations == [GUID]
            assert joined.town.business_id is None


class TestList:
    """What is left is told from what is there."""

    def test_content_of_the_town_is_what_counts(self, turku: Municipality, espoo: Municipality, settings: Any) -> None:
        settings.REGISTRY_URL = "http://registry.test/api/v11"
        with within(turku):
            store("organization", organization())
        item = next(one for one in checklist(municipality=turku) if one.code == "organization")
        assert (item.state, item.about) == (State.OPEN, ["en"])
        other = next(one for one in checklist(municipality=espoo) if one.code == "organization")
        assert other.about == ["fi", "sv", "en"]

    def test_a_note_is_kept_with_who_and_when_and_can_be_taken_back(
        self, turku: Municipality, espoo: Municipality, settings: Any
    ) -> None:
        settings.REGISTRY_URL = "http://registry.test/api/v11"
        somebody = uuid.uuid4()
        tick(municipality=turku, item="permit", by=somebody, operator=False)
        item = next(one for one in checklist(municipality=turku) if one.code == "permit")
        assert item.state is State.DONE
        assert item.tick is not None
        assert (item.tick.by, item.tick.operator) == (somebody, False)
        assert _states(espoo)["permit"] is State.OPEN
        untick(municipality=turku, item="permit", by=somebody, operator=False)
        assert _states(turku)["permit"] is State.OPEN
        assert [one.action for one in history_of(municipality=turku)][-2:] == ["tick", "untick"]

    def test_a_permit_that_operators_keep_counts_until_it_ends(self, turku: Municipality, settings: Any) -> None:
        settings.REGISTRY_URL = "http://registry.test/api/v11"
        today = timezone.localdate()
        for ends, state in ((today - timedelta(days=1), State.OPEN), (today, State.DONE)):
            keep_permit(municipality=turku, name="IN", ends=ends)
            assert _states(turku)["permit"] is state

    def test_an_invitation_that_never_arrived_is_told(self, turku: Municipality, settings: Any) -> None:
        settings.EMAIL_URL = "smtp://127.0.0.1:1"
        town = join(code="890", host="utsjoki.test", administrator=ADMIN).town
        with within(town):
            Letter.objects.update(refused=timezone.now())
        item = next(one for one in checklist(municipality=town) if one.code == "administrator")
        assert (item.state, item.about) == (State.OPEN, ["refused"])
        assert "could not be delivered" in said(item, "en").text

    def test_what_we_see_ourselves_is_not_noted(self, turku: Municipality) -> None:
        with pytest.raises(WrongState):
            tick(municipality=turku, item="mail", by=None, operator=True)


class TestCommands:
    """`kuntakanta provision` and `kuntakanta checklist`."""

    def test_the_command_says_who_joined_how_to_get_in_and_what_is_left(self, turku: Municipality) -> None:
        shown = _say("provision", "890", "--host", "utsjoki.test", "--admin", ADMIN)
        assert shown.startswith("Utsjoki (890) joined as t_")
        assert " at utsjoki.test: fi, se, en.\n" in shown
        assert re.search(r"^http://utsjoki\.test/desk/join/\S{40,}$", shown, re.MULTILINE)
        assert "hand the link over" in shown
        assert "[ ] administrator: " in shown

    def test_organisations_may_be_given_several_times(self, turku: Municipality) -> None:
        other = str(uuid.uuid4())
        words = ["--ptv-organization", GUID.upper(), "--ptv-organization", other]
        _say("provision", "478", "--host", "m.test", "--admin", ADMIN, *words)
        with within_host():
            assert Municipality.objects.get(code="478").registry_organizations == [GUID, other]

    @pytest.mark.parametrize("text", ["", "123", GUID[:-1], GUID.replace("-", ""), f"{{{GUID}}}", f"urn:uuid:{GUID}"])
    def test_what_is_no_guid_is_refused_with_an_example(self, turku: Municipality, text: str) -> None:
        before = _everything()
        with pytest.raises(CommandError, match=f"is not an id of the national catalogue, such as {GUID}"):
            _say("provision", "478", "--host", "m.test", "--admin", ADMIN, f"--ptv-organization={text}")
        assert _everything() == before

    def test_notes_by_command(self, turku: Municipality, settings: Any) -> None:
        settings.REGISTRY_URL = "http://registry.test/api/v11"
        assert "[ ] permit: " in _say("checklist", "853")
        assert "[x] permit: " in _say("checklist", "853", "--done", "permit")
        assert "[ ] permit: " in _say("checklist", "853", "--not-done", "permit")
