"""A town that has moved goes on where it was: the same addresses and documents, and a sync that has nothing to do."""

from pathlib import Path

import pytest
from django.test import Client

from tenants.models import Municipality
from tenants.moving import Terms, export_town, import_town
from tests.register import Register, pull
from tests.tenants.moving.town import gone

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = ("/api/v1/services", "/api/v1/service-channels?page_size=5", "/api/v1/organizations")


def test_readers_and_the_register_notice_nothing(
    turku: Municipality, turku_client: Client, register: Register, tmp_path: Path
) -> None:
    pull(turku, register)
    before = [turku_client.get(path) for path in PATHS]
    one = before[0].json()["items"][0]
    before.append(turku_client.get(f"/api/v1/services/{one['id']}"))
    export_town(municipality=turku, path=tmp_path / "turku.zip")
    gone(turku)
    town = import_town(path=tmp_path / "turku.zip", terms=Terms(copy=True)).town
    after = [turku_client.get(path) for path in (*PATHS, f"/api/v1/services/{one['id']}")]
    for was, now in zip(before, after, strict=True):
        assert was.status_code == now.status_code == 200
        assert now.content == was.content
    assert after[-1]["ETag"] == before[-1]["ETag"], "of one document; a list's names the town's schema too"
    run = pull(town, register)
    assert run.state == "done"
    assert not run.full, "the register is asked for what changed since the last pull before the move"
    assert {(counts["created"], counts["updated"], counts["archived"]) for counts in run.counts.values()} <= {(0, 0, 0)}
    full = pull(town, register, full=True)
    assert {(counts["created"], counts["updated"], counts["archived"]) for counts in full.counts.values()} == {
        (0, 0, 0)
    }
