"""Where chance comes from: ids, timestamps and dice that depend on nothing but the words they are made of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import TypeVar

NATIONAL_SEED = 20260301

_FIRST_MODIFIED = datetime(2025, 6, 2, 5, 0)  # noqa: DTZ001 - wire timestamps are UTC without a zone
_MODIFIED_SPAN_S = 525 * 24 * 3600  # until 9 November 2026: nothing is older than the 18 months of automatic archiving

T = TypeVar("T")


def number(*parts: object) -> int:
    """64 bits that the same parts give in every process and on every machine."""
    return int.from_bytes(blake2b(":".join(map(str, parts)).encode(), digest_size=8).digest(), "big")


def identity(*parts: object) -> str:
    """A lower-case GUID of the name-based kind."""
    raw = bytearray(blake2b(":".join(map(str, parts)).encode(), digest_size=16, person=b"standin").digest())
    raw[6] = raw[6] & 0x0F | 0x50
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def timestamp(*parts: object) -> str:
    """A moment of an office day in the last year and a half, with microseconds, in UTC without a zone."""
    bits = number("modified", *parts)
    moment = _FIRST_MODIFIED + timedelta(days=bits % (_MODIFIED_SPAN_S // 86400), seconds=(bits >> 16) % 36000)
    return f"{moment.isoformat()}.{1 + (bits >> 40) % 999999:06d}"


class Dice(Random):
    """Deterministic dice; only `random()` of the standard generator is used, which no Python version may change."""

    def __init__(self, *parts: object) -> None:
        super().__init__(number(*parts))

    def below(self, limit: int) -> int:
        return int(self.random() * limit)

    def chance(self, share: float) -> bool:
        return self.random() < share

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.random() * len(options))]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different options (fewer when there are fewer), in their own order."""
        total = len(options)
        if count >= total:
            return list(options)
        chosen: set[int] = set()
        while len(chosen) < count:
            chosen.add(int(self.random() * total))
        return [options[index] for index in sorted(chosen)]
