"""The pure rules of writing, asked with whatever a client may send."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suomifi_standin.accounts import Account, Accounts
from suomifi_standin.documents import Kind
from suomifi_standin.incoming import blank, checking, languages, rendering, statuses
from suomifi_standin.incoming.bodies import COLLECTION, ORGANIZATION, SERVICE
from suomifi_standin.incoming.languages import Needed
from suomifi_standin.incoming.members import Body, Rule, Shape
from suomifi_standin.incoming.targets import TARGETS
from tests.suomifi_standin.wire_model import CHANNELS

Json = dict[str, Any]
NOW = datetime(2026, 11, 24, tzinfo=UTC)
NAMES = sorted({member.name for target in TARGETS.values() for member in target.body.shape.members})
LANGUAGES = st.sampled_from(checking.LANGUAGES)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | LANGUAGES | st.sampled_from(["Name", "Single"])
)
INNER = ("value", "type", "language", "subType", "streetAddress", "openingHour", "serviceHourType", "areaCodes")
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=4),
    max_leaves=12,
)
BODIES = st.sampled_from([target.body for target in TARGETS.values()])


# --- shapes -----------------------------------------------------------------------------------------------------------


@given(BODIES, st.booleans(), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12) | VALUES)
def test_whatever_is_sent_is_answered_with_a_dictionary_of_messages(body: Body, new: bool, sent: Any) -> None:
    errors = checking.errors_of(body.shape if new else body.for_put(), sent, now=NOW)
    assert all(errors.values())
    assert all(isinstance(message, str) for messages in errors.values() for message in messages)


@pytest.mark.parametrize("body", [target.body for target in TARGETS.values()])
def test_a_text_one_letter_too_long_is_told_at_its_path(body: Body) -> None:
    for member in body.shape.members:
        if member.many or member.most is None:
            continue
        path = checking.pascal(member.name)
        for length, told in ((member.most, False), (member.most + 1, True)):
            errors = checking.errors_of(body.shape, {member.name: "1" * length}, now=NOW)
            assert any("maximum length" in message for message in errors.get(path, ())) is told


@given(st.lists(st.tuples(st.sampled_from(["Name", "AlternativeName"]), LANGUAGES), max_size=5))
def test_a_type_comes_once_in_a_language(pairs: list[tuple[str, str]]) -> None:
    names = [{"type": kind, "language": language, "value": "Nimi"} for kind, language in pairs]
    errors = checking.errors_of(SERVICE.for_put(), {"publishingStatus": "Draft", "serviceNames": names}, now=NOW)
    assert ("ServiceNames" in errors) is (len(set(pairs)) < len(pairs))


@given(st.text())
def test_a_text_of_whitespace_or_of_five_letters_is_enough(text: str) -> None:
    body = {"publishingStatus": "Draft", "requirements": [{"value": text, "language": "fi"}]}
    told = "Requirements[0].Value" in checking.errors_of(SERVICE.for_put(), body, now=NOW)
    assert told is (text == "" or 0 < len(text.strip()) < 5)


@given(st.timedeltas(timedelta(days=-9999), timedelta(days=9999)))
def test_a_date_to_come_lies_ahead(ahead: timedelta) -> None:
    body = {"publishingStatus": "Draft", "validFrom": (NOW + ahead).replace(tzinfo=None).isoformat()}
    assert ("ValidFrom" in checking.errors_of(SERVICE.for_put(), body, now=NOW)) is (ahead <= timedelta())


# --- what a put changes -----------------------------------------------------------------------------------------------

TABLE: Mapping[str, Any] = {
    member.name: list for body in (SERVICE, ORGANIZATION, COLLECTION) for member in body.shape.members if member.many
}


@given(BODIES, st.dictionaries(st.sampled_from(sorted(TABLE)), st.sampled_from([None, [], ["x"]])), st.data())
def test_only_what_is_named_or_flagged_changes(body: Body, sent: Json, data: st.DataObject) -> None:
    flags = data.draw(st.dictionaries(st.sampled_from(sorted(body.flags)), st.booleans()))
    empty = rendering.emptied(body, {**sent, **flags})
    changed = rendering.members(sent, empty, TABLE)
    for name in TABLE:
        flagged = any(value and body.flags[flag] == name for flag, value in flags.items())
        if sent.get(name):
            assert changed[name] == ["x"]
        elif name in changed:
            assert flagged
            assert not changed[name]
        else:
            assert not flagged or (name == "webPages" and name in sent)


def test_a_blank_document_of_each_kind_has_the_members_of_reads() -> None:
    for kind in (Kind.SERVICE, Kind.ORGANIZATION, Kind.COLLECTION):
        assert list(blank.document(kind))[:2] == ["id", "sourceId"]
    for channel in CHANNELS:
        assert blank.document(Kind.CHANNEL, channel)["serviceChannelType"] == channel


# --- language versions ------------------------------------------------------------------------------------------------

LISTS = (Needed("names"), Needed("summaries"), Needed("texts"))
Three = tuple[frozenset[str], frozenset[str], frozenset[str]]
SPOKEN = st.frozensets(LANGUAGES, max_size=3)


def speaking(*spoken: frozenset[str]) -> Json:
    return {
        each.member: [{"language": language, "value": "x"} for language in sorted(found)]
        for each, found in zip(LISTS, spoken, strict=True)
    }


@given(st.tuples(SPOKEN, SPOKEN, SPOKEN))
def test_a_new_thing_speaks_the_same_languages_in_every_list(spoken: Three) -> None:
    assert (not list(languages.complaints(LISTS, None, speaking(*spoken)))) is (len(set(spoken)) == 1)


@given(st.tuples(SPOKEN, SPOKEN, SPOKEN))
def test_what_was_uneven_before_may_stay_so(spoken: Three) -> None:
    document = speaking(*spoken)
    assert list(languages.complaints(LISTS, document, document)) == []


@given(SPOKEN, st.tuples(SPOKEN, SPOKEN, SPOKEN))
def test_from_an_even_state_only_an_even_one_follows(before: frozenset[str], after: Three) -> None:
    complaints = list(languages.complaints(LISTS, speaking(before, before, before), speaking(*after)))
    assert (not complaints) is (len(set(after)) == 1)


@given(st.tuples(SPOKEN, SPOKEN, SPOKEN), SPOKEN)
def test_a_version_that_goes_takes_its_texts(spoken: Three, gone: frozenset[str]) -> None:
    document = speaking(*spoken)
    left = {**document, **languages.without(document, gone)}
    assert languages.versions(LISTS, left) == languages.versions(LISTS, document) - gone


# --- dates of publishing, tokens --------------------------------------------------------------------------------------

DATES = st.none() | st.integers(1, 500).map(lambda days: (NOW + timedelta(days)).isoformat())


@given(DATES, DATES, st.sampled_from(["Draft", "Published", "Modified", "Deleted"]))
def test_dates_of_publishing_go_with_their_status(begins: str | None, ends: str | None, status: str) -> None:
    told = {path for path, _ in statuses.timing({"validFrom": begins, "validTo": ends, "publishingStatus": status})}
    assert ("ValidFrom" in told) is (begins is not None and status not in ("Draft", "Modified"))
    alone = ends is not None and begins is None and status != "Published"
    turned = begins is not None and ends is not None and ends <= begins
    assert ("ValidTo" in told) is (alone or turned)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_token_holds_until_its_time_by_the_clock_that_judges(life: int, later: int, skew: int) -> None:
    accounts = Accounts(life=timedelta(seconds=life), skew=timedelta(seconds=skew))
    accounts.add(Account("user", "password", {"a": "b"}))
    token = accounts.login("user", "password", None, NOW)
    found = accounts.author(token, NOW + timedelta(seconds=later))
    assert (found is not None) is (later + skew < life)


@given(st.text(max_size=40), st.integers(0, 200))
def test_no_other_token_speaks_for_anybody(text: str, at: int) -> None:
    accounts = Accounts()
    accounts.add(Account("user", "password", {"a": "b"}))
    token = accounts.login("user", "password", None, NOW)
    changed = token[: at % len(token)] + text + token[at % len(token) :]
    for other in {text, changed} - {token}:
        assert accounts.author(other, NOW) is None


def test_the_rules_of_values_are_all_used() -> None:
    def rules(shape: Shape) -> set[Rule]:
        found = {rule for member in shape.members for rule in member.rules}
        return found.union(*(rules(member.of) for member in shape.members if isinstance(member.of, Shape)))

    assert set[Rule]().union(*(rules(target.body.shape) for target in TARGETS.values())) == set(Rule)
