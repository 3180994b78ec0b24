"""Cases of the rules about channels and parts: contacts, links, places and hours."""

from datetime import date
from typing import Any

import msgspec

from catalogue.parts import (
    Address,
    Attachment,
    ContactDetails,
    DailyOpening,
    Law,
    Municipality,
    OtherAddress,
    PostOfficeBoxAddress,
    ServiceHour,
)
from catalogue.services.rules import Facts
from tests.catalogue.services.rules.things import (
    Case,
    a_connection,
    a_form,
    a_place,
    a_place_open,
    a_service,
    a_telephone,
    a_web_page,
    accessible,
    address,
    an_online_service,
    an_organization,
    email,
    form,
    hours,
    in_finnish,
    known,
    midnight,
    page,
    phone,
    said,
    span,
    street,
)


def _at(**changes: Any) -> Address:
    """The address of a place with another street address."""
    return address(street_address=street(**changes))


def _written(opens: str) -> DailyOpening:
    return span(opens=opens)


BOTH = in_finnish() | {"sv": said(name="Hemvård")}
PLACE_IN_BOTH = {language: said(name=language, display_name_type="Name") for language in ("fi", "sv")}
IN_BOTH = _at(street={"fi": "Linnankatu", "sv": "Slottsgatan"})
ABROAD = Address(type="Location", sub_type="Abroad", abroad={"fi": "Kungsgatan 1, Haaparanta"})
POSTAL = Address(
    type="Postal",
    sub_type="PostOfficeBox",
    post_office_box_address=PostOfficeBoxAddress(post_office_box={"fi": "PL 1"}, postal_code="20101"),
)
ISLAND = OtherAddress(northing=6_700_000.0, easting=240_000.0, additional_information={"fi": "Saaren laituri"})
CHRISTMAS = midnight(2026, 12, 24)
AFTER = Facts(today=date(2026, 12, 27))

CHANNELS = (
    Case(
        "web_page_missing",
        "/web_pages",
        a_web_page(web_pages=[]),
        a_web_page(),
    ),
    Case(
        "accessibility_missing",
        "/accessibility_classification",
        an_online_service(accessibility_classification=[accessible(language="sv")]),
        an_online_service(),
    ),
    Case(
        "phone_missing",
        "/phone_numbers",
        a_telephone(language_versions=BOTH),
        a_telephone(language_versions=BOTH, phone_numbers=[phone(), phone(language="sv")]),
    ),
    Case("form_missing", "/channel_urls", a_form(channel_urls=[form(language="sv")]), a_form()),
    Case("location_missing", "/addresses", a_place(addresses=[POSTAL]), a_place(addresses=[POSTAL, address()])),
    Case("locations_mixed", "/addresses", a_place(addresses=[ABROAD, address()]), a_place(addresses=[ABROAD, ABROAD])),
    Case(
        "street_missing",
        "/addresses/0/street_address/street/sv",
        a_place(language_versions=PLACE_IN_BOTH),
        a_place(language_versions=PLACE_IN_BOTH, addresses=[IN_BOTH]),
    ),
    Case(
        "signatures_missing",
        "/signature_quantity",
        an_online_service(requires_signature=True),
        an_online_service(requires_signature=True, signature_quantity=1),
    ),
    Case(
        "twice_in_language",
        "/web_pages/1",
        a_web_page(web_pages=[page(), page(value="Hoito")]),
        a_place(web_pages=[page(), page(value="Hoito")]),
    ),
    Case(
        "oid_invalid",
        "/oid",
        a_place(oid="1.2.246 10"),
        a_place(oid="1.2.246.10"),
    ),
    Case(
        "value_missing",
        "/attachments/0/url",
        an_online_service(attachments=[Attachment(name="Liite", language="fi")]),
        an_online_service(attachments=[Attachment(url="https://turku.fi/liite.pdf", language="fi")]),
    ),
    Case(
        "value_missing",
        "/phone_numbers/0/type",
        a_telephone(phone_numbers=[phone(type=None)]),
        a_place(phone_numbers=[phone(type=None)]),
    ),
)

CONTACTS = (
    Case(
        "phone_number_invalid",
        "/phone_numbers/0/number",
        a_place(phone_numbers=[phone(number="040 1234567")]),
        a_place(phone_numbers=[phone(number="0401234567")]),
    ),
    Case(
        "phone_prefix_missing",
        "/phone_numbers/0/prefix_number",
        a_place(phone_numbers=[phone(prefix_number=None)]),
        a_place(phone_numbers=[phone(prefix_number=None, is_finnish_service_number=True)]),
    ),
    Case(
        "phone_prefix_unknown",
        "/phone_numbers/0/prefix_number",
        a_place(phone_numbers=[phone(prefix_number="358")]),
        a_place(phone_numbers=[phone(prefix_number="+46")]),
    ),
    Case(
        "phone_prefix_unknown",
        "/contact_details/phone_numbers/0/prefix_number",
        a_connection(contact_details=ContactDetails(phone_numbers=[phone(prefix_number="+999")])),
        a_connection(contact_details=ContactDetails(phone_numbers=[phone(prefix_number="+358")])),
        known(dial_codes=["+358"]),
    ),
    Case(
        "phone_leading_zero",
        "/phone_numbers/0/number",
        a_place(phone_numbers=[phone(number="0401234567")]),
        a_place(phone_numbers=[phone(number="0401234567", prefix_number="+39")]),
    ),
    Case(
        "contacts_in_other_languages",
        "/emails",
        a_place(language_versions=PLACE_IN_BOTH, addresses=[IN_BOTH], emails=[email()]),
        a_place(language_versions=PLACE_IN_BOTH, addresses=[IN_BOTH], emails=[email(), email(language="sv")]),
    ),
    Case(
        "contacts_in_other_languages",
        "/phone_numbers",
        an_organization(language_versions=PLACE_IN_BOTH, phone_numbers=[phone(language="sv")]),
        an_organization(language_versions=PLACE_IN_BOTH),
    ),
    Case(
        "charge_description_missing",
        "/phone_numbers/0/charge_description",
        a_place(phone_numbers=[phone(service_charge_type="Other")]),
        a_place(phone_numbers=[phone(service_charge_type="Chargeable")]),
    ),
    Case(
        "language_unknown",
        "/phone_numbers/0/language",
        a_place(phone_numbers=[phone(language="suomi")]),
        a_place(phone_numbers=[phone(language="smn")]),
    ),
    *(
        Case(
            "email_invalid",
            "/emails/0/value",
            a_place(emails=[email(value=bad)]),
            a_place(emails=[email(value=good)]),
        )
        for bad, good in (
            ("hoito@turku", "hoito@turku.fi"),
            ("hoito turku@turku.fi", "hoito.turku@turku.fi"),
            ("", "hoitäjä@åbo.fi"),
        )
    ),
    *(
        Case(
            "url_invalid",
            "/web_pages/0/url",
            a_place(web_pages=[page(url=bad)]),
            a_place(web_pages=[page(url=good)]),
        )
        for bad, good in (
            ("www.turku.fi", "http://www.turku.fi"),
            ("https://turku", "https://turku.fi"),
            ("https://turku .fi", "https://turku.fi/a?b=%20#c"),
            ("https://127.0.0.1/hoito", "https://åbo.example:8443/hoito"),
            ("https://turku..fi", "https://xn--bo-yja.fi./"),
            ("https://turku.fi:port", "https://turku.fi:80"),
            ("https://[turku.fi", "https://turku.fi/[hoito]"),
            ("mailto:hoito@turku.fi", "https://hoito@turku.fi/"),
        )
    ),
    Case(
        "url_invalid",
        "/legislation/0/web_pages/0/url",
        a_service(legislation=[Law(web_pages=[page(url="finlex")])]),
        a_service(legislation=[Law(web_pages=[page()])]),
    ),
)

PLACES = (
    Case(
        "address_kind_forbidden",
        "/addresses/0/sub_type",
        a_place(addresses=[address("Location", "Street"), address()]),
        a_place(addresses=[address("Postal", "Street"), address()]),
    ),
    Case(
        "address_kind_forbidden",
        "/addresses/0/sub_type",
        an_organization(addresses=[msgspec.structs.replace(POSTAL, type="Visiting")]),
        an_organization(addresses=[POSTAL]),
    ),
    Case(
        "address_kind_forbidden",
        "/contact_details/addresses/0/sub_type",
        a_connection(contact_details=ContactDetails(addresses=[address()])),
        a_connection(contact_details=ContactDetails(addresses=[POSTAL])),
    ),
    Case(
        "address_incomplete",
        "/addresses/0/street_address",
        a_place(addresses=[address(street_address=None)]),
        a_place(),
    ),
    Case(
        "address_incomplete",
        "/addresses/0/street_address/postal_code",
        a_place(addresses=[_at(postal_code=None)]),
        a_place(),
    ),
    Case(
        "address_incomplete",
        "/delivery_addresses/0/delivery_address_in_text",
        a_form(delivery_addresses=[Address(sub_type="NoAddress")]),
        a_form(delivery_addresses=[Address(sub_type="NoAddress", delivery_address_in_text={"fi": "Tuo lomake."})]),
    ),
    Case(
        "address_incomplete",
        "/addresses/0/other_address/easting",
        a_place(addresses=[address(sub_type="Other", other_address=msgspec.structs.replace(ISLAND, easting=None))]),
        a_place(addresses=[address(sub_type="Other", other_address=ISLAND)]),
    ),
    Case(
        "street_number_missing",
        "/addresses/0/street_address/street_number",
        a_place(addresses=[_at(street_number=None)]),
        a_place(addresses=[_at(street_number=None, northing=6_711_000.0, easting=239_000.0)]),
    ),
    Case(
        "postal_code_unknown",
        "/addresses/0/street_address/postal_code",
        a_place(addresses=[_at(postal_code="FI-20100")]),
        a_place(),
    ),
    Case(
        "postal_code_unknown",
        "/addresses/0/street_address/postal_code",
        a_place(addresses=[_at(postal_code="20999")]),
        a_place(),
        known(postal_codes=["20100"]),
    ),
    Case(
        "municipality_unknown",
        "/addresses/0/street_address/municipality/code",
        a_place(addresses=[_at(municipality=Municipality(code="999"))]),
        a_place(addresses=[_at(municipality=Municipality(code="853"))]),
        known(municipalities=["853"]),
    ),
    Case(
        "country_unknown",
        "/addresses/0/country",
        a_place(addresses=[address(country="fi")]),
        a_place(addresses=[address(country="FI")]),
    ),
    Case(
        "coordinates_outside_finland",
        "/addresses/0/street_address/northing",
        a_place(addresses=[_at(northing=239_000.0, easting=6_711_000.0)]),
        a_place(addresses=[_at(northing=0.0, easting=0.0)]),
    ),
)


def _hours(code: str, place: str, broken: ServiceHour, nearest: ServiceHour, facts: Facts | None = None) -> Case:
    return Case(code, f"/service_hours/0{place}", a_place_open(broken), a_place_open(nearest), facts or Facts())


HOURS = (
    _hours(
        "hours_time_invalid",
        "/opening_hours/0/opens",
        hours("weekly", _written("8:00")),
        hours("weekly", _written("08:07")),
    ),
    _hours(
        "hours_time_invalid",
        "/opening_hours/0/closes",
        hours("weekly", span(to="24:00")),
        hours("weekly", span(to="00:00")),
    ),
    _hours(
        "value_unknown",
        "/opening_hours/0/day_from",
        hours("weekly", span("Maanantai")),
        hours("weekly", span("Monday")),
    ),
    _hours("hours_empty", "", hours("weekly"), hours("weekly", additional_information={"fi": "Sovi ensin."})),
    _hours("hours_spans_forbidden", "/opening_hours", hours("always", span()), hours("always")),
    _hours(
        "hours_one_span",
        "/opening_hours",
        hours("exceptional", span(None), span(None, opens="18:00", to="19:00"), valid_from=CHRISTMAS),
        hours("exceptional", span(None), valid_from=CHRISTMAS),
    ),
    _hours(
        "hours_one_span",
        "/opening_hours",
        hours("over_midnight"),
        hours("over_midnight", span("Friday", "Saturday", "18:00", "02:00")),
    ),
    _hours("hours_day_missing", "/opening_hours/0/day_from", hours("weekly", span(None)), hours("weekly", span())),
    _hours(
        "hours_day_missing",
        "/opening_hours/0/day_to",
        hours("over_midnight", span("Friday", None, "18:00", "02:00")),
        hours("over_midnight", span("Friday", "Saturday", "18:00", "02:00")),
    ),
    _hours("hours_date_missing", "/valid_from", hours("closed"), hours("closed", valid_from=CHRISTMAS)),
    _hours(
        "hours_period_reversed",
        "/valid_to",
        hours("closed", valid_from=CHRISTMAS, valid_to=CHRISTMAS),
        hours("closed", valid_from=CHRISTMAS, valid_to=midnight(2026, 12, 25)),
    ),
    _hours(
        "hours_end_before_start",
        "/opening_hours/0/closes",
        hours("weekly", span(opens="18:00", to="02:00")),
        hours("weekly", span(opens="18:00", to="00:00")),
    ),
    _hours(
        "hours_overlap",
        "/opening_hours",
        hours("weekly", span("Saturday", "Monday", "10:00", "14:00"), span("Sunday", None, "13:59", "16:00")),
        hours("weekly", span("Saturday", "Monday", "10:00", "14:00"), span("Sunday", None, "14:00", "16:00")),
    ),
    _hours(
        "hours_past",
        "",
        hours("closed", valid_from=CHRISTMAS, valid_to=midnight(2026, 12, 26)),
        hours("closed", valid_from=CHRISTMAS, valid_to=midnight(2026, 12, 27)),
        AFTER,
    ),
    _hours("hours_past", "", hours("closed", valid_from=CHRISTMAS), hours("always", valid_from=CHRISTMAS), AFTER),
)

CASES = (*CHANNELS, *CONTACTS, *PLACES, *HOURS)
