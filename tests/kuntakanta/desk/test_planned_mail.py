"""Whoever planned what could not be done is told why, in their language, once; nobody else is."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import time_machine
from celery import current_app
from celery.exceptions import Retry
from django.core import mail

from catalogue.services.models import Planned
from catalogue.services.tasks import carry_out_planned
from catalogue.services.versions import Author
from kuntakanta.desk.tasks import tell_planner
from tenants.accounts.models import Account
from tenants.accounts.permissions import Role
from tenants.context import within
from tenants.models import Municipality
from tests.accounts_make import EMAIL, staff
from tests.planned_make import NOON, change, draft, plan


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[time_machine.Traveller]:
    settings.EMAIL_URL = "smtp://mail.test"
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved
    with current_app.connection_for_write() as broker, broker.SimpleQueue("celery") as queue:
        queue.clear()


def refused(town: Municipality, city: UUID, author: Author, clock: time_machine.Traveller, **members: Any) -> Planned:
    """Something that could not be published as it was planned."""
    with within(town):
        row = plan(draft(city, service_classes=[], **members), author=author)
        clock.move_to(row.at)
        assert carry_out_planned(municipality_id=town.pk) == 1
        clock.move_to(NOON)
        return Planned.objects.get(pk=row.pk)


def told(town: Municipality, row: Planned) -> bool:
    given = {"municipality_id": town.pk, "planned_id": row.pk}
    answer: bool = tell_planner.apply(kwargs=given, throw=True).get()
    return answer


def anna(town: Municipality, language: str = "fi") -> Author:
    account = staff(town, Role.PUBLISHER)
    with within(town):
        Account.objects.update(language=language)
    return Author("person", account.uuid)


@pytest.mark.parametrize(
    ("language", "subject", "when"),
    [
        ("fi", "Turku: ei julkaistu suunnitellusti: Uimahalli", "24.10.2026 16:00"),
        ("sv", "Åbo: inte publicerat som planerat: Uimahalli", "24.10.2026 16:00"),
        ("en", "Turku: not published as planned: Uimahalli", "24.10.2026 16:00"),
    ],
)
def test_why_is_told_in_the_language_of_whoever_planned_it_and_once(
    language: str, subject: str, when: str, turku: Municipality, city: UUID, clock: time_machine.Traveller
) -> None:
    row = refused(turku, city, anna(turku, language), clock)
    assert row.reason is not None
    assert [told(turku, row), told(turku, row)] == [True, False]
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == (subject, [EMAIL])
    assert when in sent.body
    assert all(finding.message(language) in sent.body for finding in row.reason.findings)


def test_each_kind_of_refusal_has_its_words(turku: Municipality, city: UUID, clock: time_machine.Traveller) -> None:
    author = anna(turku, "en")
    with within(turku):
        work = draft(city)
        row = plan(work, author=author)
        change(work, {"type": "PermitOrObligation"})
        clock.move_to(row.at)
        assert carry_out_planned(municipality_id=turku.pk) == 1
    assert told(turku, row)
    assert "nobody is to read what you have not seen" in mail.outbox[0].body


def test_the_maker_of_a_token_is_told_and_a_program_of_nobody_is_not(
    turku: Municipality, city: UUID, clock: time_machine.Traveller
) -> None:
    person = anna(turku).id
    assert told(turku, refused(turku, city, Author("token", UUID(int=1), made_by=person), clock))
    assert [sent.to for sent in mail.outbox] == [[EMAIL]]
    assert not told(turku, refused(turku, city, Author("token", UUID(int=1)), clock, name="Toinen"))
    assert len(mail.outbox) == 1


def test_somebody_who_has_left_is_not_written_to(
    turku: Municipality, city: UUID, clock: time_machine.Traveller
) -> None:
    row = refused(turku, city, anna(turku), clock)
    with within(turku):
        Account.objects.update(is_active=False)
    assert told(turku, row)
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_is_tried_again_also_when_its_message_is_lost(
    turku: Municipality, city: UUID, clock: time_machine.Traveller, settings: Any
) -> None:
    row = refused(turku, city, anna(turku), clock)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(Retry):
        told(turku, row)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with current_app.connection_for_write() as broker, broker.SimpleQueue("celery") as queue:
        queue.clear()
        assert carry_out_planned(municipality_id=turku.pk) == 0
        message = queue.get(block=False)
    assert (message.headers["task"], message.payload[1]["planned_id"]) == ("desk.tell_planner", row.pk)
    assert told(turku, row)


def test_without_a_mail_server_nobody_is_told(
    turku: Municipality, city: UUID, clock: time_machine.Traveller, settings: Any
) -> None:
    row = refused(turku, city, anna(turku), clock)
    settings.EMAIL_URL = ""
    assert not told(turku, row)
    settings.EMAIL_URL = "smtp://mail.test"
    assert told(turku, row)


def test_another_towns_plan_is_told_by_nobody(
    turku: Municipality, espoo: Municipality, city: UUID, clock: time_machine.Traveller
) -> None:
    row = refused(turku, city, anna(turku), clock)
    assert not told(espoo, row)
    assert mail.outbox == []
