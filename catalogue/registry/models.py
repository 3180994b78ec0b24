"""What a town keeps of its sync with the national catalogue."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Link(models.Model):
    """A thing of ours and its twin in the register. A pulled thing keeps the register's id as its own.

    What was made here, or adopted, has another id there: documents are read with the register's ids turned into ours.
    `hash` is that of the document last received, byte by byte: equal hash, nothing to do. `synced_version` is the
    version of our row whose published content says what the register holds, None where no version does. A row with
    this version was not edited here since; one with another may differ (or has a draft over it, no more). Connections
    have theirs on the row of the pair.
    """

    object_id = models.UUIDField(primary_key=True)
    ptv_id = models.UUIDField(unique=True)
    kind = models.TextField()
    own = models.BooleanField()
    archived = models.BooleanField(default=False)
    hash = models.BinaryField()
    synced_version = models.IntegerField(null=True)


class Base(models.Model):
    """What both sides last had in common: the ancestor when both have changed.

    `document` is the one last received, None of a connection, which the documents of its ends tell. `body` is what to
    merge with where that is something else than the document says (`merge.Merged.base`, with ids of ours): at open
    conflicts it has what was there before. None is the document itself, {} that the two had nothing in common.
    """

    object_id = models.UUIDField(primary_key=True)
    document = models.BinaryField(null=True)
    body = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(document__isnull=False) | models.Q(body__isnull=False),
                name="registry_base_has_one",
            ),
        )


class Conflict(models.Model):
    """What both sides changed differently, of a thing or of a connection (`kind`), at a path (`likeness.Path`).

    Sides are null for what is not there. Where nobody owns the place, a person is asked: the row is open, ours stands
    here and theirs in the register until it is answered. One that the policy settled is closed from the start. `run` is
    the pull that found it, `closed_by` the account or token that answered; `how` says whose word was taken: ours,
    theirs, other (what was `chosen`), or agreed where the sides came to say the same.
    """

    class How(models.TextChoices):
        OURS = "ours"
        THEIRS = "theirs"
        OTHER = "other"
        AGREED = "agreed"

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.TextField()
    object_id = models.UUIDField()
    path = ArrayField(models.TextField())
    base = models.JSONField(null=True)
    ours = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    owner = models.TextField()
    run = models.BigIntegerField(null=True)
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    how = models.TextField(choices=How.choices, null=True)
    chosen = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closed=None, closed_by=None, how=None, chosen=None, owner="ask")
                | models.Q(closed__isnull=False, how__isnull=False),
                name="registry_conflict_open_or_closed",
            ),
            models.UniqueConstraint(
                fields=["object_id", "path"], condition=models.Q(closed=None), name="registry_conflict_open_once"
            ),
        )
        indexes = (
            # what a person is asked, the oldest first
            models.Index(fields=["id"], condition=models.Q(closed=None), name="registry_conflict_open"),
            # those of a thing
            models.Index(fields=["object_id", "id"], name="registry_conflict_thing"),
        )


class Ownership(models.Model):
    """A rule of the town's own about whose word stands (`ownership.Rule`); these come before the defaults."""

    class Owner(models.TextChoices):
        OURS = "ours"
        NATIONAL = "national"
        ASK = "ask"

    id = models.BigAutoField(primary_key=True)
    pattern = models.TextField(unique=True)
    owner = models.TextField(choices=Owner.choices)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()


class ChosenVersion(models.Model):
    """By which version of the register's interface the town is read in an environment (`capabilities`), where a choice
    was made; `by` is the account or token that made it."""

    id = models.BigAutoField(primary_key=True)
    environment = models.TextField(unique=True)
    reads = models.TextField()
    by = models.UUIDField(null=True)
    at = models.DateTimeField()


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
    version = models.TextField(default="v11")
    """Of the register's interface, by which it read."""

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
