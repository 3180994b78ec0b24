"""The record of who did what: written beside each change in the same transaction, and only added to."""

from collections.abc import Sequence
from uuid import UUID

from tenants.accounts.models import AuditEntry


def record(action: str, *, actor: UUID | None, subject: object = "", **details: str | int | bool | list[str]) -> None:
    """Add an entry. `subject` and `details` hold ids and words of ours: no name, address or other personal data."""
    AuditEntry.objects.create(actor=actor, action=action, subject=str(subject), details=details)


def entries(*, before: int | None = None, size: int = 50) -> Sequence[AuditEntry]:
    """The newest entries, or those older than an entry."""
    rows = AuditEntry.objects.order_by("-id")
    return list((rows.filter(id__lt=before) if before else rows)[:size])


def about(*, subject: object, size: int) -> Sequence[AuditEntry]:
    """The newest entries on one thing."""
    return list(AuditEntry.objects.filter(subject=str(subject)).order_by("-id")[:size])
