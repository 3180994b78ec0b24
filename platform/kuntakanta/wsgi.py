"""The WSGI application, for any server; `kuntakanta serve` is ours."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.http import HttpResponse

from kuntakanta.environment import refuse_incomplete

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuntakanta.settings")
refuse_incomplete()

django = get_wsgi_application()

# A thread that keeps its connection looks at it when a request begins; to look at it when one ends as well, and at
# caches that keep none, takes as long as finding the view.
request_finished.disconnect(close_caches)
if settings.DATABASE_KEEP:
    request_finished.disconnect(close_old_connections)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """Hands a whole answer over as a list: the server sends that at once, and asks anything else for part after part.

    What is due at an answer's end is then done before it is sent.
    """
    response = django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    try:
        return [response.content]
    finally:
        response.close()
