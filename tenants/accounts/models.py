"""Accounts and what hangs on them: rows of a town's schema for its staff, and of `public` for operators."""

import uuid
from datetime import datetime
from typing import ClassVar, Final, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from tenants.accounts.permissions import UNIT_ROLES, Held, Role

ORDER: Final = {role: place for place, role in enumerate(Role)}


class Account(AbstractBaseUser):
    """Somebody who signs in. Found by e-mail address, named elsewhere by uuid only."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, default="")
    is_active = models.BooleanField(default=False)
    """False before the invitation is taken up, and after somebody has left."""

    created = models.DateTimeField(auto_now_add=True)
    joined = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
    """The account of an operator who helps for a while ends by itself."""

    support_grant = models.UUIDField(null=True, unique=True)
    language = models.CharField(max_length=2, default="fi")
    """In which to write to them: that of the pages when they last chose one."""

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="account_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="account_of_support_expires",
                condition=Q(support_grant=None, expires=None) | Q(support_grant__isnull=False, expires__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def ended(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires is not None and self.expires <= now

    def held(self) -> list[Held]:
        """Its roles, the most powerful first; one statement, or none when they were fetched along."""
        held = (Held(Role(one.role), one.unit) for one in self.assignments.all())
        return sorted(held, key=lambda one: (ORDER[one.role], str(one.unit or "")))


class Assignment(models.Model):
    """A role of somebody's, over the whole town or over one organisation and all under it."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    role = models.TextField(choices=[(role.value, role.value) for role in Role])
    unit = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "role", "unit"], nulls_distinct=False, name="assignment_is_made_once"
            ),
            models.CheckConstraint(
                name="assignment_over_a_unit_is_for_some_roles",
                condition=Q(unit=None) | Q(role__in=sorted(UNIT_ROLES)),
            ),
        ]

    def __str__(self) -> str:
        return self.role


class OneTimeLink(models.Model):
    """A link that was mailed to somebody: good once, for a while. Its secret is not kept, only a hash of it."""

    class Purpose(models.TextChoices):
        JOIN = "join"
        RECOVER = "recover"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    purpose = models.TextField(choices=Purpose.choices)
    secret_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.purpose


class Letter(models.Model):
    """A mail with a link that is still to be sent. It names its receiver, so the row goes as soon as it has been.

    What whoever asks for a new password typed lies here too, whether somebody of that address works here or not: only
    the worker finds out, so that the page cannot tell by the time that it takes.
    """

    id = models.BigAutoField(primary_key=True)
    purpose = models.TextField(choices=OneTimeLink.Purpose.choices)
    email = models.EmailField()
    site = models.TextField()
    """The beginning of the link's address, as https://town.fi"""

    sealed = models.BinaryField(null=True)
    """The link's secret, sealed for this place until it is sent; null before there is a link."""

    created = models.DateTimeField(auto_now_add=True)
    refused = models.DateTimeField(null=True)
    """When the mail server said that it will never take it."""

    def __str__(self) -> str:
        return self.purpose


class MachineToken(models.Model):
    """A program's way in. `prefix` finds it and may be shown; the secret is not kept, only a hash of it."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=16, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.UUIDField(null=True)
    expires = models.DateTimeField()
    last_used = models.DateTimeField(null=True)
    """To the hour, so that reads do not write."""

    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.prefix


class IdentityProvider(models.Model):
    """The town's own sign-in service (OpenID Connect). `secret` is sealed for this town."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20, unique=True, default="openid_connect")
    """One of a kind: the address to which a person is sent back names it."""

    name = models.CharField(max_length=100)
    issuer = models.URLField()
    client_id = models.CharField(max_length=190)
    secret = models.BinaryField()
    email_domains = models.JSONField(default=list)
    """Domains whose addresses this provider answers for."""

    opens = models.BooleanField(default=False)
    """Whether somebody of these domains may come in as a viewer without an invitation."""

    enabled = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="provider_that_opens_names_its_domains", condition=Q(opens=False) | ~Q(email_domains=[])
            ),
        ]

    def __str__(self) -> str:
        return self.issuer


class _AppendOnly(models.QuerySet["AuditEntry"]):
    """Rows that are added and read, never changed."""

    def update(self, **values: object) -> int:
        raise TypeError("What happened is not changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("What happened is not removed.")


class AuditEntry(models.Model):
    """Who did what, and when. Names people by their account's uuid only."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True)
    actor = models.UUIDField(null=True)
    """Null for the host itself and for somebody who is not signed in."""

    action = models.TextField()
    subject = models.TextField(default="")
    """What it was done to: an id, never a name."""

    details = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(_AppendOnly)()

    class Meta:
        # The town's page reads the newest first, or those about one thing.
        indexes: ClassVar = [models.Index(F("subject"), F("id").desc(), name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}".strip()
