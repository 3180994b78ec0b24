"""What the register says again is no news to a connection that editors have changed; what it says anew holds."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from catalogue.parts import Fee, LanguageVersion, Reference
from catalogue.services import connections, heard
from catalogue.services.connections import Move, Names, Pair
from catalogue.services.values import Connection, ConnectionEnd, Kind

SERVICE, CHANNEL = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEW = connections.new(SERVICE, CHANNEL)
NOBODY = Names()


def says(text: str, *, at: datetime = NOON, **members: Any) -> ConnectionEnd:
    """The connection in one of the two documents; the other thing does not matter."""
    said = Connection(language_versions={"fi": LanguageVersion(description=text)}, **members)
    return ConnectionEnd(other=Reference(id=UUID(int=3), name="Toinen"), modified=at, connection=said)


def text(pair: Pair) -> str | None:
    return None if pair.content is None else pair.content.language_versions["fi"].description


def pulled(pair: Pair, **said: ConnectionEnd | None) -> Pair:
    """Both documents are pulled, channels first, or those that are named; None: it does not tell of the pair."""
    for kind in ("service_channel", "service"):
        if kind in said:
            end = said[kind]
            after = heard.not_shown(pair, kind) if end is None else heard.shown(pair, kind, end, 0)
            pair = Move.of(None if pair.version == 0 else pair, after).after
    return pair


def changed(pair: Pair, text: str, at: datetime = NOON + timedelta(hours=1)) -> Pair:
    patch = {"language_versions": {"fi": {"description": text}}}
    return Move.of(pair, connections.changed(pair, patch, names=NOBODY, at=at)).after


def both(end: ConnectionEnd | None) -> dict[str, ConnectionEnd | None]:
    return {"service": end, "service_channel": end}


def test_what_is_shown_as_before_changes_nothing() -> None:
    pair = pulled(NEW, **both(says("A")))
    assert (text(pair), pair.version) == ("A", 1)
    assert pulled(pair, service=pair.service.said, service_channel=pair.channel.said) == pair


def test_what_the_register_says_again_leaves_what_editors_said() -> None:
    pair = changed(pulled(NEW, **both(says("A"))), "Oma")
    again = pulled(pair, **both(says("A", at=NOON + timedelta(days=1))))
    assert (text(again), again.version) == ("Oma", 2)
    assert again.service.said is not None
    assert again.service.said.other.name == "Toinen"


def test_what_the_register_says_anew_holds_and_is_a_version() -> None:
    pair = changed(pulled(NEW, **both(says("A"))), "Oma")
    news = pulled(pair, **both(says("B", at=NOON + timedelta(days=1))))
    assert (text(news), news.version) == ("B", 3)


def test_what_editors_have_disconnected_stays_so_until_the_register_says_something_new() -> None:
    pair = pulled(NEW, **both(says("A")))
    gone = Move.of(pair, connections.disconnected(pair)).after
    assert text(pulled(gone, **both(says("A")))) is None
    assert text(pulled(gone, **both(says("B")))) == "B"


def test_a_connection_that_the_register_never_showed_stays() -> None:
    made = Move.of(None, connections.connected(NEW, {}, names=NOBODY, at=NOON)).after
    assert pulled(made, **both(None)) == made


def test_one_that_the_register_shows_no_more_goes_with_the_last_document_that_showed_it() -> None:
    pair = changed(pulled(NEW, **both(says("A"))), "Oma")
    half = pulled(pair, service_channel=None)
    assert (text(half), half.version) == ("Oma", 2)
    gone = pulled(half, service=None)
    assert (gone.content, gone.version) == (None, 3)
    assert text(pulled(gone, **both(says("A")))) == "A"


def test_fees_are_ours_whatever_the_register_says() -> None:
    pair = pulled(NEW, **both(says("A")))
    fees = [{"name": {"fi": "Käynti"}, "amount": "5"}]
    priced = Move.of(pair, connections.changed(pair, {"fees": fees}, names=NOBODY, at=NOON)).after
    for end in (says("A"), says("B", at=NOON + timedelta(days=1))):
        after = pulled(priced, **both(end))
        assert after.content is not None
        assert after.content.fees == [Fee(name={"fi": "Käynti"}, amount="5")]


TEXTS = st.sampled_from("ABC")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["service", "service_channel"]), st.none() | TEXTS),
        st.tuples(st.sampled_from(["change", "connect"]), TEXTS),
        st.tuples(st.just("disconnect"), st.none()),
    ),
    max_size=12,
)


def taken(pair: Pair, name: str, given_: str | None, at: datetime) -> Pair:
    """A step that fits, and nothing for one that does not."""
    if name in ("service", "service_channel"):
        kind: Kind = "service" if name == "service" else "service_channel"
        return heard.not_shown(pair, kind) if given_ is None else heard.shown(pair, kind, says(given_), 0)
    members = {"language_versions": {"fi": {"description": given_}}}
    if name == "connect" and pair.content is None:
        return connections.connected(pair, members, names=NOBODY, at=at)
    if name == "change" and pair.content is not None:
        return connections.changed(pair, members, names=NOBODY, at=at)
    return connections.disconnected(pair) if name == "disconnect" and pair.content is not None else pair


@settings(deadline=None)
@given(steps=STEPS)
def test_whatever_happens_what_is_shown_again_is_no_news_and_versions_follow_what_holds(
    steps: list[tuple[str, str | None]],
) -> None:
    pair = NEW
    for number, (name, given_) in enumerate(steps):
        after = taken(pair, name, given_, NOON + timedelta(minutes=number))
        if after == pair:
            continue
        moved = Move.of(pair if pair.version else None, after).after
        assert moved.version - pair.version == int(pair.version == 0 or moved.content != pair.content)
        if name in ("service", "service_channel"):
            assert taken(moved, name, given_, NOON) == moved
        told = connections.snapshot(moved)
        then = connections.of_snapshot(moved, moved.version, told)
        assert (then.content, then.position) == (moved.content, moved.position)
        assert replace(moved, version=0) == replace(after, version=0)
        pair = moved
