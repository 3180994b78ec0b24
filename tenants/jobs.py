"""What kinds of recurring work there are: the rooms above name theirs in the setting `JOBS`."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One kind of recurring work. `task` is the name of a Celery task, so that nothing is imported from above."""

    name: str
    task: str
    every: timedelta
    endpoint: str | None = None
    """The outside service that it asks, whose cap it counts for: a key of the setting `JOBS_PER_ENDPOINT`."""

    host: bool = False
    """True for work of the host as a whole; else each town has its own row."""


def all_jobs() -> tuple[Job, ...]:
    """Every kind of work of this installation."""
    jobs: tuple[Job, ...] = settings.JOBS
    return jobs
