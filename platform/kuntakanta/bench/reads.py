"""`bench read`: the shipped server beside a minimal one that hands out the same stored bytes."""

from collections.abc import Callable

from kuntakanta.bench.figures import Findings
from kuntakanta.bench.recording import Recording
from tenants.models import Municipality


def measured(
    town: Municipality, recording: Recording, *, rounds: int, quick: bool, tell: Callable[[str], None]
) -> Findings:
    """To be measured."""
    raise NotImplementedError
