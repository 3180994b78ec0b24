"""Which of a town's organisations takes what part in each service."""

from collections.abc import Sequence
from dataclasses import dataclass

from suomifi_standin.generator.layout import Layout
from suomifi_standin.generator.texts import sentences
from suomifi_standin.generator.topics import topics
from suomifi_standin.generator.wire import Doc, Languages, Text, items

ORGANIZATION_SIDE = {"SelfProducedServices": "SelfProduced", "ProcuredServices": "PurchaseServices", "Other": "Other"}
"""An organisation's own list of services shows the register's internal names of how a service is provided."""


@dataclass(frozen=True, slots=True)
class Role:
    """`organization` is a position in the town, or None when only a note names the producer."""

    organization: int | None
    role: str
    provision: str | None = None
    note: Text | None = None


def roles(layout: Layout, index: int) -> list[Role]:
    """The parts in one service; the responsible organisation comes first."""
    dice = layout.dice("roles", index)
    known = topics()
    responsible = layout.organization_of_class[known[index % len(known)].main_class]
    result = [Role(responsible, "Responsible")]
    other = 0 if dice.chance(0.6) else dice.below(len(layout.departments) + 1)
    if dice.chance(0.12) and other != responsible:
        result.append(Role(other, "OtherResponsible"))
    if dice.chance(0.85):
        result.append(Role(responsible, "Producer", "SelfProducedServices"))
    if dice.chance(0.15):
        result.append(Role(None, "Producer", "ProcuredServices", dice.pick(sentences.PRODUCER)))
    elif dice.chance(0.06) and other != responsible:
        result.append(Role(other, "Producer", "Other"))
    return result


def by_organization(layout: Layout) -> Sequence[Sequence[tuple[int, Role]]]:
    """The services, by position, that each organisation takes part in."""
    result: list[list[tuple[int, Role]]] = [[] for _ in range(len(layout.departments) + 1)]
    for index in range(layout.plan.services):
        for role in roles(layout, index):
            if role.organization is not None:
                result[role.organization].append((index, role))
    return result


def of_service(role: Role, organization: Doc | None, languages: Languages) -> Doc:
    """ServiceOrganization"""
    return {
        "organization": organization,
        "roleType": role.role,
        "provisionType": role.provision,
        "additionalInformation": items(role.note, languages) if role.note else [],
    }


def of_organization(role: Role, service: Doc) -> Doc:
    """OrganizationService"""
    return {
        "service": service,
        "roleType": role.role,
        "provisionType": ORGANIZATION_SIDE[role.provision] if role.provision else None,
        "additionalInformation": [],
    }
