"""`bench edit`: what the rules take for a service that is filled to its limits, beside reading it at all."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any, Final

import msgspec

from catalogue.services import rules
from catalogue.services.rules import editorial
from catalogue.services.values import Service
from kuntakanta.bench import filled
from kuntakanta.bench.figures import Figure, Findings

TURNS: Final = 40  # of a subject in one round


def measured(*, rounds: int, tell: Callable[[str], None]) -> Findings:
    """All rules on one service, in milliseconds of the processor: the floor decodes and types its bytes."""
    service = filled.service(filled.Texts(1))
    facts, sent = filled.facts(service), msgspec.json.encode(service)
    sides: dict[str, Callable[[], Any]] = {
        "floor": lambda: msgspec.json.decode(sent, type=Service),
        "again": lambda: rules.check_service(service, facts),
        "anew": lambda: rules.check_service(service, facts),
    }
    rules.check_service(service, facts)  # the general description is known: many services share it
    seen: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(rounds):
        tell(f"round {turn + 1} of {rounds}")
        for name, side in sides.items() if turn % 2 == 0 else reversed(sides.items()):
            seen[name].append(median(_took(side, anew=name == "anew") for _ in range(TURNS)))
    floor = median(seen["floor"])
    names = {"rules_check": "anew", "rules_check, of texts checked before": "again"}
    figures = [
        Figure(
            name=name,
            unit="ms",
            better="lower",
            ours=round(median(seen[side]), 3),
            floor=round(floor, 3),
            ratio=round(median(seen[side]) / floor, 3),
        )
        for name, side in names.items()
    ]
    return Findings(figures, [f"a service of {len(sent):,} bytes in three languages; the floor decodes and types it"])


def _took(side: Callable[[], Any], *, anew: bool) -> float:
    """Milliseconds of the processor; `anew` without what is kept of this service's texts."""
    if anew:
        editorial.sentences.cache_clear()
        editorial.repeated.cache_clear()
    began = time.process_time()
    side()
    return (time.process_time() - began) * 1000
