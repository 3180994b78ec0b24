"""The host's rows on how each town fares."""

from typing import ClassVar

from django.db import models

from tenants.models import Municipality


class TownStatus(models.Model):
    """How a town's last sync ended, and how much the town has; rewritten whenever a sync ends."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="status")
    run = models.BigIntegerField()
    """The run's id in the town's own schema."""

    sync_state = models.TextField()
    """As the run ended: done, held, failed, interrupted."""

    sync_reason = models.TextField(default="")
    synced_at = models.DateTimeField()
    """When the last run ended, whatever became of it."""

    fresh_at = models.DateTimeField(null=True)
    """When the last run that was done or held began: what the town shows is not older than that."""

    troubled_since = models.DateTimeField(null=True)
    """Since when runs have not been done; null while the last one was."""

    would_archive = models.PositiveIntegerField(default=0)
    """How many things the held run would have archived."""

    organizations = models.PositiveIntegerField()
    services = models.PositiveIntegerField()
    channels = models.PositiveIntegerField()
    connections = models.PositiveIntegerField()
    quarantined = models.PositiveIntegerField()
    bytes = models.BigIntegerField()
    """What the town's tables and indexes take on disk."""

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.sync_state}"


class Notice(models.Model):
    """One thing that was told by mail, so that nobody is told twice."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.CASCADE, related_name="notices")
    kind = models.TextField()
    about = models.TextField()
    """Which one of its kind: a held run's id, the day since which syncs have failed."""

    sent = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "about"], nulls_distinct=False, name="one_notice_of_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.municipality_id or 'the host'}: {self.about}"
