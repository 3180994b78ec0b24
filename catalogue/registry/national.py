"""Refreshes what is national from the register, once per host and environment: general descriptions and code lists."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

import msgspec

from catalogue.codes import operations, queries
from catalogue.codes.values import GeneralDescription, NamedCode
from catalogue.dialects import ptv_v11
from catalogue.registry.client import BATCH, Client, decode
from catalogue.registry.feed import Listed
from catalogue.registry.intake import digest
from catalogue.sets import batches

WHOLE_LISTS = {
    "municipalities": "CodeList/GetMunicipalityCodes",
    "countries": "CodeList/GetCountryCodes",
    "languages": "CodeList/GetLanguageCodes",
    # the register's own codes of areas: it calls Åland 20, Statistics Finland 21
    "registry_regions": "CodeList/GetAreaCodes/type/Province",
    "registry_wellbeing_services_counties": "CodeList/GetAreaCodes/type/WellbeingServiceCounties",
}


class Name(msgspec.Struct):
    """A name of a code in one language."""

    value: str
    language: str


class WireCode(msgspec.Struct):
    """A row of a code list."""

    code: str
    names: list[Name] | None = None


def refresh(client: Client, *, environment: str) -> dict[str, int]:
    """Brings the schema `national` up to date, inside it; returns how many there are of each list.

    Raises RegistryError before anything of the list at hand is written; the next run goes on from there.
    """
    operations.load_shipped(environment=environment)
    counts = {"general_descriptions": _general_descriptions(client, environment)}
    for name, path in WHOLE_LISTS.items():
        body = client.get(path)
        codes = [] if body is None else list(_named(decode(body, list[WireCode], path)))
        counts[name] = _store(environment, name, codes)
    pages = client.pages("CodeList/GetPostalCodes")
    postal = [msgspec.json.decode(row, type=WireCode) for page in pages for row in page]
    counts["postal_codes"] = _store(environment, "postal_codes", list(_named(postal)))
    return counts


def _store(environment: str, name: str, codes: list[NamedCode]) -> int:
    if codes:  # an empty answer is a fault of the register, never news
        operations.store_list(environment=environment, name=name, codes=codes)
    return len(codes)


def _named(rows: list[WireCode]) -> Iterator[NamedCode]:
    for row in rows:
        yield NamedCode(code=row.code, names={name.language: name.value for name in row.names or ()})


def _general_descriptions(client: Client, environment: str) -> int:
    """Compares hashes, so that only changed texts are written."""
    published = {
        msgspec.json.decode(row, type=Listed).id for page in client.pages("GeneralDescription") for row in page
    }
    known = queries.general_description_hashes(environment=environment)
    changed: dict[UUID, tuple[bytes, GeneralDescription]] = {}
    path = "GeneralDescription/list"
    for documents in client.all_at_once(partial(client.by_ids, path, each) for each in batches(published, BATCH)):
        for raw in documents:
            document = bytes(raw)
            ptv_id, value = ptv_v11.parse_general_description(document)
            if known.get(ptv_id) != digest(document):
                changed[ptv_id] = (digest(document), value)
    if published:
        operations.store_general_descriptions(environment=environment, values=changed, published=published)
    return len(published)
