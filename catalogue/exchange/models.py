"""What a town keeps of its imports, so that one that was cut off goes on where it was."""

from django.db import models

from catalogue.exchange.values import Told
from catalogue.fields import ValueField


class ImportRun(models.Model):
    """An import of a file: how far it has come, and what came of its rows.

    `digest` is the file's SHA-256 in hexadecimal, `done` how many of its rows are through, written in the transaction
    of each batch. `counts` by outcome: {"created": 2, "changed": 5, "unchanged": 90, "refused": 3, "published": 7}.
    """

    id = models.BigAutoField(primary_key=True)
    file = models.TextField()
    digest = models.TextField()
    publish = models.BooleanField()
    by = models.UUIDField(null=True)
    begun = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["digest", "publish"], condition=models.Q(finished=None), name="exchange_importrun_once"
            ),
        )


class ImportedRow(models.Model):
    """What came of a row; `place` counts the rows of the file in their order, from 0."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", db_index=False)
    place = models.IntegerField()
    object_id = models.UUIDField(null=True)
    told = ValueField(Told)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "place"], name="exchange_importedrow_once"),)
