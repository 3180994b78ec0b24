"""Fees with their days: our own member, which the register does not have."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from catalogue.parts import Fee
from catalogue.services.rules import texts
from catalogue.services.rules.facts import name_key
from catalogue.services.rules.findings import Finding, escape, found
from catalogue.text import LANGUAGES

_AMOUNT: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?", re.ASCII)
_MOST: Final = {"name": 100, "unit": 100, "terms": 500}


class _Span(NamedTuple):
    """When a fee holds, by its days; `place` is its number in the list."""

    first: date
    last: date
    place: int


def fees(path: str, said: Sequence[Fee], languages: Collection[str], charge: str | None) -> Iterator[Finding]:
    """All fees of a thing whose readers read it in these languages; `charge` is what it says of charges in general."""
    for index, fee in enumerate(said):
        place = f"{path}/{index}"
        yield from _cost(place, fee)
        if charge == "FreeOfCharge" and fee.amount and not fee.free_of_charge:
            yield found("fee_where_free", f"{place}/amount", value=fee.amount)
        yield from _texts(place, fee)
        for language in languages:
            if fee.name and language in LANGUAGES and language not in fee.name:
                yield found("fee_language_missing", f"{place}/name", language)
        if fee.valid_from and fee.valid_to and fee.valid_to < fee.valid_from:
            yield found("fee_period_reversed", f"{place}/valid_to")
    for index in _overlapping(said):
        yield found("fee_overlap", f"{path}/{index}")


def _cost(place: str, fee: Fee) -> Iterator[Finding]:
    """An amount, or that it is free, or at least what decides."""
    amount = fee.amount
    if amount is None:
        if not fee.free_of_charge and not fee.terms:
            yield found("fee_untold", f"{place}/amount")
    elif not _AMOUNT.fullmatch(amount):
        yield found("fee_amount_invalid", f"{place}/amount", value=amount)
    elif fee.free_of_charge and Decimal(amount):
        yield found("fee_free_with_amount", f"{place}/amount", value=amount)


def _texts(place: str, fee: Fee) -> Iterator[Finding]:
    yield from texts.required(f"{place}/name", fee.name)
    for member, most in _MOST.items():
        for language, text in getattr(fee, member).items():
            spot = f"{place}/{member}/{escape(language)}"
            if language not in LANGUAGES:
                yield found("language_unknown", spot, value=language)
            if not text.strip() or texts.length(text) > most:
                yield found("fee_text_length", spot, language, most=most)


def _overlapping(said: Sequence[Fee]) -> list[int]:
    """The places of fees that hold on a day on which one of the same name, in any language, holds too."""
    spans: defaultdict[tuple[str, str], list[_Span]] = defaultdict(list)
    for index, fee in enumerate(said):
        span = _Span(fee.valid_from or date.min, fee.valid_to or date.max, index)
        if span.first <= span.last:
            for language, name in fee.name.items():
                spans[language, name_key(name)].append(span)
    return sorted({place for each in spans.values() for place in _later_of_two(sorted(each))})


def _later_of_two(spans: Sequence[_Span]) -> Iterator[int]:
    """Of spans in order of their first days those that begin before all earlier ones have ended."""
    last = date.min
    for before, span in pairwise(spans):
        last = max(last, before.last)
        if span.first <= last:
            yield span.place
