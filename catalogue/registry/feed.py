"""What a pull asks the national catalogue for: everything of a town, or what has changed since a moment.

Facts of the interface (PTV Open API v11): full lists have pages of 100 and no snapshot, so rows may shift between pages
while people publish: what is missing from a list is asked for by id before it counts as gone. Dated lists compare
strictly, in UTC seconds. Service/list/organization also lists what an organisation merely produces.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

import msgspec

from catalogue.dialects import ptv_v11
from catalogue.errors import InvalidDocument, NoOrganization, RegistryError
from catalogue.registry.client import BATCH, Client, Page, decode
from catalogue.registry.intake import Intake
from catalogue.services.values import KINDS, Kind, Organization
from catalogue.sets import batches

RESOURCES: Mapping[Kind, str] = {
    "organization": "Organization",
    "service": "Service",
    "service_channel": "ServiceChannel",
    "service_collection": "ServiceCollection",
}
WITH_FULL_LISTS: tuple[Kind, ...] = ("service", "service_channel")
GONE: Mapping[Kind, tuple[Mapping[str, str], ...]] = {
    kind: ({"archived": "true"},) if kind == "service_collection" else ({"status": "Archived"}, {"status": "Withdrawn"})
    for kind in KINDS
}
# A change probe names the kind of a channel, or the type of a service (Service, PermitOrObligation, ...).
CHANNEL_TYPES = frozenset(("ServiceLocation", "EChannel", "WebPage", "PrintableForm", "Phone"))
Progress = Callable[[int, int], None]
"""Told how many of how many requests of a phase are done."""


class Listed(msgspec.Struct, rename="camel"):
    """A row of an id list; `type` in change probes, `parent_organization_id` in lists of organisations."""

    id: UUID
    type: str | None = None
    parent_organization_id: UUID | None = None


class FullList(NamedTuple):
    """A paged list of full documents of one kind."""

    kind: Kind
    path: str
    parameters: Mapping[str, str]


def own_organizations(
    client: Client, *, business_id: str | None, given: Collection[UUID] = ()
) -> dict[UUID, msgspec.Raw]:
    """A town's organisations and everything under them: documents by id, roots first.

    The roots are the given ids or, without them, the organisations with the town's business id. Raises a permanent
    NoOrganization where there is none, with what to do about it.
    """
    if given:
        level = _organizations(client, given)
    elif business_id:
        body = client.get(f"Organization/businesscode/{business_id}")
        level = [] if body is None else decode(body, list[msgspec.Raw], "Organization/businesscode")
    else:
        level = []
    found: dict[UUID, msgspec.Raw] = {}
    while level:
        below: list[UUID] = []
        for document in level:
            organization_id, under = _branch(document)
            found[organization_id] = document
            below += under
        level = _organizations(client, [each for each in below if each not in found])
    if not found:
        named = f"with the ids {', '.join(map(str, given))}" if given else f"with the business id {business_id}"
        message = f"no organisation {named} is published in the national catalogue: publish it there, or give its id"
        raise NoOrganization(message)
    return found


def everything(client: Client, intake: Intake, organizations: Collection[UUID], progress: Progress) -> None:
    """All services, channels and collections of these organisations."""
    lists = [
        FullList(kind, f"{RESOURCES[kind]}/list/organization", {"organizationId": str(organization_id)})
        for organization_id in organizations
        for kind in WITH_FULL_LISTS
    ]
    collections = [
        partial(_ids, client, "ServiceCollection/organization", {"organizationId": str(organization_id)})
        for organization_id in organizations
    ]
    calls = [partial(_take_page, client, intake, each, 1) for each in lists]
    done, total = 0, len(calls)
    rest: list[Callable[[], object]] = []
    for which, count in client.all_at_once(calls):
        rest += [partial(_take_page, client, intake, which, number) for number in range(2, count + 1)]
        done += 1
        progress(done, total + len(rest))
    for _ in client.all_at_once(rest):
        done += 1
        progress(done, total + len(rest))
    by_id = {each.id for listed in client.all_at_once(collections) for each in listed}
    again(client, intake, "service_collection", by_id)


def again(client: Client, intake: Intake, kind: Kind, ids: Collection[UUID], *, foreign: bool = False) -> None:
    """Documents by id; what the register does not show is simply not seen."""
    if kind == "service_collection":
        paths = [f"ServiceCollection/{each}" for each in ids]
        for body in client.all_at_once(partial(client.get, path) for path in paths):
            if body is not None:
                intake.take(kind, [msgspec.Raw(body)], foreign=foreign)
        return
    path = f"{RESOURCES[kind]}/list"
    for documents in client.all_at_once(partial(client.by_ids, path, batch) for batch in batches(sorted(ids), BATCH)):
        intake.take(kind, documents, foreign=foreign)


def changed_since(client: Client, moment: datetime) -> dict[Kind, list[Listed]]:
    """What was published or changed in the whole register after a moment."""
    calls = [partial(_listed, client, kind, {"date": wire_moment(moment)}) for kind in KINDS]
    return dict(client.all_at_once(calls))


def gone_since(client: Client, moment: datetime) -> dict[Kind, set[UUID]]:
    """What was archived or withdrawn in the whole register after a moment."""
    calls = [
        partial(_listed, client, kind, {"date": wire_moment(moment), **which}) for kind in KINDS for which in GONE[kind]
    ]
    gone: dict[Kind, set[UUID]] = {kind: set() for kind in KINDS}
    for kind, listed in client.all_at_once(calls):
        gone[kind] |= {each.id for each in listed}
    return gone


def content_of(client: Client, organizations: Iterable[UUID], since: datetime | None) -> dict[Kind, set[UUID]]:
    """Ids of published services and channels of organisations, those changed since a moment or all."""
    parameters = {"date": wire_moment(since)} if since else {}
    calls = [partial(_ids, client, f"Common/EntitiesByOrganization/{each}", parameters) for each in organizations]
    content: dict[Kind, set[UUID]] = {"service": set(), "service_channel": set()}
    for listed in client.all_at_once(calls):
        for each in listed:
            content["service_channel" if each.type in CHANNEL_TYPES else "service"].add(each.id)
    return content


def wire_moment(moment: datetime) -> str:
    """The register's only accepted form: UTC, whole seconds, no zone."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _organizations(client: Client, ids: Collection[UUID]) -> list[msgspec.Raw]:
    calls = (partial(client.by_ids, "Organization/list", batch) for batch in batches(sorted(ids), BATCH))
    return [document for documents in client.all_at_once(calls) for document in documents]


def _branch(document: msgspec.Raw) -> tuple[UUID, list[UUID]]:
    """An organisation's id and those right under it."""
    try:
        record = ptv_v11.parse("organization", bytes(document))
    except InvalidDocument as error:
        message = f"the national catalogue's document of a town's organisation cannot be read: {error.message}"
        raise RegistryError(message, permanent=False) from error
    value = record.value
    return record.id, [each.id for each in value.sub_organizations] if isinstance(value, Organization) else []


def _take_page(client: Client, intake: Intake, which: FullList, number: int) -> tuple[FullList, int]:
    """Takes one page in; returns the list it belongs to and how many pages that has."""
    body = client.get(which.path, {**which.parameters, "page": str(number)})
    if body is None:
        return which, 0
    page = decode(body, Page, which.path)
    intake.take(which.kind, page.item_list or ())
    return which, page.page_count


def _ids(client: Client, path: str, parameters: Mapping[str, str]) -> list[Listed]:
    return [msgspec.json.decode(row, type=Listed) for page in client.pages(path, parameters) for row in page]


def _listed(client: Client, kind: Kind, parameters: Mapping[str, str]) -> tuple[Kind, list[Listed]]:
    return kind, _ids(client, RESOURCES[kind], parameters)
