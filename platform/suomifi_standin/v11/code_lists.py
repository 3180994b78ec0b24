"""GET /CodeList: municipalities, countries, languages, postal codes and areas."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin import codelists
from suomifi_standin.codelists import Named, PostalCode
from suomifi_standin.v11 import answers, parameters
from suomifi_standin.v11.answers import invalid

_LANGUAGES = {
    "fi": Named("fi", "suomi", "finska", "Finnish"),
    "sv": Named("sv", "ruotsi", "svenska", "Swedish"),
    "en": Named("en", "englanti", "engelska", "English"),
    "se": Named("se", "pohjoissaame", "nordsamiska", "Northern Sami"),
    "smn": Named("smn", "inarinsaame", "enaresamiska", "Inari Sami"),
    "sms": Named("sms", "koltansaame", "skoltsamiska", "Skolt Sami"),
    "ru": Named("ru", "venäjä", "ryska", "Russian"),
    "et": Named("et", "viro", "estniska", "Estonian"),
    "ar": Named("ar", "arabia", "arabiska", "Arabic"),
    "so": Named("so", "somali", "somaliska", "Somali"),
    "uk": Named("uk", "ukraina", "ukrainska", "Ukrainian"),
    "de": Named("de", "saksa", "tyska", "German"),
    "fr": Named("fr", "ranska", "franska", "French"),
    "es": Named("es", "espanja", "spanska", "Spanish"),
}
"""The languages of content, and some in which services are given."""


def _item(code: str, names: Named | PostalCode) -> dict[str, Any]:
    given = [{"value": names.fi, "language": "fi"}, {"value": names.sv, "language": "sv"}]
    if isinstance(names, Named):
        given.append({"value": names.en, "language": "en"})
    return {"code": code, "names": given}


def _all(request: Request, names: Mapping[str, Named]) -> Response:
    items = [_item(code, each) for code, each in sorted(names.items())]
    return answers.json(items, request, len(items))


async def municipalities(request: Request) -> Response:
    return _all(request, codelists.municipalities())


async def countries(request: Request) -> Response:
    """With their dialling codes."""
    items = [
        {**_item(code, country), "prefixNumbers": list(country.dial_codes)}
        for code, country in sorted(codelists.countries().items())
    ]
    return answers.json(items, request, len(items))


async def languages(request: Request) -> Response:
    return _all(request, _LANGUAGES)


async def postal_codes(request: Request) -> Response:
    number, size = parameters.page_number(request), request.app.state.id_page_size
    return answers.page(request, codelists.postal_codes(), number, size, lambda each: _item(each.code, each))


async def areas(request: Request) -> Response:
    lists: Mapping[str, Mapping[str, Named]] = {
        "municipality": codelists.municipalities(),
        "province": codelists.register_regions(),
        "wellbeingservicecounties": codelists.wellbeing_counties(),
    }
    wanted = request.path_params["type"]
    if wanted.lower() not in lists:
        values = "Municipality, Province, WellbeingServiceCounties"
        raise invalid("type", f"The value '{wanted}' is not valid. Possible values are: {values}.")
    return _all(request, lists[wanted.lower()])


routes = [
    Route("/CodeList/GetMunicipalityCodes", municipalities),
    Route("/CodeList/GetCountryCodes", countries),
    Route("/CodeList/GetLanguageCodes", languages),
    Route("/CodeList/GetPostalCodes", postal_codes),
    Route("/CodeList/GetAreaCodes/type/{type}", areas),
]
