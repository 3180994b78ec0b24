"""Three states meet: what the row left alone stays as it is now, what it changed is put, what both changed is told."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.exchange.merging import merge_patch, of_members
from catalogue.services import patches

names = st.sampled_from("abc")
leaves = st.one_of(st.integers(0, 3), st.text("xy", max_size=2), st.lists(st.integers(0, 2), max_size=2))
contents = st.dictionaries(names, st.one_of(leaves, st.dictionaries(names, leaves, min_size=1, max_size=3)), max_size=3)


@settings(max_examples=500, deadline=None)
@given(contents, contents)
def test_a_merge_patch_leads_from_one_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert patches.merged(before, merge_patch(before, after)) == after
    assert merge_patch(after, after) == {}


@settings(max_examples=1_000, deadline=None)
@given(contents, contents, contents)
def test_nothing_of_anybody_is_lost(seen: dict[str, Any], present: dict[str, Any], mine: dict[str, Any]) -> None:
    patch, members, said = of_members(seen=seen, present=present, given=mine)
    merged = patches.merged(present, patch)
    told = [tuple(each.place.split("/")[1:]) for each in said]
    for path in patches.touched(merge_patch(seen, mine)):
        place = patches.pointer(path)
        if place in members or patches.at(mine, path) == patches.at(present, path):
            assert patches.at(merged, path) == patches.at(mine, path), "what the row changed is put"
        else:
            assert path in told
            assert patches.at(present, path) != patches.at(seen, path), "only what both have changed is refused"
    for path, *_ in patches.difference(present, merged):
        assert any(patches.overlap(path, place.split("/")[1:]) for place in members), "nothing else is touched"


@settings(max_examples=300, deadline=None)
@given(contents, contents)
def test_it_is_put_once(seen: dict[str, Any], mine: dict[str, Any]) -> None:
    patch, _, said = of_members(seen=seen, present=seen, given=mine)
    assert said == []
    after = patches.merged(seen, patch)
    assert after == mine
    assert of_members(seen=seen, present=after, given=mine) == ({}, [], [])


@settings(max_examples=300, deadline=None)
@given(contents, contents)
def test_what_was_not_changed_leaves_all_to_others(seen: dict[str, Any], present: dict[str, Any]) -> None:
    assert of_members(seen=seen, present=present, given=seen) == ({}, [], [])
