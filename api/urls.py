"""Addresses of all dialects, with their contracts and pages."""

from django.urls import include, path, re_path

from api.contracts import ContractView, NoSuchAddress
from api.pages import contract, start

V1 = {"title": "Open API, version 1", "contract_name": "v1-contract"}
PTV_V11 = {"title": "National catalogue's Open API v11", "contract_name": "ptv-v11-contract"}
MANAGE = {"title": "Staff and programs", "contract_name": "manage-contract"}

urlpatterns = [
    # What is asked for most stands first: trying the others before it takes a tenth of a document's time.
    path("v1/", include("api.v1.urls")),
    path("v1/openapi.json", ContractView.as_view(dialect="v1"), name="v1-contract"),
    path("v1/docs", contract, V1, name="v1-docs"),
    path("ptv/v11/", include("api.ptv.urls")),
    path("ptv/v11/openapi.json", ContractView.as_view(dialect="ptv_v11"), name="ptv-v11-contract"),
    path("ptv/v11/docs", contract, PTV_V11, name="ptv-v11-docs"),
    path("manage/v1/", include("api.manage.urls")),
    path("manage/v1/openapi.json", ContractView.as_view(dialect="manage"), name="manage-contract"),
    path("manage/v1/docs", contract, MANAGE, name="manage-docs"),
    path("", start, name="api"),
    re_path(r"", NoSuchAddress.as_view()),
]
