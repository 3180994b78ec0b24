"""Addresses of the operator's site."""

from django.urls import include, path

urlpatterns = [
    path("health/", include("kuntakanta.health")),
    path("api/", include("api.urls_public")),
    path("desk/", include("kuntakanta.desk.urls_public")),
]
