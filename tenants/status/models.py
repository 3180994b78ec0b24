"""The host's rows on how each town fares."""

from typing import ClassVar

from django.db import models

from tenants.models import Municipality


class TownStatus(models.Model):
    """How a town's last sync ended, and what the town has since; rewritten whenever a sync ends."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="status")
    run = models.BigIntegerField()
    """The run's id in the town's own schema; 0 since that was set back to an earlier day."""

    sync_state = models.TextField()
    """As the run ended: done, held, failed, interrupted."""

    sync_reason = models.TextField(default="")
    sync_code = models.TextField(default="")
    """Of the error that ended it: failed syncs are counted by it."""

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

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.sync_state}"


class TownUse(models.Model):
    """How much of the host a town takes, as last measured, and how much it may, where that was agreed for it alone.

    A limit that is null is the one of the setting `QUOTAS`.
    """

    id = models.BigAutoField(primary_key=True)
    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="use")
    things = models.PositiveIntegerField(default=0)
    """Own organisations, services and channels that are published."""

    bytes = models.BigIntegerField(default=0)
    """What the town's tables and indexes take on disk."""

    people = models.PositiveIntegerField(default=0)
    """Who works there or has been invited."""

    measured = models.DateTimeField(null=True)
    most_things = models.PositiveIntegerField(null=True)
    most_bytes = models.BigIntegerField(null=True)
    most_people = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.things} things, {self.bytes} bytes, {self.people} people"


class Permit(models.Model):
    """Something that a town was given until a day, such as its permit to write to the national catalogue.

    Nobody tells us of it: operators keep it by hand, and are reminded before it ends.
    """

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="permits")
    name = models.CharField(max_length=200)
    ends = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "name"], name="one_permit_of_a_name_per_town"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.municipality_id} until {self.ends}"


class Certificate(models.Model):
    """What a host showed when it was last asked for its TLS certificate; the operator's own has no municipality."""

    id = models.BigAutoField(primary_key=True)
    host = models.CharField(max_length=253, unique=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.CASCADE, related_name="certificates")
    ends = models.DateTimeField(null=True)
    """Of the last good one."""

    fault = models.TextField(default="")
    """Why there was no good one; empty when there was."""

    fault_since = models.DateTimeField(null=True)
    checked = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host}: {self.fault or self.ends}"


class Notice(models.Model):
    """A trouble that was told by mail and goes on: told again after a while, and told to be over when it is."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.CASCADE, related_name="notices")
    kind = models.TextField()
    about = models.TextField()
    """Which one of its kind: since when syncs have failed, a host, a permit."""

    since = models.DateTimeField(null=True)
    words = models.JSONField(default=dict)
    """What the mail named, so that the one that tells that it is over can name it too."""

    first = models.DateTimeField()
    sent = models.DateTimeField()
    """When it was told last."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "about"], nulls_distinct=False, name="one_notice_of_a_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.municipality_id or 'the host'}: {self.about}"
