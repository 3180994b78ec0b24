"""Cases of the rules about what a thing is: where it holds, how it is filed, who is behind it, what belongs to it."""

from uuid import UUID

from catalogue.parts import Area, ContactDetails, LanguageVersion, Law, Municipality, ServiceVoucher
from catalogue.services.rules import Ends, Facts, Owner
from catalogue.services.values import Connection
from tests.catalogue.services.rules.things import (
    CENTRAL,
    OWN_PRODUCER,
    RESPONSIBLE,
    TURKU,
    UNIT,
    Case,
    a_collection,
    a_company,
    a_connection,
    a_general_description,
    a_linked_service,
    a_service,
    an_organization,
    entry,
    hours,
    in_finnish,
    known,
    page,
    part,
    term,
)

UNFILED = a_linked_service(ontology_terms=[])
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

AREAS = (
    Case("areas_missing", "/areas", a_service(area_type="LimitedType"), LIMITED),
    Case("areas_forbidden", "/areas", a_service(areas=[TURKU]), LIMITED),
    Case(
        "area_unknown",
        "/areas/0/code",
        a_service(area_type="LimitedType", areas=[Area(type="Region", code="21")]),
        a_service(area_type="LimitedType", areas=[Area(type="Region", code="20")]),
        known(registry_regions=["01", "20"]),
    ),
    Case(
        "area_unknown",
        "/areas/0/municipalities/0/code",
        a_service(area_type="LimitedType", areas=[RAISIO]),
        LIMITED,
        known(municipalities=["853"]),
    ),
    Case(
        "areas_of_many_types",
        "/areas",
        a_company(area_type="LimitedType", areas=[TURKU, Area(type="Region", code="02")]),
        a_company(area_type="LimitedType", areas=[TURKU, RAISIO]),
    ),
    Case(
        "area_type_too_wide",
        "/area_type",
        a_service(),
        a_service(),
        Facts(owner=Owner(languages=frozenset({"fi"}), area_type="NationwideExceptAlandIslands")),
        Facts(owner=Owner(languages=frozenset({"fi"}), area_type="Nationwide")),
    ),
    Case(
        "areas_beyond_organization",
        "/areas/0",
        a_service(area_type="LimitedType", areas=[RAISIO]),
        LIMITED,
        Facts(owner=Owner(languages=frozenset({"fi"}), area_type=LOCAL.area_type, areas=LOCAL.areas)),
    ),
)

CLASSIFICATION = (
    Case("service_classes_missing", "/service_classes", a_service(service_classes=[]), a_service()),
    Case(
        "ontology_terms_missing", "/ontology_terms", a_service(ontology_terms=[]), a_linked_service(ontology_terms=[])
    ),
    Case("target_groups_missing", "/target_groups", a_service(target_groups=[]), a_service()),
    Case(
        "service_classes_too_many",
        "/service_classes",
        a_service(service_classes=[entry(f"P7.{number}") for number in range(1, 6)]),
        a_linked_service(service_classes=[entry(f"P7.{number}") for number in range(1, 6)]),
        LINKED,
    ),
    Case(
        "service_classes_only_main",
        "/service_classes",
        a_service(service_classes=[entry("P7")]),
        a_service(service_classes=[entry("P7"), entry("P8.1")]),
    ),
    Case(
        "ontology_terms_too_many",
        "/ontology_terms",
        a_service(ontology_terms=[term(number) for number in range(11)]),
        a_linked_service(ontology_terms=[term(number) for number in range(11)]),
        LINKED,
    ),
    Case(
        "classification_unknown",
        "/service_classes/0",
        a_service(service_classes=[entry("P99.1")]),
        a_service(),
        known(service_classes=["P7", "P7.1"]),
    ),
    Case(
        "classification_unknown",
        "/ontology_terms/0",
        a_service(ontology_terms=[term(123456)]),
        a_service(ontology_terms=[term(12345)]),
    ),
    Case(
        "target_group_too_general",
        "/target_groups",
        a_service(target_groups=[entry("KR2")]),
        a_service(target_groups=[entry("KR2"), entry("KR2.1")]),
    ),
    Case(
        "life_events_without_citizens",
        "/life_events",
        a_service(life_events=[entry("KE1")], target_groups=[entry("KR2.1")]),
        a_service(life_events=[entry("KE1")], target_groups=[entry("KR1.2")]),
    ),
    Case(
        "industrial_classes_without_businesses",
        "/industrial_classes",
        a_service(industrial_classes=[entry("86101")]),
        a_service(industrial_classes=[entry("86101")], target_groups=[entry("KR2.1")]),
    ),
    Case(
        "general_description_unknown",
        "/general_description_id",
        a_linked_service(),
        a_linked_service(),
        Facts(missing_general_descriptions=frozenset({CENTRAL})),
        Facts(missing_general_descriptions=frozenset({ANOTHER})),
    ),
    Case(
        "general_description_charge",
        "/service_charge_type",
        a_linked_service(service_charge_type="Chargeable"),
        a_linked_service(service_charge_type="Chargeable"),
        FREE,
        LINKED,
    ),
    Case(
        "general_description_type",
        "/type",
        a_linked_service(type="PermitOrObligation"),
        a_linked_service(type="Service"),
        LINKED,
    ),
    Case(
        "general_description_copied",
        "/language_versions/fi/description",
        a_linked_service(language_versions=in_finnish(description="Hei. Apua saa kotiin  joka päivä myös yöllä!")),
        a_linked_service(language_versions=in_finnish(description="Hei. Apua saa kotiin joka päivä myös aamulla!")),
        Facts(
            general_description=a_general_description(
                language_versions={
                    "fi": LanguageVersion(description="Näin: apua. Apua saa kotiin joka päivä myös yöllä.")
                }
            )
        ),
    ),
)

BEHIND = (
    Case("responsible_missing", "/organizations", a_service(organizations=[part("Other")]), a_service()),
    Case(
        "responsible_many",
        "/organizations",
        a_service(organizations=[RESPONSIBLE, part("Responsible", UNIT), OWN_PRODUCER]),
        a_service(organizations=[RESPONSIBLE, part("OtherResponsible", UNIT), OWN_PRODUCER]),
    ),
    Case(
        "responsible_twice",
        "/organizations/1",
        a_service(organizations=[RESPONSIBLE, part("OtherResponsible"), OWN_PRODUCER]),
        a_service(organizations=[RESPONSIBLE, part("OtherResponsible", UNIT), OWN_PRODUCER]),
    ),
    Case("producers_missing", "/organizations", a_service(organizations=[RESPONSIBLE]), a_service()),
    Case(
        "producer_not_responsible",
        "/organizations/1/organization",
        a_service(organizations=[RESPONSIBLE, part("Producer", UNIT, provision_type="SelfProducedServices")]),
        a_service(organizations=[RESPONSIBLE, part("Producer", UNIT, provision_type="ProcuredServices")]),
    ),
    Case(
        "producer_with_information",
        "/organizations/1/additional_information",
        a_service(
            organizations=[
                RESPONSIBLE,
                part("Producer", provision_type="SelfProducedServices", additional_information={"fi": "Oma yksikkö"}),
            ]
        ),
        a_service(
            organizations=[
                RESPONSIBLE,
                part("Producer", provision_type="Other", additional_information={"fi": "Oma yksikkö"}),
            ]
        ),
    ),
    Case(
        "producer_nobody",
        "/organizations/1/organization",
        a_service(organizations=[RESPONSIBLE, part("Producer", None, provision_type="Other")]),
        a_service(
            organizations=[
                RESPONSIBLE,
                part("Producer", None, provision_type="Other", additional_information={"fi": "Yhdistykset"}),
            ]
        ),
    ),
    Case(
        "law_without_link",
        "/legislation/0/web_pages",
        a_service(legislation=[Law(names={"fi": "Sosiaalihuoltolaki"})]),
        a_service(legislation=[Law(names={"fi": "Sosiaalihuoltolaki"}, web_pages=[page()])]),
    ),
    Case(
        "twice_in_language",
        "/legislation/0/web_pages/1",
        a_service(legislation=[Law(names={"fi": "Laki"}, web_pages=[page(), page(value="Toinen")])]),
        a_service(legislation=[Law(names={"fi": "Laki"}, web_pages=[page(), page(language="sv")])]),
    ),
    Case(
        "vouchers_not_in_use",
        "/service_vouchers",
        a_service(service_vouchers=[ServiceVoucher(value="Seteli", language="fi")]),
        a_service(service_vouchers=[ServiceVoucher(value="Seteli", language="fi")], service_vouchers_in_use=True),
    ),
    Case("service_without_channels", "", a_service(), a_service(), Facts(connections=0), Facts(connections=1)),
    Case(
        "business_code_invalid",
        "/business_code",
        an_organization(business_code="204819-8"),
        an_organization(business_code="0204819-8"),
    ),
    Case(
        "business_code_mistyped",
        "/business_code",
        an_organization(business_code="0204819-7"),
        an_organization(business_code="0204819-8"),
    ),
    Case("oid_invalid", "/oid", an_organization(oid="1.2.246.10"), an_organization(oid="1.2.246.10.204819.10.0")),
    Case("connection_without_language", "", a_connection(), a_connection(), Facts(ends=ELSEWHERE), Facts(ends=ENDS)),
    Case("connection_details_forbidden", "/service_hours", BOOKED, BOOKED, Facts(ends=AT_A_FORM), Facts(ends=ENDS)),
    Case(
        "connection_details_forbidden",
        "/contact_details",
        a_connection(contact_details=ContactDetails()),
        a_connection(),
        Facts(ends=AT_A_FORM),
    ),
    Case("collection_empty", "", a_collection(services=[]), a_collection()),
)

CASES = (*AREAS, *CLASSIFICATION, *BEHIND)
