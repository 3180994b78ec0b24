"""A file with all that a town has, and how far it has come; in the town's schema."""

import uuid

from django.db import models


class Takeout(models.Model):
    """What an administrator asked for. There is one at a time: the next one takes its place."""

    class State(models.TextChoices):
        WAITING = "waiting"
        MAKING = "making"
        READY = "ready"
        TAKEN = "taken"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.UUIDField()
    asked = models.DateTimeField()
    receiver = models.TextField(default="")
    """The key of the instance that it is for; without one, what is sealed for this host stays here."""

    state = models.TextField(choices=State.choices, default=State.WAITING)
    bytes = models.BigIntegerField(default=0)
    withheld = models.JSONField(default=list)
    """What is sealed for this host and did not come along."""

    expires = models.DateTimeField(null=True)
    """When the file is put away, if nobody takes it; null before there is one."""

    class Meta:
        constraints = (models.UniqueConstraint(models.Value(1), name="takeout_is_one_at_a_time"),)

    def __str__(self) -> str:
        return f"{self.uuid}: {self.state}"


class TakeoutPart(models.Model):
    """A piece of the file."""

    id = models.BigAutoField(primary_key=True)
    # Found by the constraint's index.
    takeout = models.ForeignKey(Takeout, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["takeout", "number"], name="takeout_part_is_there_once"),)

    def __str__(self) -> str:
        return f"{self.takeout_id}: {self.number}"
