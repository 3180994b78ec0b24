"""Plain makers of forms: a grant that uses all that the format has, and answers to it."""

from copy import deepcopy
from typing import Any

import msgspec

from catalogue.forms.definition.values import Definition


def text(fi: str, sv: str | None = None, en: str | None = None) -> dict[str, str]:
    """A text in the three languages of the form; the same word where only one is given."""
    return {"fi": fi, "sv": sv or f"{fi} (sv)", "en": en or f"{fi} (en)"}


def when(group: str, name: str, value: Any) -> dict[str, Any]:
    """The condition that an answer in a group is a value."""
    inner = {"properties": {name: {"const": value}}, "required": [name]}
    return {"properties": {group: inner}, "required": [group]}


def group(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


def at(*names: str) -> str:
    """The pointer of a control: `*` is a row."""
    return "#" + "".join("/items" if name == "*" else f"/properties/{name}" for name in names)


LINE = {"type": "string", "minLength": 1, "maxLength": 100}
CENTS = {"type": "integer", "minimum": 0, "maximum": 100_000_000}
FILE = {"type": "string", "format": "uuid", "x-kind": "attachment"}

GRANT: dict[str, Any] = {
    "key": "grant",
    "languages": ["fi", "sv", "en"],
    "title": text("Avustushakemus", "Ansökan om bidrag", "Grant application"),
    "access": {
        "identification": "strong",
        "onBehalf": {"mode": "ypa"},
        "cosign": {"when": when("applicant", "kind", "organisation")},
    },
    "data": {
        "$defs": {"contact": group(["name"], name=LINE, email={"type": "string", "format": "email"})},
        **group(
            ["applicant", "budget", "confirmations"],
            applicant=group(
                ["kind", "hetu", "businessId", "contact"],
                kind={"type": "string", "enum": ["person", "organisation"]},
                hetu={"type": "string", "format": "fi-hetu", "x-sensitivity": "hetu"},
                age={"type": "integer", "minimum": 18},
                businessId={"type": "string", "format": "fi-business-id"},
                contact={"$ref": "#/$defs/contact"},
            ),
            budget=group(
                ["rows", "starts"],
                starts={"type": "string", "format": "date"},
                rows={
                    "type": "array",
                    "minItems": 1,
                    "maxItems": 20,
                    "items": group(
                        ["purpose", "count", "price", "reason"],
                        purpose={"type": "string", "enum": ["rent", "pay", "other"]},
                        reason=LINE,
                        count={"type": "integer", "minimum": 1, "maximum": 1000},
                        price=CENTS,
                        amount=CENTS,
                    ),
                },
                total={"type": "integer", "maximum": 500_000},
            ),
            files={"type": "array", "items": FILE, "maxItems": 3},
            places={
                "type": "array",
                "maxItems": 3,
                "uniqueItems": True,
                "items": {"type": "string", "format": "uuid", "x-options": "ptv:serviceLocation"},
            },
            confirmations=group(["truth"], truth={"type": "boolean", "const": True}),
        ),
    },
    "ui": {
        "steps": [
            {
                "key": "applicant",
                "title": text("Hakija", "Sökande", "Applicant"),
                "elements": [
                    {"key": "welcome", "label": text("Tervetuloa", "Välkommen", "Welcome")},
                    {
                        "control": at("applicant", "kind"),
                        "label": text("Kuka hakee?", "Vem söker?", "Who applies?"),
                        "options": {
                            "person": text("Ihminen", "Person", "A person"),
                            "organisation": text("Yhteisö", "Samfund", "An organisation"),
                        },
                    },
                    {
                        "control": at("applicant", "hetu"),
                        "label": text("Henkilötunnus", "Personbeteckning", "Personal identity code"),
                        "visibleIf": when("applicant", "kind", "person"),
                        "prefill": "identity.hetu",
                        "readonlyWhenPrefilled": True,
                    },
                    {
                        "control": at("applicant", "age"),
                        "label": text("Ikä", "Ålder", "Age"),
                        "visibleIf": when("applicant", "kind", "person"),
                        "computed": {"function": "age", "of": [at("applicant", "hetu")]},
                    },
                    {
                        "control": at("applicant", "businessId"),
                        "label": text("Y-tunnus", "FO-nummer", "Business ID"),
                        "visibleIf": when("applicant", "kind", "organisation"),
                    },
                    {"control": at("applicant", "contact", "name"), "label": text("Nimi", "Namn", "Name")},
                    {"control": at("applicant", "contact", "email"), "label": text("Sähköposti", "E-post", "Email")},
                ],
            },
            {
                "key": "budget",
                "title": text("Talousarvio", "Budget", "Budget"),
                "elements": [
                    {
                        "control": at("budget", "starts"),
                        "label": text("Alkaa", "Börjar", "Starts"),
                        "constraints": {"notBefore": "today", "notAfter": "today+365d"},
                    },
                    {
                        "control": at("budget", "rows"),
                        "widget": "table",
                        "label": text("Menot", "Utgifter", "Costs"),
                        "elements": [
                            {
                                "control": at("budget", "rows", "*", "purpose"),
                                "label": text("Mihin", "Till vad", "For what"),
                                "options": {
                                    "rent": text("Vuokra", "Hyra", "Rent"),
                                    "pay": text("Palkka", "Lön", "Pay"),
                                    "other": text("Muu", "Annat", "Other"),
                                },
                            },
                            {
                                "control": at("budget", "rows", "*", "reason"),
                                "label": text("Mikä", "Vad", "What"),
                                "visibleIf": {"properties": {"purpose": {"const": "other"}}, "required": ["purpose"]},
                            },
                            {"control": at("budget", "rows", "*", "count"), "label": text("Määrä", "Antal", "Number")},
                            {
                                "control": at("budget", "rows", "*", "price"),
                                "widget": "money",
                                "label": text("Hinta", "Pris", "Price"),
                            },
                            {
                                "control": at("budget", "rows", "*", "amount"),
                                "label": text("Yhteensä", "Tillsammans", "Together"),
                                "computed": {
                                    "function": "product",
                                    "of": [at("budget", "rows", "*", "count"), at("budget", "rows", "*", "price")],
                                },
                            },
                        ],
                    },
                    {
                        "control": at("budget", "total"),
                        "label": text("Summa", "Summa", "Total"),
                        "computed": {"function": "sum", "of": [at("budget", "rows", "*", "amount")]},
                    },
                ],
            },
            {
                "key": "attachments",
                "title": text("Liitteet", "Bilagor", "Attachments"),
                "visibleIf": {
                    "properties": {
                        "budget": {"properties": {"total": {"minimum": 100_000}}, "required": ["total"]},
                    },
                    "required": ["budget"],
                },
                "elements": [
                    {
                        "control": at("files"),
                        "label": text("Liitteet", "Bilagor", "Attachments"),
                        "upload": {"maxBytes": 10_485_760, "types": ["application/pdf"]},
                    },
                    {"control": at("places"), "label": text("Paikat", "Platser", "Places")},
                ],
            },
            {
                "key": "review",
                "kind": "review",
                "title": text("Tarkista", "Granska", "Check"),
                "elements": [{"control": at("confirmations", "truth"), "label": text("Vakuutan", "Försäkrar", "True")}],
            },
        ]
    },
    "processing": {"retention": {"submittedDays": 3650, "basis": "TOS 02.05"}, "handoff": [{"backend": "local"}]},
}

ANSWERS: dict[str, Any] = {
    "applicant": {"kind": "person", "hetu": "131052-308T", "contact": {"name": "Maija", "email": "m@example.com"}},
    "budget": {
        "starts": "2026-12-24",
        "rows": [
            {"purpose": "rent", "count": 12, "price": 10_050},
            {"purpose": "other", "reason": "Kahvi", "count": 1, "price": 2_000},
        ],
    },
    "confirmations": {"truth": True},
}


def document() -> dict[str, Any]:
    """The grant's document, for a test to change."""
    return deepcopy(GRANT)


def definition(document: dict[str, Any] | None = None) -> Definition:
    """A document as a value."""
    return msgspec.convert(GRANT if document is None else document, Definition)


def answers() -> dict[str, Any]:
    """Answers that are good on the last of November 2026, for a test to change."""
    return deepcopy(ANSWERS)
