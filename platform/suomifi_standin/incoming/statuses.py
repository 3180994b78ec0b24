"""What may follow a publishing status (the server's validator of 2022, confirmed live in 2026)."""

from collections.abc import Iterator, Mapping

from suomifi_standin.documents import Document
from suomifi_standin.incoming.checking import moment_of
from suomifi_standin.incoming.members import Complaint

_NEXT: Mapping[str, tuple[str, ...]] = {
    "Draft": ("Draft", "Published"),
    "Published": ("Published", "Modified", "Deleted"),
    "Deleted": ("Published", "Modified", "Deleted"),
    "Modified": (),
}


def complaints(current: str, wanted: str | None) -> Iterator[Complaint]:
    """Why this status may not be written over the status of the latest version."""
    allowed = _NEXT[current]
    if not allowed:
        yield "PublishingStatus", f"You cannot update entity with status {current}."
    elif wanted is not None and wanted not in allowed:
        yield (
            "PublishingStatus",
            f"You cannot update the status {current} to {wanted}. Allowed statuses are: {', '.join(allowed)}.",
        )


def timing(body: Document) -> Iterator[Complaint]:
    """Publishing and archiving at a later date (2022)."""
    begins, ends, status = body.get("validFrom"), body.get("validTo"), body.get("publishingStatus")
    if begins and status not in ("Draft", "Modified"):
        yield "ValidFrom", "ValidFrom can be set only when the publishing status is Draft or Modified."
    if ends and not begins and status != "Published":
        yield "ValidTo", "ValidTo without ValidFrom can be set only when the publishing status is Published."
    if begins and ends and moment_of(ends) <= moment_of(begins):
        yield "ValidTo", "ValidTo must be greater than ValidFrom."
