"""Addresses of the operator's site."""

from django.urls import include, path

from kuntakanta.metrics import metrics

handler500 = "kuntakanta.failing.failed"

urlpatterns = [
    path("health/", include("kuntakanta.health")),
    path("metrics", metrics, name="metrics"),
    path("api/", include("api.urls_public")),
    path("desk/towns/", include("kuntakanta.operators.urls")),
    path("desk/", include("kuntakanta.desk.urls_public")),
]
