"""A writer of the register over real HTTP, and bodies that it takes, made for the towns of the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.suomifi_standin.process import Ids, Standin

Json = dict[str, Any]
PALVELUHALLINTA = "11111111-2222-4333-8444-555555555555"
"""The organisation's id at the login, which is not the register's."""
CLASS = "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P1.1"
OTHER_CLASS = "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P2.1"
MAIN_CLASS = "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P1"
CITIZENS = "http://uri.suomi.fi/codelist/ptv/ptvkohderyhmat/code/KR1"
TERM = "http://www.yso.fi/onto/koko/p49637"


@dataclass
class Writer:
    """An API account that has logged in."""

    standin: Standin
    organization: str
    username: str
    token: str = field(repr=False)

    def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = {"Authorization": f"bearer {self.token}"}
        return self.standin.http.request(method, f"/api/v11{path}", json=body, headers=headers)

    def post(self, path: str, body: Any) -> Any:
        return _done(self.send("POST", path, body))

    def put(self, path: str, body: Any) -> Any:
        return _done(self.send("PUT", path, body))

    def get(self, path: str) -> Any:
        return _done(self.send("GET", path))

    def errors(self, method: str, path: str, body: Any) -> dict[str, list[str]]:
        """The dictionary of a refusal."""
        answer = self.send(method, path, body)
        assert answer.status_code == 400, (answer.status_code, answer.text)
        found: dict[str, list[str]] = answer.json()
        return found

    def missing(self, method: str, path: str, body: Any = None) -> str:
        """The message of a 404."""
        answer = self.send(method, path, body)
        assert answer.status_code == 404, (answer.status_code, answer.text)
        return str(answer.json()["errorMessage"])


def _done(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, (answer.status_code, answer.text)
    return answer.json()


def log_in(standin: Standin, username: str, password: str, **more: str) -> httpx.Response:
    return standin.http.post("/api/auth/api-login", json={"username": username, "password": password, **more})


def writer_of(standin: Standin, town: Ids, username: str = "turku-api", **account: Any) -> Writer:
    """An account of a town's main organisation, logged in."""
    organization = town["Organization"][0]
    standin.do(
        "accounts",
        username=username,
        password="a long one",
        organizations={PALVELUHALLINTA: organization},
        **account,
    )
    token = log_in(standin, username, "a long one").json()["ptvToken"]
    return Writer(standin, organization, username, token)


# --- bodies -----------------------------------------------------------------------------------------------------------


def texts(kind: str, **by_language: str) -> list[Json]:
    return [{"type": kind, "language": language, "value": value} for language, value in by_language.items()]


def items(**by_language: str) -> list[Json]:
    return [{"language": language, "value": value} for language, value in by_language.items()]


def described(name: str, *languages: str) -> list[Json]:
    return [
        text
        for language in languages or ("fi",)
        for kind in ("Summary", "Description")
        for text in texts(kind, **{language: f"{kind}, {language}: {name}"})
    ]


def service(organization: str, name: str = "Koirien ulkoilutus", *languages: str, **members: Any) -> Json:
    """A service with as much as a published one needs."""
    spoken = languages or ("fi",)
    return {
        "type": "Service",
        "fundingType": "PubliclyFunded",
        "serviceNames": [one for language in spoken for one in texts("Name", **{language: f"{name} {language}"})],
        "serviceDescriptions": described(name, *spoken),
        "languages": ["fi"],
        "areaType": "LimitedType",
        "areas": [{"type": "Municipality", "areaCodes": ["853"]}],
        "serviceClasses": [CLASS],
        "ontologyTerms": [TERM],
        "targetGroups": [CITIZENS],
        "mainResponsibleOrganization": organization,
        "serviceProducers": [{"provisionType": "SelfProducedServices", "organizations": [organization]}],
        "publishingStatus": "Published",
        **members,
    }


def repeated(**members: Any) -> Json:
    """A PUT of a service that changes these members only: what PTV demands in every one is there."""
    lists = {"serviceClasses": [CLASS], "ontologyTerms": [TERM], "targetGroups": [CITIZENS]}
    return {"publishingStatus": "Published", **lists, **members}


def organization(parent: str | None, name: str = "Koiratoimisto", **members: Any) -> Json:
    return {
        "organizationType": "Municipality",
        "municipality": "853",
        "organizationNames": texts("Name", fi=name),
        "displayNameType": [{"type": "Name", "language": "fi"}],
        "organizationDescriptions": described(name),
        "parentOrganizationId": parent,
        "publishingStatus": "Published",
        **members,
    }


def general_description(name: str = "Koirapuistot", **members: Any) -> Json:
    return {
        "names": texts("Name", fi=name),
        "descriptions": [*texts("Summary", fi="Puistoja koirille."), *texts("Description", fi="Koirat juoksevat.")],
        "serviceClasses": [OTHER_CLASS],
        "ontologyTerms": [TERM],
        "targetGroups": [CITIZENS],
        "type": "PermitOrObligation",
        "generalDescriptionType": "Municipality",
        "publishingStatus": "Published",
        **members,
    }


Make = Callable[..., Json]
