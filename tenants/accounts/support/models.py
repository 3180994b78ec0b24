"""The host's record of each time that an operator was let into a town."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tenants.accounts.models import Account
from tenants.models import Municipality


class SupportGrant(models.Model):
    """One operator, one town, one reason, until a time."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    operator = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    role = models.TextField()
    granted = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField()
    secret_hash = models.CharField(max_length=64, unique=True)
    entered = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="support_grant_ends_later", condition=Q(until__gt=F("granted"))),
            models.CheckConstraint(name="support_grant_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
