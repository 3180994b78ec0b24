"""Columns show members and put them back: what a cell puts it shows, and no column touches what another shows."""

import re
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from catalogue.codes.values import NamedCode
from catalogue.exchange import merging, words
from catalogue.exchange.errors import Unreadable
from catalogue.exchange.fees import as_cell, fee_row, read_amount, read_day
from catalogue.exchange.sheets import SHEETS, columns, in_all_languages
from catalogue.exchange.values import Sheet
from catalogue.exchange.written import hours_text, phone_text, read_hours, read_phone
from catalogue.parts import (
    Address,
    Classification,
    DailyOpening,
    Email,
    Fee,
    LanguageVersion,
    Phone,
    ServiceHour,
    StreetAddress,
    WebPage,
)
from catalogue.services.hours import WEEKDAYS
from catalogue.services.values import Connection, Organization, Service
from tests.catalogue_make import LIBRARY_CLASS, channel, collection, organization, service

CITY = organization()
CONTENTS: dict[Sheet, Any] = {
    "organization": CITY.value,
    "service": service(responsible=CITY.id).value,
    "service_channel": channel().value,
    "service_collection": collection().value,
    "connection": Connection(language_versions={"fi": LanguageVersion(description="Kysy.")}),
}
# Of which kind a channel is that has a column.
KINDS = {"requires_authentication": "EChannel", "accessibility": "EChannel", "form": "PrintableForm"}
CODES = {
    "service_classes": {
        "P1.2": NamedCode(code="P1.2", names={"fi": "Asuminen"}, uri="http://uri/P1.2"),
        "P11.4": NamedCode(code="P11.4", names={"fi": "Kirjastot"}),
    }
}
LANGUAGES = ("fi", "sv")
# What each column may be given, by the first part of its key.
GIVEN = {
    "source_id": "K-77",
    "parent_organization_id": str(CITY.id),
    "organization": "7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b81",
    "languages": "en; sv",
    "service_classes": "P1.2; P11.4",
    "target_groups": "KR9",
    "life_events": "KE1",
    "ontology_terms": "http://www.yso.fi/onto/koko/p9",
    "keywords": "yksi; kaksi",
    "phone": "+358 99",
    "email": "uusi@example.org",
    "web_page": "https://example.org/uusi",
    "hours": "Mon 8:00-9:00, Tue-Thu 8:00-24:00",
    "producers": f"SelfProducedServices {CITY.id}; ProcuredServices 7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b81",
    "areas": "Region 02; Municipality 853; Municipality 091; WellbeingServiceCounties 06",
    "services": "7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b81; 7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b82",
    "service_channels": "7f9c2ba4-e88f-4b1a-9d0a-3e2f5d6c7b81",
    "requires_authentication": "no",
}
CELLS = [
    (kind, column.key)
    for kind in SHEETS
    for column in columns(kind, LANGUAGES, CODES)
    if column.key not in ("service_channel_type", "fees")
]


def content(sheet: Sheet, key: str) -> Any:
    kind = KINDS.get(key.partition(".")[0])
    return CONTENTS[sheet] if kind is None else channel(kind=kind, addresses=[], emails=[], phone_numbers=[]).value


@pytest.mark.parametrize(("kind", "key"), CELLS)
def test_a_cell_shows_what_it_puts_and_leaves_the_others(kind: Sheet, key: str) -> None:
    before = content(kind, key)
    every = columns(kind, LANGUAGES, CODES)
    (column,) = (each for each in every if each.key == key)
    text = GIVEN.get(key.partition(".")[0], "Uusi")
    for put in (text, ""):
        after = column.put(before, put)
        assert column.shown(after) == put
        others = {each.key: each.shown(before) for each in every if each.key != key}
        assert {each.key: each.shown(after) for each in every if each.key != key} == others
    assert column.shown(column.put(column.put(before, ""), text)) == text


@pytest.mark.parametrize("kind", SHEETS)
def test_every_column_has_words_in_three_languages(kind: Sheet) -> None:
    for key in in_all_languages(kind):
        assert len([line for line in words.help_of(key, kind).splitlines() if line]) == 3


def test_everything_is_said_in_three_languages_with_the_same_values() -> None:
    finnish, *others = (words._words(language) for language in words.LANGUAGES)
    for other in others:
        assert finnish.keys() == other.keys()
        for section in ("words", "sentences"):
            assert {key: values_of(said) for key, said in finnish[section].items()} == {
                key: values_of(said) for key, said in other[section].items()
            }


def values_of(said: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(said) if name}


def test_every_sentence_that_is_said_is_there() -> None:
    folder = Path(words.__file__).parent
    code = "".join(path.read_text() for path in folder.rglob("*.py"))
    known = words._words("en")["sentences"]
    for key in re.findall(
        r'(?:Refused|Unreadable|NotAllowed|NotToUndo|Stopped|TooManyWaiting)\(\s*"([a-z_0-9]+)"', code
    ):
        assert key in known
    unsaid = [key for key in known if f'"{key}"' not in code]
    assert not unsaid


def test_further_contacts_stay() -> None:
    value = replace(
        CITY.value,
        phone_numbers=[
            Phone(number="1", language="sv"),
            Phone(number="2", language="fi"),
            Phone(number="3", language="fi"),
        ],
        emails=[Email(value="a@b.fi", language="fi", description="Kirjaamo")],
        web_pages=[WebPage(url="https://a.fi", value="A", language="fi")],
    )
    by_key = {column.key: column for column in columns("organization", LANGUAGES, {})}
    phoned = by_key["phone.fi"].put(value, "+358 4")
    assert [(phone.prefix_number, phone.number) for phone in phoned.phone_numbers] == [
        (None, "1"),
        ("+358", "4"),
        (None, "3"),
    ]
    assert [phone.number for phone in by_key["phone.fi"].put(value, "").phone_numbers] == ["1", "3"]
    assert by_key["email.fi"].put(value, "c@d.fi").emails[0].description == "Kirjaamo"
    assert by_key["web_page.fi"].put(value, "https://b.fi").web_pages[0].value == "A"


def test_a_place_keeps_its_coordinates_and_other_addresses() -> None:
    value = channel().value
    other = Address(type="Postal", sub_type="Street", street_address=StreetAddress(street={"fi": "Toinen"}))
    value = replace(value, addresses=[other, *value.addresses])  # type: ignore[union-attr]
    (column,) = (each for each in columns("service_channel", LANGUAGES, {}) if each.key == "street_number")
    after = column.put(value, "7 B")
    assert after.addresses[0] == other
    assert after.addresses[1].street_address == replace(value.addresses[1].street_address, street_number="7 B")  # type: ignore[union-attr,type-var]


def test_a_known_class_stays_whole_and_a_new_one_is_of_the_national_list() -> None:
    value = CONTENTS["service"]
    (column,) = (each for each in columns("service", LANGUAGES, CODES) if each.key == "service_classes")
    assert column.put(value, "P1.2; P11.4").service_classes == [
        Classification(code="P1.2", new_uri="http://uri/P1.2", name={"fi": "Asuminen"}),
        LIBRARY_CLASS,
    ]
    with pytest.raises(Unreadable, match="P99"):
        column.put(value, "P99")


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("+358 22620624", "+358 22620624"),
        ("+358226 20624", "+358 22620624"),
        ("02 262 0624", "+358 22620624"),
        ("(02) 2620-624", "+358 22620624"),
        ("+46 8 123", "+46 8123"),
        ("116117", "116117"),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(said: str, means: str) -> None:
    found = read_phone(said)
    assert phone_text(Phone(prefix_number=found.prefix, number=found.number)) == means


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("ma-pe 8-16", "Mon-Fri 8:00-16:00"),
        ("mån–tors 8.30–16, lör 10–14", "Mon-Thu 8:30-16:00, Sat 10:00-14:00"),
        ("Mon-Fri 8:00-12:00, 13:00-16:00", "Mon-Fri 8:00-12:00, Mon-Fri 13:00-16:00"),
        ("la 10-24", "Sat 10:00-24:00"),
        ("Sun-Mon 1:00-2:00", "Sun-Mon 1:00-2:00"),
        ("Always", "always"),
        ("by  appointment", "by appointment"),
    ],
)
def test_hours_are_read_as_people_write_them(said: str, means: str) -> None:
    kind, spans = read_hours(said)
    assert hours_text(ServiceHour(kind=kind, opening_hours=spans)) == means


@pytest.mark.parametrize("said", ["?", "ma", "8-16", "ma 16-8", "ma 8-25", "ma 8:70-9", "xx 8-16", "ma 8-16 x"])
def test_what_is_no_hours_is_refused(said: str) -> None:
    with pytest.raises(Unreadable):
        read_hours(said)


clocks = st.integers(0, 24 * 60)
spans_ = st.tuples(clocks, clocks).filter(lambda both: both[0] < both[1])


def _clock(minutes: int) -> str:
    return "{:02}:{:02}".format(*divmod(minutes % (24 * 60), 60))


openings = st.builds(
    lambda first, last, span: DailyOpening(
        day_from=first, day_to=None if last == first else last, opens=_clock(span[0]), closes=_clock(span[1])
    ),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(WEEKDAYS),
    spans_,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(openings, min_size=1, max_size=8))
def test_weekly_hours_come_back_as_they_were(said: list[DailyOpening]) -> None:
    assert read_hours(hours_text(ServiceHour(kind="weekly", opening_hours=said))) == ("weekly", said)


@settings(max_examples=200, deadline=None)
@given(st.from_regex(r"\+[1-9][0-9]{0,3}", fullmatch=True), st.from_regex(r"[1-9][0-9]{0,19}", fullmatch=True))
def test_numbers_come_back_as_they_were(prefix: str, number: str) -> None:
    assert read_phone(phone_text(Phone(prefix_number=prefix, number=number))) == (prefix, number)


@pytest.mark.parametrize(
    ("said", "means"),
    [("12,5 €", "12.50"), ("12.50", "12.50"), ("1 200", "1200"), ("0", "0"), ("7.5 euroa", "7.50"), (" ", None)],
)
def test_an_amount_is_read_as_people_write_it(said: str, means: str | None) -> None:
    assert read_amount(said) == means


@pytest.mark.parametrize("said", ["-1", "kymmenen", "1.234", "1e3", "1,2,3", "NaN", "9999999999", "٣"])
def test_what_is_no_amount_is_refused(said: str) -> None:
    with pytest.raises(Unreadable):
        read_amount(said)


def test_a_day_is_read_as_people_write_it() -> None:
    assert read_day("31.1.2026") == read_day("2026-01-31") == date(2026, 1, 31)
    for said in ("31.2.2026", "2026", "huomenna", "20260131x"):
        with pytest.raises(Unreadable):
            read_day(said)


@pytest.mark.parametrize("said", ["853", "Kunta 853", "Municipality", "Municipality 853 091"])
def test_what_is_no_area_is_refused(said: str) -> None:
    (column,) = (each for each in columns("service", LANGUAGES, {}) if each.key == "areas")
    with pytest.raises(Unreadable):
        column.put(CONTENTS["service"], said)


amounts = st.one_of(st.none(), st.from_regex(r"[0-9]{1,6}(\.[0-9]{2})?", fullmatch=True))
localized = st.dictionaries(st.sampled_from(["fi", "sv", "se"]), st.text("abö €\r\n", min_size=1).filter(str.strip))
days = st.one_of(st.none(), st.dates())
fees_ = st.builds(
    Fee,
    name=localized,
    amount=amounts,
    free_of_charge=st.booleans(),
    unit=localized,
    terms=localized,
    valid_from=days,
    valid_to=days,
)


@settings(max_examples=150, deadline=None)
@given(said=st.lists(fees_, max_size=4), at=st.integers(0, 3))
def test_fees_come_back_as_they_were_and_a_changed_row_changes_its_own(said: list[Fee], at: int) -> None:
    (column,) = columns("fee", LANGUAGES, {})
    before = Service(fees=said)
    cell = column.shown(before)
    assert merging.of_cells({"fees": cell}, [column], seen=before, present=before).members == []
    assert column.put(before, cell).fees == [fee for fee in said if fee_row(fee, LANGUAGES)] + [
        fee for fee in said if not fee_row(fee, LANGUAGES)
    ]
    rows = [row for fee in said if (row := fee_row(fee, LANGUAGES))]
    if at < len(rows) == len(said):
        rows[at] = {**rows[at], "amount": "77.77"}
        after = column.put(before, as_cell(rows)).fees
        assert after[at] == replace(said[at], amount="77.77")
        assert after[:at] + after[at + 1 :] == said[:at] + said[at + 1 :]


texts = st.one_of(st.none(), st.text(max_size=40))
contents = st.builds(
    lambda name, url, phones, codes: Service(
        language_versions={"fi": replace(service().value.language_versions["fi"], name=name, keywords=phones)},
        service_classes=[Classification(code=code) for code in codes],
        source_id=url,
    ),
    texts,
    texts,
    st.lists(st.text(max_size=10), max_size=3),
    st.lists(texts, max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(contents)
def test_whatever_a_thing_says_its_own_cells_change_nothing(content: Service) -> None:
    every = columns("service", LANGUAGES, CODES)
    cells = {column.key: merging.cell_text(column.shown(content)) for column in every}
    merged = merging.of_cells(cells, every, seen=content, present=content)
    assert (merged.content, merged.members, merged.said) == (content, [], [])


def test_a_text_that_is_longer_than_a_cell_stays_as_it_is_and_is_not_changed_in_a_sheet() -> None:
    content = Organization(
        language_versions={"fi": replace(CITY.value.language_versions["fi"], description="a" * 40_000)}
    )
    every = columns("organization", LANGUAGES, {})
    cells = {column.key: merging.cell_text(column.shown(content)) for column in every}
    assert len(cells["description.fi"]) == merging.WIDEST
    assert merging.of_cells(cells, every, seen=content, present=content).members == []
    cells["description.fi"] = "lyhyt"
    (said,) = merging.of_cells(cells, every, seen=content, present=content).said
    assert said.place == "description.fi"
