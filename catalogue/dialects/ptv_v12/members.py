"""Members that several resources of the wire have."""

from collections.abc import Callable
from typing import Any, Final

from catalogue import parts
from catalogue.dialects.ptv_v12.codecs import (
    INSTANT,
    TEXT,
    Codec,
)
from catalogue.dialects.ptv_v12.fields import (
    Items,
    Kept,
    Single,
    Text,
)
from catalogue.parts import LanguageVersion

PUBLISHED: Final = "Published"
"""The state of all that version 12 shows (reference 2): it has no member for it."""

_INDUSTRIES: Final = "http://uri.suomi.fi/codelist/jhs/toimiala_1_20080101/code/"


def made(value: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a thing of its members, which version 12 shows published."""

    def build(**said: Any) -> Any:
        if "language_versions" in said:
            found = said["language_versions"].items()
            said["language_versions"] = {language: LanguageVersion(**texts) for language, texts in found}
        return value(publishing_status=PUBLISHED, **said)

    return build


NAME: Final = Text("name", "name")
ALTERNATIVE_NAME: Final = Text("alternativeName", "alternative_name")
SUMMARY: Final = Text("summary", "summary")
DESCRIPTION: Final = Text("description", "description")
CHARGE_INFORMATION: Final = Text("chargeTypeAdditionalInformation", "charge_type_additional_info")
PRIMARY_NAME: Final = Text(
    "isAlternativeNamePrimary",
    "display_name_type",
    Codec(
        lambda raw: {True: "AlternativeName", False: "Name"}[raw] if type(raw) is bool else None,
        {"AlternativeName": True, "Name": False}.get,
    ),
)
PUBLISHED_AT: Final = Single("publishedAt", "modified", INSTANT)
MIGRATED_AT: Final = Kept("migratedAt")


def classes(wire: str, member: str, shown: str = "code") -> Items:
    """Classifications, of which the wire has the bare code or URI."""
    return Items(wire, member, Codec(_read_class(shown), _WRITE_CLASS[shown]))


def _read_class(shown: str) -> Callable[[Any], parts.Classification | None]:
    def read(raw: Any) -> parts.Classification | None:
        return parts.Classification(**{shown: raw}) if TEXT.read(raw) else None

    return read


def code_of(classification: parts.Classification) -> str | None:
    """The code of a class, which older documents have at the end of its URI only."""
    uri = classification.new_uri or classification.uri or ""
    return classification.code or (uri.rpartition("/code/")[2] if "/code/" in uri else None)


def industry_of(classification: parts.Classification) -> str | None:
    """The URI of an industry in its new form (reference 10)."""
    return classification.new_uri or (f"{_INDUSTRIES}{classification.code}" if classification.code else None)


_WRITE_CLASS: Final[dict[str, Callable[[Any], str | None]]] = {
    "code": code_of,
    "uri": lambda classification: classification.uri or classification.new_uri,
    "new_uri": industry_of,
}
TARGET_GROUPS: Final = classes("targetGroups", "target_groups")
INDUSTRIAL_CLASSES: Final = classes("industrialClasses", "industrial_classes", "new_uri")
LIFE_EVENTS: Final = classes("lifeEvents", "life_events")
ONTOLOGY_TERMS: Final = classes("ontologyTerms", "ontology_terms", "uri")
SERVICE_CLASSES: Final = classes("serviceClasses", "service_classes")
SERVICE_LANGUAGES: Final = Items("serviceLanguages", "languages", TEXT)
