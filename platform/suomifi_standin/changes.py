"""What may become of a thing after the start: its status, and what was changed of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from suomifi_standin.documents import Document


class Status(StrEnum):
    """As the lists' `status` parameter names them; a draft that was never published is in no list."""

    PUBLISHED = "Published"
    ARCHIVED = "Archived"
    WITHDRAWN = "Withdrawn"
    DRAFT = "Draft"


LISTED = (Status.PUBLISHED, Status.ARCHIVED, Status.WITHDRAWN)
WRITTEN = {
    Status.PUBLISHED: "Published",
    Status.ARCHIVED: "Deleted",
    Status.WITHDRAWN: "Modified",
    Status.DRAFT: "Draft",
}
"""The publishing status of the latest version."""
MODIFIED = "Modified"


@dataclass(slots=True)
class Change:
    """What was done to one thing. `unpublished`: members of a version under work, above the published one; `lock`: who
    has it open in the register's own editor."""

    members: Document = field(default_factory=dict)
    modified: str | None = None
    status: Status = Status.PUBLISHED
    archived: str | None = None
    automatically: bool = False
    shared: bool | None = None
    unpublished: Document | None = None
    lock: str | None = None
