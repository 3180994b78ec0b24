"""Documents of version 12 for hypothesis, made of the wire model: whole ones, and such as nobody thought of."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.catalogue.dialects.ptv_v12.wire import DOCUMENTS, MODELS, VARIANTS

GUIDS = [
    "0008afc0-182c-4580-ba73-7472287f4d63",
    "0001A1C4-6273-424F-8D17-2AC62BE89741",
    "00094685-ccc8-44a7-8345-07e36afde1b6",
]
LANGUAGES = ["fi", "sv", "en", "se", "smn", "sms"]
INSTANTS = ["2025-09-22T07:32:52.026Z", "2025-09-22T10:32:52.02600+03:00", "2025-09-22T07:32:52Z", "2025-09-22", "x"]
DAYS = ["2027-01-11", "2027-01-17", "2027-01-12", "2027-13-01", "0001-01-01", "9999-12-31"]
CLOCKS = ["08:00", "16:30", "00:00", "24:00", "23:59", "8:00", "25:00"]
WORDS = ["Terveysasema", "P3.1", "853", "02", "EChannel", "LimitedType", "Chargeable", "Soon"]
CODES = {"municipalities": ["091", "853", "049"], "regions": ["02", "01"], "wellbeingServicesCounties": ["02", "90"]}
_WHOLE = {
    "guid": st.sampled_from(GUIDS),
    "instant": st.sampled_from(INSTANTS[:3]),
    "day": st.sampled_from(DAYS[:3]),
    "clock": st.sampled_from(CLOCKS[:5]),
    "string": st.sampled_from(WORDS[:4]) | st.text(min_size=1, max_size=4),
    "integer": st.integers(0, 9),
    "number": st.sampled_from([240000, 6711000.5, 400000.123]),
    "boolean": st.booleans(),
}
_ODD = _WHOLE | {
    "guid": st.sampled_from([*GUIDS, "0008afc0182c4580ba737472287f4d63", ""]),
    "instant": st.sampled_from(INSTANTS),
    "day": st.sampled_from(DAYS),
    "clock": st.sampled_from(CLOCKS),
    "string": st.sampled_from([*WORDS, ""]) | st.text(max_size=4),
    "number": st.floats(allow_nan=False, allow_infinity=False) | st.integers(),
}
_SOMETHING = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
ANYTHING: SearchStrategy[Any] = st.recursive(
    _SOMETHING,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "fi", "type", "contentId", "hours"]) | st.text("ab", max_size=2), inner, max_size=3
        )
    ),
    max_leaves=5,
)
_NEW_NAMES = st.sampled_from(["future", "remainder", "name", "fi", "id", "kind", "self"])


class Making:
    """How documents are made: `odd` ones have wrong types, nulls and members that are new, now and then."""

    def __init__(self, *, odd: bool) -> None:
        self.odd, self.single = odd, _ODD if odd else _WHOLE
        self.made: dict[str, SearchStrategy[Any]] = {}

    def of(self, kind: str) -> SearchStrategy[Any]:
        """Values of a type of the wire model; made once for each."""
        if kind not in self.made:
            self.made[kind] = self._of(kind)
        return self.made[kind]

    def _of(self, kind: str) -> SearchStrategy[Any]:
        if kind.endswith("[]"):
            item = self.of(kind[:-2])
            if self.odd:
                item = st.integers(0, 11).flatmap(lambda mood: ANYTHING if mood == 0 else item)
            return st.lists(self.of(kind[:-2]) if not self.odd else item, max_size=2)
        if kind.startswith("'"):
            words = kind[1:].split("|")
            return st.sampled_from([*words, "Soon"] if self.odd and len(words) > 1 else words)
        if kind == "texts":
            return st.dictionaries(st.sampled_from(LANGUAGES), self.single["string"], max_size=2)
        if kind in self.single:
            return self.single[kind]
        if kind in VARIANTS:
            return st.sampled_from(VARIANTS[kind]).flatmap(self.of)
        members = MODELS[kind]
        if "*" in members:
            return st.dictionaries(st.sampled_from(LANGUAGES), self.of(members["*"]), max_size=2)
        return self._object(kind)

    @st.composite
    @staticmethod
    def _an_object(draw: DrawFn, making: "Making", model: str) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, kind in MODELS[model].items():
            mood = draw(st.integers(0, 29)) if making.odd else 29
            if mood == 0:
                made[name] = draw(ANYTHING)
            elif mood == 1:
                made[name] = None
            elif mood != 2:
                codes = CODES.get(name) if mood > 5 else None
                made[name] = draw(making.of(kind) if codes is None else st.lists(st.sampled_from(codes), max_size=2))
        if making.odd and draw(st.integers(0, 5)) == 0:
            made.setdefault(draw(_NEW_NAMES), draw(ANYTHING))
        return made

    def _object(self, model: str) -> SearchStrategy[dict[str, Any]]:
        return self._an_object(self, model)

    @st.composite
    @staticmethod
    def documents(draw: DrawFn, making: "Making", kind: str) -> dict[str, Any]:
        """A document that has a good id, kind and owner, whatever else it has; assembled where it has connections."""
        model = DOCUMENTS[kind]
        model = draw(st.sampled_from(VARIANTS.get(model, [model])))
        thing = draw(making.of(model)) | {"contentId": draw(st.sampled_from(GUIDS))}
        if "organizationContentId" in MODELS[model]:
            thing["organizationContentId"] = draw(st.sampled_from([*GUIDS, None]))
        if "serviceChannelType" in MODELS[model]:
            thing["serviceChannelType"] = MODELS[model]["serviceChannelType"][1:]
        if kind not in ("service", "service_channel"):
            return dict(thing)
        end = "serviceContentId" if kind == "service" else "channelContentId"
        connections = draw(st.lists(making.of("Connection"), max_size=2))
        return {"thing": thing, "connections": [each | {end: thing["contentId"]} for each in connections]}


WHOLE, ODD = Making(odd=False), Making(odd=True)
