"""The text of mails, in the language of whoever gets them, and handing them to the mail server."""

import logging
from contextlib import suppress
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation

from catalogue.services.models import Planned
from kuntakanta.desk.refusals import refused
from kuntakanta.desk.words import say
from tenants.accounts.errors import NeverSent, NotSent
from tenants.accounts.letters import Told
from tenants.accounts.queries import receiver
from tenants.models import Municipality

log = logging.getLogger(__name__)


def link_to(site: str, secret: str) -> str:
    """The whole address of a link at a site, as https://town.fi"""
    return site.rstrip("/") + reverse("desk-follow", args=[secret], urlconf=settings.ROOT_URLCONF)


def send(told: Told, *, municipality: Municipality | None) -> None:
    """Hand a mail to the server. Raises NotSent or NeverSent, neither of which says to whom it was."""
    with translation.override(told.language):
        place = municipality.name(told.language) if municipality else say("site.host")
        subject = say(f"mail.{told.purpose}.subject", place=place)
        text = say(f"mail.{told.purpose}.text", place=place, link=link_to(told.site, told.secret))
    _hand_over(subject, text, told.email)


def tell_refused(row: Planned, *, municipality: Municipality) -> None:
    """Write to whoever planned a step that it was not taken, if they still work here. Raises NotSent."""
    to = receiver(account_uuid=row.by if row.door == "person" else row.made_by)
    if to is None:
        return
    with translation.override(to.language):
        subject, text = refused(row, place=municipality.name(to.language))
    with suppress(NeverSent):  # the outcome is read where the thing is edited, too
        _hand_over(subject, text, to.email)


def _hand_over(subject: str, text: str, email: str) -> None:
    if not settings.EMAIL_URL:
        raise NotSent("There is no mail server.")
    try:
        send_mail(subject, text, None, [email])
    except SMTPRecipientsRefused as error:
        answers = [status for status, _ in error.recipients.values()]
        log.warning("The mail server refused a receiver: %s.", answers)
        refusal = NeverSent if all(status >= 550 for status in answers) else NotSent
        raise refusal("The mail server refused the receiver.") from None
    except (SMTPException, OSError) as error:
        # The error may hold the address, and a worker logs what it retries for.
        raise NotSent(f"The mail could not be sent: {type(error).__name__}.") from None
