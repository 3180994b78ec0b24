"""The host's own rows, in the schema `public`: who has joined, at which hosts, and what work is due."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Concat
from django_tenants.models import DomainMixin, TenantMixin


class Municipality(TenantMixin):  # type: ignore[misc]  # the package has no types
    """A town that has joined. Its schema is `t_<id>` for ever; the uuid survives a move to another host."""

    class State(models.TextChoices):
        PROVISIONING = "provisioning"
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

    state = models.TextField(choices=State.choices, default=State.PROVISIONING)
    national_writing = models.BooleanField(default=False)
    """Whether the town may write to the national catalogue from here, once there is writing to it: off until an
    operator switches it on, as another host may still write for it."""

    fenced = models.BooleanField(default=False)
    """Whether the town is about to move elsewhere, so that nobody writes to it here: staff neither."""

    created = models.DateTimeField(auto_now_add=True)

    is_servable = True
    """Whether the release that runs can serve the schema as it is: told by the table of hosts, not a column."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="municipality_schema_is_t_id",
                condition=Q(schema_name=Concat(models.Value("t_"), Cast("id", models.TextField()))),
            ),
            models.CheckConstraint(
                name="municipality_state_is_known",
                condition=Q(state__in=["provisioning", "active", "suspended", "closed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_fi} ({self.code})"

    def name(self, language: str) -> str:
        """The town's name in a language; the Finnish one where there is no other."""
        return {"sv": self.name_sv, "en": self.name_en}.get(language) or self.name_fi

    @property
    def first_language(self) -> str:
        """In which to write to the town: its first language that we have words in."""
        ours = dict(settings.LANGUAGES)
        return next((language for language in self.languages if language in ours), settings.LANGUAGE_CODE)


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

    took = models.DurationField(null=True)
    """How long its last run took; tells the long ones from the short ones."""

    given = models.JSONField(default=dict)
    """What the next run is given besides its town, until one has come through: {"accept": 7}."""

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


class SchemaState(models.Model):
    """What the migrator knows of a town's schema. The truth is the schema's own list of migrations; this is its copy,
    read with the table of hosts to tell which towns the running release can serve."""

    class State(models.TextChoices):
        CURRENT = "current"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="schema_state")
    digest = models.TextField()
    """Of `applied`: equal digests need no comparing of lists."""

    applied = models.JSONField()
    """Names of the migrations, in order: ["outbox.0001_initial"]."""

    breaking = models.JSONField(default=list)
    """Those of them after which a release that does not have them cannot serve the town."""

    state = models.TextField(choices=State.choices, default=State.CURRENT)
    reason = models.TextField(default="")
    """Why the last attempt failed, in one line."""

    changed = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.state}"


class Snapshot(models.Model):
    """The statements that make a new town's schema at once, for one set of migrations."""

    id = models.BigAutoField(primary_key=True)
    digest = models.TextField(unique=True)
    statements = models.TextField()
    applied = models.JSONField()
    """Names of the migrations that a schema made by it has."""

    made = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest


class Transition(models.Model):
    """One thing that happened to a town as a whole. It names the town without pointing at it, and outlives it."""

    id = models.BigAutoField(primary_key=True)
    town = models.UUIDField()
    code = models.CharField(max_length=3)
    schema_name = models.TextField()
    action = models.TextField()
    before = models.TextField(default="")
    after = models.TextField(default="")
    """The states around it; equal when it changed something else."""

    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["town", "id"], name="transition_of_town")]

    def __str__(self) -> str:
        return f"{self.code}: {self.action}"


class HostClaim(models.Model):
    """A town's wish to answer at a host of its own, until it has shown there that the host is its."""

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="claims")
    host = models.CharField(max_length=253)
    token = models.TextField()
    created = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "host"], name="one_claim_of_a_host_per_town"),
        ]

    def __str__(self) -> str:
        return f"{self.host} for {self.municipality_id}"
