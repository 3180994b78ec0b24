"""What a town keeps of its imports: how far each has come, what came of its rows, and the file until it is done."""

from typing import Final

from django.db import models

from catalogue.exchange.values import Said, Told
from catalogue.fields import ValueField


class ImportRun(models.Model):
    """An import of a file, or the taking back of one (`undoes`): how far it has come, and what came of its rows.

    `digest` is the file's SHA-256 in hexadecimal, `done` how many of its rows are through, written in the transaction
    of each batch; `total` is not known before a worker has read the file. `counts` by outcome:
    {"created": 2, "changed": 5, "unchanged": 90, "refused": 3, "published": 7}. `by` is an account, or where
    `by_program` a token; None is the host. `tries` counts how often it was begun since a batch last came through.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        CANCELLED = "cancelled"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    file = models.TextField()
    digest = models.TextField()
    dry = models.BooleanField(default=False)
    """Whether it only tells what would come of the rows."""

    publish = models.BooleanField()
    undoes = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="undone_by")
    by = models.UUIDField(null=True)
    by_program = models.BooleanField(default=False)
    for_worker = models.BooleanField(default=False)
    """Whether a worker carries it out; else somebody does at the host's terminal."""

    state = models.TextField(choices=State.choices, default=State.RUNNING)
    refusal = ValueField(Said, null=True)
    """Why the file as a whole, or whoever sent it, was refused."""

    tries = models.IntegerField(default=0)
    begun = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    total = models.IntegerField(null=True)
    done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["digest", "publish", "dry"],
                condition=models.Q(finished=None, undoes=None),
                name="exchange_importrun_once",
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=models.Q(finished=None), name="exchange_importrun_undone_once"
            ),
        )


UNDER_WAY: Final = (ImportRun.State.WAITING, ImportRun.State.RUNNING)


class ImportPart(models.Model):
    """A piece of a file that a worker is to take in; it goes when the import ends, however it does."""

    id = models.BigAutoField(primary_key=True)
    # Found by the constraint's index.
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "number"], name="exchange_importpart_once"),)


class ImportedRow(models.Model):
    """What came of a row; `place` counts the rows of the file in their order, from 0."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    place = models.IntegerField()
    object_id = models.UUIDField(null=True)
    told = ValueField(Told)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "place"], name="exchange_importedrow_once"),)
