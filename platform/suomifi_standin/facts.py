"""What the lists filter on, read out of a document once and kept small: owners, classes, areas, identifiers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from suomifi_standin.documents import Document, Kind, plain
from suomifi_standin.sources import Roles

RESPONSIBLE = "Responsible"


@dataclass(frozen=True, slots=True)
class Facts:
    """Filterable facts of one document; what its kind does not have is empty."""

    organizations: Roles
    type: str | None
    service_classes: frozenset[str]
    target_groups: frozenset[str]
    industrial_classes: frozenset[str]
    area_type: str | None
    areas: frozenset[tuple[str, str]]
    municipalities: frozenset[int]
    business_code: str | None
    oid: str | None
    parent: str | None

    @property
    def responsible(self) -> str | None:
        return next((id_ for role, id_ in self.organizations if role == RESPONSIBLE), None)


def _items(document: Document, member: str) -> list[Document]:
    """The objects in a list member, which recorded documents may have trimmed, nulled or spelt oddly."""
    value = plain(document.get(member))
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(document: Document, member: str) -> str | None:
    value = plain(document.get(member))
    return value if isinstance(value, str) else None


def _uris(items: Iterable[Document], *, parents: bool = False) -> frozenset[str]:
    members = ("uri", "newUri", "parentUri", "newParentUri") if parents else ("uri", "newUri")
    return frozenset(item[member] for item in items for member in members if item.get(member))


def _number(code: Any) -> int | None:
    return int(code) if isinstance(code, str) and code.isdigit() else None


def roles(kind: Kind, document: Document, fallback: Roles) -> Roles:
    """The organisations behind a service (any role) or the owner of a channel or collection."""
    if kind is Kind.SERVICE:
        found = tuple(
            (str(item.get("roleType")), str(item["organization"]["id"]).lower())
            for item in _items(document, "organizations")
            if isinstance(item.get("organization"), dict) and item["organization"].get("id")
        )
    else:
        owner = _text(document, "organizationId")
        found = ((RESPONSIBLE, owner.lower()),) if owner else ()
    return found or fallback


def read(kind: Kind, document: Document, fallback: Roles) -> Facts:
    """The facts of a document; `fallback` stands behind a document that names no organisation."""
    areas = _items(document, "areas")
    codes = (_number(each.get("code")) for area in areas for each in area.get("municipalities") or ())
    own = (_number(area.get("code")) for area in areas if area.get("type") == "Municipality")
    return Facts(
        organizations=() if kind is Kind.ORGANIZATION else roles(kind, document, fallback),
        type=_text(document, "serviceChannelType" if kind is Kind.CHANNEL else "type"),
        service_classes=_uris(_items(document, "serviceClasses"), parents=True),
        target_groups=_uris(_items(document, "targetGroups")),
        industrial_classes=_uris(_items(document, "industrialClasses")),
        area_type=_text(document, "areaType"),
        areas=frozenset(
            (str(area["type"]), str(area["code"])) for area in areas if area.get("type") and area.get("code")
        ),
        municipalities=frozenset(code for code in (*codes, *own) if code is not None),
        business_code=_text(document, "businessCode"),
        oid=_text(document, "oid"),
        parent=_text(document, "parentOrganizationId"),
    )
