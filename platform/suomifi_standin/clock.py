"""The stand-in's own clock: the machine's time in UTC; it can be put forward and never stands still."""

from datetime import UTC, datetime, timedelta

_TICK = timedelta(microseconds=1)


def wire(moment: datetime) -> str:
    """A moment as the register writes it: UTC, microseconds, no zone, no trailing zeros in the fraction."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat()
    return text.rstrip("0") if "." in text else text


class Clock:
    """`skew`: how far the dates that it stamps are ahead of the time, or behind it."""

    def __init__(self) -> None:
        self.skew = timedelta()
        self._ahead = timedelta()
        self._last = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """Later than every moment given before."""
        self._last = max(datetime.now(UTC) + self._ahead, self._last + _TICK)
        return self._last

    def stamp(self) -> str:
        return wire(self.now() + self.skew)

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)

    def reset(self) -> None:
        self.skew = timedelta()
        self._ahead = timedelta()
        self._last = datetime.min.replace(tzinfo=UTC)
