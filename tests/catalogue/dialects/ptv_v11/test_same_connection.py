"""The two ends of a connection are compared by what they say."""

from msgspec.structs import replace

from catalogue.dialects.ptv_v11 import same_connection
from catalogue.parts import ContactDetails, DailyOpening, Email, LanguageVersion, ServiceHour
from catalogue.services.values import Connection

MONDAY = ServiceHour(kind="weekly", opening_hours=[DailyOpening(day_from="Monday", opens="08:00", closes="16:00")])
CLOSED = ServiceHour(kind="closed")
HERE = Connection(
    language_versions={"fi": LanguageVersion(description="Kuvaus")},
    service_hours=[MONDAY, CLOSED],
    contact_details=ContactDetails(emails=[Email(value="a@b.fi", language="fi"), Email(value="c@d.fi", language="fi")]),
)


def test_the_order_of_lists_makes_no_difference() -> None:
    there = replace(
        HERE,
        service_hours=[CLOSED, MONDAY],
        contact_details=ContactDetails(emails=HERE.contact_details.emails[::-1]),  # type: ignore[union-attr]
    )
    assert same_connection(HERE, there)


def test_what_is_said_makes_one() -> None:
    assert not same_connection(HERE, replace(HERE, service_hours=[MONDAY]))
    assert not same_connection(HERE, replace(HERE, service_charge_type="Other"))
    assert not same_connection(HERE, replace(HERE, language_versions={"fi": LanguageVersion(description="Muu")}))
    assert not same_connection(HERE, replace(HERE, contact_details=None))
