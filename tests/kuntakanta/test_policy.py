"""Every answer carries the security headers; HTTPS adds its own, and plain HTTP is led there where it is required."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory, override_settings

from kuntakanta.policy import PolicyMiddleware

USUAL = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


def answered(request: HttpRequest, **headers: str) -> HttpResponseBase:
    return PolicyMiddleware(lambda _: HttpResponse("ok", headers=headers))(request)


def test_an_answer_over_plain_http_has_the_usual_headers() -> None:
    answer = answered(RequestFactory().get("/"))
    assert set(answer.headers) == USUAL | {"Content-Type"}
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_what_a_view_has_set_is_kept() -> None:
    answer = answered(RequestFactory().get("/"), **{"Content-Security-Policy": "sandbox"})
    assert answer.headers["Content-Security-Policy"] == "sandbox"


@override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=600)
def test_https_is_required_and_remembered_where_it_is_set() -> None:
    led = answered(RequestFactory().get("/services"))
    assert (led.status_code, led.headers["Location"]) == (301, "https://testserver/services")
    assert set(led.headers) >= USUAL
    assert answered(RequestFactory().get("/", secure=True)).headers["Strict-Transport-Security"] == "max-age=600"


@pytest.mark.parametrize("path", ["/", "/api/v1/services", "/desk/login/", "/static/pages/pages.css", "/no-such-page"])
def test_each_kind_of_answer_has_them(turku_client: Client, path: str) -> None:
    assert set(turku_client.get(path).headers) >= USUAL
