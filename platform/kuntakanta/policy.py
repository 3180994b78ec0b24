"""The security headers of every answer: Django's and django-csp's, asked of them once instead of at each answer.

Built anew for each answer they take half as long as reading a document does. A view with a wish of its own sets the
header itself: what stands in an answer is kept.
"""

from collections.abc import Callable
from io import BytesIO

from csp.middleware import CSPMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]


class PolicyMiddleware:
    """Stands for the middleware of three packages, and leads to https where that is required."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._security = SecurityMiddleware(get_response)
        self._headers = {secure: self._of_packages(secure=secure) for secure in (False, True)}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with its headers."""
        response = self._security.process_request(request) or self.get_response(request)
        # Names and values were checked when they were made; set one by one they take as long as finding the view.
        own = response.headers._store
        response.headers._store = self._headers[request.is_secure()] | own
        return response

    def _of_packages(self, *, secure: bool) -> dict[str, tuple[str, str]]:
        """What the packages put on an answer that has no headers, as Django keeps headers: by name in lower case."""
        scheme = "https" if secure else "http"
        request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.url_scheme": scheme, "wsgi.input": BytesIO()})
        answer = HttpResponse()
        before = {name.lower() for name in answer.headers}
        for package in (CSPMiddleware(self.get_response), XFrameOptionsMiddleware(self.get_response), self._security):
            package.process_response(request, answer)  # each puts its header on the answer that it is given
        return {name: header for name, header in answer.headers._store.items() if name not in before}
