"""Mails with a one-time link, in the page's language."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse

from kuntakanta.desk.words import say
from tenants.accounts.operations import Invited

log = logging.getLogger(__name__)


def address_of(request: HttpRequest, invited: Invited) -> str:
    """The whole address of a link."""
    return request.build_absolute_uri(reverse("desk-follow", args=[invited.secret]))


def send_link(request: HttpRequest, invited: Invited, *, kind: str, place: str) -> bool:
    """Send a link to whom it is for; False when there is no mail server, or it refused."""
    if not settings.EMAIL_URL:
        return False
    text = say(f"mail.{kind}.text", place=place, link=address_of(request, invited))
    try:
        send_mail(say(f"mail.{kind}.subject", place=place), text, None, [invited.account.email])
    except (SMTPException, OSError) as error:
        log.warning("A mail could not be sent: %s.", type(error).__name__)
        return False
    return True
