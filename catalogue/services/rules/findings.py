"""What a rule has found: its code, where, in which language, and the sentence about it."""

from collections.abc import Iterable
from typing import Final

import msgspec

from catalogue.services.rules import words
from catalogue.services.rules.table import BY_CODE, Severity
from catalogue.text import LANGUAGES, LocalizedText

SHOWN: Final = 100
"""How much of a text a finding repeats."""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule that something breaks.

    `path` is a JSON pointer into the canonical value as it is stored; where a member is missing, to where it belongs.
    `language` is set where it is about the texts for readers of one language. `values` are what the sentence tells.
    """

    code: str
    severity: Severity
    path: str
    language: str | None = None
    values: dict[str, str | int] = {}

    def message(self, language: str) -> str:
        """The finding as a sentence in fi, sv or en; KeyError for another language."""
        return words.sentence(language, self.code, path=self.path, about=self.language, values=self.values)

    def messages(self) -> LocalizedText:
        """The sentence in all three."""
        return {language: self.message(language) for language in words.LANGUAGES}


def found(code: str, path: str, language: str | None = None, **values: str | int) -> Finding:
    """A finding of a rule of the table; KeyError for a code that is not in it.

    Long values are cut, and what is no content language is left out: another finding tells of it.
    """
    return Finding(
        code=code,
        severity=BY_CODE[code].severity,
        path=path,
        language=language if language in LANGUAGES else None,
        values={name: _shown(value) for name, value in values.items()},
    )


def _shown(value: str | int) -> str | int:
    return f"{value[: SHOWN - 1]}…" if isinstance(value, str) and len(value) > SHOWN else value


def refuses_publishing(findings: Iterable[Finding]) -> bool:
    """Whether any of them keeps the thing from being published."""
    return any(finding.severity is Severity.REFUSES_PUBLISHING for finding in findings)


def refuses_push(findings: Iterable[Finding]) -> bool:
    """Whether any of them keeps the thing from the national register."""
    return any(finding.severity is not Severity.ADVICE for finding in findings)


def escape(key: str) -> str:
    """A key as a JSON pointer says it (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
