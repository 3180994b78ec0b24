"""What was sent becomes a value, or is refused at its place: also under keys, among many others, in good time."""

import time
from typing import Any

import pytest

from catalogue.errors import InvalidBody
from catalogue.services.bodies import converted
from catalogue.services.values import Service


def refused_at(data: Any) -> str:
    with pytest.raises(InvalidBody) as caught:
        converted(data, Service)
    return str(caught.value.place)


def test_the_place_under_a_key_is_named() -> None:
    data = {"language_versions": {"fi": {"name": "Päiväkoti"}, "sv": {"name": 7}}}
    assert refused_at(data) == "/language_versions/sv/name"


def test_what_else_is_wrong_does_not_lead_astray() -> None:
    data = {"language_versions": {"fi": {"name": "Hei"}, "sv": {"name": 7}, "en": {"summary": []}}, "areas": 3}
    assert refused_at(data) == "/language_versions/sv/name"


def test_keys_in_keys_and_lists_are_found() -> None:
    law = {"names": {"fi": "Laki", "sv": "Lag"}, "web_pages": [{"value": {"fi": "a", "sv": {}}}]}
    assert refused_at({"legislation": [law | {"names": {"fi": "Laki", "sv": 1, "en": 2}}]}) == "/legislation/0/names/sv"


@pytest.mark.parametrize("bad", [0, 19_999])
def test_one_of_very_many_keys_is_found_at_once(bad: int) -> None:
    data = {"language_versions": {f"x{number}": {"name": "Hei"} for number in range(20_000)}}
    data["language_versions"][f"x{bad}"] = {"name": 7}  # type: ignore[dict-item]
    began = time.process_time()
    assert refused_at(data) == f"/language_versions/x{bad}/name"
    assert time.process_time() - began < 5  # each key by itself would take minutes
