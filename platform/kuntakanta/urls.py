"""Addresses of a municipality's site."""

from django.urls import include, path

urlpatterns = [
    path("health/", include("kuntakanta.health")),
    path("api/", include("api.urls")),
]
