"""The stand-in as a process on loopback, and what a client of the register and its control door can do there."""

import re
import selectors
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
START_S = 30.0
LISTENING = re.compile(r"suomifi_standin listening on (http://127\.0\.0\.1:\d+)\n")
NOBODY = "7f3c1f6e-0000-4000-8000-000000000001"
"""An id that no document has."""

KEY = "an api key of the tests"
Ids = dict[str, list[str]]
"""The ids of a generated town, by kind."""


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        assert selector.select(START_S), "nothing was printed"
    line: str = process.stdout.readline()
    return line


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A stand-in process and its address."""
    command = [sys.executable, "-m", "suomifi_standin", "--port", "0", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        line = _first_line(process)
        listening = LISTENING.fullmatch(line)
        assert listening, line
        yield process, listening[1]
    finally:
        process.terminate()
        assert process.stdout is not None
        process.stdout.close()
        process.wait(10)


@dataclass(frozen=True)
class Standin:
    """What a client of the register sees, and the control door."""

    url: str
    http: httpx.Client

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.http.get(f"/api/v11{path}", params=query or None)

    def read(self, path: str, **query: Any) -> Any:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get12(self, path: str, *, key: str | None = KEY, **query: Any) -> httpx.Response:
        """v12, with an API key unless that is said to be None."""
        return self.http.get(f"/api/v12{path}", params=query or None, headers={"x-api-key": key} if key else {})

    def read12(self, path: str, **query: Any) -> Any:
        answer = self.get12(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def every12(self, path: str, **query: Any) -> list[dict[str, Any]]:
        """The items of every page of a list of v12."""
        found: list[dict[str, Any]] = []
        page, count = 1, 1
        while page <= count:
            answer = self.read12(path, **query, page=page)
            count = answer["totalPages"]
            found += answer["items"]
            page += 1
        return found

    def ids(self, path: str, **query: Any) -> list[str]:
        """The ids of every page of a list."""
        found: list[str] = []
        page, count = 1, 1
        while page <= count:
            answer = self.read(path, **query, page=page)
            count = answer["pageCount"]
            found += [item["id"] for item in answer["itemList"] or ()]
            page += 1
        return found

    def batch(self, kind: str, guids: list[str]) -> list[dict[str, Any]]:
        """Whole documents, asked for fifty at a time."""
        parts = [guids[first : first + 50] for first in range(0, len(guids), 50)]
        return [each for part in parts for each in self.read(f"/{kind}/list", guids=",".join(part))]

    def do(self, word: str, **members: Any) -> Any:
        answer = self.http.post(f"/_standin/{word}", json=members)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def play(self, *rules: dict[str, Any]) -> None:
        answer = self.http.post("/_standin/faults", json=list(rules))
        assert answer.status_code == 200, answer.text

    def log(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get("/_standin/log").json()
        return found

    def town(self, code: str) -> Ids:
        towns = self.http.get("/_standin/towns").json()
        town = next(each for each in towns if each["code"] == code)
        return {kind: ids for kind, ids in town.items() if isinstance(ids, list)}
