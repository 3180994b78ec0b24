"""A published change is planned, shown, written to the register once, and then both sides say the same."""

from uuid import UUID

from catalogue.registry.models import Link
from tenants.models import Municipality
from tests.edits_make import present
from tests.pushing import carry_out, make, published, renamed
from tests.register import Register, pull


def some(register: Register, path: str) -> UUID:
    """A thing of Turku's own organisation, which its account may write."""
    return UUID(register.ids("853", path)[0])


def test_a_published_change_of_a_service_is_planned_and_written(
    writing_turku: Municipality, register: Register
) -> None:
    service = present("service", some(register, "Service"))
    service = published(service, renamed(service))
    plan = make(writing_turku, service.id)
    (write,) = plan.writes.all()
    assert (write.verb, write.route, write.ptv_id, write.state) == ("PUT", "Service", service.id, "planned"), (
        write.code,
        write.findings,
        write.refusals,
    )
    assert {each.pointer for each in write.differences} == {
        f"/language_versions/{language}/name" for language in service.content.language_versions
    }
    (done,) = carry_out(writing_turku, plan)
    assert (done.state, done.surprises) == ("done", []), (done.code, done.refusals, done.surprises)
    there = register.document(f"Service/{service.id}")
    names = {each["language"]: each["value"] for each in there["serviceNames"] if each["type"] == "Name"}
    assert names == {key: each.name for key, each in service.content.language_versions.items()}
    assert Link.objects.get(object_id=service.id).synced_version == service.version
    assert not make(writing_turku, service.id).writes.exists()
    pull(writing_turku, register, full=True)
    assert not make(writing_turku, service.id).writes.exists()
