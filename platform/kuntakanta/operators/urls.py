"""Addresses of the console."""

from django.urls import path

from kuntakanta.desk.serving import page
from kuntakanta.operators import changes, views
from tenants.accounts.permissions import Action

_for_operators = page(action=Action.MANAGE_TOWNS)

urlpatterns = [
    path("", _for_operators(views.towns), name="operators-towns"),
    path("sync", _for_operators(views.sync), name="operators-sync"),
    path("attention", _for_operators(views.attention), name="operators-attention"),
    path("new", _for_operators(changes.join), name="operators-join"),
    path("<str:code>", _for_operators(views.town), name="operators-town"),
    path("<str:code>/names", _for_operators(changes.names), name="operators-names"),
    path("<str:code>/hosts", _for_operators(changes.hosts), name="operators-hosts"),
    path("<str:code>/limits", _for_operators(changes.limits), name="operators-limits"),
    path("<str:code>/permits", _for_operators(changes.permits), name="operators-permits"),
    path("<str:code>/administrator", _for_operators(changes.administrator), name="operators-administrator"),
    path("<str:code>/checklist", _for_operators(changes.checklist), name="operators-checklist"),
    path("<str:code>/<str:deed>", _for_operators(views.act), name="operators-act"),
]
