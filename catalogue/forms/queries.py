"""Reads of forms."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from catalogue.errors import NotFound
from catalogue.forms.definition.digests import digest
from catalogue.forms.definition.values import Definition
from catalogue.forms.errors import VersionDamaged
from catalogue.forms.models import FormDefinition, FormEdit, FormVersion
from catalogue.forms.templates.shipped import Template, shipped
from catalogue.services import patches
from catalogue.services.errors import Difference


def form(*, form_id: UUID) -> FormDefinition:
    """One form. Raises NotFound."""
    found = FormDefinition.objects.filter(pk=form_id).first()
    if found is None:
        raise NotFound("The town has no form with this id.")
    return found


def form_by_key(*, key: str) -> FormDefinition:
    """The form under a key. Raises NotFound."""
    found = FormDefinition.objects.filter(key=key).first()
    if found is None:
        raise NotFound(f"The town has no form “{key}”.")
    return found


def forms(*, state: str | None, after: UUID | None, most: int) -> list[FormDefinition]:
    """Forms by id, of one state or all, after an id; one statement."""
    found = FormDefinition.objects.order_by("id")
    if state is not None:
        found = found.filter(state=state)
    return list(found.filter(id__gt=after)[:most] if after is not None else found[:most])


def version(*, form_id: UUID, number: int) -> FormVersion:
    """A published version, which is what it was. Raises NotFound, and VersionDamaged where somebody has changed it."""
    found = FormVersion.objects.filter(form_id=form_id, number=number).first()
    if found is None:
        raise NotFound(f"The form has no version {number}.", place="number")
    if digest(found.document) != found.digest:
        raise VersionDamaged(f"Version {number} of the form {form_id} is not what was published.")
    return found


def versions(*, form_id: UUID) -> list[FormVersion]:
    """All published versions without their documents, the latest first; one statement."""
    return list(FormVersion.objects.filter(form_id=form_id).defer("document").order_by("-number"))


def edits(*, form_id: UUID) -> list[FormEdit]:
    """What was done to a form, the latest first; one statement."""
    return list(FormEdit.objects.filter(form_id=form_id).order_by("-number"))


def differences(row: FormDefinition, *, since: int) -> list[Difference]:
    """In what the content differs from that of an earlier version of the row; one statement."""
    now: Any = msgspec.to_builtins(row.content)
    then = now
    for edit in FormEdit.objects.filter(form_id=row.pk, number__gt=since, number__lte=row.version).order_by("-number"):
        then = patches.applied(edit.back, then)
    return [
        Difference(path=tuple(path), before=patches.at(then, path), now=patches.at(now, path))
        for path, *_ in patches.difference(then, now)
    ]


def template(*, key: str) -> Template:
    """A shipped template. Raises NotFound."""
    found = shipped().get(key)
    if found is None:
        raise NotFound(f"There is no template “{key}”.")
    return found


def templates() -> Sequence[Template]:
    """The shipped templates, by key."""
    return list(shipped().values())


def is_newer(row: FormDefinition) -> bool:
    """Whether the template that a form began from has changed since."""
    origin = row.origin
    if origin is None or origin.kind != "template" or origin.key not in shipped():
        return False
    return bool(shipped()[origin.key].digest != origin.digest)


def title_of(definition: Definition) -> str:
    """A title of the form, in its first language."""
    return definition.title.get(definition.languages[0], definition.key)
