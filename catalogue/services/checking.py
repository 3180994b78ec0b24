"""Asks the rules about a thing as it stands in this town: reads the facts that they need, three statements at most."""

import time
from collections.abc import Collection
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from catalogue.codes import queries as codes
from catalogue.codes.values import GeneralDescription
from catalogue.services import rules
from catalogue.services.errors import NotPublishable
from catalogue.services.models import MODELS, Organization, State
from catalogue.services.rules import Codes, Facts, Finding, Owner, name_key
from catalogue.services.values import Organization as OrganizationValue
from catalogue.services.values import Service, ServiceChannel
from catalogue.services.workflow import Content, Work
from catalogue.services.works import displayed_names, organization_of

HELSINKI: Final = ZoneInfo("Europe/Helsinki")
LISTS: Final = ("service_classes", "target_groups", "life_events", "industrial_classes")
CODES_KEPT: Final = 300.0  # seconds for which a process believes the national code lists that it has read


class _Codes:
    """The national code lists, one reading for all towns of a process."""

    def __init__(self) -> None:
        self._read: tuple[float, Codes] | None = None

    def present(self) -> Codes:
        """The codes, at most five minutes old."""
        if self._read is None or time.monotonic() - self._read[0] > CODES_KEPT:
            environment = settings.REGISTRY_ENVIRONMENT
            self._read = (
                time.monotonic(),
                Codes.of({name: codes.codes(environment=environment, name=name) for name in LISTS}),
            )
        return self._read[1]


_codes = _Codes()


def findings(work: Work, *, languages: Collection[str]) -> list[Finding]:
    """What the rules say of what editors work on; `languages` are the town's."""
    return _checked(work.content, work, languages)


def refuse_unpublishable(work: Work, *, languages: Collection[str]) -> None:
    """Raises NotPublishable where the rules keep what readers would see from being published."""
    assert work.published is not None, "it is about to be published"
    found = _checked(work.published, work, languages)
    if rules.refuses_publishing(found):
        raise NotPublishable(found)


def _checked(content: Content, work: Work, languages: Collection[str]) -> list[Finding]:
    organization_id = organization_of(work)
    linked, missing = _general_description(content)
    facts = Facts(
        town_languages=tuple(languages),
        owner=None if isinstance(content, OrganizationValue) else _owner(organization_id),
        general_description=linked,
        missing_general_descriptions=missing,
        codes=_codes.present(),
        names_taken=_names_taken(content, work, organization_id),
        today=timezone.now().astimezone(HELSINKI).date(),
    )
    return rules.check(content, facts)


def _owner(organization_id: UUID | None) -> Owner | None:
    row = None if organization_id is None else Organization.objects.filter(id=organization_id).first()
    return None if row is None else Owner.of(row.body)


def _general_description(content: Content) -> tuple[GeneralDescription | None, frozenset[UUID]]:
    wanted = content.general_description_id if isinstance(content, Service) else None
    if wanted is None:
        return None, frozenset()
    environment = settings.REGISTRY_ENVIRONMENT
    found = codes.general_description(environment=environment, ptv_id=wanted)
    if found or not codes.has_general_descriptions(environment=environment):
        return found, frozenset()  # a host that has read none yet cannot tell
    return None, frozenset({wanted})


def _names_taken(content: Content, work: Work, organization_id: UUID | None) -> frozenset[tuple[str, str]]:
    """Names of other published things of the kind in the organisation that are those of this one."""
    mine = displayed_names(content.language_versions)
    if organization_id is None or not mine:
        return frozenset()
    among: dict[str, Any] = {"state": State.PUBLISHED}
    among |= {"own": True} if isinstance(content, OrganizationValue) else {"organization_id": organization_id}
    if isinstance(content, ServiceChannel):
        among["service_channel_type"] = content.service_channel_type
    rows = MODELS[work.kind]._default_manager.filter(**among).exclude(id=work.id)
    wanted = {(language, name_key(name)) for language, name in mine.items()}
    taken = (
        (language, name_key(name)) for names in rows.values_list("names", flat=True) for language, name in names.items()
    )
    return frozenset(wanted.intersection(taken))
