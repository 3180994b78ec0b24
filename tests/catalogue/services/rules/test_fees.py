"""Whichever fees there are, two of one name are found to overlap where they share a day, and not otherwise."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from catalogue.parts import Fee
from catalogue.services.rules import check
from tests.catalogue.services.rules.things import a_service

FIRST = date(2026, 1, 1)
DAYS = st.none() | st.integers(0, 9).map(lambda days: FIRST + timedelta(days=days))
NAMES = st.dictionaries(st.sampled_from(["fi", "sv"]), st.sampled_from(["Käynti", "KÄYNTI ", "Besök"]), min_size=1)
FEES = st.lists(st.builds(Fee, name=NAMES, amount=st.just("1"), valid_from=DAYS, valid_to=DAYS), max_size=6)


def days(fee: Fee) -> set[int]:
    """The days of a fortnight on which a fee holds; the day before and the day after stand for all others."""
    return {
        number
        for number in range(-1, 11)
        if (fee.valid_from or date.min) <= FIRST + timedelta(days=number) <= (fee.valid_to or date.max)
    }


def named_alike(one: Fee, other: Fee) -> bool:
    return any(
        one.name[each].strip().casefold() == other.name[each].strip().casefold()
        for each in one.name.keys() & other.name
    )


@given(fees=FEES)
def test_fees_of_one_name_overlap_where_they_share_a_day(fees: list[Fee]) -> None:
    found = [finding for finding in check(a_service(fees=fees)) if finding.code == "fee_overlap"]
    shared = any(named_alike(one, other) and days(one) & days(other) for one, other in combinations(fees, 2))
    assert bool(found) is shared
