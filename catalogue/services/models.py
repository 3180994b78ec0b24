"""Rows of the national model, one per thing; bodies are typed by `values`."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from catalogue.fields import ValueField
from catalogue.services import values
from catalogue.services.connections import Proposed
from catalogue.services.planned import Reason
from catalogue.services.workflow import Submitted
from catalogue.text import LANGUAGES


class State(models.TextChoices):
    """Ours, not the register's word: whether the thing is shown."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Thing(models.Model):
    """What all things have. `names` is the displayed name by language, for references; the body has it too.

    `body` is what readers see or, of a thing that is no more than a draft, the draft. `draft` is other content that
    editors work on over it. `in_review` and `archived_languages` are those of `workflow.Work`.
    """

    id = models.UUIDField(primary_key=True)
    own = models.BooleanField()
    state = models.TextField(choices=State.choices, default=State.PUBLISHED)
    modified = models.DateTimeField(null=True)
    names = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    in_review = ValueField(dict[str, Submitted], default=dict)
    archived_languages = models.JSONField(default=list)

    class Meta:
        abstract = True


class Organization(Thing):
    """The town's organisations, and others' that own things name."""

    kind: ClassVar[values.Kind] = "organization"
    parent_organization_id = models.UUIDField(null=True)
    body = ValueField(values.Organization)
    draft = ValueField(values.Organization, null=True)


class Service(Thing):
    """Own services; `organization_id` is the main responsible organisation, `name_keys` what `works.name_keys` says."""

    kind: ClassVar[values.Kind] = "service"
    organization_id = models.UUIDField(null=True)
    name_keys = ArrayField(models.TextField(), default=list)
    general_description_id = models.UUIDField(null=True)
    body = ValueField(values.Service)
    draft = ValueField(values.Service, null=True)


class ServiceChannel(Thing):
    """Own channels, and others' that own services are connected to."""

    kind: ClassVar[values.Kind] = "service_channel"
    organization_id = models.UUIDField(null=True)
    name_keys = ArrayField(models.TextField(), default=list)
    service_channel_type = models.TextField()
    body = ValueField(values.ServiceChannel)
    draft = ValueField(values.ServiceChannel, null=True)


class ServiceCollection(Thing):
    """Own collections of services and channels."""

    kind: ClassVar[values.Kind] = "service_collection"
    organization_id = models.UUIDField(null=True)
    body = ValueField(values.ServiceCollection)
    draft = ValueField(values.ServiceCollection, null=True)


class Connection(models.Model):
    """A service at a channel. Each end is the connection as that end's document shows it, null where it does not.

    The two ends agree but for `modified`, as a rule; where they do not, the later one speaks for the connection. A row
    without ends is of a pair that was connected once: its versions lead back. `id` is made of the pair, so that writing
    needs no look-up. No foreign keys: an end may be a thing not kept here.

    `service_shown`, `channel_shown` tell what the register's documents said last (`connections.End`), with the places
    in them; `position` is the place that editors gave the channel among those of the service. `proposed` is what waits
    for somebody who may publish. `synced_version` is the version that says what the register holds, None where none
    does.
    """

    id = models.UUIDField(primary_key=True)
    service_id = models.UUIDField()
    channel_id = models.UUIDField()
    service_end = ValueField(values.ConnectionEnd, null=True)
    channel_end = ValueField(values.ConnectionEnd, null=True)
    service_shown = models.BinaryField(null=True)
    channel_shown = models.BinaryField(null=True)
    service_position = models.IntegerField(null=True)
    channel_position = models.IntegerField(null=True)
    position = models.IntegerField(null=True)
    proposed = ValueField(Proposed, null=True)
    version = models.IntegerField(default=1)
    synced_version = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["service_id", "channel_id"], name="services_connection_pair"),
            models.CheckConstraint(
                condition=models.Q(service_end__isnull=False)
                | models.Q(channel_end__isnull=False)
                | models.Q(version__gt=1, position=None)
                | models.Q(proposed__isnull=False, position=None),
                name="services_connection_was_one",
            ),
        )
        indexes = (
            # a channel's connections; a service's are found by the pair
            models.Index(fields=["channel_id"], name="services_connection_channel"),
            # what waits for somebody who may publish: few of thousands
            models.Index(
                fields=["id"], condition=models.Q(proposed__isnull=False), name="services_connection_proposed"
            ),
        )


class Version(models.Model):
    """How a thing came to a version, and the way back to the one before it.

    `back` leads from the snapshot of this version to that of `number - 1` (`workflow.snapshot`, `patches`), so that a
    version costs what it changed and the first costs nothing: a thing that was pulled and never changed has no rows.
    `door` is how it came (person, token, import, national_pull), `by` the account or token.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    object_id = models.UUIDField()
    number = models.IntegerField()
    at = models.DateTimeField()
    door = models.TextField()
    by = models.UUIDField(null=True)
    action = models.TextField()
    back = ValueField(list[list[Any]])

    class Meta:
        constraints = (models.UniqueConstraint(fields=["object_id", "number"], name="services_version_once"),)


class Practice(models.Model):
    """How a town edits; one row, absent while nothing was chosen. `four_eyes`: who publishes is not who wrote."""

    id = models.BigIntegerField(primary_key=True, default=1)
    four_eyes = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="services_practice_one"),)


class Planned(models.Model):
    """A step of a thing that is to be taken at an instant, by itself; or what came of it.

    `languages` are the language versions, none for the whole thing. `version` is the one that whoever planned it has
    seen. They are told by `door`, `by` and, of a token, `made_by`, as authors of versions are. What came of it stands
    in `outcome`, when in `carried_out`; `result` is the version that the thing had then, `reason` why it was refused.
    `to_tell` is set while whoever planned it has not been told that. One that was `cancelled` stays, with when and by
    whom.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.TextField()
    object_id = models.UUIDField()
    action = models.TextField()
    languages = ArrayField(models.TextField())
    at = models.DateTimeField()
    version = models.IntegerField()
    door = models.TextField()
    by = models.UUIDField(null=True)
    made_by = models.UUIDField(null=True)
    made = models.DateTimeField()
    outcome = models.TextField(null=True)
    carried_out = models.DateTimeField(null=True)
    result = models.IntegerField(null=True)
    reason = ValueField(Reason, null=True)
    to_tell = models.BooleanField(default=False)
    cancelled = models.DateTimeField(null=True)
    cancelled_door = models.TextField(null=True)
    cancelled_by = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(action="publish") & ~models.Q(languages=[]) | models.Q(action="archive"),
                name="services_planned_action",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=None, carried_out=None, result=None, reason__isnull=True, to_tell=False)
                | models.Q(
                    outcome="done", carried_out__isnull=False, result__isnull=False, reason__isnull=True, to_tell=False
                )
                | models.Q(outcome="refused", carried_out__isnull=False, result=None, reason__isnull=False)
                | models.Q(outcome="cancelled", carried_out=None, result=None, reason__isnull=True, to_tell=False),
                name="services_planned_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="cancelled", cancelled__isnull=False, cancelled_door__isnull=False)
                | (
                    (models.Q(outcome=None) | ~models.Q(outcome="cancelled"))
                    & models.Q(cancelled=None, cancelled_door=None, cancelled_by=None)
                ),
                name="services_planned_cancelled",
            ),
            # one coming plan for a thing, an action and a language version, or the whole
            models.UniqueConstraint(
                fields=["object_id", "action"],
                condition=models.Q(outcome=None, languages=[]),
                name="services_planned_once",
            ),
            *(
                models.UniqueConstraint(
                    fields=["object_id", "action"],
                    condition=models.Q(outcome=None, languages__contains=[language]),
                    name=f"services_planned_once_{language}",
                )
                for language in LANGUAGES
            ),
        )
        indexes = (
            # what comes, in the order in which it is carried out
            models.Index(fields=["at", "id"], condition=models.Q(outcome=None), name="services_planned_coming"),
            # those of a thing
            models.Index(fields=["object_id", "id"], name="services_planned_thing"),
        )


MODELS: dict[values.Kind, type[Organization | Service | ServiceChannel | ServiceCollection]] = {
    "organization": Organization,
    "service": Service,
    "service_channel": ServiceChannel,
    "service_collection": ServiceCollection,
}
