"""The whole way of a mail: a page, the broker, a real worker in a process of its own, and a real mail server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from tenants.accounts.models import Letter
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.models import DueJob, Municipality
from tests.accounts_make import EMAIL, browser, staff
from tests.conftest import TURKU_HOST
from tests.mail_server import mail_server


@contextmanager
def _worker(environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "kuntakanta", "worker", "--processes", "1"]
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=said)
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.django_db(transaction=True)
def test_a_new_password_comes_by_mail_although_the_server_was_busy_at_first(
    turku: Municipality, environment_of_programs: dict[str, str], settings: Any, tmp_path: Path
) -> None:
    staff(turku, Role.VIEWER)
    with within_host():
        DueJob.objects.all().delete()
    steps: list[str] = []

    def busy_once(said: str) -> str | None:
        steps.append(said)
        return "451 Come again" if said.startswith("RCPT") and len([s for s in steps if s == said]) == 1 else None

    with mail_server(busy_once) as server:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
        given = {**environment_of_programs, "KUNTAKANTA_SMTP_URL": settings.EMAIL_URL}
        with _worker(given, tmp_path / "log") as worker:
            assert browser(TURKU_HOST).post("/desk/forgot", {"email": EMAIL}).status_code == 200
            deadline = time.monotonic() + 60
            while not server.mails:
                assert worker.poll() is None, "the worker has ended"
                assert time.monotonic() < deadline, "no mail came in time"
                time.sleep(0.05)
            while _waiting(turku):
                assert time.monotonic() < deadline, "the letter stayed"
                time.sleep(0.05)
    said = (tmp_path / "log").read_text("utf-8")
    (mail,) = server.mails
    text = message_from_bytes(mail, policy=default).get_content()
    assert f"http://{TURKU_HOST}/desk/join/" in text
    assert "NotSent" in said
    assert EMAIL not in said, "what went wrong is told without saying to whom"


def _waiting(town: Municipality) -> bool:
    with within(town):
        return Letter.objects.exists()
