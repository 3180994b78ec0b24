"""Addresses of a municipality's site."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("api.urls")),  # first, as it is asked for most
    path("health/", include("kuntakanta.health")),
    path("desk/", include("kuntakanta.desk.urls")),
    path("", include("kuntakanta.pages.urls")),
]

handler404 = "kuntakanta.pages.serving.not_found"
handler500 = "kuntakanta.failing.failed"
handler429 = "kuntakanta.desk.views.too_many"
