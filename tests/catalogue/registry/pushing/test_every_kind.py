"""Each kind of thing is made, changed, archived and restored in the register, and both sides say the same."""

from typing import Any
from uuid import UUID

from catalogue.registry.models import Link
from catalogue.services.values import Kind
from catalogue.services.workflow import KEPT, Work, plain
from tenants.models import Municipality
from tests.edits_make import archive, present
from tests.pushing import back, made_new, published, push, renamed, sample
from tests.register import Register, pull

PATHS: dict[Kind, str] = {
    "organization": "Organization",
    "service_channel": "ServiceChannel",
    "service": "Service",
    "service_collection": "ServiceCollection",
}
CHANNELS = ("ServiceLocation", "EChannel", "WebPage", "PrintableForm", "Phone")


def name_there(register: Register, kind: Kind, ptv_id: UUID) -> str | None:
    """The Finnish name in the register, None where it shows nothing."""
    found = register.document(f"{PATHS[kind]}/{ptv_id}")
    if found is None:
        return None
    names = next(value for member, value in found.items() if member.endswith("Names"))
    finnish = (each for each in names if each["language"] == "fi" and each.get("type", "Name") == "Name")
    return str(next(finnish)["value"])


def whole_life(town: Municipality, register: Register, *made: Work) -> None:
    """Made, changed, archived and restored, each by one write, and nothing is left to write."""
    ids = [work.id for work in made]

    def all_by(deed: str, verb: str) -> None:
        writes = push(town, *ids)
        assert [(write.deed, write.verb) for write in writes] == [(deed, verb)] * len(ids), writes
        for write in writes:
            assert write.state == "done", (write.code, write.findings, write.refusals)
            assert not write.surprises, write.surprises

    def names() -> list[str | None]:
        links = {link.object_id: link.ptv_id for link in Link.objects.filter(object_id__in=ids)}
        return [name_there(register, work.kind, links[work.id]) for work in made]

    all_by("create", "POST")
    assert not Link.objects.filter(object_id__in=ids, ptv_id__in=ids).exists()
    assert names() == [work.content.language_versions["fi"].name for work in made]
    changed = [published(work, renamed(work)) for work in made]
    all_by("change", "PUT")
    assert names() == [work.content.language_versions["fi"].name for work in changed]
    gone = [archive(work.kind, work.id) for work in changed]
    all_by("archive", "PUT")
    assert names() == [None] * len(ids)
    assert Link.objects.filter(object_id__in=ids, archived=True).count() == len(ids)
    restored = [published(back(work)) for work in gone]
    all_by("restore", "PUT")
    assert names() == [work.content.language_versions["fi"].name for work in restored]
    assert push(town, *ids) == []
    assert pull(town, register, full=True).state == "done"
    assert push(town, *ids) == []
    assert [present(work.kind, work.id).content.language_versions for work in restored] == [
        work.content.language_versions for work in restored
    ]


def copied(model: Work, **members: Any) -> Work:
    """Another thing like this one, under another name."""
    given: dict[str, Any] = plain(model.published)
    for language, words in renamed(model, "toinen")["language_versions"].items():
        given["language_versions"][language] |= words
    unwritten = KEPT | ({"services"} if model.kind == "organization" else set())
    return made_new(model.kind, {name: value for name, value in given.items() if name not in unwritten} | members)


def test_channels_of_all_kinds_have_whole_lives(writing_turku: Municipality, register: Register) -> None:
    models = [sample("service_channel", writing_turku, register, service_channel_type=kind) for kind in CHANNELS]
    whole_life(writing_turku, register, *map(copied, models))


def test_a_service_has_a_whole_life(writing_turku: Municipality, register: Register) -> None:
    whole_life(writing_turku, register, copied(sample("service", writing_turku, register)))


def test_a_unit_below_the_town_has_a_whole_life(writing_turku: Municipality, register: Register) -> None:
    model = sample("organization", writing_turku, register)
    whole_life(writing_turku, register, copied(model, parent_organization_id=str(model.id), business_code=None))


def test_a_collection_has_a_whole_life(writing_turku: Municipality, register: Register) -> None:
    whole_life(writing_turku, register, copied(sample("service_collection", writing_turku, register)))
