"""The town's revision, the changes that it numbers, and answers to changes that may be asked for again."""

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


class Answer(models.Model):
    """What was answered to a change that was asked for under a key, for a day; `outbox.answers` has the rest.

    `asker` is an account or a token, `digest` that of the request.
    """

    id = models.BigAutoField(primary_key=True)
    asker = models.UUIDField()
    key = models.TextField()
    digest = models.BinaryField()
    at = models.DateTimeField()
    status = models.IntegerField()
    headers = models.JSONField()
    content = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["asker", "key"], name="outbox_answer_once"),)
