"""The normal tells documents apart that differ, and takes for one what means one thing."""

from typing import Any

import pytest

from catalogue.dialects.ptv_v11 import normal

ONE = {"value": "Nimi", "type": "Name", "language": "fi"}
OTHER = {"value": "Namn", "type": "Name", "language": "sv"}
LOW, UP = "0008afc0-182c-4580-ba73-7472287f4d63", "0008AFC0-182C-4580-BA73-7472287F4D63"


def street(latitude: Any) -> dict[str, Any]:
    return {"addresses": [{"streetAddress": {"latitude": latitude}}]}


def town(code: Any) -> dict[str, Any]:
    return {"areas": [{"municipalities": [{"code": code}]}]}


def opening(time: Any) -> dict[str, Any]:
    return {"serviceHours": [{"openingHour": [{"from": time}]}]}


SAME = [
    ({}, {"sourceId": None, "areas": [], "new": None, "newer": []}),
    ({"areas": [{"name": None}]}, {"areas": [{"name": []}]}),
    ({"serviceNames": [ONE, OTHER]}, {"serviceNames": [OTHER, ONE, ONE]}),
    ({"languages": ["fi", "sv"]}, {"languages": ["sv", "fi"]}),
    ({"areas": [{"code": "1"}, {"code": "2"}]}, {"areas": [{"code": "2"}, {"code": "1"}]}),
    ({"id": LOW}, {"id": UP}),
    ({"services": [{"service": {"id": LOW}}]}, {"services": [{"service": {"id": UP}}]}),
    ({"modified": "2020-03-04T14:07:04.5"}, {"modified": "2020-03-04T16:07:04.5000000+02:00"}),
    ({"modified": "2020-03-04T14:07:04"}, {"modified": "2020-03-04T14:07:04.000Z"}),
    (street("6730000.000"), street("6730000")),
    (street("-0"), street("0.0")),
    (town("1"), town("001")),
    (opening("08:00"), opening("08:00:00")),
    ({"new": 1.0}, {"new": 1}),
    ({"new": 1e23}, {"new": 10**23}),
    ({"new": -0.0}, {"new": 0}),
]

DIFFERENT = [
    ({}, {"sourceId": ""}),
    ({}, {"municipality": {}}),
    ({}, {"new": False}),
    ({}, {"areas": [None]}),
    ({"areas": []}, {"areas": [{}]}),
    ({"new": 1}, {"new": True}),
    ({"new": 0}, {"new": False}),
    ({"new": "1"}, {"new": 1}),
    ({"new": [1, 2]}, {"new": [2, 1]}),
    ({"new": {"areas": [1, 2]}}, {"new": {"areas": [2, 1]}}),
    ({"new": {"id": LOW}}, {"new": {"id": UP}}),
    ({"new": [None]}, {"new": [[]]}),
    ({"serviceNames": [ONE]}, {"serviceNames": [ONE | {"orderNumber": 1}]}),
    ({"serviceNames": [ONE]}, {"serviceNames": [ONE | {"value": "nimi"}]}),
    ({"languages": ["fi"]}, {"languages": ["fi", "fi"]}),
    ({"areas": [{"code": "1"}]}, {"areas": [{"code": "1"}, {"code": "1"}]}),
    ({"areas": [{"code": "1"}]}, {"areas": [{"code": "001"}]}),
    ({"sourceId": LOW}, {"sourceId": UP}),
    ({"modified": "2020-03-04T14:07:04.0000001"}, {"modified": "2020-03-04T14:07:04"}),
    ({"modified": "2020-03-04T14:07:04"}, {"modified": "2020-03-04T14:07:04+02:00"}),
    ({"modified": "2020-02-30T00:00:00"}, {"modified": "2020-02-30T00:00:00Z"}),
    (street("6730000.000"), street("6730000.0001")),
    (street("6730000.1234567890123456"), street("6730000.1234567890123457")),
    (street("6730000"), street(6730000)),
    (street("1"), street("-1")),
    (town("1"), town(1)),
    (town("0001"), town("001")),
    (opening("08:00"), opening("08:00:30")),
    (opening("08:00"), opening("8:00")),
    ({'a":1,"b': 2}, {"a": 1, "b": 2}),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_said_otherwise_is_the_same(one: Any, other: Any) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_differs_is_told_apart(one: Any, other: Any) -> None:
    assert normal(one) != normal(other)
