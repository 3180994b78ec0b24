"""The host's own rows, in the schema `public`: who has joined, at which hosts, and what work is due."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Concat
from django_tenants.models import DomainMixin, TenantMixin


class Municipality(TenantMixin):  # type: ignore[misc]  # the package has no types
    """A town that has joined. Its schema is `t_<id>` for ever; the uuid survives a move to another host."""

    class State(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"
        CLOSED = "closed"

    # Schemas are made by tenants.provisioning, in one transaction with the row.
    auto_create_schema = False
    auto_drop_schema = False

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=3, unique=True)
    name_fi = models.TextField()
    name_sv = models.TextField()
    name_en = models.TextField()
    business_id = models.CharField(max_length=9, null=True)
    languages = models.JSONField()
    """Content languages, the most important first: ["fi", "sv", "en"]."""

    registry_organizations = models.JSONField(null=True)
    """Ids of the national catalogue's organisations that are the town, when given instead of the business id."""

    state = models.TextField(choices=State.choices, default=State.ACTIVE)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="municipality_schema_is_t_id",
                condition=Q(schema_name=Concat(models.Value("t_"), Cast("id", models.TextField()))),
            ),
            models.CheckConstraint(
                name="municipality_state_is_known",
                condition=Q(state__in=["active", "suspended", "closed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_fi} ({self.code})"

    def name(self, language: str) -> str:
        """The town's name in a language; the Finnish one where there is no other."""
        return {"sv": self.name_sv, "en": self.name_en}.get(language) or self.name_fi


class Domain(DomainMixin):  # type: ignore[misc]  # the package has no types
    """A host at which a town answers, in lower case and without a port."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="domain_is_lower_case",
                condition=Q(domain=models.functions.Lower("domain")),
            ),
        ]


class DueJob(models.Model):
    """One recurring piece of work of a town, or of the host: when it is due, and who is at it."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, null=True, on_delete=models.CASCADE, related_name="jobs")
    name = models.TextField()
    due_at = models.DateTimeField()
    interval = models.DurationField()
    failures = models.PositiveIntegerField(default=0)
    """How many times in a row it has failed; each shortens the wait less, up to the interval."""

    run = models.UUIDField(null=True)
    """The run that owns the row now: a later one takes it over by writing its own."""

    running_since = models.DateTimeField(null=True)
    worker = models.TextField(default="")
    heartbeat = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "name"], nulls_distinct=False, name="one_due_job_of_a_name_per_town"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="due_job_by_time")]  # the dispatcher's order

    def __str__(self) -> str:
        return f"{self.name} of {self.municipality_id or 'the host'}"
