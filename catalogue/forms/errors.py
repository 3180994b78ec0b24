"""Errors of forms: what keeps one from being written, published or read."""

from collections.abc import Sequence

from catalogue.errors import CatalogueError
from catalogue.forms.definition.findings import Finding
from catalogue.services.rules.table import Severity


class NotPublishableForm(CatalogueError):
    """The publication check keeps the form from being published; `findings` say why, and what else there is to say."""

    code = "not_publishable"

    def __init__(self, findings: Sequence[Finding]) -> None:
        refusing = [each for each in findings if each.severity is Severity.REFUSES_PUBLISHING]
        super().__init__(f"The rules refuse it in {len(refusing)} points; `findings` lists them.")
        self.findings = findings


class KeyTaken(CatalogueError):
    """Another form of the town has the key, or it is settled."""

    code = "key_taken"


class VersionDamaged(CatalogueError):
    """A published version is not what was published: its digest is another."""

    code = "version_damaged"
