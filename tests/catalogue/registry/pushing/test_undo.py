"""An applied plan is taken back by another one: the register and our own things become what they were before it."""

from typing import Any

from catalogue.dialects.ptv_v11 import normal
from catalogue.registry.pushing import operations
from catalogue.services import connecting
from catalogue.services.workflow import Work
from tenants.models import Municipality
from tests.catalogue.registry.pushing.test_connections import connect, connected_there, new_channel
from tests.catalogue.registry.pushing.test_every_kind import PATHS, copied
from tests.edits_make import ANNA, archive, edit, present
from tests.pushing import carry_out, make, published, renamed, sample
from tests.register import Register, pull


def there(register: Register, work: Work) -> str:
    """All that readers of the register get of a thing, but for when it was changed."""
    found = register.document(f"{PATHS[work.kind]}/{work.id}")
    return normal({name: value for name, value in found.items() if name not in ("modified", "serviceChannels")})


def test_what_a_plan_made_changed_and_archived_is_taken_back(writing_turku: Municipality, register: Register) -> None:
    changed = sample("service", writing_turku, register)
    gone = sample("service_channel", writing_turku, register, service_channel_type="Phone")
    before, before_gone = there(register, changed), there(register, gone)
    channels = connected_there(register, changed.id)
    channel = new_channel(changed.id)
    edit("service", changed.id, renamed(changed))
    connect(changed.id, channel)
    archive("service_channel", gone.id)
    made = copied(sample("service_collection", writing_turku, register))
    plan = make(writing_turku, changed.id, gone.id, made.id)
    deeds = {write.deed: write for write in carry_out(writing_turku, plan)}
    assert {write.state for write in deeds.values()} == {"done"}, [(w.code, w.refusals) for w in deeds.values()]
    assert deeds.keys() == {"create", "change", "connect", "archive"}
    assert there(register, changed) != before
    assert str(channel) in connected_there(register, changed.id)

    undo = operations.make_undo(plan_id=plan.uuid, author=ANNA)
    writes = carry_out(writing_turku, undo)
    assert {(write.deed, write.state, write.code) for write in writes} == {
        (deed, "done", "") for deed in ("archive", "change", "connect", "restore")
    }
    assert there(register, changed) == before
    assert there(register, gone) == before_gone
    assert connected_there(register, changed.id).keys() == channels.keys()
    assert register.document(f"ServiceCollection/{deeds['create'].ptv_id}") is None
    now = present("service", changed.id)
    assert now.content.language_versions == changed.content.language_versions
    assert present("service_channel", gone.id).state == "published"
    assert present("service_collection", made.id).state == "archived"
    assert not any(each.pair.channel_id == channel and each.pair.content for each in joined(changed))
    assert make(writing_turku, changed.id, gone.id, made.id).writes.count() == 0
    pull(writing_turku, register, full=True)
    assert make(writing_turku, changed.id, gone.id, made.id).writes.count() == 0


def joined(work: Work) -> list[Any]:
    return list(connecting.of_thing(kind=work.kind, thing_id=work.id))


def test_what_somebody_has_changed_since_is_listed_and_left(writing_turku: Municipality, register: Register) -> None:
    first = sample("service", writing_turku, register)
    second = sample("service", writing_turku, register, id__gt=first.id)
    for work in (first, second):
        published(work, renamed(work))
    plan = make(writing_turku, first.id, second.id)
    assert {write.state for write in carry_out(writing_turku, plan)} == {"done"}
    now = present("service", first.id)
    published(now, renamed(now, "taas"))
    undo = operations.make_undo(plan_id=plan.uuid, author=ANNA)
    states = {write.object_id: (write.state, write.code) for write in carry_out(writing_turku, undo)}
    assert states == {first.id: ("blocked", "changed_since_here"), second.id: ("done", "")}
    assert present("service", second.id).content.language_versions == second.content.language_versions
