"""What a town keeps of its writing to the national catalogue: how it writes, its plans, and each write of them."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from catalogue.fields import ValueField
from catalogue.registry.pushing.values import Difference, Refusal
from catalogue.services.rules import Finding


class Credentials(models.Model):
    """The town's API account of an environment of the register; `secret` is sealed, and never leaves with the town.

    `refused` is since when the register takes it no more: until it is set anew nothing is written. `tested` is when a
    login last came through.
    """

    id = models.BigAutoField(primary_key=True)
    environment = models.TextField(unique=True)
    username = models.TextField()
    secret = models.BinaryField()
    organisation = models.TextField(null=True)
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)
    tested = models.DateTimeField(null=True)
    refused = models.DateTimeField(null=True)


class Writing(models.Model):
    """How a town writes; one row, absent while nothing was chosen.

    `unasked`: what is planned is written without a person's approval.
    """

    id = models.BigIntegerField(primary_key=True, default=1)
    unasked = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="pushing_writing_one"),)


class Plan(models.Model):
    """Writes to the register that belong together: planned from one state, decided on by one person, made in order.

    `revision` is the town's when it was planned. `undoes` is the plan whose writes this one takes back. `made_by` and
    `decided_by` are accounts or tokens (`door`), null where nobody was asked. `requests`, `bytes` and `seconds` are
    what applying it took.
    """

    class State(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        APPLYING = "applying"
        APPLIED = "applied"
        REJECTED = "rejected"
        EXPIRED = "expired"

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    environment = models.TextField()
    revision = models.BigIntegerField()
    undoes = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="undone_by")
    made = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    door = models.TextField(default="person")
    decided = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    began = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    requests = models.IntegerField(default=0)
    bytes = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = (
            # at most one waits for a decision, and one is being made
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="open"), name="pushing_plan_open_once"),
            models.UniqueConstraint(
                fields=["environment"],
                condition=models.Q(state__in=["approved", "applying"]),
                name="pushing_plan_applying_once",
            ),
        )


class Write(models.Model):
    """One write of a plan (`values.Proposal`), and what came of it.

    `document` is the register's before it was written, `answered` afterwards, both as received. `state` is written
    before anything is sent: one that is found `sending` may have been done, and what the register holds is read first.
    `blocked` waits for a person, here or in the register's own editor; `code` says why. `local` is what an undo makes
    of our own thing when the register has taken it.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        BLOCKED = "blocked"
        SENDING = "sending"
        DONE = "done"
        REFUSED = "refused"
        EXPIRED = "expired"

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="writes", db_index=False)
    number = models.IntegerField()
    state = models.TextField(choices=State.choices, default=State.PLANNED)
    code = models.TextField(default="")
    subject = models.TextField()
    deed = models.TextField()
    object_id = models.UUIDField()
    ptv_id = models.UUIDField(null=True)
    names = models.JSONField(default=dict)
    version = models.IntegerField()
    base_hash = models.BinaryField(null=True)
    verb = models.TextField()
    route = models.TextField()
    body = models.JSONField()
    before = models.JSONField()
    predicted = models.JSONField()
    differences = ValueField(list[Difference], default=list)
    findings = ValueField(list[Finding], default=list)
    refusals = ValueField(list[Refusal], default=list)
    left_standing = ArrayField(models.TextField(), default=list)
    needs = ArrayField(models.UUIDField(), default=list)
    local = models.JSONField(null=True)
    surprises = ValueField(list[Difference], default=list)
    """Where the register holds something else than was predicted, after it had taken the write."""

    attempts = models.IntegerField(default=0)
    status = models.IntegerField(null=True)
    sent = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    document = models.BinaryField(null=True)
    answered = models.BinaryField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="pushing_write_once"),)
        indexes = (
            # the last writes of a thing
            models.Index(fields=["object_id", "-id"], name="pushing_write_thing"),
        )
