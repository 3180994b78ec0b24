"""Rows of the schema `national`."""

from django.db import models

from catalogue.codes import values
from catalogue.fields import ValueField


class Code(models.Model):
    """A code of a list ("service_classes", "municipalities", ...) in one national environment."""

    id = models.BigAutoField(primary_key=True)
    environment = models.TextField()
    list = models.TextField()
    code = models.TextField()
    parent = models.TextField(null=True)
    uri = models.TextField(null=True)
    old_uri = models.TextField(null=True)
    names = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["environment", "list", "code"], name="codes_code_once"),)


class GeneralDescription(models.Model):
    """A national text that services build upon, in one national environment; `hash` is that of the raw document."""

    id = models.BigAutoField(primary_key=True)
    environment = models.TextField()
    ptv_id = models.UUIDField()
    hash = models.BinaryField()
    body = ValueField(values.GeneralDescription)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["environment", "ptv_id"], name="codes_generaldescription_once"),)
