"""Makes a try: asks, looks at what came and at what was touched and logged for it, and says whether it held."""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

import orjson
from django.db import transaction

from kuntakanta.isolation.asking import Answer, Question, Site, Touches
from kuntakanta.isolation.attacks import Attack, Expected
from kuntakanta.isolation.planting import Belongings
from kuntakanta.logs import JsonLines

WAYS_IN: Final = ("/desk/sign-in", "/desk/second-factor", "/desk/confirm")


@dataclass(frozen=True)
class Try:
    """What was tried, what had to come, what came. `site` is whose host was asked."""

    group: str
    site: str
    asked: str
    attack: str
    expected: str
    came: str
    held: bool

    def as_dict(self) -> dict[str, Any]:
        """For a program to read."""
        return asdict(self)


class Trial:
    """Tries against one site: `strangers` are the towns of which its answers must show and touch nothing.

    What touches them between two attempts counts for the later one: all that is planted comes before the trial.
    """

    def __init__(self, site: Site, *, name: str, strangers: Sequence[Belongings], unspoken: Sequence[str]) -> None:
        self._site, self._name, self._strangers = site, name, strangers
        self._unspoken = unspoken
        self._touches = Touches(*(one.town.schema_name for one in strangers))
        self._touched = self._touches()
        self._usual: dict[str, Answer] = {}
        self._lines: list[str] = []

    def leads_somewhere(self, question: Question) -> bool:
        """Whether there is something at an address for whom it is meant; it is looked at only, never acted upon."""
        answer, _ = self._ask(question)
        return answer.status not in (400, 404)

    def attempt(self, attack: Attack) -> Try:
        """One attack; whatever it does in the database is rolled back."""
        usual = self._answer_to(attack.usual) if attack.usual is not None else None
        before = self._touched
        answer, lines = self._ask(attack.question)
        self._lines += lines
        faults = [
            *(f"shows {what} of {one.town.name_fi}" for one in self._strangers for what in _shown(answer, attack, one)),
            *(f"touches {schema}" for schema, count in self._touched.items() if count != before[schema]),
        ]
        if not _as_expected(answer, attack.expected, usual):
            faults.append("not as expected")
        came = f"{answer.status}{f' to {answer.location}' if answer.location else ''}"
        asked = f"{attack.question.shown} at {attack.question.host or 'no host'}"
        told = "; ".join([came, *faults])
        return Try(attack.group, self._name, asked, attack.name, attack.expected.value, told, not faults)

    def logged(self, asked: str) -> Try:
        """What was logged for all attempts so far, also of what those who asked have said themselves."""
        faults = sorted({fault for line in self._lines for fault in _told(line, self._strangers, self._unspoken)})
        came = "; ".join([f"{len(self._lines)} lines", *faults])
        expected = "no other town, no person, no key"
        return Try("logs", self._name, asked, "what was logged meanwhile", expected, came, not faults)

    def _answer_to(self, question: Question) -> Answer:
        """To a question that many attacks are compared with."""
        key = f"{question.host} {question.shown}"
        if key not in self._usual:
            self._usual[key], _ = self._ask(question)
        return self._usual[key]

    def _ask(self, question: Question) -> tuple[Answer, Sequence[str]]:
        """The answer, and what was logged for it."""
        with transaction.atomic():
            with listening() as lines:
                answer = self._site.answer(question)
            transaction.set_rollback(True)
        self._touched = self._touches()
        return answer, lines


def _shown(answer: Answer, attack: Attack, stranger: Belongings) -> Iterator[str]:
    """What of a stranger's the answer shows; what the one who asks has said is no news."""
    if re.search(rf"\b{stranger.town.schema_name}\b", answer.text):
        yield "the schema"
    if any(secret in answer.text for secret in stranger.secrets if secret not in attack.question.said):
        yield "an id, a mark or a key"


def _told(line: str, strangers: Sequence[Belongings], unspoken: Sequence[str]) -> Iterator[str]:
    town = orjson.loads(line).get("town")
    for one in strangers:
        if town == one.town.schema_name or any(secret in line for secret in one.secrets):
            yield f"tells of {one.town.name_fi}"
    if any(text in line for text in unspoken):
        yield "tells a person or a key"


def _as_expected(answer: Answer, expected: Expected, usual: Answer | None) -> bool:
    match expected:
        case Expected.REFUSED:
            return 400 <= answer.status < 500 or answer.location.startswith(WAYS_IN)
        case Expected.BARE:
            return answer.status == 404 and not answer.text.partition("\n\n")[2]
        case Expected.NOTHING:
            return answer.status < 500
    assert usual is not None, "compared with something"
    return (answer.status, answer.location) == (usual.status, usual.location) and answer.status < 500


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Sequence[str]]:
    """All lines that are logged meanwhile, as they would be written; nobody else gets them."""
    root, listener = logging.getLogger(), _Listener()
    before = root.handlers[:]
    root.handlers[:] = [listener]
    try:
        yield listener.lines
    finally:
        root.handlers[:] = before
