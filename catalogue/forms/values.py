"""What rows of forms hold beside definitions: where a form came from."""

from datetime import datetime
from typing import Literal

import msgspec


class Origin(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a form began: a shipped template, another town's shared one, a form of the town's own, or a file.

    `key` and `digest` are those of what was taken, as it was `at` that time; `town` is whose it was.
    """

    kind: Literal["template", "shared", "copy", "file"]
    key: str
    digest: str
    at: datetime
    town: str | None = None
