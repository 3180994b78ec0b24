"""Addresses of the console."""

from django.urls import path

from kuntakanta.desk.serving import page
from kuntakanta.operators import views
from tenants.accounts.permissions import Action

_for_operators = page(action=Action.MANAGE_TOWNS)

urlpatterns = [
    path("", _for_operators(views.towns), name="operators-towns"),
    path("<str:code>", _for_operators(views.town), name="operators-town"),
    path("<str:code>/<str:deed>", _for_operators(views.act), name="operators-act"),
]
