"""A file that is damaged, foreign or of another time is refused whole, with one line that says why."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection

from tenants.context import within_host
from tenants.errors import AlreadyProvisioned, HostTaken, MalformedHost, UnknownMunicipality
from tenants.models import Domain, Municipality
from tenants.moving import Terms, export_town, import_town
from tenants.moving.errors import FileRefused
from tenants.provisioning import provision
from tests.tenants.moving.town import filled, gone

COPY = Terms(copy=True)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module's one file lies once it has been made."""
    return tmp_path_factory.mktemp("kept") / "turku.zip"


@pytest.fixture
def whole(transactional_db: None, kept: Path, turku: Municipality) -> Path:
    """A whole file of a Turku that is no longer on this host."""
    if not kept.exists():
        filled(turku)
        export_town(municipality=turku, path=kept)
    gone(turku)
    return kept


def _state() -> tuple[list[str], int, int]:
    """Schemas, towns and hosts: what a refused file must leave as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace ORDER BY 1")
        schemas = [name for (name,) in cursor.fetchall()]
    with within_host():
        return schemas, Municipality.objects.count(), Domain.objects.count()


def _refused(path: Path, why: str, terms: Terms = COPY) -> None:
    before = _state()
    with pytest.raises(FileRefused, match=why) as refused:
        import_town(path=path, terms=terms)
    assert "\n" not in refused.value.message
    assert _state() == before


def _made_anew(whole: Path, into: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """A file of other contents with a seal that fits, as somebody could make it by hand."""
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
        archive.comment = b"kuntakanta-town sha256:" + b"0" * 64
    text = into.read_bytes()[:-64]
    into.write_bytes(text + hashlib.sha256(text).hexdigest().encode())
    return into


def _manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    def changed(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        change(manifest)
        members["manifest.json"] = json.dumps(manifest).encode()

    return changed


def _rows(table: str, change: Callable[[bytes], bytes], *, honest: bool = True) -> Callable[[dict[str, bytes]], None]:
    """Other rows; `honest` when the manifest names their number and digest too."""

    def changed(members: dict[str, bytes]) -> None:
        text = members[f"tables/{table}.copy"] = change(members[f"tables/{table}.copy"])
        if honest:

            def told(manifest: dict[str, Any]) -> None:
                one = next(one for one in manifest["tables"] if one["name"] == table)
                one |= {"rows": text.count(b"\n"), "bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()}

            _manifest(told)(members)

    return changed


FOREIGN: Sequence[tuple[Callable[[dict[str, bytes]], object], str]] = (
    (lambda members: members.pop("manifest.json"), "no list of its contents"),
    (lambda members: members.update({"manifest.json": b"[]"}), "cannot be read"),
    (lambda members: members.update({"more": b""}), "does not hold what"),
    (lambda members: members.pop("tables/registry_link.copy"), "does not hold what"),
    (_manifest(lambda found: found.update(version=2)), "of the format kuntakanta-town 2; this release reads"),
    (_manifest(lambda found: found.update(format="backup")), "of the format backup 1"),
    (_manifest(lambda found: found.pop("town")), "cannot be read.*town"),
    (_manifest(lambda found: found["town"].update(uuid="x")), "cannot be read.*uuid"),
    (_manifest(lambda found: found["tables"][0]["columns"].append("x")), "differ"),
    (_manifest(lambda found: found["tables"][0]["types"].__setitem__(0, "xml")), "differ"),
    (_manifest(lambda found: found["migrations"].append("outbox.9999_later")), "later release.*9999_later"),
    (_rows("registry_link", lambda text: text + text, honest=False), "does not hold what"),
    (_rows("registry_link", bytes.swapcase, honest=False), "not those that the file's list"),
    (_rows("registry_link", lambda text: text + text), "do not fit the tables here"),
    (_rows("registry_link", lambda text: b"x\n"), "do not fit the tables here"),
    (_rows("accounts_account", lambda text: b""), "do not fit the tables here"),
    (_manifest(lambda found: found["town"].update(languages=["\u0000"])), "do not fit|cannot be read"),
    (
        _manifest(lambda found: found.update(wrapped=[{"table": "a", "column": "b", "key": "1", "value": ""}])),
        "wrapped for another instance",
    ),
)
"""What is changed in a whole file, and what is said of it."""


class TestDamage:
    """The seal is over every byte."""

    def test_one_changed_bit_anywhere_is_found(self, whole: Path, tmp_path: Path) -> None:
        text = whole.read_bytes()
        damaged = tmp_path / "damaged.zip"
        places = [0, 1, 30, len(text) // 3, len(text) // 2, len(text) - 64, len(text) - 1]
        for place in places:
            changed = bytearray(text)
            changed[place] ^= 1
            damaged.write_bytes(changed)
            _refused(damaged, "damaged|no export of a town")

    def test_a_missing_or_added_end_is_found(self, whole: Path, tmp_path: Path) -> None:
        text = whole.read_bytes()
        for found in (b"", text[:10], text[: len(text) // 2], text[:-1], text + b"\n"):
            (tmp_path / "short.zip").write_bytes(found)
            _refused(tmp_path / "short.zip", "its end is missing")

    def test_another_kind_of_file_is_found(self, whole: Path, tmp_path: Path) -> None:
        _refused(tmp_path / "nothing.zip", "cannot be read")
        _refused(tmp_path, "cannot be read")
        with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
            archive.writestr("manifest.json", "{}")
        _refused(tmp_path / "other.zip", "no export of a town")
        text = b"not a zip, kuntakanta-town sha256:"
        (tmp_path / "sealed.zip").write_bytes(text + hashlib.sha256(text).hexdigest().encode())
        _refused(tmp_path / "sealed.zip", "no export of a town")


class TestForeign:
    """A whole file whose contents are not a town's, or not one that fits here."""

    def test_contents_that_do_not_fit_are_refused(self, whole: Path, tmp_path: Path, subtests: pytest.Subtests) -> None:
        for change, why in FOREIGN:
            with subtests.test(why):
                _refused(_made_anew(whole, tmp_path / "foreign.zip", change), why)

    def test_the_file_itself_was_not_at_fault(self, whole: Path, tmp_path: Path) -> None:
        again = _made_anew(whole, tmp_path / "again.zip", lambda members: None)
        assert import_town(path=again, terms=COPY).town.code == "853"

    def test_no_such_municipality(self, whole: Path, tmp_path: Path) -> None:
        before = _state()
        found = _made_anew(whole, tmp_path / "x.zip", _manifest(lambda found: found["town"].update(code="999")))
        with pytest.raises(UnknownMunicipality):
            import_town(path=found, terms=COPY)
        assert _state() == before


class TestPlaceTaken:
    """A town that is here, or a host at which somebody answers."""

    def test_the_town_has_joined_here_as_another(self, whole: Path) -> None:
        provision(code="853", host="abo.test")
        before = _state()
        with pytest.raises(AlreadyProvisioned):
            import_town(path=whole, terms=COPY)
        assert _state() == before

    def test_the_same_file_twice(self, whole: Path) -> None:
        import_town(path=whole, terms=COPY)
        before = _state()
        with pytest.raises(AlreadyProvisioned):
            import_town(path=whole, terms=COPY)
        assert _state() == before

    def test_its_host_is_taken(self, whole: Path) -> None:
        provision(code="890", host="turku.test")
        before = _state()
        with pytest.raises(HostTaken, match=r"turku\.test"):
            import_town(path=whole, terms=COPY)
        assert _state() == before

    @pytest.mark.parametrize(
        ("host", "error"), [("espoo.test", HostTaken), ("localhost", HostTaken), ("a b", MalformedHost)]
    )
    def test_the_host_that_is_named_cannot_be(self, whole: Path, host: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            import_town(path=whole, terms=Terms(copy=True, host=host))

    def test_hosts_under_the_old_operators_stay_behind(self, whole: Path, tmp_path: Path) -> None:
        theirs = {"host": "kunnat.test", "town": ["turku.kunnat.test", "palvelut.turku.test"]}

        def moved(found: dict[str, Any]) -> None:
            found["host"], found["town"]["hosts"] = theirs["host"], theirs["town"]

        file = _made_anew(whole, tmp_path / "x.zip", _manifest(moved))
        arrived = import_town(path=file, terms=Terms(copy=True, host="Turku.Uusi.test"))
        assert arrived.hosts == ["turku.uusi.test", "palvelut.turku.test"]
        with within_host():
            assert Domain.objects.get(is_primary=True, tenant=arrived.town).domain == "turku.uusi.test"
        gone(arrived.town)
        theirs["town"] = ["turku.kunnat.test"]
        _refused(_made_anew(whole, tmp_path / "y.zip", _manifest(moved)), "name one with --host")


class TestWriting:
    """What the export does with its own file."""

    def test_a_file_that_exists_is_left_alone(self, turku: Municipality, tmp_path: Path) -> None:
        (tmp_path / "there.zip").write_text("mine")
        with pytest.raises(FileRefused, match="exists"):
            export_town(municipality=turku, path=tmp_path / "there.zip")
        assert (tmp_path / "there.zip").read_text() == "mine"

    @pytest.mark.django_db(transaction=True)
    def test_what_could_not_be_written_to_its_end_leaves_no_file(self, turku: Municipality, tmp_path: Path) -> None:
        with pytest.raises(FileRefused, match="cannot be written: No such file or directory"):
            export_town(municipality=turku, path=tmp_path / "missing" / "turku.zip")
        with within_host(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE public.support_supportgrant")  # which is asked last
        with pytest.raises(ProgrammingError):
            export_town(municipality=turku, path=tmp_path / "turku.zip")
        assert list(tmp_path.iterdir()) == []
