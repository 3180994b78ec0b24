"""Cases of the rules about texts: what must be said, how long, in which languages, and how well."""

from uuid import UUID

from catalogue.parts import Area, ExtraType, LanguageVersion, Municipality
from catalogue.services.rules import Ends, Facts, Owner
from catalogue.services.values import Connection
from tests.catalogue.services.rules.things import (
    TURKU,
    Case,
    a_collection,
    a_company,
    a_connection,
    a_general_description,
    a_linked_service,
    a_place,
    a_service,
    a_telephone,
    a_web_page,
    an_online_service,
    an_organization,
    hours,
    in_finnish,
    known,
    said,
)


def _versions(**changes: LanguageVersion) -> dict[str, LanguageVersion]:
    return {"fi": said()} | changes


LINKED = Facts(general_description=a_general_description())
FREE = Facts(general_description=a_general_description(service_charge_type="FreeOfCharge"))
ANOTHER = UUID("0c9a4f1c-29aa-4f0c-a6c5-6a3d15f5ac0f")
ENDS = Ends(
    service_languages=frozenset({"fi", "sv"}), channel_languages=frozenset({"sv"}), service_channel_type="Phone"
)
ELSEWHERE = Ends(service_languages=frozenset({"fi"}), channel_languages=frozenset({"sv"}))
AT_A_FORM = Ends(service_channel_type="PrintableForm")
LOCAL = Owner(area_type="LimitedType", areas=frozenset({("Municipality", "853")}))
RAISIO = Area(type="Municipality", municipalities=[Municipality(code="680")])
LIMITED = a_service(area_type="LimitedType", areas=[TURKU])
BOOKED = Connection(service_hours=[hours("reservation")])

TEXTS = (
    Case("language_versions_missing", "/language_versions", a_service(language_versions={}), a_service()),
    Case("value_missing", "/funding_type", a_service(funding_type=None), a_service()),
    Case("value_missing", "/municipality", an_organization(municipality=None), an_organization()),
    Case("value_missing", "/area_type", a_company(area_type=None), a_company()),
    Case("value_missing", "/type", a_service(type=None), a_linked_service(type=None)),
    Case(
        "value_missing",
        "/requires_authentication",
        an_online_service(requires_authentication=None),
        an_online_service(requires_authentication=False),
    ),
    Case("value_missing", "/organization_id", a_collection(organization_id=None), a_collection()),
    Case("value_unknown", "/type", a_service(type="Palvelu"), a_service(type="PermitOrObligation")),
    Case(
        "value_unknown",
        "/service_charge_type",
        a_service(service_charge_type="Other"),
        a_service(service_charge_type="Chargeable"),
    ),
    Case(
        "value_unknown",
        "/extra_types/0/code",
        a_connection(extra_types=[ExtraType(type="Asti", code="Guidance")]),
        a_connection(extra_types=[ExtraType(type="Asti", code="OnsiteGuidance")]),
    ),
    Case("source_id_invalid", "/source_id", a_service(source_id="hoito_1"), a_service(source_id="hoito-1.A")),
    Case("name_missing", "/language_versions/fi/name", a_service(language_versions=in_finnish(name=None)), a_service()),
    Case(
        "name_missing",
        "/language_versions/fi/name",
        a_linked_service(language_versions=in_finnish(name=None)),
        a_linked_service(language_versions=in_finnish(name=None)),
        Facts(general_description=a_general_description(language_versions={})),
        LINKED,
    ),
    Case(
        "name_missing",  # nothing is known of what it is linked to
        "/language_versions/fi/name",
        a_service(language_versions=in_finnish(name=None, description=None)),
        a_linked_service(language_versions=in_finnish(name=None, description=None)),
    ),
    Case(
        "summary_missing",
        "/language_versions/fi/summary",
        a_service(language_versions=in_finnish(summary=None)),
        a_service(),
    ),
    Case(
        "description_missing",
        "/language_versions/fi/description",
        a_service(language_versions=in_finnish(description=None)),
        a_linked_service(language_versions=in_finnish(description=None)),
        LINKED,
    ),
    Case(
        "description_missing",
        "/language_versions/fi/description",
        a_collection(language_versions=in_finnish(summary=None, description=None)),
        a_collection(language_versions=in_finnish(description=None)),
    ),
    Case(
        "text_empty",
        "/language_versions/fi/requirements",
        a_service(language_versions=in_finnish(requirements=" \n")),
        a_service(language_versions=in_finnish(requirements=None)),
    ),
    Case(
        "text_too_short",
        "/language_versions/fi/dead_line",
        a_service(language_versions=in_finnish(dead_line=" heti ")),
        a_service(language_versions=in_finnish(dead_line="heti.")),
    ),
    Case(
        "text_too_long",
        "/language_versions/fi/summary",
        a_service(language_versions=in_finnish(summary="ö" * 151)),
        a_service(language_versions=in_finnish(summary="ö" * 150)),
    ),
    Case(
        "text_too_long",  # outside the first plane of Unicode a letter counts twice
        "/language_versions/fi/summary",
        a_service(language_versions=in_finnish(summary="🙂" * 76)),
        a_service(language_versions=in_finnish(summary="🙂" * 75)),
    ),
    Case(
        "text_too_long",
        "/language_versions/fi/name",
        a_web_page(language_versions=in_finnish(name="x" * 101)),
        a_telephone(language_versions=in_finnish(name="x" * 101)),
    ),
    Case(
        "text_too_long",
        "/language_versions/fi/description",
        a_connection(language_versions={"fi": LanguageVersion(description="x" * 501)}),
        a_connection(language_versions={"fi": LanguageVersion(description="x" * 500)}),
    ),
    Case(
        "text_too_long",
        "/language_versions/fi/keywords/1",
        a_service(language_versions=in_finnish(keywords=["hoito", "x" * 151])),
        a_service(language_versions=in_finnish(keywords=["hoito", "x" * 150])),
    ),
    Case(
        "summary_equals_name",
        "/language_versions/fi/summary",
        a_service(language_versions=in_finnish(summary="kotihoito ")),
        a_service(language_versions=in_finnish(summary="Kotihoitoa")),
    ),
    Case(
        "name_taken",
        "/language_versions/fi/name",
        a_service(),
        a_service(),
        Facts(names_taken=frozenset({("fi", "kotihoito")})),
        Facts(names_taken=frozenset({("sv", "kotihoito")})),
    ),
    Case(
        "display_name_missing",
        "/language_versions/fi/display_name_type",
        a_place(language_versions=in_finnish()),
        a_place(),
    ),
    Case(
        "display_name_empty",
        "/language_versions/fi/display_name_type",
        an_organization(language_versions=in_finnish(display_name_type="AlternativeName")),
        an_organization(language_versions=in_finnish(display_name_type="AlternativeName", alternative_name="Hoito")),
    ),
    Case(
        "language_unknown",
        "/language_versions/de",
        a_service(language_versions=_versions(de=said())),
        a_service(language_versions=_versions(sms=said())),
    ),
    Case("given_language_unknown", "/languages/0", a_service(languages=["FI"]), a_service(languages=["zh-hant"])),
    Case(
        "given_language_unknown",
        "/languages/0",
        a_service(languages=["xx"]),
        a_service(languages=["so"]),
        known(languages=["fi", "so"]),
    ),
    Case(
        "organization_language_missing",
        "/language_versions/fi",
        a_service(),
        a_service(),
        Facts(owner=Owner(languages=frozenset({"sv"}))),
        Facts(owner=Owner(languages=frozenset({"sv", "fi"}))),
    ),
    Case(
        "town_language_missing",
        "/language_versions",
        a_service(),
        a_service(language_versions=_versions(sv=said())),
        Facts(town_languages=("fi", "sv")),
    ),
    Case(
        "part_of_another_kind",
        "/language_versions/fi/user_instruction",
        an_organization(language_versions=in_finnish(display_name_type="Name", user_instruction="Tule käymään.")),
        a_service(language_versions=in_finnish(user_instruction="Tule käymään.")),
    ),
    Case(
        "part_of_another_kind",
        "/service_hours",
        a_web_page(service_hours=[hours("always")]),
        an_online_service(service_hours=[hours("always")]),
    ),
)

EDITORIAL = (
    *(
        Case(
            "contact_in_text",
            "/language_versions/fi/description",
            a_service(language_versions=in_finnish(description=broken)),
            a_service(language_versions=in_finnish(description=nearest)),
        )
        for broken, nearest in (
            ("Kirjoita: hoito@turku.fi.", "Kirjoita @hoidolle."),
            ("Kirjoita: hoito(at)turku.fi.", "Kirjoita (at) on kissanhäntä."),
            ("Katso www.turku.fi/hoito.", "Katso Turku.fi-sivuilta."),
            ("Katso https://turku.fi.", "Tunnistaudu Suomi.fi-palvelussa."),
            ("Soita 040 123 4567.", "Soita ennen 04.12.2026 klo 08.30–16.00."),
            ("Soita +358 2 330 000.", "Hinta on 0,19 e/min tai 0600 e."),
            ("Soita numeroon 0295 020 700, se auttaa.", "Y-tunnus on 0204819-8."),
        )
    ),
    Case(
        "sentence_too_long",
        "/language_versions/fi/description",
        a_service(language_versions=in_finnish(description="sana " * 26 + ".")),
        a_service(language_versions=in_finnish(description="sana " * 24 + "sana. " + "sana " * 25 + "\n* sana.")),
    ),
    Case(
        "description_equals_summary",
        "/language_versions/fi/description",
        a_service(language_versions=in_finnish(description="Apua kotiin  arjessa.")),
        a_service(language_versions=in_finnish(description="Apua kotiin arjessa ja yöllä.")),
    ),
)

CASES = (*TEXTS, *EDITORIAL)
