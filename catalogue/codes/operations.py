"""Writes code lists and general descriptions; the caller has entered the schema `national`."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from catalogue.codes.models import Code, GeneralDescription
from catalogue.codes.shipped import SHIPPED, read
from catalogue.codes.values import GeneralDescription as GeneralDescriptionValue
from catalogue.codes.values import NamedCode


def load_shipped(*, environment: str) -> None:
    """Brings the shipped lists of an environment up to date; running it again changes nothing."""
    for name in SHIPPED:
        store_list(environment=environment, name=name, codes=read(name))


def store_list(*, environment: str, name: str, codes: Iterable[NamedCode]) -> None:
    """Replaces a list: codes that are gone from it are removed."""
    rows = {
        each.code: Code(
            environment=environment,
            list=name,
            code=each.code,
            parent=each.parent,
            uri=each.uri,
            old_uri=each.old_uri,
            names=each.names,
        )
        for each in codes
    }
    with transaction.atomic():
        Code.objects.filter(environment=environment, list=name).exclude(code__in=rows).delete()
        Code.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["environment", "list", "code"],
            update_fields=["parent", "uri", "old_uri", "names"],
            batch_size=2000,
        )


def store_general_descriptions(
    *, environment: str, values: Mapping[UUID, tuple[bytes, GeneralDescriptionValue]], published: Collection[UUID]
) -> None:
    """Writes new and changed general descriptions, (hash, value) by id, and drops those no longer published."""
    with transaction.atomic():
        GeneralDescription.objects.filter(environment=environment).exclude(ptv_id__in=published).delete()
        GeneralDescription.objects.bulk_create(
            [
                GeneralDescription(environment=environment, ptv_id=ptv_id, hash=key, body=value)
                for ptv_id, (key, value) in values.items()
            ],
            update_conflicts=True,
            unique_fields=["environment", "ptv_id"],
            update_fields=["hash", "body"],
        )
