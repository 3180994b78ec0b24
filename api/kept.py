"""Answers kept in this process: given again, without PostgreSQL, while the town's revision stays what it was."""

import threading
import time
from collections import OrderedDict
from datetime import datetime
from typing import Final, NamedTuple

from django.conf import settings

Key = tuple[str, ...]
KEPT_SECONDS: Final = 60.0
"""As long as readers may keep an answer anyhow; bounds what comes of code lists, which have no revision of a town's."""
LARGEST_SHARE: Final = 32
"""No answer takes more than this part of the room, so that a few large lists do not push out all documents."""
OVERHEAD: Final = 500  # bytes of an entry besides its content


class Answer(NamedTuple):
    """Stored bytes with what is told about them; `content` is None where the reader holds them already."""

    content: bytes | None
    etag: str
    updated: datetime | None
    revision: int


class KeptAnswers:
    """Threads share them. The longest unused go first when the room (bytes) is full."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._taken = 0
        self._answers: OrderedDict[Key, tuple[float, Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, key: Key, *, revision: int) -> Answer | None:
        """What was answered at this revision, not too long ago."""
        found = self._answers.get(key)
        if found is None or found[1].revision != revision or time.monotonic() - found[0] > KEPT_SECONDS:
            return None
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
        return found[1]

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep an answer, in place of an earlier one unless that says more of the same."""
        size = _size(key, answer)
        if size > self.room // LARGEST_SHARE:
            return
        with self._lock:
            before = self._answers.get(key)
            if before and answer.content is None and before[1].etag == answer.etag:
                answer = answer._replace(content=before[1].content)
                size = _size(key, answer)
            if before:
                self._taken -= _size(key, before[1])
            self._answers[key] = (time.monotonic(), answer)
            self._answers.move_to_end(key)
            self._taken += size
            while self._taken > self.room:
                old_key, (_, old) = self._answers.popitem(last=False)
                self._taken -= _size(old_key, old)

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._answers.clear()
            self._taken = 0


def _size(key: Key, answer: Answer) -> int:
    return OVERHEAD + sum(map(len, key)) + len(answer.content or b"")


kept_answers = KeptAnswers(settings.KEPT_ANSWERS_BYTES)
