"""What a town keeps of its sync with the national catalogue."""

from django.db import models


class Link(models.Model):
    """A thing of ours and its twin in the register. A pulled thing keeps the register's id as its own.

    `hash` is that of the document last received, byte by byte: equal hash, nothing to do.
    """

    object_id = models.UUIDField(primary_key=True)
    ptv_id = models.UUIDField(unique=True)
    kind = models.TextField()
    own = models.BooleanField()
    archived = models.BooleanField(default=False)
    hash = models.BinaryField()


class Base(models.Model):
    """The document as last received: the common ancestor when both sides have changed."""

    object_id = models.UUIDField(primary_key=True)
    document = models.BinaryField()


class SyncRun(models.Model):
    """One pull: what it did, how long it took, and why it ended as it did.

    `counts` by kind: {"service": {"seen": 1500, "created": 2, "updated": 1, "archived": 0, "quarantined": 0}}.
    `mark` is the server's clock when the run began, the point from which the next delta asks. `held` lists what the
    run would have archived, by kind.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        HELD = "held"
        FAILED = "failed"
        INTERRUPTED = "interrupted"

    id = models.BigAutoField(primary_key=True)
    state = models.TextField(choices=State.choices, default=State.RUNNING)
    full = models.BooleanField()
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    mark = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    bytes = models.BigIntegerField(default=0)
    requests = models.IntegerField(default=0)
    seconds = models.FloatField(null=True)
    reason = models.TextField(default="")
    code = models.TextField(default="")
    """Of the error that ended it: for programs, where `reason` is for people."""

    held = models.JSONField(default=dict)

    class Meta:
        # the last run, and the last of each state
        indexes = (models.Index(fields=["state", "-id"], name="registry_syncrun_state"),)


class Quarantine(models.Model):
    """A document that could not be taken in, and why; kept until the register sends a better one."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    ptv_id = models.TextField()
    hash = models.BinaryField(unique=True)
    code = models.TextField()
    reason = models.TextField()
    place = models.TextField(default="")
    document = models.BinaryField()
    since = models.DateTimeField()
