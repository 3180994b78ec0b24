"""The national catalogue as tests have it: played by the stand-in over real HTTP, with a door to change it by."""

from dataclasses import dataclass
from typing import Any

import httpx

from catalogue.registry import sync
from catalogue.registry.client import Client
from catalogue.registry.models import SyncRun
from tenants.context import within
from tenants.models import Municipality

SERVICES, CHANNELS = 24, 36  # of Turku; Espoo has half of them


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


def pull(town: Municipality, register: Register, **options: Any) -> SyncRun:
    """One run for a town."""
    with within(town), register.client(**options.pop("client", {})) as client:
        return sync.pull(municipality=town, client=client, tell=lambda *_: None, **options)
