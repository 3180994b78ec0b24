"""Addresses of a municipality's site."""

from django.urls import include, path

urlpatterns = [
    path("health/", include("kuntakanta.health")),
    path("api/", include("api.urls")),
    path("desk/", include("kuntakanta.desk.urls")),
    path("", include("kuntakanta.pages.urls")),
]

handler404 = "kuntakanta.pages.serving.not_found"
handler500 = "kuntakanta.pages.serving.failed"
handler429 = "kuntakanta.desk.views.too_many"
