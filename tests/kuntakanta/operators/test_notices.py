"""Notices by mail: to whom it concerns, in their language, once for each thing."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from kuntakanta.operators.notices import notify
from tenants.accounts.permissions import Role
from tenants.context import within_host
from tenants.lifecycle import suspend
from tenants.models import DueJob, Municipality
from tenants.status.models import Notice, TownStatus
from tests.accounts_make import EMAIL, OPERATOR, operator, staff
from tests.kuntakanta.operators.test_console import end
from tests.tenants.status.test_statuses import NOW

DAY = timedelta(days=1)
EDITOR = "erkki.esimerkki@town.test"


class Broken(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, messages: Any) -> int:
        raise SMTPServerDisconnected


@pytest.fixture(autouse=True)
def _posts(settings: LazySettings, turku: Municipality, espoo: Municipality) -> None:
    """A mail server, an administrator in Turku, an operator, and nothing that waits."""
    settings.EMAIL_URL = "smtp://mail.test"
    staff(turku, Role.ADMINISTRATOR)
    staff(turku, Role.EDITOR, email=EDITOR)
    operator()
    with within_host():
        DueJob.objects.update(due_at=NOW + DAY)


def _age(town: Municipality, **fields: Any) -> None:
    with within_host():
        TownStatus.objects.filter(municipality=town).update(**fields)


def _sent() -> list[tuple[list[str], str]]:
    return [(message.recipients(), str(message.subject)) for message in mail.outbox]


def test_a_town_is_told_once_that_its_sync_is_held(turku: Municipality) -> None:
    end(turku, "held", run=1, would_archive=9)
    assert (notify(), notify()) == (1, 0)
    end(turku, "held", run=2, would_archive=9)
    assert notify() == 0, "still the same trouble"
    assert _sent() == [([EMAIL], "Turku: päivitys odottaa hyväksyntää")]
    assert mail.outbox[0].to == [], "receivers do not see each other"
    end(turku, "done", run=3)
    end(turku, "held", run=4, would_archive=9)
    _age(turku, troubled_since=NOW + timedelta(minutes=1))
    assert notify() == 1, "another one"


def test_a_towns_language_is_that_of_its_mail(turku: Municipality) -> None:
    with within_host():
        Municipality.objects.filter(pk=turku.pk).update(languages=["se", "sv", "fi"])
    end(turku, "held", would_archive=9)
    notify()
    assert mail.outbox[0].subject == "Åbo: uppdateringen väntar på godkännande"


def test_syncs_that_fail_are_told_of_after_days(turku: Municipality) -> None:
    end(turku, "done", run=1)
    end(turku, "failed", run=2)
    assert notify() == 0
    _age(turku, troubled_since=NOW - 4 * DAY, fresh_at=NOW - 4 * DAY)
    assert (notify(), notify()) == (2, 0)
    assert _sent() == [
        ([EMAIL], "Turku: päivitys on epäonnistunut päiviä"),
        ([OPERATOR], "Turku ei ole päivittynyt"),
    ]


def test_operators_are_told_of_a_town_that_never_synced(espoo: Municipality) -> None:
    assert notify() == 0
    with within_host():
        Municipality.objects.filter(pk=espoo.pk).update(created=NOW - 4 * DAY)
    assert (notify(), notify()) == (1, 0)
    assert _sent() == [([OPERATOR], "Espoo ei ole päivittynyt")]


def test_operators_are_told_once_a_day_that_work_waits(turku: Municipality) -> None:
    with within_host():
        DueJob.objects.filter(municipality=turku).update(due_at=NOW - timedelta(hours=2))
    assert (notify(), notify()) == (1, 0)
    assert _sent() == [([OPERATOR], "Työt odottavat")]


def test_nobody_is_told_of_a_suspended_town(turku: Municipality) -> None:
    end(turku, "held", would_archive=9)
    suspend(municipality=turku)
    assert notify() == 0


def test_without_a_mail_server_nothing_is_taken_for_told(turku: Municipality, settings: LazySettings) -> None:
    end(turku, "held", would_archive=9)
    settings.EMAIL_URL = ""
    assert notify() == 0
    with within_host():
        assert Notice.objects.count() == 0


def test_what_could_not_be_sent_is_sent_the_next_time_and_no_log_names_a_receiver(
    turku: Municipality, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    end(turku, "held", would_archive=9)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    assert notify() == 0
    assert "SMTPServerDisconnected" in caplog.text
    assert EMAIL not in caplog.text
    settings.EMAIL_BACKEND = working
    assert notify() == 1
