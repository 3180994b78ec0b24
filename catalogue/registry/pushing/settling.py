"""What a write that the register has taken means for us, in one unit of work: its link, what it holds, our version."""

from typing import cast

from django.utils import timezone

from catalogue.dialects import ptv_v11
from catalogue.outbox.unit import changes
from catalogue.registry.identity import with_ids
from catalogue.registry.intake import digest
from catalogue.registry.models import Base, Link
from catalogue.registry.pushing import gathering, planning, restoring
from catalogue.registry.pushing.models import Write
from catalogue.registry.pushing.values import SUBJECTS, Around, Subject
from catalogue.services import heard, pairs
from catalogue.services.values import Record


def settle(row: Write, document: bytes | None) -> None:
    """The write is done. `document` is what the register holds now, None where it shows the thing no more."""
    with changes() as unit:
        row.document = Base.objects.filter(object_id=row.object_id).values_list("document", flat=True).first()
        if row.local is not None:
            row.version = restoring.restore(unit=unit, row=row)
        if row.subject == "connections":
            _connections(row, _needed(document))
        elif row.deed == "archive":
            _archived(row)
        else:
            _thing(row, _needed(document))
        if document is not None:  # what else the plan writes of the same thing begins from here now
            later = Write.objects.filter(plan=row.plan, object_id=row.object_id, state=Write.State.PLANNED)
            later.exclude(pk=row.pk).update(base_hash=digest(document))
        row.answered, row.state, row.code, row.finished = document, Write.State.DONE, "", timezone.now()
        row.save()


def _needed(document: bytes | None) -> bytes:
    assert document is not None, "what is not archived is shown"
    return document


def _thing(row: Write, document: bytes) -> None:
    """The thing is there as it was written; what differs all the same is told."""
    record = _parsed(row, document)
    row.ptv_id = record.id
    values = {"ptv_id": record.id, "kind": row.subject, "own": True, "archived": False, "hash": digest(document)}
    Link.objects.update_or_create(object_id=row.object_id, defaults={**values, "synced_version": row.version})
    Base.objects.update_or_create(object_id=row.object_id, defaults={"document": document, "body": None})
    _tell_surprises(row, record)


def _archived(row: Write) -> None:
    """What the register held stays known: it is what would come back."""
    Link.objects.filter(object_id=row.object_id).update(archived=True, synced_version=row.version)


def _connections(row: Write, document: bytes) -> None:
    """The pairs of the service are as the register has them."""
    record = _parsed(row, document)
    Link.objects.filter(object_id=row.object_id).update(hash=digest(document))
    Base.objects.filter(object_id=row.object_id).update(document=document)
    listed = {end.other.id: end for end in with_ids(record, gathering.inward()).connections}
    joined = pairs.of_things(kind="service", ids=[row.object_id], lock=True)
    pairs.keep(heard.told(pair, listed.get(pair.channel_id)) for pair in joined.values())
    Base.objects.filter(object_id__in=joined).delete()
    _tell_surprises(row, record)


def _tell_surprises(row: Write, received: Record) -> None:
    record = with_ids(received, gathering.inward())
    channels = {end.other.id for end in record.connections}
    around = Around(
        now=timezone.now(),
        central=gathering.central_of([record.value]),
        channel_types=gathering.types_of(channels),
    )
    state = planning.whole_state(record, around)["connections" if row.subject == "connections" else "thing"]
    row.surprises = list(planning.told(row.predicted, state))


def _parsed(row: Write, document: bytes) -> Record:
    return ptv_v11.parse(SUBJECTS[cast(Subject, row.subject)], document)
