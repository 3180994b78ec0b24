"""Addresses of the operators' desk, at the host's own address: their accounts, and their way into a town."""

from django.urls import path

from kuntakanta.desk import operators
from kuntakanta.desk.serving import page
from kuntakanta.desk.urls import OWN_PAGES, people_pages
from tenants.accounts.permissions import Action

urlpatterns = [
    *OWN_PAGES,
    *people_pages(people=Action.MANAGE_OPERATORS, record=Action.READ_HOST_AUDIT),
    path("support", page(action=Action.GRANT_SUPPORT)(operators.support), name="desk-support"),
]
