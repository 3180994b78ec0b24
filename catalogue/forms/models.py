"""Rows of forms: what is worked on, and what was published and never changes."""

from typing import Any, ClassVar

from django.db import models

from catalogue.fields import ValueField
from catalogue.forms.definition.values import Definition
from catalogue.forms.opening import Opening
from catalogue.forms.values import Origin


class State(models.TextChoices):
    """Whether residents can come to see the form at all; `opening` says when it takes submissions."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class FormDefinition(models.Model):
    """A form of the town's: what editors work on (`content`), and which version is shown (`published`, its number).

    `version` counts changes of the row, for whoever changes it; `changed` is true while the content is not what was
    published last. The key is part of addresses, so it is one form's at a time, and settled by the first publishing.
    """

    kind: ClassVar[str] = "form"
    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    version = models.IntegerField(default=1)
    changed = models.BooleanField(default=True)
    content = ValueField(Definition)
    published = models.IntegerField(null=True)
    opening = ValueField(Opening)
    origin = ValueField(Origin, null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="draft", published=None)
                | ~models.Q(state="draft") & ~models.Q(published=None),
                name="forms_formdefinition_state",
            ),
        )


class FormVersion(models.Model):
    """A form as it was published under a number. It is never changed: submissions are read by it for years.

    `document` is the definition with its number, `digest` the SHA-256 of its canonical form (`digests`), which is
    looked at when it is read. `earlier_until`: drafts of earlier versions can be sent until then, without end if null.
    `door` and `by` tell who published it.
    """

    id = models.BigAutoField(primary_key=True)
    form = models.ForeignKey(FormDefinition, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.IntegerField()
    document = ValueField(Definition)
    digest = models.TextField()
    at = models.DateTimeField()
    door = models.TextField()
    by = models.UUIDField(null=True)
    earlier_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["form", "number"], name="forms_formversion_once"),)


class FormEdit(models.Model):
    """How a form came to a version of its row: who did what, and the way back to the content before (`patches`)."""

    id = models.BigAutoField(primary_key=True)
    form = models.ForeignKey(FormDefinition, on_delete=models.CASCADE, related_name="edits", db_index=False)
    number = models.IntegerField()
    at = models.DateTimeField()
    door = models.TextField()
    by = models.UUIDField(null=True)
    action = models.TextField()
    back = ValueField(list[list[Any]])

    class Meta:
        constraints = (models.UniqueConstraint(fields=["form", "number"], name="forms_formedit_once"),)
