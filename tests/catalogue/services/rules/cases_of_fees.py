"""Cases of the rules about fees."""

from datetime import date
from typing import Any

from catalogue.parts import Fee
from catalogue.services.rules import Ends, Facts
from tests.catalogue.services.rules.things import Case, a_connection, a_service, in_finnish, said


def fee(**changes: Any) -> Fee:
    """What a swim costs."""
    return Fee(**{"name": {"fi": "Kertakäynti"}, "amount": "7.50", **changes})


def _fee(code: str, path: str, broken: Fee, nearest: Fee) -> Case:
    return Case(code, f"/fees/0{path}", a_service(fees=[broken]), a_service(fees=[nearest]))


NEW_YEAR, EVE = date(2027, 1, 1), date(2026, 12, 31)
CHILDREN = fee(name={"fi": "Lapset"}, amount=None, free_of_charge=True)
IN_SWEDISH = Facts(ends=Ends(service_languages=frozenset({"fi", "sv"}), channel_languages=frozenset({"fi"})))
BOTH = fee(name={"fi": "Kertakäynti", "sv": "Ett besök"})

CASES = (
    _fee("value_missing", "/name", fee(name={}), fee()),
    _fee("fee_untold", "/amount", fee(amount=None), fee(amount=None, terms={"fi": "Tulojen mukaan."})),
    _fee("fee_untold", "/amount", fee(amount=None, unit={"fi": "tunti"}), CHILDREN),
    _fee("fee_amount_invalid", "/amount", fee(amount="7,50"), fee(amount="7")),
    _fee("fee_amount_invalid", "/amount", fee(amount="-1"), fee(amount="0.01")),
    _fee("fee_amount_invalid", "/amount", fee(amount="7.505"), fee(amount="7.5")),
    _fee("fee_amount_invalid", "/amount", fee(amount="٧"), fee(amount="123456789.99")),
    _fee("fee_free_with_amount", "/amount", fee(free_of_charge=True), fee(amount="0.00", free_of_charge=True)),
    Case(
        "fee_where_free",
        "/fees/0/amount",
        a_service(service_charge_type="FreeOfCharge", fees=[fee()]),
        a_service(service_charge_type="FreeOfCharge", fees=[CHILDREN]),
    ),
    Case(
        "fee_where_free",
        "/fees/0/amount",
        a_connection(service_charge_type="FreeOfCharge", fees=[fee()]),
        a_connection(service_charge_type="Chargeable", fees=[fee()]),
    ),
    _fee("fee_text_length", "/name/fi", fee(name={"fi": "x" * 101}), fee(name={"fi": "x" * 100})),
    _fee("fee_text_length", "/unit/fi", fee(unit={"fi": " "}), fee(unit={"fi": "h"})),
    _fee("fee_text_length", "/terms/fi", fee(terms={"fi": "🙂" * 251}), fee(terms={"fi": "🙂" * 250})),
    _fee(
        "fee_period_reversed",
        "/valid_to",
        fee(valid_from=NEW_YEAR, valid_to=EVE),
        fee(valid_from=NEW_YEAR, valid_to=NEW_YEAR),
    ),
    Case(
        "fee_overlap",
        "/fees/1",
        a_service(fees=[fee(valid_to=NEW_YEAR), fee(name={"fi": " KERTAKÄYNTI"}, valid_from=NEW_YEAR)]),
        a_service(fees=[fee(valid_to=EVE), fee(valid_from=NEW_YEAR)]),
    ),
    Case("fee_overlap", "/fees/1", a_connection(fees=[fee(), fee()]), a_connection(fees=[fee(), CHILDREN])),
    Case(
        "fee_language_missing",
        "/fees/0/name",
        a_service(language_versions=in_finnish() | {"sv": said(name="Hemvård")}, fees=[fee()]),
        a_service(language_versions=in_finnish() | {"sv": said(name="Hemvård")}, fees=[BOTH]),
    ),
    Case("fee_language_missing", "/fees/0/name", a_connection(fees=[fee()]), a_connection(fees=[BOTH]), IN_SWEDISH),
)
