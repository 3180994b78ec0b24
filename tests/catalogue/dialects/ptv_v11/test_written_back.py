"""The third law: what is rendered for writing is taken by the register, as it is played, and reads back as meant."""

from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from catalogue.codes.values import GeneralDescription
from catalogue.dialects import ptv_v11
from catalogue.dialects.ptv_v11.render_in import left_standing, render_connections_in, render_in
from catalogue.parts import LanguageVersion
from catalogue.services.values import Kind, Record, Service, ServiceChannel
from tests.suomifi_standin.process import Standin, running
from tests.suomifi_standin.writer import Writer, writer_of

PATHS: dict[str, Kind] = {
    "Organization": "organization",
    "Service": "service",
    "ServiceChannel": "service_channel",
    "ServiceCollection": "service_collection",
}
EMPTIED = ("life_events", "industrial_classes", "legislation", "emails", "web_pages", "support_phones", "service_hours")


class Register:
    """A town's part of the stand-in and its API account."""

    def __init__(self, standin: Standin) -> None:
        self.town = standin.town("853")
        self.writer: Writer = writer_of(standin, self.town)

    def read(self, path: str, thing: str) -> Record:
        answer = self.writer.send("GET", f"/{path}/{thing}")
        assert answer.status_code == 200, answer.text
        return ptv_v11.parse(PATHS[path], answer.content)

    def central(self, value: Any) -> GeneralDescription | None:
        linked = getattr(value, "general_description_id", None)
        if linked is None:
            return None
        return ptv_v11.parse_general_description(self.writer.send("GET", f"/GeneralDescription/{linked}").content)[1]

    def write(self, path: str, record: Record, value: Any, before: Any) -> bool:
        """Whether the thing is the town's to write."""
        body = render_in(value, before=before, central=self.central(value))
        answer = self.writer.send("PUT", f"/{route(path, value)}/{record.id}", body)
        assert answer.status_code in (200, 404), (record.id, body, answer.text)
        assert answer.status_code == 200 or "No rights" in answer.text, answer.text
        return answer.status_code == 200


def route(path: str, value: Any) -> str:
    """Where things of this kind are written."""
    return f"{path}/{value.service_channel_type}" if isinstance(value, ServiceChannel) else path


@pytest.fixture(scope="module")
def register() -> Iterator[Register]:
    plans = ("--plan", "853:40:50", "--plan", "049:5:5")
    with running(*plans) as (_, url), httpx.Client(base_url=url, timeout=30) as http:
        yield Register(Standin(url, http))


def renamed(versions: dict[str, LanguageVersion]) -> dict[str, LanguageVersion]:
    """The texts with new names and without keywords."""
    return {
        language: msgspec.structs.replace(version, name=f"{version.name} X", keywords=[])
        for language, version in versions.items()
    }


@pytest.mark.parametrize("path", PATHS)
def test_what_is_written_again_as_it_is_stays_as_it_is(register: Register, path: str) -> None:
    written = 0
    for thing in register.town[path]:
        before = register.read(path, thing)
        if register.write(path, before, before.value, before.value):
            written += 1
            after = register.read(path, thing)
            central = register.central(before.value)
            assert render_in(after.value, central=central) == render_in(before.value, central=central), thing
    assert written


@pytest.mark.parametrize("path", PATHS)
def test_what_was_edited_and_emptied_reads_back_as_it_was_meant(register: Register, path: str) -> None:
    emptied = set()
    for thing in register.town[path][:12]:
        before = register.read(path, thing)
        members = [name for name in EMPTIED if name in before.value.__struct_fields__]
        empty: dict[str, Any] = {"language_versions": renamed(before.value.language_versions)}
        for name in members:
            tried = msgspec.structs.replace(before.value, **(empty | {name: []}))
            if not left_standing(tried, before=before.value) and name_may_go(before.value, name):
                empty[name] = []
        value = msgspec.structs.replace(before.value, **empty)
        if register.write(path, before, value, before.value):
            after, central = register.read(path, thing), register.central(value)
            assert render_in(after.value, central=central) == render_in(value, central=central), thing
            emptied |= {name for name in empty if getattr(before.value, name) != getattr(after.value, name)}
    assert "language_versions" in emptied
    assert len(emptied) > 1 or path == "ServiceCollection"


def name_may_go(value: Any, name: str) -> bool:
    """What a channel must have does not go; nor what an electronic channel must have its address in."""
    return not (
        isinstance(value, ServiceChannel) and name == "web_pages" and value.service_channel_type != "ServiceLocation"
    )


@pytest.mark.parametrize("path", ["Service", "ServiceChannel", "ServiceCollection"])
def test_what_is_new_reads_back_as_it_was_meant(register: Register, path: str) -> None:
    seen = set()
    for thing in register.town[path]:
        model = register.read(path, thing).value
        if route(path, model) in seen:
            continue
        value: Any = msgspec.structs.replace(model, language_versions=renamed(renamed(model.language_versions)))
        central = register.central(value)
        body = render_in(value, central=central)
        answer = register.writer.send("POST", f"/{route(path, value)}", body)
        if answer.status_code == 404 and "No rights" in answer.text:
            continue
        assert answer.status_code == 200, (body, answer.text)
        seen.add(route(path, model))
        assert render_in(register.read(path, answer.json()["id"]).value, central=central) == body
    assert len(seen) == (5 if path == "ServiceChannel" else 1)


def test_connections_written_again_stay_and_one_that_is_left_out_goes(register: Register) -> None:
    channels = {thing: register.read("ServiceChannel", thing) for thing in register.town["ServiceChannel"]}
    types = {
        each.id: each.value.service_channel_type for each in channels.values() if isinstance(each.value, ServiceChannel)
    }
    tried = 0
    for thing in register.town["Service"]:
        before = register.read("Service", thing)
        ordinary = [end for end in before.connections if not end.connection.extra_types]
        assert isinstance(before.value, Service)
        if len(ordinary) < 2 or not register.write("Service", before, before.value, before.value):
            continue
        for ends in (ordinary, ordinary[1:], []):
            now = register.read("Service", thing).connections
            body = render_connections_in(ends, before=now, channel_types=types)
            register.writer.put(f"/Connection/serviceId/{thing}", body)
            after = [end for end in register.read("Service", thing).connections if not end.connection.extra_types]
            assert in_order(after, types) == in_order(ends, types), thing
        tried += 1
        if tried == 5:
            break
    assert tried


def in_order(ends: list[Any], types: dict[Any, str]) -> list[Any]:
    """What is said of connections, whatever order they come in."""
    body = render_connections_in(ends, channel_types=types)
    return sorted(body.get("channelRelations", []), key=lambda item: str(item["serviceChannelId"]))
