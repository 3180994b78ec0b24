"""The reference lists of v12: classifications, languages, countries, areas, postal codes, terms of the ontology."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin import codelists, surroundings
from suomifi_standin.codelists import ClassCode, Named, PostalCode
from suomifi_standin.documents import Document
from suomifi_standin.generator import general_description, general_description_ids
from suomifi_standin.v12 import keys, pages
from suomifi_standin.v12.parameters import CODE, Parameters, is_uri
from suomifi_standin.v12.wire.texts import LANGUAGES, by_language, items

ABOLISHED = {
    "099": Named("099", "Honkajoki", "Honkajoki", "Honkajoki"),
    "588": Named("588", "Pertunmaa", "Pertunmaa", "Pertunmaa"),
    "911": Named("911", "Valtimo", "Valtimo", "Valtimo"),
}
"""Municipalities that are no more and stay in the list (2026)."""


def _texts(**names: str) -> Document:
    """A name in all six languages; a missing translation is an empty text (2026)."""
    return {language: names.get(language, "") for language in LANGUAGES}


def _named(named: Named | PostalCode, *, valid: bool = True) -> Document:
    english = {"en": named.en} if isinstance(named, Named) else {}
    return {"code": named.code, "isValid": valid, "name": _texts(fi=named.fi, sv=named.sv, **english)}


def _classes(rows: Mapping[str, ClassCode]) -> Sequence[Document]:
    return [
        {
            "code": row.code,
            "uri": row.uri,
            "parentUri": parent.uri if (parent := rows.get(row.parent or "")) else None,
            "isValid": True,
            "name": _texts(fi=row.fi, sv=row.sv, en=row.en),
        }
        for row in rows.values()
    ]


def _areas(kind: str) -> Sequence[Document]:
    """With the municipalities that each holds."""
    return [
        {**_named(named), "code": code, "municipalities": [row.code for row in codelists.members_of(kind, code)]}
        for code, named in (codelists.areas(kind) or {}).items()
    ]


def _municipalities() -> Sequence[Document]:
    now = [_named(row) for row in codelists.municipalities().values()]
    return sorted([*now, *(_named(row, valid=False) for row in ABOLISHED.values())], key=lambda row: str(row["code"]))


def _terms() -> Sequence[Document]:
    """Every term that generated documents show."""
    generals = (general_description(guid) for guid in general_description_ids())
    known = {**surroundings.known_terms(), **{term["uri"]: term for each in generals for term in each["ontologyTerms"]}}
    return [
        {
            "uri": uri,
            "type": term.get("ontologyType"),
            "parentUris": [term["parentUri"]] if term.get("parentUri") else [],
            "isValid": True,
            "name": _texts(**by_language(items(term, "name"))),
        }
        for uri, term in sorted(known.items())
    ]


_LISTS: dict[str, Callable[[], Sequence[Document]]] = {
    "target-groups": lambda: _classes(codelists.target_groups()),
    "life-events": lambda: _classes(codelists.life_events()),
    "industrial-classes": lambda: _classes(codelists.industrial_classes()),
    "service-classes": lambda: _classes(codelists.service_classes()),
    "ontology-terms": _terms,
    "language-codes": lambda: [_named(row) for row in codelists.languages().values()],
    "country-codes": lambda: [_named(row) for row in codelists.countries().values()],
    "municipality-codes": _municipalities,
    "region-codes": lambda: _areas("Region"),
    "wellbeing-services-county-codes": lambda: _areas("WellbeingServiceCounties"),
    "postal-codes": lambda: [_named(row) for row in codelists.postal_codes()],
}
_FREE_CODES = ("language-codes", "country-codes")


@cache
def _rows(name: str) -> Sequence[Document]:
    return _LISTS[name]()


async def _list(request: Request, name: str) -> Response:
    """Filtered by codes, addresses, a part of the name in any language and any case, and whether they are valid."""
    keys.check(request, described=False)
    asked, rows = Parameters(request), _rows(name)
    page, valid = pages.asked_for(asked), asked.flag("isValid")
    part = (asked.text("name") or "").casefold()
    wanted = _wanted(asked, name, rows[0])
    asked.check()
    found = [
        row
        for row in rows
        if valid in (None, row["isValid"])
        and (not part or any(part in text.casefold() for text in row["name"].values()))
        and all(row[member] in values for member, values in wanted.items() if values)
    ]
    return pages.answer(request, page, len(found), pages.rows(request, page, found))


def _wanted(asked: Parameters, name: str, row: Document) -> dict[str, Iterable[str]]:
    """The values that a member may have, by the lists of the request that this list knows."""
    wanted: dict[str, Iterable[str]] = {}
    if "uri" in row:
        wanted["uri"] = asked.values("uris", is_uri, "must be a uri")
    if "code" in row:
        fits = bool if name in _FREE_CODES else CODE.fullmatch
        wanted["code"] = asked.values("codes", fits, "must be a code")
    else:
        wanted["type"] = asked.values("types", bool, "must not be empty")
    return wanted


routes = [Route(f"/{name}", partial(_list, name=name)) for name in _LISTS]
