"""Sessions, forgery protection and who one is, for the desk and the staff's API only.

Open reads and residents' pages ask nobody who they are: they run around all of it, and no cookie changes what they say.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

ASKING = ("/desk/", "/api/manage/")
"""Addresses that know who asks begin so."""

Answer = Callable[[HttpRequest], HttpResponseBase]


class DeskMiddleware:
    """Runs the middleware of `settings.DESK_MIDDLEWARE`, outermost first, for the addresses that know who asks."""

    def __init__(self, get_response: Answer) -> None:
        self._open = self._desk = get_response
        self._before_views: list[Callable[..., HttpResponseBase | None]] = []
        for path in reversed(settings.DESK_MIDDLEWARE):
            self._desk = import_string(path)(self._desk)
            if before_view := getattr(self._desk, "process_view", None):
                self._before_views.insert(0, before_view)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._desk(request) if request.path_info.startswith(ASKING) else self._open(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Django asks this before each view; the first of the desk's middleware that answers has the word."""
        if not request.path_info.startswith(ASKING):
            return None
        answers = (before_view(request, view, args, kwargs) for before_view in self._before_views)
        return next((answer for answer in answers if answer is not None), None)
