"""The WSGI application, for any server; `kuntakanta serve` is ours."""

import os

from django.core.wsgi import get_wsgi_application

from kuntakanta.environment import refuse_incomplete

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuntakanta.settings")
refuse_incomplete()

application = get_wsgi_application()
