"""The national catalogue as tests have it: played by the stand-in over real HTTP, with a door to change it by."""

from dataclasses import dataclass
from typing import Any

import httpx

from catalogue.registry import sync
from catalogue.registry.capabilities import Version
from catalogue.registry.client import Client
from catalogue.registry.models import SyncRun
from tenants.context import within
from tenants.models import Municipality

SERVICES, CHANNELS = 24, 36  # of Turku; Espoo has half of them
KEY = "an api key of the tests"


@dataclass(frozen=True)
class Register:
    """The stand-in at an address, and its control door."""

    url: str

    @property
    def api(self) -> str:
        """The base of PTV v11."""
        return f"{self.url}/api/v11"

    def client(self, **options: Any) -> Client:
        """A client that does not wait long before it tries again."""
        given = {"wait": (0.01, 0.05), "timeout": httpx.Timeout(5.0), **options}
        return Client(self.api, **given)

    @property
    def api_v12(self) -> str:
        """The base of PTV v12."""
        return f"{self.url}/api/v12"

    def client_v12(self, **options: Any) -> Client:
        """A client of version 12, which everybody may read with the key of the tests."""
        given = {"wait": (0.01, 0.05), "timeout": httpx.Timeout(5.0), "version": "v12", "key": KEY, **options}
        return Client(self.api_v12, **given)

    def copy_now(self) -> None:
        """Has version 12 show what version 11 shows now."""
        self.do("replicate")

    def do(self, word: str, **members: Any) -> Any:
        """Has the control door do something."""
        answer = httpx.post(f"{self.url}/_standin/{word}", json=members)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, **rule: Any) -> None:
        """Plays a fault from now on."""
        self.do("faults", **rule)

    def heal(self) -> None:
        """Ends all faults."""
        httpx.delete(f"{self.url}/_standin/faults").raise_for_status()

    def document(self, path: str) -> Any:
        """A document as the register shows it, None where it does not."""
        answer = httpx.get(f"{self.api}/{path}")
        return answer.json() if answer.status_code == 200 else None

    def ids(self, code: str, kind: str) -> list[str]:
        """The generated ids of a town: its own Service, ServiceChannel, Organization ..."""
        towns = httpx.get(f"{self.url}/_standin/towns").json()
        found: list[str] = next(each[kind] for each in towns if each["code"] == code)
        return found

    def requests(self) -> list[dict[str, Any]]:
        """What was asked for since the log was last cleared."""
        logged: list[dict[str, Any]] = httpx.get(f"{self.url}/_standin/log").json()
        return logged

    def forget_requests(self) -> None:
        """Clears the log."""
        httpx.delete(f"{self.url}/_standin/log").raise_for_status()


def pull(town: Municipality, register: Register, *, version: Version = "v11", **options: Any) -> SyncRun:
    """One run for a town, by a version of the register's interface."""
    open_client = register.client_v12 if version == "v12" else register.client
    with within(town), open_client(**options.pop("client", {})) as client:
        return sync.pull(municipality=town, client=client, tell=lambda *_: None, **options)
