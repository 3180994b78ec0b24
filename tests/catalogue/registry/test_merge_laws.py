"""The laws of the merge, on bodies nobody thought of: nothing is lost, nothing is invented, twice equals once."""

import itertools
from typing import Any, Final, get_args

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from catalogue.registry.likeness import REMAINDER, Path, at, by_identity, same
from catalogue.registry.merge import Body, Edit, Merged, Side, answered, edits, merge
from catalogue.registry.ownership import DEFAULTS, Owner, Policy, Rule, overridden
from catalogue.services.values import KINDS
from tests.catalogue.dialects.ptv_v11 import records

TRIES: Final = settings(max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck))

_TEXT = st.sampled_from(["", "a", "b", "a b", "a  b ", "a\nb"])
_LANGUAGE = st.sampled_from(["fi", "sv"])
_MAYBE = st.none() | _TEXT


def _objects(**members: SearchStrategy[Any]) -> SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=members)


def _lists(**members: SearchStrategy[Any]) -> SearchStrategy[list[Any]]:
    return st.lists(_objects(**members), max_size=3)


_CONTACTS: Final = {
    "emails": _lists(value=_TEXT, language=_LANGUAGE),
    "phone_numbers": _lists(type=_TEXT, number=_TEXT, language=_LANGUAGE),
}
_MADE = _objects(
    language_versions=st.dictionaries(
        _LANGUAGE, _objects(name=_TEXT, summary=_MAYBE, keywords=st.lists(_TEXT, max_size=2))
    ),
    type=_MAYBE,
    languages=st.lists(_TEXT, max_size=3),
    areas=_lists(type=_TEXT, code=_TEXT, name=st.dictionaries(_LANGUAGE, _TEXT)),
    service_classes=_lists(code=_TEXT, uri=_TEXT, name=st.dictionaries(_LANGUAGE, _TEXT)),
    organizations=_lists(role_type=_TEXT, organization=_objects(id=_TEXT, name=_TEXT), provision_type=_TEXT),
    municipality=_objects(code=_TEXT, name=st.dictionaries(_LANGUAGE, _TEXT)),
    service_hours=_lists(kind=_TEXT, opening_hours=_lists(opens=_TEXT)),
    contact_details=_objects(**_CONTACTS),
    remainder=_objects(future=st.lists(_TEXT, max_size=3) | _objects(x=_TEXT), areas=st.lists(_TEXT, max_size=2)),
    odd=_MAYBE | st.integers(0, 1) | st.booleans() | st.just(1.0) | st.lists(_MAYBE, max_size=1),
    **_CONTACTS,
)
_OURS_TO_SAY = st.sampled_from(KINDS).flatmap(
    lambda kind: records.records(kind).map(lambda record: msgspec.to_builtins(record.value))
)
BODIES: SearchStrategy[dict[str, Any]] = _MADE | _OURS_TO_SAY.map(
    lambda body: {name: value for name, value in body.items() if name != "source_id"}
)
OWNERS: SearchStrategy[dict[str, Owner]] = st.dictionaries(
    st.sampled_from(["*", "service/language_versions", "*/*/fi", "*/phone_numbers", "*/type", "*/odd"]),
    st.sampled_from(get_args(Owner)),
)
POLICIES: SearchStrategy[Policy] = OWNERS.map(overridden)


def merged(base: Body, ours: Body, theirs: Body, policy: Policy = DEFAULTS, undecided: Side = "base") -> Merged:
    return merge(base, ours, theirs, kind="service", policy=policy, undecided=undecided)


def name_of(path: Path, body: Any) -> str:
    """The name that counts for what stands at a path: the member's, or that of the list it is in."""
    name = ""
    for step in path:
        inside = by_identity(body, name) if isinstance(body, list) else None
        if REMAINDER in (name, step):
            return REMAINDER
        if inside is None:
            name = step
        body = body.get(step) if isinstance(body, dict) else (inside or {}).get(step)
    return name


def is_in(edit: Edit, value: Body, body: Body) -> bool:
    """Whether a value has what an edit of a body made."""
    return same(at(value, edit.path), edit.after, name_of(edit.path, body))


def overlaps(one: Path, other: Path) -> bool:
    return all(a == b for a, b in zip(one, other, strict=False))


@TRIES
@given(base=BODIES, side=BODIES, policy=POLICIES)
def test_what_only_one_side_changed_is_the_result(base: Body, side: Body, policy: Policy) -> None:
    assert merged(base, base, base, policy).value == base
    assert merged(base, base, base, policy).quiet
    ours, theirs = merged(base, side, base, policy), merged(base, base, side, policy)
    assert same(ours.value, side)
    assert same(theirs.value, side)
    assert (ours.conflicts, theirs.conflicts, ours.theirs, theirs.ours) == ((), (), (), ())
    assert same(merged(base, side, side, policy).value, side)
    assert merged(base, side, side, policy).conflicts == ()


@TRIES
@given(base=_MADE, ours=_MADE, theirs=_MADE, policy=POLICIES)
def test_every_edit_of_either_side_is_in_the_result_or_in_a_conflict(
    base: Body, ours: Body, theirs: Body, policy: Policy
) -> None:
    result = merged(base, ours, theirs, policy)
    for body, changed in ((ours, result.ours), (theirs, result.theirs)):
        for edit in changed:
            told = any(overlaps(conflict.path, edit.path) for conflict in result.conflicts)
            assert told or is_in(edit, result.value, body if edit.after is not None else base), edit


@TRIES
@given(base=_MADE, ours=_MADE, theirs=_MADE, policy=POLICIES, undecided=st.sampled_from(get_args(Side)))
def test_in_a_conflict_stands_the_word_of_its_owner(
    base: Body, ours: Body, theirs: Body, policy: Policy, undecided: Side
) -> None:
    result = merged(base, ours, theirs, policy, undecided)
    for conflict in result.conflicts:
        word: Side = {"ours": "ours", "national": "theirs", "ask": undecided}[conflict.owner]  # type: ignore[assignment]
        side: Body = {"base": base, "ours": ours, "theirs": theirs}[word]
        assert same(at(result.value, conflict.path), getattr(conflict, word), name_of(conflict.path, side)), conflict


@TRIES
@given(base=_MADE, ours=_MADE, theirs=_MADE, policy=POLICIES)
def test_what_was_kept_of_a_merge_tells_its_open_conflicts_again_and_nothing_else(
    base: Body, ours: Body, theirs: Body, policy: Policy
) -> None:
    first = merged(base, ours, theirs, policy, "ours")
    again = merged(first.base, first.value, theirs, policy, "ours")
    assert same(again.value, first.value)
    assert same(again.base, first.base)
    assert {each.path for each in again.conflicts} == {each.path for each in first.open}
    assert all(any(overlaps(each.path, edit.path) for each in first.open) for edit in again.theirs)


@TRIES
@given(base=_MADE, ours=_MADE, theirs=_MADE, choices=st.lists(st.sampled_from(get_args(Side)), min_size=1))
def test_what_was_chosen_stands_and_is_not_asked_again(
    base: Body, ours: Body, theirs: Body, choices: list[Side]
) -> None:
    asked = merged(base, ours, theirs, [], "ours")
    was, now, chosen = asked.base, asked.value, list[tuple[Path, Any, Body]]()
    for conflict, side in zip(asked.open, itertools.cycle(choices), strict=False):
        was, now = answered(was, now, conflict, getattr(conflict, side))
        chosen.append((conflict.path, getattr(conflict, side), {"base": base, "ours": ours, "theirs": theirs}[side]))
    result = merged(was, now, theirs, [])
    assert result.conflicts == ()
    for path, value, body in chosen:
        assert same(at(result.value, path), value, name_of(path, body)), path


@TRIES
@given(base=_MADE, ours=_MADE, theirs=_MADE)
def test_nothing_stands_in_the_result_that_nobody_said(base: Body, ours: Body, theirs: Body) -> None:
    result = merged(base, ours, theirs)
    told = [*(edit.path for edit in (*result.ours, *result.theirs)), *(each.path for each in result.conflicts)]
    for edit in edits(base, result.value):
        assert any(overlaps(path, edit.path) for path in told), edit


def swapped(policy: Policy) -> Policy:
    other: dict[Owner, Owner] = {"ours": "national", "national": "ours", "ask": "ask"}
    return [Rule(rule.pattern, other[rule.owner]) for rule in policy]


@TRIES
@given(base=BODIES, ours=BODIES, theirs=BODIES, policy=POLICIES)
def test_neither_side_is_favoured_but_by_its_owner(base: Body, ours: Body, theirs: Body, policy: Policy) -> None:
    one, other = merged(base, ours, theirs, policy), merged(base, theirs, ours, swapped(policy))
    assert same(one.value, other.value)
    assert (one.ours, one.theirs) == (other.theirs, other.ours)
    assert {each.path for each in one.conflicts} == {each.path for each in other.conflicts}
    assert {each.path for each in one.open} == {each.path for each in other.open}


@TRIES
@given(base=_MADE, ours=_MADE, theirs=_MADE, policy=POLICIES)
def test_merging_the_result_again_changes_nothing(base: Body, ours: Body, theirs: Body, policy: Policy) -> None:
    held = merged(base, ours, theirs, policy, "ours").value
    assert same(merged(base, held, theirs, policy, "ours").value, held)
    asked = merged(base, ours, theirs, policy, "theirs").value
    assert same(merged(base, ours, asked, policy, "theirs").value, asked)
    assert merged(held, held, held, policy).quiet


@TRIES
@given(base=BODIES, ours=BODIES, theirs=BODIES, policy=POLICIES)
@example(base={}, ours={"languages": ["b", "a"]}, theirs={"languages": ["c", "a"]}, policy=DEFAULTS)
def test_the_same_three_bodies_give_the_same_merge(base: Body, ours: Body, theirs: Body, policy: Policy) -> None:
    again = [msgspec.json.decode(msgspec.json.encode(each)) for each in (base, ours, theirs)]
    assert repr(merged(base, ours, theirs, policy)) == repr(merged(again[0], again[1], again[2], policy))
