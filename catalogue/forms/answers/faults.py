"""What is wrong with answers: a code, the place, and a sentence for whoever fills the form."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from catalogue.forms import words
from catalogue.services.patches import pointer
from catalogue.text import LocalizedText

FORMATS: Final = {
    "fi-hetu": "hetu_invalid",
    "fi-business-id": "business_id_invalid",
    "fi-postal-code": "postal_code_invalid",
    "fi-phone": "phone_invalid",
    "fi-property-id": "property_id_invalid",
    "fi-registration-plate": "registration_plate_invalid",
    "iban": "iban_invalid",
    "email": "email_invalid",
    "date": "date_invalid",
    "time": "time_invalid",
    "uuid": "reference_invalid",
    "uri": "uri_invalid",
}
_LIMITS: Final = {
    "minLength": "too_short",
    "maxLength": "too_long",
    "minItems": "too_few",
    "maxItems": "too_many",
    "minimum": "too_small",
    "maximum": "too_large",
    "exclusiveMinimum": "not_above",
    "exclusiveMaximum": "not_below",
}


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is wrong with an answer; `path` leads to it, or to where it is missing. It repeats no answer."""

    code: str
    path: tuple[str | int, ...]
    values: dict[str, str | int] = {}

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer into the answers."""
        return pointer(self.path)

    def messages(self) -> LocalizedText:
        """The sentence in fi, sv and en."""
        return words.sentences("faults", self.code, self.values)


def fault(code: str, path: Sequence[str | int], **values: str | int) -> Fault:
    """A fault; `code` never changes once released."""
    return Fault(code=code, path=tuple(path), values={name: words.shown(value) for name, value in values.items()})


def faults_of(error: Any) -> Iterator[Fault]:
    """What an error of the validator means to whoever fills the form."""
    path, kind = list(error.instance_path), error.kind
    match kind.name:
        case "required":
            yield fault("required", [*path, kind.property])
        case "additionalProperties":
            yield from (fault("unknown", [*path, name]) for name in kind.unexpected)
        case "falseSchema":
            yield fault("not_asked", path)
        case "type":
            yield fault("type_wrong", path, expected=", ".join(kind.types))
        case "format":
            yield fault(FORMATS[kind.format], path)
        case "enum":
            yield fault("choice_unknown", path)
        case "const":
            yield fault("not_confirmed" if kind.expected_value is True else "not_this", path)
        case "uniqueItems":
            yield fault("twice", path)
        case "multipleOf":
            yield fault("not_multiple", path, step=_plain(kind.multiple_of))
        case name:
            yield fault(_LIMITS[name], path, limit=_plain(kind.limit))


def _plain(number: float) -> str:
    """A limit as people write it."""
    return str(int(number)) if float(number).is_integer() else str(number)
