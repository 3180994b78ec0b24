"""Fees as a person reads them: what it costs today, and what it will cost from a day on. Pure but for our own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from catalogue.dialects.v1.parts import Fee
from catalogue.services.hours import HELSINKI
from kuntakanta.pages.hours import period_of
from kuntakanta.pages.messages import message
from kuntakanta.pages.reader import Reader, Said


@dataclass(frozen=True)
class FeeView:
    """A fee; `price` is empty where only the terms tell. `period` tells until when, or of one to come from when."""

    name: Said | None
    price: str
    unit: Said | None
    terms: Said | None
    period: str
    coming: bool


def view(fees: Sequence[Fee], reader: Reader, now: datetime) -> tuple[FeeView, ...]:
    """Those that hold today in their own order, then those to come by their first days; what is over is not shown."""
    today = now.astimezone(HELSINKI).date()
    shown = [fee for fee in fees if fee.valid_to is None or fee.valid_to >= today]
    shown.sort(key=lambda fee: _begins(fee) if _begins(fee) > today else date.min)
    return tuple(_view(fee, reader, coming=_begins(fee) > today) for fee in shown)


def _begins(fee: Fee) -> date:
    return fee.valid_from or date.min


def _view(fee: Fee, reader: Reader, *, coming: bool) -> FeeView:
    language = reader.page_language
    return FeeView(
        name=reader.pick(fee.name),
        price=message(language, "fees.FreeOfCharge") if fee.free_of_charge else _price(fee.amount, language),
        unit=reader.pick(fee.unit),
        terms=reader.pick(fee.terms),
        period=period_of(fee.valid_from if coming else None, fee.valid_to, language),
        coming=coming,
    )


def _price(amount: str | None, language: str) -> str:
    """Euros as the language writes them; whole ones without cents."""
    if amount is None:
        return ""
    euros = Decimal(amount)
    plain = f"{euros:,.0f}" if euros == euros.to_integral_value() else f"{euros:,.2f}"
    signs = {",": message(language, "format.thousands"), ".": message(language, "format.decimal")}
    return message(language, "format.euros", amount="".join(signs.get(sign, sign) for sign in plain))
