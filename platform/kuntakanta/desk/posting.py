"""Posting a mail with a one-time link: a row now, the mail server later, so that no page waits for it.

The link of an invitation is known already; who has forgotten a password is looked up by the worker only, so that the
page does the same, and takes the same time, for an address that works here and one that does not.
"""

import logging
from functools import partial

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from kombu.exceptions import OperationalError as BrokerError

from kuntakanta.desk.tasks import send_letter, send_letter_of_host
from tenants.accounts import letters
from tenants.accounts.models import OneTimeLink
from tenants.accounts.operations import Invited
from tenants.accounts.sealing import HOST_UUID
from tenants.models import Municipality

log = logging.getLogger(__name__)


def site_of(request: HttpRequest) -> str:
    """Where links in mails lead: the site that the request was made at."""
    return request.build_absolute_uri("/").rstrip("/")


def post_link(*, municipality: Municipality | None, invited: Invited, site: str) -> bool:
    """Mail somebody their link, from within their town or the host; False where there is no mail server.

    `site` is the beginning of the link's address, as https://town.fi
    """
    purpose = OneTimeLink.Purpose.RECOVER if invited.account.is_active else OneTimeLink.Purpose.JOIN
    return _post(municipality, purpose, invited.account.email, site, invited.secret)


def post_recovery(*, municipality: Municipality | None, email: str, site: str) -> bool:
    """Mail a link for a new password to whoever works here by this address; False where there is no mail server."""
    return _post(municipality, OneTimeLink.Purpose.RECOVER, email, site, None)


def _post(
    municipality: Municipality | None, purpose: OneTimeLink.Purpose, email: str, site: str, secret: str | None
) -> bool:
    if not settings.EMAIL_URL:
        return False
    owner = municipality.uuid if municipality else HOST_UUID
    letter_id = letters.write(owner=owner, purpose=purpose, email=email, site=site, secret=secret)
    transaction.on_commit(partial(_announce, municipality.pk if municipality else None, letter_id))
    return True


def _announce(municipality_id: int | None, letter_id: int) -> None:
    """Tell the workers. Where the broker does not answer, the letter is found by the daily round."""
    try:
        if municipality_id is None:
            send_letter_of_host.delay(letter_id=letter_id)
        else:
            send_letter.delay(municipality_id=municipality_id, letter_id=letter_id)
    except BrokerError:
        log.warning("A letter waits: the queue of work does not answer.")
