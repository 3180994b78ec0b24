"""What a town's sign-in service must prove, tried one by one against a service at which everything can be made odd."""

import hmac
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from tenants.accounts.asking import MOST, ask
from tenants.accounts.errors import NotAnswered, NotBelieved
from tenants.accounts.openid import Attempt, Client, claims_of, discover, way_to
from tests.odd_provider import CLIENT, SECRET, Key, OddProvider, odd_provider
from tests.odd_servers import by_tls, certificate, dripping

US = Client(id=CLIENT, secret=SECRET, back="https://turku.test/desk/sso/openid_connect/back")
RSA, OTHER = Key("RS256"), Key("RS256")
Claims = dict[str, Any]


@pytest.fixture(autouse=True)
def _loopback_is_allowed(settings: Any) -> None:
    settings.SSO_PRIVATE = True


@pytest.fixture
def provider() -> Iterator[OddProvider]:
    """The service, as yet without anything odd."""
    with odd_provider() as made:
        yield made


def _come_back(
    provider: OddProvider, *, key: Key = RSA, token: Callable[[Claims], str] | None = None, **odd: Any
) -> Claims:
    """Somebody goes to the service and comes back; `odd` changes what is claimed, None takes a claim out."""
    attempt, now = Attempt.new(), time.time()
    claims = {
        "iss": provider.issuer,
        "sub": "aino",
        "aud": CLIENT,
        "iat": now,
        "exp": now + 300,
        "nonce": attempt.nonce,
        **odd,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    provider.answers.setdefault("/keys", (200, {"keys": [key.published]}))
    provider.answers.setdefault("/userinfo", (200, {"sub": "aino", "email": "aino@town.test"}))
    provider.answers.setdefault("/token", (200, {"id_token": (token or key.sign)(claims), "access_token": "a"}))
    told = discover(provider.issuer)
    return claims_of(told, US, attempt, {"code": "c", "state": attempt.state}, now=now)


@pytest.mark.parametrize("key", [RSA, Key("PS512"), Key("ES256"), Key("EdDSA"), Key("RS256", kid=None)])
def test_a_proof_in_order_is_believed(provider: OddProvider, key: Key) -> None:
    claims = _come_back(provider, key=key)
    assert (claims["sub"], claims["email"]) == ("aino", "aino@town.test")


def test_the_way_there_carries_state_nonce_and_challenge(provider: OddProvider) -> None:
    attempt = Attempt.new()
    provider.tell_of_itself(authorization_endpoint=f"{provider.issuer}/authorize?realm=town")
    asked = parse_qs(urlsplit(way_to(discover(provider.issuer), US, attempt)).query)
    assert (asked["state"], asked["nonce"], asked["realm"]) == ([attempt.state], [attempt.nonce], ["town"])
    assert asked["code_challenge_method"] == ["S256"]
    assert attempt.verifier not in str(asked)


def test_our_secret_goes_the_way_that_the_service_takes_it(provider: OddProvider) -> None:
    _come_back(provider)
    (form,) = [form for path, form, _ in provider.asked if path == "/token"]
    assert (form["client_secret"], len(form["code_verifier"])) == (SECRET, 43)
    provider.asked.clear()
    provider.answers.pop("/token")
    provider.tell_of_itself(token_endpoint_auth_methods_supported=None)
    _come_back(provider)
    ((_, form, headers),) = [asked for asked in provider.asked if asked[0] == "/token"]
    assert "client_secret" not in form
    assert (
        headers["Authorization"]
        == f"Basic {b64encode(b'kuntakanta:the-client%27s-own-secret-of-enough-length').decode()}"
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"aud": "somebody-else"},
        {"aud": None},
        {"aud": [CLIENT, "somebody-else"]},
        {"azp": "somebody-else"},
        {"iss": "https://somebody.else.test"},
        {"iss": None},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": time.time() - 120},
        {"exp": None},
        {"iat": time.time() + 600},
        {"iat": time.time() - 1200},
        {"iat": None},
        {"nbf": time.time() + 600},
        {"sub": None},
    ],
    ids="-".join,  # not the values: some are of this moment
)
def test_a_claim_that_is_not_in_order_is_not_believed(provider: OddProvider, odd: Claims) -> None:
    with pytest.raises(NotBelieved):
        _come_back(provider, **odd)


def test_clocks_may_differ_a_little(provider: OddProvider) -> None:
    now = time.time()
    assert _come_back(provider, iat=now + 30, exp=now - 30)["sub"] == "aino"


def _by_public_key(claims: Claims) -> str:
    """What a careless reader believes, who takes the published key for a shared secret."""
    begun = jwt.encode(claims, SECRET, "HS256", headers={"kid": "1"}).rpartition(".")[0]
    signature = hmac.digest(RSA.pem(), begun.encode(), "sha256")
    return f"{begun}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


FORGED: dict[str, Callable[[Claims], str]] = {
    "none": lambda claims: jwt.encode(claims, "", "none"),
    "our secret": lambda claims: jwt.encode(claims, SECRET, "HS256"),
    "our secret with a key's id": lambda claims: jwt.encode(claims, SECRET, "HS256", headers={"kid": "1"}),
    "the public key": _by_public_key,
    "another's key": OTHER.sign,
    "changed": lambda claims: RSA.sign(claims)[:-8] + "AAAAAAAA",
    "unsigned": lambda claims: RSA.sign(claims).rpartition(".")[0] + ".",
    "no token": lambda claims: "not.a.token",
    "another way": lambda claims: jwt.encode(claims, RSA.private, "PS256", headers={"kid": "1"}),
    "no such key": lambda claims: jwt.encode(claims, RSA.private, "RS256", headers={"kid": "unknown"}),
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_a_signature_that_is_not_the_services_is_not_believed(
    provider: OddProvider, token: Callable[[Claims], str]
) -> None:
    with pytest.raises(NotBelieved):
        _come_back(provider, token=token)


def test_new_keys_are_known_at_once_and_old_ones_no_more(provider: OddProvider) -> None:
    new = Key("RS256", kid="2")
    provider.tell("/keys", {"keys": [RSA.published, new.published]})
    assert _come_back(provider)["sub"] == "aino"
    provider.answers.pop("/token")
    assert _come_back(provider, key=new)["sub"] == "aino"
    provider.answers.pop("/token")
    provider.tell("/keys", {"keys": [new.published]})
    with pytest.raises(NotBelieved):
        _come_back(provider, key=RSA)


@pytest.mark.parametrize("keys", [{}, {"keys": "none"}, {"keys": [1, {}]}, {"keys": [RSA.published | {"use": "enc"}]}])
def test_keys_that_are_none_prove_nothing(provider: OddProvider, keys: Any) -> None:
    provider.tell("/keys", keys)
    with pytest.raises(NotBelieved):
        _come_back(provider)


def test_two_answers_are_about_one_person(provider: OddProvider) -> None:
    provider.tell("/userinfo", {"sub": "somebody else", "email": "chief@town.test"})
    with pytest.raises(NotBelieved):
        _come_back(provider)


@pytest.mark.parametrize(
    "change",
    [{"state": "another"}, {"state": None}, {"code": None, "error": "access_denied"}, {"iss": "https://else.test"}],
)
def test_an_answer_to_another_attempt_is_none(provider: OddProvider, change: dict[str, str | None]) -> None:
    attempt = Attempt.new()
    given: dict[str, Any] = {"code": "c", "state": attempt.state, **change}
    answer = {name: value for name, value in given.items() if value is not None}
    with pytest.raises(NotBelieved):
        claims_of(discover(provider.issuer), US, attempt, answer, now=time.time())
    assert [path for path, *_ in provider.asked] == ["/.well-known/openid-configuration"], "no code was spent"


@pytest.mark.parametrize("path", ["/token", "/keys", "/userinfo"])
@pytest.mark.parametrize(
    ("status", "body"), [(500, {}), (302, {}), (200, b"<html>"), (200, [1]), (200, b"{" + b" " * MOST + b"}")]
)
def test_an_odd_answer_lets_nobody_in(provider: OddProvider, path: str, status: int, body: Any) -> None:
    provider.tell(path, body, status)
    with pytest.raises(NotAnswered):
        _come_back(provider)


@pytest.mark.parametrize(
    "odd",
    [
        {"issuer": "https://somebody.else.test"},
        {"jwks_uri": None},
        {"token_endpoint": 7},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "https://user:word@town.test/"},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
def test_a_service_that_tells_odd_things_of_itself_is_not_asked_further(
    provider: OddProvider, odd: dict[str, Any]
) -> None:
    provider.tell_of_itself(**odd)
    with pytest.raises(NotAnswered):
        discover(provider.issuer)
    assert len(provider.asked) == 1


def test_a_service_on_our_own_network_is_not_asked(provider: OddProvider, settings: Any) -> None:
    told = discover(provider.issuer)
    provider.asked.clear()
    settings.SSO_PRIVATE = False
    with pytest.raises(NotAnswered):
        ask(told.jwks_uri)
    for inside in ("127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "0.0.0.0"):
        with pytest.raises(NotAnswered):
            ask(replace(told, jwks_uri=f"https://{inside}:{urlsplit(provider.issuer).port}/keys").jwks_uri)
    assert provider.asked == []


def test_an_answer_that_drips_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenants.accounts.asking.PATIENCE", 0.3)
    began = time.monotonic()
    with dripping() as port, pytest.raises(NotAnswered):
        ask(f"http://127.0.0.1:{port}/keys")
    assert time.monotonic() - began < 10


def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    with by_tls(certificate(tmp_path, "localhost")) as port, pytest.raises(NotAnswered, match="SSLCertVerification"):
        ask(f"https://localhost:{port}/keys")
