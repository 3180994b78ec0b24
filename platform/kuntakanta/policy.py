"""The Content-Security-Policy of every answer, built once."""

from dataclasses import asdict
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, which builds the policy anew for each answer, twice: half as long as a read of a document takes.

    An answer or request with wishes of its own (a decorator of django-csp's, a nonce) goes the package's way.
    """

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        parts = self.get_policy_parts(request=HttpRequest(), response=HttpResponseBase())
        self._usual = build_policy(**asdict(parts))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "_csp_nonce" in vars(request) or any(name.startswith("_csp") for name in vars(response)):
            changed: HttpResponseBase = super().process_response(request, response)
            return changed
        if HEADER not in response:
            response[HEADER] = self._usual
        return response
