"""Documents of the wire, well-formed and mutilated, for hypothesis: made of the wire model's types."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.catalogue.dialects.ptv_v11.wire import CHANNEL_TYPES, DOCUMENTS, MODELS

GUIDS = [
    "0008afc0-182c-4580-ba73-7472287f4d63",
    "0001A1C4-6273-424F-8D17-2AC62BE89741",
    "00094685-ccc8-44a7-8345-07e36afde1b6",
]
INSTANTS = [
    "2020-03-04T14:07:04.840483",
    "2020-03-04T14:07:04.8404831",
    "2020-03-04T14:07:04.8400000",
    "2020-03-04T14:07:04",
    "2020-03-04T14:07:04Z",
    "2020-03-04T16:07:04.5+02:00",
    "2020-02-30T00:00:00",
    "2020-03-04T24:00:00",
    "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+02:00",
    "2020-03-04",
    "",
]
DECIMALS = [
    "6730000.000",
    "258000",
    "0",
    "-0.0",
    "007.10",
    "6730000.12345",
    "6730000.123456789012345678",
    "1" * 400,
    "6,7",
    "1e6",
    "NaN",
    "",
    "٣",
]
CLOCKS = ["08:00:00", "16:30", "00:00:00", "24:00:00", "8:00", "08:00:30", ""]
CODES = ["1", "01", "091", "0091", "A1", "", "853"]
TYPES = [
    *("Name", "AlternativeName", "Summary", "Description", "UserInstruction", "DeadLine", "ServiceType"),
    *("GD_Description", "name", "", "Municipality", "Phone"),
]
LANGUAGES = ["fi", "sv", "en", "se", "smn", "sms", "de", "FI", ""]
HOUR_TYPES = ["DaysOfTheWeek", "Exceptional", "OverMidnight", "Sometimes", ""]
POOLS = {
    "language": LANGUAGES,
    "type": TYPES,
    "from": CLOCKS,
    "to": CLOCKS,
    "latitude": DECIMALS,
    "longitude": DECIMALS,
    "code": CODES,
    "serviceHourType": HOUR_TYPES,
    "dayTo": ["", "Monday", "Friday"],
}

_SOMETHING = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
ANYTHING: SearchStrategy[Any] = st.recursive(
    _SOMETHING,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "language", "type", "id", "x", ""]) | st.text(max_size=3), inner, max_size=3
        )
    ),
    max_leaves=5,
)
_NEW_NAMES = st.sampled_from(["future", "orderNumber", "remainder", "value", "id", "modified", "", "kind", "self"])


def _single(name: str, kind: str) -> SearchStrategy[Any]:
    if name in POOLS:
        return st.sampled_from(POOLS[name])
    match kind.split("|", maxsplit=1)[0]:
        case "string":
            return st.text(max_size=4) | st.sampled_from(["", "Terveysasema", *GUIDS])
        case "uuid":
            return st.sampled_from(
                [*GUIDS, "{0008afc0-182c-4580-ba73-7472287f4d63}", "0008afc0182c4580ba737472287f4d63", ""]
            )
        case "datetime":
            return st.sampled_from(INSTANTS)
        case "bool":
            return st.booleans()
        case "int":
            return st.integers()
    return an_object(kind)


@st.composite
def an_object(draw: DrawFn, model: str) -> dict[str, Any]:
    """An object of a read model: some of its members, now and then with a wrong type, null, or one that is new."""
    fields = MODELS[model]
    small = len(fields) <= 9
    names = list(fields) if small else draw(st.lists(st.sampled_from(list(fields)), max_size=7, unique=True))
    made: dict[str, Any] = {}
    for name in names:
        mood = draw(st.integers(0, 19))
        if mood == 0:
            made[name] = draw(ANYTHING)
        elif mood == 1:
            made[name] = None
        elif not small or mood != 2:
            made[name] = draw(_member(name, fields[name]))
    if draw(st.integers(0, 5)) == 0:
        made.setdefault(draw(_NEW_NAMES), draw(ANYTHING))
    return made


def _member(name: str, kind: str) -> SearchStrategy[Any]:
    if not kind.endswith("[]"):
        return _single(name, kind)
    item = _single(name, kind[:-2])
    return st.lists(st.integers(0, 11).flatmap(lambda mood: ANYTHING if mood == 0 else item), max_size=3)


@st.composite
def documents(draw: DrawFn, kind: str) -> dict[str, Any]:
    """A document that has a good id, kind and owner, whatever else it has."""
    model = draw(st.sampled_from(DOCUMENTS[kind]))
    document = draw(an_object(model)) | {"id": draw(st.sampled_from(GUIDS))}
    if model in CHANNEL_TYPES:
        document["serviceChannelType"] = CHANNEL_TYPES[model]
    if "organizationId" in document:
        document["organizationId"] = draw(st.sampled_from([*GUIDS, None, []]))
    return document


@st.composite
def general_descriptions(draw: DrawFn) -> dict[str, Any]:
    """A general description with a good id."""
    return draw(an_object("GeneralDescription")) | {"id": draw(st.sampled_from(GUIDS))}
