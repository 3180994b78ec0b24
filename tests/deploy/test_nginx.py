"""TLS in front by deploy/nginx.conf: towns by their hosts, and nobody becomes another by what they say in headers."""

from __future__ import annotations

import datetime
import shutil
import signal
import ssl
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kuntakanta import processes
from kuntakanta.embedded import free_port
from tenants.models import Municipality
from tests.conftest import ESPOO_HOST, TURKU_HOST
from tests.deploy import clusters

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
CONFIGURATION = clusters.ROOT / "deploy" / "nginx.conf"

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(NGINX is None, reason="no nginx (Debian: apt-get install nginx-light)"),
]


def make_certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for both towns, and what trusts it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, TURKU_HOST)])
    hosts = x509.SubjectAlternativeName([x509.DNSName(TURKU_HOST), x509.DNSName(ESPOO_HOST)])
    number, until = x509.random_serial_number(), now + datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), number, now, until)
        .add_extension(hosts, critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))


@contextmanager
def running(name: str, words: list[str], environment: dict[str, str], folder: Path, port: int) -> Iterator[None]:
    """A program, listening when the block begins."""
    log = folder / f"{name}.log"
    child = processes.start(name, words, signals=(signal.SIGTERM,), environment=environment, log=log)
    try:
        clusters.until(lambda: not child.running or clusters.listens(port), f"{name} does not listen")
        assert child.running, log.read_text()
        yield
    finally:
        processes.stop([child], seconds=5)


@pytest.fixture
def browser(turku: Municipality, environment_of_programs: dict[str, str], tmp_path: Path) -> Iterator[httpx.Client]:
    """Talks TLS to nginx, behind which our own server is."""
    web, https, http = free_port(), free_port(), free_port()
    trusts = make_certificate(tmp_path)
    text = CONFIGURATION.read_text("utf-8")
    for shipped, here in (
        ("127.0.0.1:8000", f"127.0.0.1:{web}"),
        ("/etc/kuntakanta/tls", str(tmp_path)),
        ("listen 80 ", f"listen 127.0.0.1:{http} "),
        ("listen 443 ", f"listen 127.0.0.1:{https} "),
    ):
        assert shipped in text
        text = text.replace(shipped, here)
    text = "\n".join(line for line in text.splitlines() if "listen [::]" not in line)
    places = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; daemon off; events {{}} http {{ access_log off; {places}\n{text}\n}}"
    )
    behind = environment_of_programs | {"KUNTAKANTA_HTTPS": "on", "KUNTAKANTA_BEHIND_PROXY": "on"}
    with ExitStack() as stack:
        serve = [sys.executable, "-m", "kuntakanta", "serve", "--port", str(web), "--processes", "1"]
        stack.enter_context(running("web", serve, behind, tmp_path, web))
        nginx = [str(NGINX), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
        stack.enter_context(running("nginx", nginx, {}, tmp_path, https))
        yield stack.enter_context(httpx.Client(base_url=f"https://127.0.0.1:{https}", verify=trusts, timeout=20))


def ask(browser: httpx.Client, host: str, path: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.get(path, headers={"host": host} | named, extensions={"sni_hostname": host})


def test_towns_answer_at_their_hosts_and_headers_of_the_outside_count_for_nothing(browser: httpx.Client) -> None:
    turku = ask(browser, TURKU_HOST, "/fi/")
    assert turku.status_code == 200
    assert "Strict-Transport-Security" in turku.headers
    assert "Turku" in turku.text
    assert "Espoo" in ask(browser, ESPOO_HOST, "/fi/", x_forwarded_host=TURKU_HOST).text
    assert ask(browser, ESPOO_HOST, "/fi/", x_forwarded_proto="http").status_code == 200
    signing_in = ask(browser, TURKU_HOST, "/desk/sign-in", forwarded=f"host={ESPOO_HOST};proto=http")
    assert "__Host-csrf" in signing_in.cookies
    nobody = browser.get(
        "/fi/", headers={"host": "nobody.test", "x-forwarded-host": TURKU_HOST}, extensions={"sni_hostname": TURKU_HOST}
    )
    assert nobody.status_code == 404
