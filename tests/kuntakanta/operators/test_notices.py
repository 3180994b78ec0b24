"""Notices by mail: to whom it concerns, in their language, once for each thing, and again when it goes on or ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils.timezone import localdate

from kuntakanta.operators.notices import MANY, notify
from tenants.accounts.models import Account
from tenants.accounts.permissions import Role
from tenants.context import within, within_host
from tenants.lifecycle import suspend
from tenants.models import DueJob, Municipality
from tenants.status.models import Certificate, Notice, TownStatus, TownUse
from tenants.status.operations import agree, drop_permit, keep_permit, saw_certificate
from tenants.status.queries import permits_of
from tenants.status.rules import LONG_QUEUE, TELL_AGAIN, Quota
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
    settings.REGISTRY_URL = "https://register.test/api/v11"
    staff(turku, Role.ADMINISTRATOR)
    staff(turku, Role.EDITOR, email=EDITOR)
    operator()
    with within_host():
        DueJob.objects.update(due_at=NOW + DAY)


def _age(town: Municipality, **fields: Any) -> None:
    with within_host():
        TownStatus.objects.filter(municipality=town).update(**fields)


def _sent() -> list[tuple[list[str], str]]:
    """What was sent since this was last asked."""
    found = [(message.recipients(), str(message.subject)) for message in mail.outbox]
    mail.outbox.clear()
    return found


def _week_passes() -> None:
    with within_host():
        Notice.objects.update(sent=NOW - TELL_AGAIN, first=NOW - TELL_AGAIN)


def test_a_town_is_told_once_that_its_sync_is_held(turku: Municipality) -> None:
    end(turku, "held", run=1, would_archive=9)
    assert (notify(), notify()) == (1, 0)
    end(turku, "held", run=2, would_archive=9)
    assert notify() == 0, "still the same trouble"
    assert mail.outbox[0].to == [], "receivers do not see each other"
    assert _sent() == [([EMAIL], "Turku: päivitys odottaa hyväksyntää")]


def test_what_goes_on_is_told_again_after_a_week(turku: Municipality) -> None:
    end(turku, "held", would_archive=9)
    notify()
    _week_passes()
    mail.outbox.clear()
    assert (notify(), notify()) == (1, 0)
    assert "Tämä jatkuu. Ensimmäinen viesti lähti" in str(mail.outbox[0].body)


def test_what_is_over_is_told_and_what_comes_back_is_another(turku: Municipality) -> None:
    end(turku, "held", run=1, would_archive=9)
    notify()
    end(turku, "done", run=2)
    assert (notify(), notify()) == (1, 0)
    assert _sent()[1] == ([EMAIL], "Ohi: Turku: päivitys odottaa hyväksyntää")
    end(turku, "held", run=3, would_archive=9)
    assert notify() == 1


def test_each_gets_the_mail_in_their_language(turku: Municipality) -> None:
    staff(turku, Role.ADMINISTRATOR, email="sven@town.test")
    with within(turku):
        Account.objects.filter(email="sven@town.test").update(language="sv")
    end(turku, "held", would_archive=9)
    assert notify() == 2
    assert sorted(_sent()) == [
        ([EMAIL], "Turku: päivitys odottaa hyväksyntää"),
        (["sven@town.test"], "Åbo: uppdateringen väntar på godkännande"),
    ]


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


def test_refused_credentials_are_told_at_once_to_the_town_and_to_operators(turku: Municipality) -> None:
    end(turku, "failed", code="registry_credentials_refused")
    assert (notify(), notify()) == (2, 0)
    assert _sent() == [
        ([EMAIL], "Turku: Palvelutietovaranto ei hyväksy tunnuksia"),
        ([OPERATOR], "Palvelutietovaranto ei hyväksy tunnuksia"),
    ]
    # What follows is the same trouble: the town is not told that it is over.
    end(turku, "held", run=2, would_archive=9)
    assert notify() == 2
    assert _sent() == [
        ([EMAIL], "Turku: päivitys odottaa hyväksyntää"),
        ([OPERATOR], "Ohi: Palvelutietovaranto ei hyväksy tunnuksia"),
    ]


def test_operators_are_told_of_a_town_that_never_synced(espoo: Municipality) -> None:
    assert notify() == 0
    with within_host():
        Municipality.objects.filter(pk=espoo.pk).update(created=NOW - 4 * DAY)
    assert (notify(), notify()) == (1, 0)
    assert "http://localhost/desk/towns/049" in str(mail.outbox[0].body)
    assert _sent() == [([OPERATOR], "Espoo ei ole päivittynyt")]


def test_without_a_national_catalogue_nobody_waits_for_syncs(espoo: Municipality, settings: LazySettings) -> None:
    settings.REGISTRY_URL = ""
    with within_host():
        Municipality.objects.filter(pk=espoo.pk).update(created=NOW - 4 * DAY)
    assert notify() == 0


def test_operators_are_told_that_work_waits_and_when_it_does_no_more(turku: Municipality) -> None:
    with within_host():
        DueJob.objects.filter(municipality=turku).update(due_at=NOW - timedelta(hours=2))
    assert (notify(), notify()) == (1, 0)
    with within_host():
        DueJob.objects.update(due_at=NOW + DAY)
    assert (notify(), notify()) == (1, 0)
    assert _sent() == [([OPERATOR], "Työt odottavat"), ([OPERATOR], "Ohi: Työt odottavat")]


def test_operators_are_told_of_a_queue_that_grows_before_an_hour_has_passed(turku: Municipality) -> None:
    late = NOW - timedelta(minutes=15)
    with within_host():
        DueJob.objects.bulk_create(
            DueJob(municipality=turku, name=f"work {number}", due_at=late, interval=DAY)
            for number in range(LONG_QUEUE - 1)
        )
    assert notify() == 0
    with within_host():
        DueJob.objects.create(municipality=turku, name="one more", due_at=late, interval=DAY)
    assert notify() == 1
    assert f"{LONG_QUEUE} työtä" in str(mail.outbox[0].body)


def test_a_share_that_fills_up_is_told_to_the_town_and_to_operators(turku: Municipality) -> None:
    end(turku, "done")
    agree(municipality=turku, most={Quota.THINGS: 100})
    for things, expected in ((89, 0), (90, 2), (95, 0), (100, 2), (100, 0), (90, 2), (10, 2)):
        with within_host():
            TownUse.objects.filter(municipality=turku).update(things=things)
        assert notify() == expected, things
    assert [subject for _, subject in _sent()] == [
        *["Turku: Julkaistu sisältö 90 %"] * 2,
        *["Turku: Julkaistu sisältö täynnä"] * 2,
        *["Turku: Julkaistu sisältö 90 %"] * 2,
        *["Ohi: Turku: Julkaistu sisältö 90 %"] * 2,
    ]


def test_operators_are_told_before_a_permit_ends_and_after(turku: Municipality, espoo: Municipality) -> None:
    def keep(ends: date) -> None:
        keep_permit(municipality=turku, name="PTV-lupa", ends=ends)

    keep(localdate() + 90 * DAY)
    assert notify() == 0
    keep(localdate() + 30 * DAY)
    assert (notify(), notify()) == (1, 0)
    keep(localdate() - DAY)
    assert notify() == 2, "another day is another thing: the one before is over"
    keep(localdate() + 400 * DAY)
    assert notify() == 1
    (permit,) = permits_of(municipality=turku)
    assert not drop_permit(municipality=espoo, permit=permit.pk)
    assert drop_permit(municipality=turku, permit=permit.pk)
    assert notify() == 0
    assert {to for receivers, _ in _sent() for to in receivers} == {OPERATOR}


def test_operators_are_told_of_certificates_that_end_or_are_no_good(turku: Municipality) -> None:
    def saw(ends_in: int | None, fault: str = "") -> None:
        ends = None if ends_in is None else NOW + ends_in * DAY
        saw_certificate(host="turku.test", municipality=turku, ends=ends, fault=fault)

    saw(60)
    assert notify() == 0
    saw(20)
    assert (notify(), notify()) == (1, 0)
    saw(None, "unreachable")
    with within_host():
        assert Certificate.objects.get().ends == NOW + 20 * DAY, "of the last good one"
    assert notify() == 0, "what was seen once may pass; the end of the last good one is known still"
    saw(None, "unreachable")
    assert notify() == 1
    saw(80)
    assert notify() == 1
    assert [subject for _, subject in _sent()] == [
        "turku.test: varmenne päättyy",
        "turku.test: varmenteessa on vikaa",
        "Ohi: turku.test: varmenteessa on vikaa",
    ]


def test_when_the_operators_own_host_is_not_seen_either_towns_hosts_are_not_told_of(
    turku: Municipality, espoo: Municipality
) -> None:
    for _ in range(2):
        saw_certificate(host="localhost", municipality=None, ends=None, fault="unreachable")
        saw_certificate(host="turku.test", municipality=turku, ends=None, fault="unreachable")
        saw_certificate(host="espoo.test", municipality=espoo, ends=None, fault="expired")
    assert notify() == 2
    assert [subject.partition(":")[0] for _, subject in _sent()] == ["espoo.test", "localhost"]


def test_much_at_once_is_one_mail_to_operators_and_so_is_its_end(turku: Municipality) -> None:
    for number in range(MANY + 1):
        keep_permit(municipality=turku, name=f"Lupa {number:02}", ends=localdate() + DAY)
    assert (notify(), notify()) == (1, 0)
    (message,) = mail.outbox
    assert str(message.subject) == f"{MANY + 1} asiaa palvelimella"
    assert all(f"- Turku: Lupa {number:02} päättyy" in str(message.body) for number in range(MANY + 1))
    for permit in permits_of(municipality=turku):
        drop_permit(municipality=turku, permit=permit.pk)
    mail.outbox.clear()
    assert (notify(), notify()) == (1, 0)
    assert "- Ohi: Turku: Lupa 00 päättyy" in str(mail.outbox[0].body)


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_at_once_tell_it_once(turku: Municipality) -> None:
    end(turku, "held", would_archive=9)

    def tell(_: int) -> int:
        try:
            return notify()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tell, range(8))) == 1
    assert len(_sent()) == 1


def test_nobody_is_told_of_a_suspended_town(turku: Municipality) -> None:
    end(turku, "held", would_archive=9)
    assert notify() == 1
    suspend(municipality=turku)
    assert notify() == 0
    with within_host():
        assert Notice.objects.count() == 0


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
    working, broken = settings.EMAIL_BACKEND, f"{__name__}.Broken"
    settings.EMAIL_BACKEND = broken
    assert notify() == 0
    assert "SMTPServerDisconnected" in caplog.text
    assert EMAIL not in caplog.text
    settings.EMAIL_BACKEND = working
    assert notify() == 1
    end(turku, "done", run=2)
    settings.EMAIL_BACKEND = broken
    assert notify() == 0
    settings.EMAIL_BACKEND = working
    assert notify() == 1, "that it is over is told when it can be"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_kind_has_its_words_in_every_language(language: str, turku: Municipality) -> None:
    with within(turku):
        Account.objects.update(language=language)
    with within_host():
        Account.objects.update(language=language)
        Municipality.objects.update(created=NOW - 9 * DAY)
        DueJob.objects.filter(municipality=turku).update(due_at=NOW - timedelta(hours=2))
    saw_certificate(host="a.test", municipality=turku, ends=NOW + DAY, fault="")
    for _ in range(2):
        saw_certificate(host="b.test", municipality=None, ends=None, fault="expired")
    keep_permit(municipality=turku, name="A", ends=localdate() + DAY)
    keep_permit(municipality=turku, name="B", ends=localdate() - DAY)
    agree(municipality=turku, most={Quota.THINGS: 6, Quota.BYTES: 1, Quota.PEOPLE: 2})
    for run, code in enumerate(("registry_credentials_refused", "registry_unreachable", ""), start=1):
        end(turku, "held" if not code else "failed", run=run, code=code)
        _age(turku, troubled_since=NOW - 4 * DAY)
        notify()
    agree(municipality=turku, most={Quota.THINGS: 1000, Quota.BYTES: 10**12, Quota.PEOPLE: 1000})
    with within_host():
        TownUse.objects.update(things=950)
    notify()
    _week_passes()
    notify()
    with within_host():
        told = set(Notice.objects.values_list("kind", flat=True))
    assert {"held", "not_synced", "queue", "near", "town_near", "certificate", "certificate_fault"} <= told
    texts = [f"{one.subject}\n{one.body}" for one in mail.outbox]
    assert len(texts) > 20
    for text in texts:
        assert "{" not in text
        assert " :" not in text, "every word is there"
