"""Classes, groups, events, industries and terms as documents show them: built once, shared by every document."""

from collections.abc import Iterable, Mapping
from functools import cache

from suomifi_standin import codelists
from suomifi_standin.codelists import ClassCode, Named
from suomifi_standin.generator import seeds
from suomifi_standin.generator.wire import CODE_LANGUAGES, Doc, Text, items


def names(code: Named) -> list[Doc]:
    return [
        {"value": code.fi, "language": "fi"},
        {"value": code.sv, "language": "sv"},
        {"value": code.en, "language": "en"},
    ]


def _finto(kind: str, code: str, known: Mapping[str, ClassCode]) -> Doc:
    row = known[code]
    parent = known.get(row.parent or "")
    return {
        "name": names(row),
        "code": code,
        "ontologyType": kind,
        "uri": row.old_uri,
        "parentId": seeds.identity("class", kind, parent.code) if parent else None,
        "parentUri": parent.old_uri if parent else None,
        "newUri": row.uri,
        "newParentUri": parent.uri if parent else None,
    }


def _described(code: ClassCode, parent: ClassCode | None) -> list[Doc]:
    if parent is None:
        text = {
            "fi": f"Pääluokkaan {code.fi} kootaan kaikki palvelut, jotka kuuluvat tähän aihepiiriin. Tarkempi sisältö "
            "kuvataan alaluokissa.",
            "sv": f"Huvudklassen {code.sv} samlar alla tjänster inom temat. Det närmare innehållet beskrivs i "
            "underklasserna.",
            "en": f"The main class {code.en} brings together all services of this theme. The subclasses describe "
            "the contents in more detail.",
        }
    else:
        text = {
            "fi": f"Palveluluokka {code.fi} on osa pääluokkaa {parent.fi}. Siihen kuuluvat aiheen neuvonta, "
            "hakemukset, päätökset ja toteutus.",
            "sv": f"Serviceklassen {code.sv} hör till huvudklassen {parent.sv}. Den omfattar rådgivning, ansökningar, "
            "beslut och genomförande inom ämnet.",
            "en": f"The service class {code.en} is part of the main class {parent.en}. It covers advice, "
            "applications, decisions and delivery on the subject.",
        }
    return items(text, CODE_LANGUAGES)


@cache
def service_class(code: str) -> Doc:
    known = codelists.service_classes()
    row = known[code]
    plain = _finto("PTVL", code, known)
    description = _described(row, known.get(row.parent or ""))
    return {"name": plain.pop("name"), "description": description, **plain}


@cache
def target_group(code: str) -> Doc:
    return _finto("PTVL", code, codelists.target_groups())


@cache
def life_event(code: str) -> Doc:
    return _finto("PTVL", code, codelists.life_events())


@cache
def industrial_class(code: str) -> Doc:
    return _finto("TOL", code, codelists.industrial_classes())


@cache
def digital_authorization(index: int) -> Doc:
    issues = codelists.mandate_issues()
    issue = issues[index % len(issues)]
    return {
        "name": names(issue),
        "code": None,
        "ontologyType": "DigitalAuthorization",
        "uri": issue.code,
        "parentId": None,
        "parentUri": None,
        "newUri": None,
        "newParentUri": None,
    }


def ontology_uri(finnish: str) -> str:
    """A plausible address in the KOKO ontology; the real numbers are not ours to copy."""
    return f"http://www.yso.fi/onto/koko/p{1000 + seeds.number('koko', finnish) % 88000}"


def ontology_term(word: Text) -> Doc:
    return {
        "name": items(word, CODE_LANGUAGES),
        "code": None,
        "ontologyType": "KOKO",
        "uri": ontology_uri(word["fi"]),
        "parentId": None,
        "parentUri": None,
    }


def with_parents(codes: Iterable[str], known: Mapping[str, ClassCode]) -> list[str]:
    """The codes and the parents that the register adds by itself, parents first, each once."""
    result: list[str] = []
    for code in codes:
        parent = known[code].parent
        for one in (parent, code):
            if one and one not in result:
                result.append(one)
    return result


def merged(own: list[Doc], linked: list[Doc]) -> list[Doc]:
    """Own terms, then those of the general description that are not there yet: unmarked, as the register does."""
    have = {term["uri"] for term in own}
    return own + [term for term in linked if term["uri"] not in have]
