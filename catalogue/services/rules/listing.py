"""The table of rules as a person reads it: what each says, of what, and where it comes from."""

import re
from collections.abc import Iterator

from catalogue.services.rules.table import RULES, Rule, Severity, Source, Subject
from catalogue.services.rules.words import words

_VALUE = re.compile(r"{\w+}")


def listing(language: str, *, about: Subject | None = None) -> str:
    """All rules, or those about a kind of thing, by severity; the sentences in fi, sv or en, the sources in English."""
    return "\n".join(_lines(language, [rule for rule in RULES if about is None or about in rule.about]))


def _lines(language: str, rules: list[Rule]) -> Iterator[str]:
    known = words(language)
    for severity in Severity:
        chosen = [rule for rule in rules if rule.severity is severity]
        if not chosen:
            continue
        yield f"{known.severities[severity]} ({severity}): {len(chosen)}"
        for rule in chosen:
            things = ", ".join(known.subjects[subject] for subject in rule.about)
            yield ""
            yield f"  {rule.code}: {_VALUE.sub('…', known.findings[rule.code])}"
            yield f"    {things}; source: {rule.source.name.lower()}"
        yield ""
    yield "Sources"
    for source in Source:
        if any(rule.source is source for rule in rules):
            yield f"  {source.name.lower()}: {source}"
