"""What all of the desk's pages share: who may, the language, the frame, and that nothing of them is kept by caches."""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, cast
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_supported_language_variant, trans_real

from kuntakanta.desk.words import LANGUAGES, say
from kuntakanta.pages.serving import STYLE
from tenants.accounts.models import Account
from tenants.accounts.operations import speak
from tenants.accounts.permissions import Action, allowed
from tenants.accounts.signing_in import held_by
from tenants.models import Municipality

View = Callable[..., HttpResponseBase]
COOKIE: Final = "desk_language"
TOO_OFTEN: Final = frozenset({"too_many_login_attempts", "rate_limited"})
RETRY_AFTER: Final = "300"
"""Seconds: the longest window of settings.ACCOUNT_RATE_LIMITS."""

# The desk's sections: address, and what it asks for.
SECTIONS: Final = (
    ("desk", Action.OWN_ACCOUNT),
    ("desk-people", Action.MANAGE_PEOPLE),
    ("desk-tokens", Action.MANAGE_TOKENS),
    ("desk-sign-in", Action.MANAGE_SIGN_IN),
    ("desk-record", Action.READ_AUDIT),
    ("desk-takeout", Action.EXPORT_TOWN),
    ("desk-support", Action.GRANT_SUPPORT),
    ("operators-towns", Action.MANAGE_TOWNS),
    ("desk-people", Action.MANAGE_OPERATORS),
    ("desk-record", Action.READ_HOST_AUDIT),
)


# What staff reach while their town is suspended: signing in, their own account, and taking the town's data out.
WHILE_SUSPENDED: Final = frozenset({None, Action.OWN_ACCOUNT, Action.EXPORT_TOWN})


def page(*, action: Action | None) -> Callable[[View], View]:
    """Says what an address asks for: an action, or None for those who are not signed in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            language = _language(request)
            with translation.override(language):
                response = _refusal(request, action) or view(request, *args, **kwargs)
                if isinstance(response, TemplateResponse) and not response.is_rendered:
                    _slow_down(response)
                    response.context_data = {**frame(request), **(response.context_data or {})}
                    response.render()
            if request.GET.get("language") in LANGUAGES:
                if request.user.is_authenticated:
                    speak(account=account_of(request), language=language)
                response.set_cookie(COOKIE, language, max_age=31_536_000, samesite="Lax", httponly=True)
            return _closed(response, language)

        answer.action = action  # type: ignore[attr-defined]
        return answer

    return decorate


def _slow_down(response: TemplateResponse) -> None:
    """Allauth says in a form that somebody tries too often; programs are told by the status."""
    forms = [one for one in (response.context_data or {}).values() if isinstance(one, BaseForm) and one.is_bound]
    codes = {error.code for form in forms for errors in form.errors.as_data().values() for error in errors}
    if codes & TOO_OFTEN:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = RETRY_AFTER


def suspended(request: HttpRequest) -> bool:
    """Whether the town of a request is suspended; the host never is."""
    town: Municipality | None = getattr(request, "municipality", None)
    return town is not None and town.state == Municipality.State.SUSPENDED


def account_of(request: HttpRequest) -> Account:
    """Who asks; only for addresses that ask for an action."""
    return cast(Account, request.user)


def shown(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of ours in the frame."""
    return render(request, template, {**frame(request), **context}, status=status)


def notice(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """A page that says one thing."""
    with translation.override(_language(request)):
        response = shown(request, "desk/notice.html", {"name": name}, status)
        return cast(HttpResponse, _closed(response, _language(request)))


def frame(request: HttpRequest) -> dict[str, Any]:
    """What stands around every page."""
    town: Municipality | None = getattr(request, "municipality", None)
    language = translation.get_language() or "fi"
    known = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {
        "town": town,
        "suspended": suspended(request),
        "place": town.name(language) if town else say("site.host"),
        "language": language,
        "languages": [(code, name, _in_language(request, code)) for code, name in LANGUAGES.items()],
        "sections": _sections(request) if known else [],
        "style": STYLE,
    }


def _sections(request: HttpRequest) -> list[dict[str, Any]]:
    held = held_by(request)
    here = request.resolver_match.url_name if request.resolver_match else ""
    return [
        {"url": reverse(name), "word": f"section.{name}", "here": name == here}
        for name, action in SECTIONS
        if (allowed(held, action) or action is Action.OWN_ACCOUNT)
        and (action in WHILE_SUSPENDED or not suspended(request))
    ]


def _refusal(request: HttpRequest, action: Action | None) -> HttpResponseBase | None:
    if suspended(request) and action not in WHILE_SUSPENDED:
        return notice(request, "suspended", HTTPStatus.SERVICE_UNAVAILABLE)
    if action is None:
        return None
    if not request.user.is_authenticated:
        return _sent_to(request, "account_login")
    held = held_by(request)
    if action is Action.OWN_ACCOUNT or allowed(held, action):
        return None
    if any(allowed([one], action) for one in account_of(request).held()):
        # The role is there, the second factor is not: it is shown, or set up first.
        return _sent_to(request, "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_index")
    return notice(request, "forbidden", 403)


def _sent_to(request: HttpRequest, name: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")


def _language(request: HttpRequest) -> str:
    """The one just chosen, the one chosen earlier, or what the browser likes best."""
    for chosen in (request.GET.get("language"), request.COOKIES.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    for liked, _ in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(liked)
        except LookupError:
            continue
    return "fi"


def _in_language(request: HttpRequest, language: str) -> str:
    query = request.GET.copy()
    query["language"] = language
    return f"{request.path}?{query.urlencode()}"


def _closed(response: HttpResponseBase, language: str) -> HttpResponseBase:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    response.setdefault("Content-Language", language)
    return response
