"""Reads code lists and general descriptions; from inside a town they are found through its search path."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from catalogue.codes.models import Code, GeneralDescription
from catalogue.codes.values import GeneralDescription as GeneralDescriptionValue
from catalogue.codes.values import NamedCode


def codes(*, environment: str, name: str) -> list[NamedCode]:
    """A list in its own order (P1, P1.1, P2 ... P10); one statement."""
    rows = Code.objects.filter(environment=environment, list=name)
    return sorted(
        (
            NamedCode(code=row.code, parent=row.parent, uri=row.uri, old_uri=row.old_uri, names=row.names)
            for row in rows
        ),
        key=lambda each: _natural(each.code),
    )


def known(*, environment: str, names: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The codes of those lists that have been read; one statement."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, code in Code.objects.filter(environment=environment, list__in=names).values_list("list", "code"):
        found[name].add(code)
    return {name: frozenset(those) for name, those in found.items()}


def general_description(*, environment: str, ptv_id: UUID) -> GeneralDescriptionValue | None:
    """A general description, None where it is not published; one statement."""
    row = GeneralDescription.objects.filter(environment=environment, ptv_id=ptv_id).first()
    return None if row is None else row.body


def general_descriptions(*, environment: str, ptv_ids: Collection[UUID]) -> dict[UUID, GeneralDescriptionValue]:
    """Those of some general descriptions that are published; one statement."""
    rows = GeneralDescription.objects.filter(environment=environment, ptv_id__in=ptv_ids)
    return dict(rows.values_list("ptv_id", "body"))


def has_general_descriptions(*, environment: str) -> bool:
    """Whether this host has read any yet; one statement."""
    return GeneralDescription.objects.filter(environment=environment).exists()


def general_description_hashes(*, environment: str) -> dict[UUID, bytes]:
    """The hashes of the documents kept."""
    rows = GeneralDescription.objects.filter(environment=environment).values_list("ptv_id", "hash")
    return {ptv_id: bytes(key) for ptv_id, key in rows}


def _natural(code: str) -> list[tuple[int, str]]:
    """P2 before P10: runs of digits compare as numbers."""
    parts = code.replace("P", "P.").replace("R", "R.").replace("E", "E.").split(".")
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
