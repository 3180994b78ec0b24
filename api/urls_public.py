"""Addresses of the API at the operator's own host: the directory of towns and its contract."""

from django.urls import include, path, re_path

from api.contracts import ContractView, NoSuchAddress

urlpatterns = [
    path("v1/openapi.json", ContractView.as_view(dialect="directory"), name="directory-contract"),
    path("v1/", include("api.directory.urls")),
    re_path(r"", NoSuchAddress.as_view()),
]
