"""The town's revision and the changes that it numbers."""

from django.db import models


class Revision(models.Model):
    """One row per town (id 1): the number of units of work committed so far; also the ETag of every list."""

    id = models.BigAutoField(primary_key=True)
    number = models.BigIntegerField(default=0)


class Change(models.Model):
    """A thing was created, updated or archived in a unit of work; the order is (revision, id)."""

    class Action(models.TextChoices):
        CREATED = "created"
        UPDATED = "updated"
        ARCHIVED = "archived"

    id = models.BigAutoField(primary_key=True)
    revision = models.BigIntegerField()
    kind = models.TextField()
    object_id = models.UUIDField()
    action = models.TextField(choices=Action.choices)
    at = models.DateTimeField()

    class Meta:
        # the change feed is read from a revision onwards
        indexes = (models.Index(fields=["revision", "id"], name="outbox_change_feed"),)
