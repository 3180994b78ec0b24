"""A form's definition as typed plain values: what is asked (JSON Schema), how it is shown, who may fill it, what then.

The document is `format` 1.0, spelled in camelCase. `data` is JSON Schema 2020-12 in the profile of `profile`; whatever
shows or asks points into it. What the schema can say is said there and nowhere else: types, limits, what is required.
"""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from catalogue.text import LocalizedText

FORMAT_VERSION: Final = "1.0"

Key = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
Pointer = Annotated[str, Meta(pattern=r"^#/properties/", description="A JSON pointer into `data`.")]
Condition = Annotated[dict[str, Any], Meta(description="A fragment of JSON Schema; see the definition `condition`.")]
Widget = Literal[
    "text", "textarea", "number", "money", "date", "yesno", "radios", "select", "checkboxes", "checkbox", "files",
    "serviceLocationPicker", "repeat", "table", "computed",
]  # fmt: skip
Function = Literal["sum", "difference", "product", "count", "age"]
Prefill = Literal[
    "identity.hetu", "identity.firstNames", "identity.lastName", "identity.email", "identity.phone",
    "identity.street", "identity.postalCode", "identity.city",
    "onBehalf.hetu", "onBehalf.firstNames", "onBehalf.lastName", "onBehalf.businessId", "onBehalf.name",
]  # fmt: skip
FileType = Literal[
    "application/pdf", "image/jpeg", "image/png", "text/csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
]  # fmt: skip
Autocomplete = Literal[
    "off", "name", "given-name", "family-name", "email", "tel", "street-address", "postal-code", "address-level2",
    "organization", "bday",
]  # fmt: skip


class Part(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, omit_defaults=True):
    """What all parts of a definition have in common."""


class Upload(Part, frozen=True, kw_only=True):
    """What files are taken: bytes of each at most, and of which types."""

    max_bytes: Annotated[int, Meta(ge=1, le=52_428_800)]
    types: Annotated[list[FileType], Meta(min_length=1)]


class Constraints(Part, frozen=True, kw_only=True):
    """Limits of a date that a schema cannot say: a date, or `today` with a number of days added or taken away."""

    not_before: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2}|today([+-]\d{1,4}d)?)$")] | None = None
    not_after: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2}|today([+-]\d{1,4}d)?)$")] | None = None


class Computed(Part, frozen=True, kw_only=True):
    """A value that is worked out of other answers, by one of our functions.

    `sum`: of all answers at the pointers, of each row of a repeat. `difference`: the first less the others. `product`:
    of all. `count`: the rows or choices at the pointers. `age`: full years since the date or of the identity code, on
    the day of asking, or on the date at `at`.
    """

    function: Function
    of: Annotated[list[Pointer], Meta(min_length=1, max_length=10)]
    at: Pointer | None = None


class Element(Part, frozen=True, kw_only=True):
    """A question, which has a `control`, or something that is only said, which has a `key`.

    In a repeat (`elements`), conditions and computed values are about one row.
    """

    control: Pointer | None = None
    key: Key | None = None
    widget: Widget | None = None
    label: LocalizedText = {}
    hint: LocalizedText = {}
    options: dict[str, LocalizedText] = {}
    visible_if: Condition | None = None
    computed: Computed | None = None
    prefill: Prefill | None = None
    readonly_when_prefilled: bool = False
    autocomplete: Autocomplete | None = None
    upload: Upload | None = None
    constraints: Constraints | None = None
    elements: "list[Element]" = []


class Step(Part, frozen=True, kw_only=True):
    """A page of the form; the last one is the `review`, where all answers are shown before they are sent."""

    key: Key
    kind: Literal["questions", "review"] = "questions"
    title: LocalizedText = {}
    description: LocalizedText = {}
    visible_if: Condition | None = None
    elements: list[Element] = []


class Ui(Part, frozen=True, kw_only=True):
    """The form as it is filled: pages of questions."""

    steps: Annotated[list[Step], Meta(max_length=50)] = []


class OnBehalf(Part, frozen=True, kw_only=True):
    """Whether somebody can fill it for another person (`hpa`) or for an organisation (`ypa`), or must."""

    mode: Literal["hpa", "ypa"]
    required: bool = False


class Cosign(Part, frozen=True, kw_only=True):
    """When somebody else must sign, too; without a condition always."""

    when: Condition | None = None


class Access(Part, frozen=True, kw_only=True):
    """Who may fill it. `min_acr`: the assurance levels of strong identification that are good enough."""

    identification: Literal["none", "strong"] = "none"
    min_acr: list[str] = []
    on_behalf: OnBehalf | None = None
    cosign: Cosign | None = None


class ServiceLink(Part, frozen=True, kw_only=True):
    """The service that the form belongs to, by our id or the register's."""

    service_id: Annotated[str, Meta(pattern="^[0-9a-f-]{36}$")] | None = None
    ptv_service_id: Annotated[str, Meta(pattern="^[0-9a-f-]{36}$")] | None = None


class Draft(Part, frozen=True, kw_only=True):
    """Whether what is unfinished can be kept, and how many days."""

    allowed: bool = True
    expires_days: Annotated[int, Meta(ge=1, le=365)] = 30


class Handoff(Part, frozen=True, kw_only=True):
    """Where submissions go. `to`: an address of e-mail or a webhook; `service`, `path`: of X-Road."""

    backend: Literal["local", "webhook", "xroad-rest", "email"]
    to: str | None = None
    service: str | None = None
    path: str | None = None


class Receipt(Part, frozen=True, kw_only=True):
    """What the sender gets: a PDF, and by which ways."""

    pdf: bool = True
    channels: list[Literal["suomifi-messages", "email-notice"]] = []


class Retention(Part, frozen=True, kw_only=True):
    """How many days submissions are kept, on what basis (the town's information control plan), and what then."""

    submitted_days: Annotated[int, Meta(ge=1, le=36_500)]
    basis: Annotated[str, Meta(min_length=1, max_length=200)]
    then: Literal["delete", "anonymise", "archive"] = "delete"


class Processing(Part, frozen=True, kw_only=True):
    """What happens to drafts and submissions."""

    draft: Draft = Draft()
    handoff: list[Handoff] = []
    receipt: Receipt = Receipt()
    retention: Retention | None = None


class Definition(Part, frozen=True, kw_only=True):
    """A form. `version` is given by publishing; a draft has none."""

    format_version: Literal["1.0"] = FORMAT_VERSION
    key: Key
    version: Annotated[int, Meta(ge=1)] | None = None
    languages: Annotated[list[str], Meta(min_length=1, max_length=6)]
    title: LocalizedText = {}
    description: LocalizedText = {}
    service: ServiceLink = ServiceLink()
    access: Access = Access()
    data: dict[str, Any]
    ui: Ui = Ui()
    processing: Processing = Processing()
