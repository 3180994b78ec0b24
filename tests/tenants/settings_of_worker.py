"""Settings of a worker that a test starts: one kind of work, of the test's own."""

from datetime import timedelta

from kuntakanta.settings import *  # noqa: F403
from tenants.jobs import Job

JOBS = (Job(name="sync", task="tests.hangs_once", every=timedelta(hours=24)),)
CELERY_IMPORTS = ("tests.tenants.tasks_of_worker",)
