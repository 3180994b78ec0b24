"""What the publication check has found of a definition: its code, where, in which language, and its sentence."""

from collections.abc import Iterable
from typing import Final

import msgspec

from catalogue.forms import words
from catalogue.services.rules.table import Severity
from catalogue.text import LANGUAGES, LocalizedText

ADVICE: Final = frozenset(
    {
        "text_language_undeclared",
        "option_unknown",
        "hetu_without_identification",
        "draft_without_identification",
        "hint_equals_label",
    }
)
"""Codes that refuse nothing; all others keep the form from being published."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule that a definition breaks; `path` is a JSON pointer into the document.

    `language` is set where it is about the texts of one language. `values` are what the sentence tells.
    """

    code: str
    severity: Severity
    path: str
    language: str | None = None
    values: dict[str, str | int] = {}

    def messages(self) -> LocalizedText:
        """The sentence in fi, sv and en."""
        return words.sentences("findings", self.code, self.values, self.language)


def found(code: str, path: str, language: str | None = None, **values: str | int) -> Finding:
    """A finding; `code` never changes once released."""
    return Finding(
        code=code,
        severity=Severity.ADVICE if code in ADVICE else Severity.REFUSES_PUBLISHING,
        path=path,
        language=language if language in LANGUAGES else None,
        values={name: words.shown(value) for name, value in values.items()},
    )


def refuses(findings: Iterable[Finding]) -> bool:
    """Whether any of them keeps the form from being published."""
    return any(each.severity is Severity.REFUSES_PUBLISHING for each in findings)
