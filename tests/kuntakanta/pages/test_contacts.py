"""Contacts as a person reads them; what the register holds leads nowhere unsafe."""

import pytest

from catalogue.dialects.v1.parts import Address, Coordinates, Email, Phone, WebPage
from kuntakanta.pages.contacts import calls, links, mails, places, spaced
from kuntakanta.pages.reader import Reader, Said

FINNISH = Reader("fi", ("fi", "sv", "en"))
ENGLISH = Reader("en", ("fi", "sv", "en"))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+358401234567", "040 123 4567"),
        ("+35822620624", "02 262 0624"),
        ("+358931088001", "09 3108 8001"),
        ("+358166781234", "016 678 1234"),
        ("+358205550162", "020 555 0162"),
        ("080012345", "0800 12 345"),
        ("116117", "116117"),
        ("112", "112"),
        ("+4687896000", "+4687896000"),
        ("kysy neuvonnasta", "kysy neuvonnasta"),
    ],
)
def test_numbers_are_written_as_finns_write_them(number: str, text: str) -> None:
    assert spaced(number) == text


def test_a_number_is_called_in_the_form_that_telephones_take() -> None:
    (call,) = calls([Phone(number="+358401234567", service_charge_type="Chargeable", language="fi")], FINNISH)
    assert call.number == "+358401234567"
    assert call.cost.startswith("Puhelu maksaa")


def test_what_is_no_number_and_what_is_a_fax_is_not_called() -> None:
    found = calls([Phone(number="kysy"), Phone(number="+35822620624", type="Fax")], FINNISH)
    assert [call.number for call in found] == ["", ""]
    assert found[1].note == "Faksi"


def test_a_contact_in_another_language_is_marked() -> None:
    (call,) = calls([Phone(number="112", additional_information="Hätäkeskus", language="fi")], ENGLISH)
    assert call.language == "fi"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/here", "ftp://example.org", "http://[", None]
)
def test_a_link_leads_to_the_web_or_is_left_out(url: str | None) -> None:
    assert links([WebPage(url=url, value="Täältä", language="fi")], FINNISH) == []


def test_a_link_tells_where_it_leads() -> None:
    (link,) = links([WebPage(url="https://www.example.org/a", value="Täältä", language="fi")] * 2, FINNISH)
    assert (link.text, link.host) == ("Täältä", "example.org")


def test_an_odd_mail_address_is_left_out() -> None:
    listed = [Email(value=value) for value in ("a@example.org", "ei ole", "a@b?subject=x", "a@b>", None)]
    assert [link.url for link in mails(listed, FINNISH)] == ["mailto:a@example.org"]


def test_an_address_has_its_lines_and_a_map() -> None:
    (place,) = places(
        [
            Address(
                type="Location",
                street={"fi": "Linnankatu", "sv": "Slottsgatan"},
                street_number="2",
                postal_code="20100",
                post_office={"fi": "TURKU", "sv": "ÅBO"},
                coordinates=Coordinates(northing=6711075.7, easting=239756.12, latitude=60.45, longitude=22.27),
            )
        ],
        Reader("sv", ("fi", "sv")),
    )
    assert place.lines == (Said("Slottsgatan 2", "sv"), Said("20100 Åbo", "sv"))
    assert "n=6711075.70&e=239756.12" in place.map_url


def test_an_address_without_anything_is_left_out() -> None:
    assert places([Address(type="Location", sub_type="NoAddress")], FINNISH) == []
