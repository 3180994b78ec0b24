"""No secret leaves in the clear: what is sealed goes wrapped for one receiver, and all else stays."""

import base64
import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password, is_password_usable
from django.db import connection
from django.db.models import FileField
from django.test import Client

from tenants.accounts.models import Account, IdentityProvider, MachineToken
from tenants.accounts.operations import recover
from tenants.accounts.permissions import Role
from tenants.accounts.sealing import opened
from tenants.accounts.sso import PURPOSE
from tenants.accounts.tokens import token_of
from tenants.context import within
from tenants.models import Municipality
from tenants.moving import Terms, export_town, import_town, shown_key
from tenants.moving.copying import shapes
from tenants.moving.errors import FileRefused, KeyRefused
from tenants.moving.rules import BLANKED, LEFT_OUT, SEALED
from tenants.moving.wrapping import unwrapped, wrap
from tests.accounts_make import EMAIL, PASSWORD, browser, sign_in, staff
from tests.tenants.moving.town import CLIENT_SECRET, filled, gone

COPY = Terms(copy=True)
ELSEWHERE = "the secret key of another instance"

# A word of these in a column's name, or bytes, and somebody must have thought about the column.
SMELLS = re.compile(
    "secret|passw|token|key|hash|seal|otp|seed|salt|code|credential|signature|nonce|session|private|cookie|data"
)
HARMLESS = {
    "exchange_importpart.content": "of a catalogue that somebody has sent, until it has been taken in",
    "catalogue_forms_formdefinition.key": "what a form is called in its address",
    "outbox_answer.content": "what was answered about content",
    "outbox_answer.digest": "of a request",
    "outbox_answer.key": "by which an asker asks again; it opens nothing",
    "published_document.v1": "what everybody reads",
    "published_document.ptv_v11": "what everybody reads",
    "published_document.sort_key": "of a name",
    "pushing_write.answered": "what the national catalogue sent",
    "pushing_write.base_hash": "of what the national catalogue sent",
    "pushing_write.code": "of a refusal",
    "pushing_write.document": "what the national catalogue sent",
    "registry_base.document": "what the national catalogue sent",
    "registry_link.hash": "of what the national catalogue sent",
    "registry_quarantine.code": "of an error",
    "registry_quarantine.document": "what the national catalogue sent",
    "registry_quarantine.hash": "of what the national catalogue sent",
    "registry_syncrun.code": "of an error",
    "services_connection.channel_shown": "of what the national catalogue sent",
    "services_connection.service_shown": "of what the national catalogue sent",
    "services_service.name_keys": "of names",
    "services_servicechannel.name_keys": "of names",
    "socialaccount_socialaccount.extra_data": "what a sign-in service said of a person: names and addresses",
}


def test_every_column_that_smells_of_a_secret_is_named(turku: Municipality) -> None:
    with within(turku):
        found = shapes()
    named = {f"{table}.{column}" for table, columns in BLANKED.items() for column in columns}
    named |= {f"{one.table}.{one.column}" for one in SEALED}
    smelling = {
        f"{shape.name}.{column}"
        for shape in found
        if shape.name not in LEFT_OUT
        for column, kind in zip(shape.columns, shape.types, strict=True)
        if SMELLS.search(column) or kind == "bytea"
    }
    assert smelling - named - HARMLESS.keys() == set(), "name it in tenants.moving.rules, or as harmless here"
    assert HARMLESS.keys() - smelling == set(), "an excuse that is no longer needed"
    tables = {shape.name for shape in found}
    assert tables >= LEFT_OUT | BLANKED.keys() | {one.table for one in SEALED}, "a rule names what is no more"


def test_nothing_that_leaves_points_at_what_stays(turku: Municipality) -> None:
    with within(turku), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
        assert [pair for pair in cursor.fetchall() if pair[1] in LEFT_OUT and pair[0] not in LEFT_OUT] == []


def test_towns_keep_no_files_outside_of_the_database() -> None:
    """When they begin to, the files must leave with the town: they are members of its file then."""
    kept = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    ]
    assert kept == []


@pytest.mark.django_db(transaction=True)
class TestWhatStays:
    """Passwords, factors, sessions, links, tokens."""

    @pytest.mark.parametrize("wrapped", [True, False])
    def test_no_secret_is_in_the_file(self, turku: Municipality, tmp_path: Path, wrapped: bool) -> None:
        secrets = filled(turku)
        receiver = shown_key() if wrapped else None
        left = export_town(municipality=turku, path=tmp_path / "turku.zip", receiver=receiver)
        with zipfile.ZipFile(tmp_path / "turku.zip") as archive:
            whole = b"\n".join(archive.read(name) for name in archive.namelist())
        assert [secret for secret in secrets.texts if secret.encode() in whole] == []
        assert left.withheld == ([] if wrapped else ["accounts_identityprovider.secret"])
        assert left.manifest.left_out["accounts_account"] == ["password"]
        assert left.manifest.left_out["mfa_authenticator"] == ["*"]
        assert (tmp_path / "turku.zip").stat().st_mode & 0o077 == 0

    def test_people_get_in_by_a_new_link_and_programs_by_a_new_token(self, turku: Municipality, tmp_path: Path) -> None:
        secrets = filled(turku)
        token = next(text for text in secrets.texts if text.startswith("kk_"))
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        gone(turku)
        arrived = import_town(path=tmp_path / "turku.zip", terms=Terms(copy=True, administrator=EMAIL))
        with within(arrived.town):
            account = Account.objects.get(email=EMAIL)
            assert account.is_active
            assert not is_password_usable(account.password)
            assert not check_password(PASSWORD, account.password)
            assert token_of(token) is None
            (listed,) = MachineToken.objects.all()
            assert listed.revoked is not None
            assert recover(email=EMAIL) is not None, "who has mail asks for a new password as ever"
        assert arrived.invited is not None
        person = browser("turku.test")
        assert not sign_in(person)

    def test_the_link_of_the_import_lets_its_person_in(self, turku: Municipality, tmp_path: Path) -> None:
        filled(turku)
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        gone(turku)
        arrived = import_town(path=tmp_path / "turku.zip", terms=Terms(copy=True, administrator=EMAIL))
        assert arrived.invited is not None
        person = browser("turku.test")
        person.get(f"/desk/join/{arrived.invited.secret}")
        person.post("/desk/join", {"name": "Aino", "password": PASSWORD})
        assert sign_in(person)
        assert person.get("/desk/people").status_code == 200

    def test_somebody_new_may_be_the_administrator(self, turku: Municipality, tmp_path: Path) -> None:
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        gone(turku)
        arrived = import_town(path=tmp_path / "turku.zip", terms=Terms(copy=True, administrator="uusi@turku.test"))
        assert arrived.invited is not None
        with within(arrived.town):
            assert [one.role for one in arrived.invited.account.held()] == ["administrator"]

    def test_an_old_session_is_nobodys(self, turku: Municipality, turku_client: Client, tmp_path: Path) -> None:
        other = "eeva@town.test"
        staff(turku, Role.ADMINISTRATOR, email=other)
        assert sign_in(turku_client, email=other)
        assert turku_client.get("/desk/people").status_code == 200
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        gone(turku)
        import_town(path=tmp_path / "turku.zip", terms=COPY)
        assert turku_client.get("/desk/people").status_code == 302


@pytest.mark.django_db(transaction=True)
class TestWrapping:
    """What is sealed for a host is handed to one receiver."""

    def test_the_receiver_seals_it_anew(self, turku: Municipality, tmp_path: Path, settings: Any) -> None:
        ours = settings.SECRET_KEY
        settings.SECRET_KEY = ELSEWHERE
        receiver = shown_key()
        settings.SECRET_KEY = ours
        filled(turku)
        left = export_town(municipality=turku, path=tmp_path / "turku.zip", receiver=receiver)
        assert left.manifest.receiver == receiver
        gone(turku)
        settings.SECRET_KEY = ELSEWHERE
        town = import_town(path=tmp_path / "turku.zip", terms=COPY).town
        with within(town):
            provider = IdentityProvider.objects.get()
            assert provider.enabled
            assert opened(bytes(provider.secret), owner=town.uuid, purpose=PURPOSE) == CLIENT_SECRET

    def test_another_instance_is_refused_whole_unless_it_does_without(
        self, turku: Municipality, tmp_path: Path, settings: Any
    ) -> None:
        filled(turku)
        export_town(municipality=turku, path=tmp_path / "turku.zip", receiver=shown_key())
        gone(turku)
        settings.SECRET_KEY = ELSEWHERE
        with pytest.raises(FileRefused, match="wrapped for another instance"):
            import_town(path=tmp_path / "turku.zip", terms=COPY)
        arrived = import_town(path=tmp_path / "turku.zip", terms=Terms(copy=True, without_keys=True))
        assert arrived.withheld == ["accounts_identityprovider.secret"]

    def test_a_sign_in_without_its_secret_is_off_until_it_is_entered_anew(
        self, turku: Municipality, tmp_path: Path
    ) -> None:
        filled(turku)
        export_town(municipality=turku, path=tmp_path / "turku.zip")
        gone(turku)
        arrived = import_town(path=tmp_path / "turku.zip", terms=COPY)
        with within(arrived.town):
            provider = IdentityProvider.objects.get()
            assert (provider.enabled, bytes(provider.secret), provider.client_id) == (False, b"", "client")
        assert browser("turku.test").get("/desk/sign-in").status_code == 200

    def test_two_wrappings_of_a_text_differ_and_neither_opens_elsewhere(self, settings: Any) -> None:
        first, second = (wrap("text", receiver=shown_key(), context="here") for _ in range(2))
        assert first != second
        assert unwrapped(first, context="here") == "text"
        for changed, context in ((first, "there"), (first[:-8] + "AAAAAAA=", "here"), ("", "here"), ("?", "here")):
            with pytest.raises(FileRefused):
                unwrapped(changed, context=context)
        settings.SECRET_KEY = ELSEWHERE
        with pytest.raises(FileRefused):
            unwrapped(first, context="here")

    @pytest.mark.parametrize("slip", ["", "kkr_", "853", "shorter", "other", "points nowhere"])
    def test_a_key_with_a_slip_is_refused_before_anything_is_written(
        self, turku: Municipality, tmp_path: Path, slip: str
    ) -> None:
        filled(turku)
        zero = bytes(32)
        given = {
            "shorter": shown_key()[:-1],
            "other": ("kkr_B" if shown_key()[4] == "A" else "kkr_A") + shown_key()[5:],
            "points nowhere": "kkr_" + base64.urlsafe_b64encode(zero + hashlib.sha256(zero).digest()[:4]).decode(),
        }.get(slip, slip)
        with pytest.raises(KeyRefused):
            export_town(municipality=turku, path=tmp_path / "turku.zip", receiver=given)
        assert list(tmp_path.iterdir()) == []

    def test_the_manifest_says_for_whom(self, turku: Municipality, tmp_path: Path) -> None:
        filled(turku)
        typed = f" {shown_key().removeprefix('kkr_')} "
        export_town(municipality=turku, path=tmp_path / "turku.zip", receiver=typed)
        with zipfile.ZipFile(tmp_path / "turku.zip") as archive:
            manifest = json.loads(archive.read("manifest.json"))
        assert manifest["receiver"] == shown_key()
        (one,) = manifest["wrapped"]
        assert (one["table"], one["column"], one["key"]) == ("accounts_identityprovider", "secret", "1")
