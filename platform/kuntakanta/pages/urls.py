"""Addresses of a resident's pages: the language first, so that a page in another language differs only in that."""

from django.urls import path, re_path, register_converter

from catalogue.text import LANGUAGES
from kuntakanta.pages import views


class ContentLanguage:
    """A content language of the national catalogue; which of them a town speaks is told by the page."""

    regex = "|".join(sorted(LANGUAGES, key=len, reverse=True))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ContentLanguage, "language")

urlpatterns = [
    path("", views.front, name="front"),
    re_path(rf"^(?P<language>{ContentLanguage.regex})$", views.front, name="front-of-language"),
    path("<language:language>/", views.home, name="home"),
    path("<language:language>/themes/<str:code>", views.theme, name="theme"),
    path("<language:language>/services", views.services, name="services"),
    path("<language:language>/services/<uuid:thing_id>", views.service, name="service"),
    path("<language:language>/channels/<uuid:thing_id>", views.channel, name="channel"),
    path("<language:language>/organizations", views.organizations, name="organizations"),
    path("<language:language>/organizations/<uuid:thing_id>", views.organization, name="organization"),
]
