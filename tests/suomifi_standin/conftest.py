"""The stand-in as a process on loopback, spoken to over HTTP, and a checker of its answers against the wire model."""

import json
import os
import re
import selectors
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parents[2]
START_S = 30.0
LISTENING = re.compile(r"suomifi_standin listening on (http://127\.0\.0\.1:\d+)\n")


def wait_for_line(process: subprocess.Popen[str], deadline_s: float = START_S) -> str:
    """The first line of the process's output."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        assert selector.select(deadline_s), "nothing was printed"
    return process.stdout.readline()


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A stand-in process and its address."""
    command = [sys.executable, "-m", "suomifi_standin", "--port", "0", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        line = wait_for_line(process)
        listening = LISTENING.fullmatch(line)
        assert listening, line
        yield process, listening[1]
    finally:
        process.terminate()
        assert process.stdout is not None
        process.stdout.close()
        process.wait(10)


@dataclass
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

    def town(self, code: str) -> dict[str, Any]:
        towns: list[dict[str, Any]] = self.http.get("/_standin/towns").json()
        return next(town for town in towns if town["code"] == code)

    def wait_until(self, holds: Callable[[], bool], deadline_s: float = 5.0) -> None:
        end = time.monotonic() + deadline_s
        while not holds():
            assert time.monotonic() < end, "did not come true in time"


@pytest.fixture(scope="session")
def launched() -> Iterator[Standin]:
    """Three small towns, with pages so small that lists have several."""
    plans = ("--plan", "853:70:90", "--plan", "049:30:40", "--plan", "890:20:15")
    sizes = ("--page-size", "20", "--id-page-size", "25")
    with running(*plans, *sizes) as (_, url), httpx.Client(base_url=url, timeout=30) as http:
        yield Standin(url, http)


@pytest.fixture
def standin(launched: Standin) -> Standin:
    """The register as it was at the start."""
    launched.do("reset")
    return launched


@pytest.fixture
def turku(standin: Standin) -> dict[str, Any]:
    """The ids of one generated town, by kind."""
    return standin.town("853")


# --- shared data that may be absent ----------------------------------------------------------------------------------


def _recorded_folder() -> Path:
    return ROOT / os.environ.get("KUNTAKANTA_RECORDED_DOCUMENTS", "../shared/data/ptv-v11/recorded")


@pytest.fixture(scope="session")
def recorded_folder() -> Path:
    folder = _recorded_folder()
    if not folder.is_dir():
        pytest.skip(f"no recorded documents in {folder}")
    return folder


@pytest.fixture(scope="session")
def wire_model(recorded_folder: Path) -> "WireModel":
    path = recorded_folder.parent / "wire-model.json"
    if not path.is_file():
        pytest.skip(f"no wire model at {path}")
    return WireModel(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture
def launch() -> Callable[..., Any]:
    """Starts a stand-in of its own for a test: `with launch("--towns", "853") as (process, url)`."""
    return running


GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?")
PLAIN: dict[str, Callable[[Any], bool]] = {
    "uuid": lambda value: isinstance(value, str) and GUID.fullmatch(value) is not None,
    "datetime": lambda value: isinstance(value, str) and DATE.fullmatch(value) is not None,
    "string": lambda value: value is None or isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
CHANNEL_MODELS = {
    "EChannel": "ElectronicChannel",
    "WebPage": "WebPageChannel",
    "Phone": "PhoneChannel",
    "PrintableForm": "PrintableFormChannel",
    "ServiceLocation": "ServiceLocationChannel",
}


class WireModel:
    """Complains about a document: members and their order, types, nulls, values of enumerations."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.enums = {name: set(each["values"]) for name, each in description["enums"].items()}
        self.models: dict[str, list[list[dict[str, Any]]]] = defaultdict(list)
        for name, model in description["models"].items():
            for called in {name, model["short"]}:
                self.models[called].append(model["fields"])

    def complaints(self, model: str, document: Any) -> list[str]:
        """Of the models that share a name the one that fits best."""
        return min((list(self._object(each, document, model)) for each in self.models[model]), key=len)

    def channel_complaints(self, document: Any) -> list[str]:
        return self.complaints(CHANNEL_MODELS[document["serviceChannelType"]], document)

    def _object(self, fields: list[dict[str, Any]], document: Any, at: str) -> Iterator[str]:
        if not isinstance(document, dict):
            yield f"{at}: {type(document).__name__} instead of an object"
            return
        names = [field["name"] for field in fields]
        if list(document) != names:
            yield f"{at}: members {list(document)} instead of {names}"
        for field in fields:
            if field["name"] in document:
                yield from self._value(field, document[field["name"]], f"{at}.{field['name']}")

    def _value(self, field: dict[str, Any], value: Any, at: str) -> Iterator[str]:
        kind, _, null = field["type"].partition("|")
        many = kind.endswith("[]")
        kind = kind.removesuffix("[]")
        if value is None:
            if not many and not null and kind in ("uuid", "datetime", "bool", "int"):
                yield f"{at}: null"
            return
        if many and not isinstance(value, list):
            yield f"{at}: {type(value).__name__} instead of a list"
            return
        for index, item in enumerate(value if many else [value]):
            here = f"{at}[{index}]" if many else at
            if kind == "TItem":
                yield from self.complaints(field["itemModel"], item) if field["itemModel"] in self.models else ()
            elif kind in PLAIN:
                if not PLAIN[kind](item):
                    yield f"{here}: {item!r} is no {kind}"
            else:
                yield from (f"{here}{complaint}" for complaint in self.complaints(kind, item))
        yield from self._rules(field["rules"], value, at)

    def _rules(self, rules: list[str], value: Any, at: str) -> Iterator[str]:
        for rule in rules:
            what, _, rest = rule.partition(" ")
            allowed = self.enums.get(rest) if what == "enum" else None
            if rule.startswith("one of: "):
                allowed = set(rule.removeprefix("one of: ").split(", "))
            types = set(rule.removeprefix("item types: ").split(", ")) if rule.startswith("item types: ") else None
            if allowed and value and isinstance(value, str) and value not in allowed:  # dayTo may be ""
                yield f"{at}: {value!r} is not one of {sorted(allowed)}"
            if types and isinstance(value, list):
                odd = {item["type"] for item in value} - types
                if odd:
                    yield f"{at}: types {sorted(odd)}"
