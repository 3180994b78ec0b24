"""A pull leaves what editors made of connections, but for what the register says anew of them."""

from uuid import UUID

from catalogue.outbox.unit import revision
from catalogue.registry.models import Conflict
from catalogue.services import pairs, versions
from catalogue.services.connections import pair_id
from catalogue.services.models import Connection, ServiceChannel
from catalogue.services.orders import Order
from tenants.models import Municipality
from tests.connections_make import do
from tests.register import Register, pull

TEXT = {"language_versions": {"fi": {"description": "Oma teksti, jota rekisteri ei tunne."}}}


def described(connection_id: UUID) -> str | None:
    content = pairs.load(ids=[connection_id])[connection_id].content
    return content.language_versions["fi"].description if content and "fi" in content.language_versions else None


def test_what_editors_made_of_connections_outlives_pulls_until_the_register_says_otherwise(
    in_turku: Municipality, register: Register
) -> None:
    pull(in_turku, register)
    known = Connection.objects.filter(service_end__isnull=False, channel_end__isnull=False)
    changed, dropped = known.order_by("id")[:2]
    others = set(Connection.objects.filter(service_id=changed.service_id).values_list("channel_id", flat=True))
    free = ServiceChannel.objects.filter(own=True).exclude(id__in=others)[0]

    do(Order(deed="change", kind="connection", id=changed.pk, expected=1, content=TEXT))
    do(Order(deed="disconnect", kind="connection", id=dropped.pk, expected=1))
    do(Order.to_connect(changed.service_id, free.pk, TEXT))
    before = revision()
    pull(in_turku, register, full=True)
    assert revision() == before, "the register has said nothing new"

    names = [{"language": "fi", "value": "Uusi nimi", "type": "Name"}]
    register.do("clock", seconds=3600)
    for service_id in {changed.service_id, dropped.service_id}:
        register.do("edit", id=str(service_id), members={"serviceNames": names})
    assert pull(in_turku, register, full=True).counts["service"]["updated"] > 0
    made = pair_id(changed.service_id, free.pk)
    assert {described(each) for each in (changed.pk, made)} == {"Oma teksti, jota rekisteri ei tunne."}
    assert pairs.load(ids=[dropped.pk])[dropped.pk].content is None

    register.do("disconnect", service=str(changed.service_id), channel=str(changed.channel_id))
    pull(in_turku, register, full=True)
    kept = pairs.load(ids=[changed.pk])[changed.pk]
    assert (described(changed.pk), kept.version) == ("Oma teksti, jota rekisteri ei tunne.", 2)
    assert [(each.object_id, each.theirs) for each in Conflict.objects.all()] == [(changed.pk, None)]
    assert described(made) == "Oma teksti, jota rekisteri ei tunne.", "the register has never shown it"


def test_what_is_disconnected_there_and_not_edited_here_is_disconnected_and_can_be_restored(
    in_turku: Municipality, register: Register
) -> None:
    pull(in_turku, register)
    pair = Connection.objects.filter(service_end__isnull=False, channel_end__isnull=False)[0]
    register.do("disconnect", service=str(pair.service_id), channel=str(pair.channel_id))
    pull(in_turku, register, full=True)
    gone = pairs.load(ids=[pair.pk])[pair.pk]
    assert (gone.content, gone.version, gone.synced_version) == (None, 2, 2)
    assert [(each.action, each.door) for each in versions.entries(gone)] == [
        ("disconnected", "national_pull"),
        ("connected", "national_pull"),
    ]
    do(Order(deed="restore", kind="connection", id=pair.pk, expected=2, number=1))
    assert pairs.load(ids=[pair.pk])[pair.pk].content == pair.service_end.connection
