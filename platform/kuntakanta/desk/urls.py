"""Addresses of a town's desk. Allauth's views stand here one by one, under the names by which it finds them."""

from typing import Any

from django.urls import path

from kuntakanta.desk import accounts, checklist, own, takeout, views
from kuntakanta.desk.serving import View, page
from tenants.accounts.permissions import Action

OWN = Action.OWN_ACCOUNT


def _open(route: str, view: View, name: str) -> Any:
    return path(route, page(action=None)(view), name=name)


def _for(action: Action, route: str, view: View, name: str) -> Any:
    return path(route, page(action=action)(view), name=name)


OWN_PAGES = [
    _for(OWN, "", views.home, "desk"),
    _open("sign-in", own.sign_in, "account_login"),
    _open("sign-in/second-factor", own.second_factor, "mfa_authenticate"),
    _open("sign-in/inactive", views.refused, "account_inactive"),
    _open("sign-in/refused", views.refused, "desk-refused"),
    _open("sign-out", own.sign_out, "account_logout"),
    _open("forgot", accounts.forgot, "desk-forgot"),
    _open("join/<str:secret>", accounts.follow, "desk-follow"),
    _open("join", accounts.join, "desk-join"),
    _for(OWN, "confirm", own.confirm, "account_reauthenticate"),
    _for(OWN, "confirm/code", own.confirm_by_code, "mfa_reauthenticate"),
    _for(OWN, "confirm/key", own.confirm_by_key, "mfa_reauthenticate_webauthn"),
    _for(OWN, "password", own.change_password, "account_change_password"),
    _for(OWN, "password/first", own.set_password, "account_set_password"),
    _for(OWN, "sessions", own.sessions, "usersessions_list"),
    _for(OWN, "sessions/<int:pk>/end", accounts.end_session, "desk-end-session"),
    _for(OWN, "second-factor", own.factors, "mfa_index"),
    _for(OWN, "second-factor/app", own.add_app, "mfa_activate_totp"),
    _for(OWN, "second-factor/app/remove", own.remove_app, "mfa_deactivate_totp"),
    _for(OWN, "second-factor/codes", own.codes, "mfa_view_recovery_codes"),
    _for(OWN, "second-factor/codes/new", own.new_codes, "mfa_generate_recovery_codes"),
    _for(OWN, "second-factor/keys", own.keys, "mfa_list_webauthn"),
    _for(OWN, "second-factor/keys/add", own.add_key, "mfa_add_webauthn"),
    _for(OWN, "second-factor/keys/<int:pk>/remove", own.remove_key, "mfa_remove_webauthn"),
]


def people_pages(*, people: Action, record: Action) -> list[Any]:
    """Who works at a place, and what they did: a town's, or the host's own."""
    return [
        _for(people, "people", accounts.people, "desk-people"),
        _for(people, "people/<uuid:person>", accounts.person, "desk-person"),
        _for(people, "people/<uuid:person>/remove", accounts.remove, "desk-person-remove"),
        _for(people, "people/<uuid:person>/link", accounts.new_link, "desk-person-link"),
        _for(people, "people/<uuid:person>/factors", accounts.forget_factors, "desk-person-factors"),
        _for(record, "record", views.record, "desk-record"),
    ]


urlpatterns = [
    *OWN_PAGES,
    *people_pages(people=Action.MANAGE_PEOPLE, record=Action.READ_AUDIT),
    _for(Action.MANAGE_TOKENS, "tokens", accounts.tokens, "desk-tokens"),
    _for(Action.MANAGE_TOKENS, "tokens/<uuid:token>/revoke", accounts.revoke, "desk-token-revoke"),
    _for(Action.MANAGE_SIGN_IN, "sign-in-service", accounts.sign_in_service, "desk-sign-in"),
    _for(Action.LEAD_TOWN, "to-do", checklist.note, "desk-to-do"),
    _for(Action.EXPORT_TOWN, "takeout", takeout.page, "desk-takeout"),
    _for(Action.EXPORT_TOWN, "takeout/take", takeout.take, "desk-takeout-take"),
    _for(Action.MANAGE_PEOPLE, "support/<uuid:grant>/end", accounts.end_support, "desk-support-end"),
    _open("support/enter/<str:secret>", accounts.enter_as_support, "desk-support-enter"),
    _open("sso/openid_connect", own.to_provider, "desk-sso"),
    _open("sso/openid_connect/back", own.from_provider, "desk-sso-back"),
]
