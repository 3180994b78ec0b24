"""Addresses of the directory."""

from django.urls import path

from api.directory.views import TownList

urlpatterns = [path("towns", TownList.as_view(), name="directory-towns")]
