"""Whatever a thing holds, checking it ends in findings that can be shown: pointers resolve, sentences are whole."""

from typing import Any

import msgspec
import msgspec.inspect
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.services.rules import BY_CODE, Ends, Facts, Owner, check
from catalogue.services.rules.words import member_name, words
from catalogue.services.values import Connection, Organization, Service, ServiceChannel, ServiceCollection
from tests.catalogue.services.rules.test_rules import SUBJECTS, resolve
from tests.catalogue.services.rules.things import Checked, a_general_description, midnight

WORDS = [
    *("", " ", "x", "Hei", "Name", "AlternativeName", "LimitedType", "Nationwide", "Service", "Producer", "Other"),
    *("Responsible", "OtherResponsible", "SelfProducedServices", "Location", "Postal", "Single", "Street", "Abroad"),
    *("KR1", "KR2", "KR2.1", "P7", "P7.1", "08:00", "16:00", "00:00", "Monday", "Sunday", "fi", "853", "20100"),
    *("https://turku.fi", "https://[", "http://:80", "hoito@turku.fi", "+358", "0401234567", "0204819-8", "{value}"),
    *("a/b~c", "\ud800", "🙂" * 400, "sana " * 1200, "Soita 040 123 4567 tai www.turku.fi ja hoito(at)turku.fi. "),
]
TEXTS = st.sampled_from(WORDS) | st.text(max_size=6)
LANGUAGES = st.sampled_from(["fi", "sv", "sms", "de", "a/b~c", ""])
KINDS = ["ServiceLocation", "EChannel", "WebPage", "PrintableForm", "Phone", "Carrier pigeon"]
INSTANTS = st.sampled_from([midnight(2026, 12, 24), midnight(2020, 1, 1)])


def anything(kind: Any, name: str = "") -> st.SearchStrategy[Any]:
    """A value of a type as our structs spell it."""
    kind = msgspec.inspect.type_info(kind) if not isinstance(kind, msgspec.inspect.Type) else kind
    match kind:
        case msgspec.inspect.StructType():
            return struct(kind.cls)
        case msgspec.inspect.UnionType():
            return st.one_of([anything(each, name) for each in kind.types])
        case msgspec.inspect.ListType():
            return st.lists(anything(kind.item_type, name), max_size=2)
        case msgspec.inspect.DictType():
            values = st.just({}) if name == "remainder" else anything(kind.value_type, name)
            return st.just({}) if name == "remainder" else st.dictionaries(LANGUAGES, values, max_size=2)
        case msgspec.inspect.LiteralType():
            return st.sampled_from(kind.values)
        case msgspec.inspect.StrType():
            return st.sampled_from(KINDS) if name == "service_channel_type" else TEXTS
        case msgspec.inspect.BoolType():
            return st.booleans()
        case msgspec.inspect.IntType():
            return st.integers(-1, 3)
        case msgspec.inspect.FloatType():
            return st.sampled_from([0.0, -1.0, 6_711_000.0, 239_000.0, float("inf"), float("nan")])
        case msgspec.inspect.DateTimeType():
            return INSTANTS
        case msgspec.inspect.DateType():
            return st.sampled_from([midnight(2026, 12, 24).date(), midnight(2020, 1, 1).date()])
        case msgspec.inspect.UUIDType():
            return st.uuids(version=4)
        case _:
            return st.none()


_MADE: dict[type, st.SearchStrategy[Any]] = {}


def struct(cls: type) -> st.SearchStrategy[Any]:
    """A struct with any of its members given."""
    if cls not in _MADE:
        fields = msgspec.structs.fields(cls)
        _MADE[cls] = st.fixed_dictionaries(
            {f.name: anything(f.type, f.name) for f in fields if f.required},
            optional={f.name: anything(f.type, f.name) for f in fields if not f.required},
        ).map(lambda members: cls(**members))
    return _MADE[cls]


FACTS = [
    Facts(),
    Facts(
        town_languages=("fi", "se"),
        owner=Owner(area_type="LimitedType", areas=frozenset({("Municipality", "853")})),
        general_description=a_general_description(),
        names_taken=frozenset({("fi", "hei")}),
        connections=0,
        ends=Ends(service_channel_type="WebPage"),
        today=midnight(2026, 12, 27).date(),
    ),
]


@pytest.mark.parametrize("kind", [Organization, Service, ServiceChannel, ServiceCollection, Connection])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_thing_holds_its_findings_can_be_shown(kind: type[Checked], data: st.DataObject) -> None:
    value, facts = data.draw(struct(kind)), data.draw(st.sampled_from(FACTS))
    for finding in check(value, facts):
        assert SUBJECTS[kind] in BY_CODE[finding.code].about
        resolve(value, finding.path)
        for language, message in finding.messages().items():
            assert len(message) < 500
            assert "{member}" not in words(language).findings[finding.code] or member_name(language, finding.path)
