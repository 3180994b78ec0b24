"""The login of writers: tokens of two environments, how long they hold, and what they allow."""

import base64
import json
from typing import Any

import pytest

from tests.suomifi_standin.process import Ids, Standin
from tests.suomifi_standin.writer import PALVELUHALLINTA, Writer, log_in, service, writer_of


def claims(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return found


@pytest.fixture
def writer(standin: Standin, turku: Ids) -> Writer:
    return writer_of(standin, turku)


@pytest.mark.parametrize(
    ("environment", "member", "hours"), [("test", "ptvToken", 24), ("production", "serviceToken", 1)]
)
def test_each_environment_names_its_token_and_lets_it_live(
    standin: Standin, writer: Writer, environment: str, member: str, hours: int
) -> None:
    standin.do("settings", environment=environment)
    answer = log_in(standin, writer.username, "a long one")
    assert list(answer.json()) == [member]
    told = claims(answer.json()[member])
    assert told["exp"] - told["iat"] == hours * 3600


@pytest.mark.parametrize(("username", "password"), [("turku-api", "another"), ("nobody", "a long one")])
def test_a_wrong_name_or_password_gives_no_token(
    standin: Standin, writer: Writer, username: str, password: str
) -> None:
    assert log_in(standin, username, password).status_code == 401


def test_a_token_is_refused_when_its_time_is_over(standin: Standin, writer: Writer) -> None:
    assert writer.send("GET", "/Service/active").status_code == 200
    standin.do("clock", seconds=24 * 3600 + 1)
    answer = writer.send("GET", "/Service/active")
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer.headers["www-authenticate"].startswith('Bearer error="invalid_token"')
    assert writer.send("GET", "/Service").status_code == 200


def test_a_clock_that_is_ahead_refuses_a_token_before_its_time(standin: Standin, writer: Writer) -> None:
    standin.do("settings", skewSeconds=24 * 3600)
    assert writer.send("GET", "/Service/active").status_code == 401
    standin.do("settings", skewSeconds=0)
    assert writer.send("GET", "/Service/active").status_code == 200


def test_a_revoked_token_is_refused_and_a_new_one_is_not(standin: Standin, writer: Writer) -> None:
    standin.do("revoke", username=writer.username)
    assert writer.send("GET", "/Service/active").status_code == 401
    writer.token = log_in(standin, writer.username, "a long one").json()["ptvToken"]
    assert writer.send("GET", "/Service/active").status_code == 200


def test_a_token_that_somebody_has_changed_is_nobodys(standin: Standin, writer: Writer) -> None:
    header, _, signature = writer.token.split(".")
    told = json.dumps({**claims(writer.token), "exp": 2**40}).encode()
    writer.token = ".".join((header, base64.urlsafe_b64encode(told).rstrip(b"=").decode(), signature))
    assert writer.send("GET", "/Service/active").status_code == 401


def test_one_account_serves_several_organisations_in_production_only(standin: Standin, turku: Ids) -> None:
    espoo = standin.town("049")["Organization"][0]
    both = {PALVELUHALLINTA: turku["Organization"][0], "another": espoo}
    standin.do("accounts", username="supplier", password="secret", organizations=both)
    assert (
        claims(log_in(standin, "supplier", "secret", apiUserOrganisation="another").json()["ptvToken"])["organization"]
        == turku["Organization"][0]
    )
    standin.do("settings", environment="production")
    token = log_in(standin, "supplier", "secret", apiUserOrganisation="another").json()["serviceToken"]
    assert claims(token)["organization"] == espoo
    assert (
        Writer(standin, espoo, "supplier", token).post(
            "/Service",
            service(espoo, areas=None, areaType=None)
            | {"areaType": "LimitedType", "areas": [{"type": "Municipality", "areaCodes": ["49"]}]},
        )["organizations"][0]["organization"]["id"]
        == espoo
    )
    assert log_in(standin, "supplier", "secret", apiUserOrganisation="third").status_code == 401


def test_writing_needs_the_right_to_write(standin: Standin, turku: Ids) -> None:
    reader = writer_of(standin, turku, "reader", rights=["OpenApiRead"])
    assert reader.send("GET", "/Service/active").status_code == 200
    answer = reader.send("POST", "/Service", service(reader.organization))
    assert (answer.status_code, answer.content) == (403, b"")


def test_general_descriptions_are_not_for_writers(standin: Standin, writer: Writer) -> None:
    assert writer.send("POST", "/GeneralDescription", {}).status_code == 403
    assert writer.send("PUT", f"/GeneralDescription/{standin.ids('/GeneralDescription')[0]}", {}).status_code == 403


def test_the_log_says_who_wrote_what(standin: Standin, writer: Writer) -> None:
    written = writer.post("/Service", service(writer.organization))["id"]
    standin.read("/Service")
    shown = [(entry["author"], entry["wrote"]) for entry in standin.log()]
    assert shown == [("turku-api", []), ("turku-api", [written]), (None, [])]
