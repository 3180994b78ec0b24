"""What v12 leaves open, as switches that the control door moves while it runs."""

from dataclasses import dataclass, field
from enum import StrEnum


class Demand(StrEnum):
    """Where an API key is asked for: `described` is searches, archived lists and the hierarchy; the health of the
    service is told to everybody always."""

    EVERYWHERE = "everywhere"
    DESCRIBED = "described"
    NOWHERE = "nowhere"


class PastEnd(StrEnum):
    """What a page beyond the last one is: an empty one, or refused."""

    EMPTY = "empty"
    REFUSED = "refused"


@dataclass(slots=True)
class Switches:
    """`merges_general`: services show the terms of their general description, as in v11. `surprises`: things have
    members and words that the description does not know."""

    keys: set[str] = field(default_factory=set)
    demands_key: Demand = Demand.DESCRIBED
    past_end: PastEnd = PastEnd.EMPTY
    merges_general: bool = True
    healthy: bool = True
    surprises: bool = False
