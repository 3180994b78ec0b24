"""National texts and codes as plain values."""

from datetime import datetime

import msgspec

from catalogue.parts import Classification, LanguageVersion, Law, Value
from catalogue.text import LocalizedText


class NamedCode(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A code of a list with its names; `parent` is a code of the same list."""

    code: str
    names: LocalizedText
    parent: str | None = None
    uri: str | None = None
    old_uri: str | None = None


class GeneralDescription(Value, frozen=True, kw_only=True):
    """A national text that services build upon; services link to it by its id and inherit its classifications.

    Its own connections stay in the remainder: nobody is served at a general description.
    """

    language_versions: dict[str, LanguageVersion] = {}
    service_classes: list[Classification] = []
    ontology_terms: list[Classification] = []
    target_groups: list[Classification] = []
    life_events: list[Classification] = []
    industrial_classes: list[Classification] = []
    legislation: list[Law] = []
    type: str | None = None
    service_charge_type: str | None = None
    general_description_type: str | None = None
    publishing_status: str | None = None
    modified: datetime | None = None
