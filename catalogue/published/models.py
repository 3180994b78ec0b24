"""The read model: one row per published thing with its documents as bytes, one column per dialect."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Document(models.Model):
    """A published thing as it is read.

    `facets` are the terms that lists filter by ("class:P1", "language:sv", see `rules.facets`); `sort_key` orders by
    name in the town's first language, å ä ö last, byte by byte; `updated` is when the documents last changed.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    own = models.BooleanField()
    sort_key = models.TextField(db_collation="C")
    facets = ArrayField(models.TextField())
    updated = models.DateTimeField()
    v1 = models.BinaryField()
    v1_etag = models.TextField()
    ptv_v11 = models.BinaryField()
    ptv_v11_etag = models.TextField()

    class Meta:
        indexes = (
            # every list: things of a kind by name, from a cursor on
            models.Index(fields=["kind", "own", "sort_key", "id"], name="published_document_list"),
            # every filter is a set of facets
            GinIndex(fields=["facets"], name="published_document_facets"),
        )
