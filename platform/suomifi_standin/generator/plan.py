"""What is asked of the generator: a town, how much of it, and the seed that decides everything else."""

from dataclasses import dataclass


class UnknownMunicipality(ValueError):
    """No municipality has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no municipality has the code {code!r}")
        self.code = code


@dataclass(frozen=True)
class TownPlan:
    """What to generate for one town; `code` is the three-digit municipality code."""

    code: str
    services: int
    channels: int
    seed: int = 1
