"""Writes of forms. Each is one step of one form, in the caller's unit of work, by an author who has seen a version.

Whoever has seen another version than the present one is told what has changed since (`Changed`), and nothing is done.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from django.utils import timezone

from catalogue.errors import NotFound, NotPossibleNow
from catalogue.forms import queries
from catalogue.forms.definition import rules
from catalogue.forms.definition.digests import digest
from catalogue.forms.definition.editing import AnyEdit, edited
from catalogue.forms.definition.findings import refuses
from catalogue.forms.definition.reading import read
from catalogue.forms.definition.values import Definition
from catalogue.forms.errors import KeyTaken, NotPublishableForm
from catalogue.forms.models import FormDefinition, FormEdit, FormVersion, State
from catalogue.forms.opening import Opening, checked
from catalogue.forms.values import Origin
from catalogue.outbox.unit import Action, Unit, keep_others_out
from catalogue.services import patches
from catalogue.services.errors import Changed
from catalogue.services.versions import Author

_NOBODY: Final = UUID(int=0)


def create(*, unit: Unit, content: Definition, author: Author, origin: Origin | None = None) -> FormDefinition:
    """A form that nobody but editors sees. Raises KeyTaken."""
    content = msgspec.structs.replace(content, version=None)
    _refuse_taken(content.key, None)
    row = FormDefinition(id=uuid4(), key=content.key, content=content, opening=Opening(), origin=origin)
    row.save(force_insert=True)
    _note(unit, row, author, "created", [], action="created")
    return row


def adopt(*, unit: Unit, template: str, author: Author, key: str | None = None) -> FormDefinition:
    """A form of the town's own, made of a shipped template; it remembers which, and as it was when."""
    found = queries.template(key=template)
    origin = Origin(kind="template", key=found.key, digest=found.digest, at=timezone.now())
    content = msgspec.structs.replace(found.definition, key=key or found.key)
    return create(unit=unit, content=content, author=author, origin=origin)


def copy(*, unit: Unit, form_id: UUID, key: str, author: Author) -> FormDefinition:
    """A new form with the content of another of the town's. Raises NotFound and KeyTaken."""
    found = queries.form(form_id=form_id)
    content = msgspec.structs.replace(found.content, version=None)
    origin = Origin(kind="copy", key=found.key, digest=digest(content), at=timezone.now())
    return create(unit=unit, content=msgspec.structs.replace(content, key=key), author=author, origin=origin)


def change(*, unit: Unit, form_id: UUID, expected: int, patch: Mapping[str, Any], author: Author) -> FormDefinition:
    """A merge patch on the content. Raises Changed and InvalidBody."""
    row = _locked(form_id, expected)
    made = read(patches.merged(msgspec.to_builtins(row.content), patch))
    return _written(unit, row, made, author, "changed")


def replace(*, unit: Unit, form_id: UUID, expected: int, content: Definition, author: Author) -> FormDefinition:
    """Other content, as from a file or a translation. Raises Changed."""
    return _written(unit, _locked(form_id, expected), content, author, "replaced")


def edit(*, unit: Unit, form_id: UUID, expected: int, edits: Sequence[AnyEdit], author: Author) -> FormDefinition:
    """What a builder does, all of it or nothing. Raises Changed and InvalidBody."""
    row = _locked(form_id, expected)
    return _written(unit, row, edited(row.content, edits), author, "edited")


def discard(*, unit: Unit, form_id: UUID, expected: int, author: Author) -> FormDefinition:
    """The content back to what is published. Raises Changed, and NotPossibleNow where nothing is."""
    row = _locked(form_id, expected)
    if row.published is None:
        raise NotPossibleNow("Nothing of this form is published to go back to.")
    shown = queries.version(form_id=form_id, number=row.published)
    return _written(unit, row, shown.document, author, "discarded")


def restore(*, unit: Unit, form_id: UUID, expected: int, number: int, author: Author) -> FormDefinition:
    """The content of an earlier published version, to be worked on. Raises Changed and NotFound."""
    row = _locked(form_id, expected)
    then = queries.version(form_id=form_id, number=number)
    return _written(unit, row, then.document, author, "restored")


def publish(
    *, unit: Unit, form_id: UUID, expected: int, author: Author, earlier_until: datetime | None = None
) -> FormDefinition:
    """Shows the content to residents, as a new version. Raises Changed, NotPublishableForm and NotPossibleNow."""
    row = _locked(form_id, expected)
    if row.state == State.RETIRED:
        raise NotPossibleNow("The form is retired; bring it back first.")
    if not row.changed:
        raise NotPossibleNow("This is published already.")
    findings = rules.check(row.content)
    if refuses(findings):
        raise NotPublishableForm(findings)
    number = (row.published or 0) + 1
    document = msgspec.structs.replace(row.content, version=number)
    FormVersion.objects.create(
        form=row,
        number=number,
        document=document,
        digest=digest(document),
        at=timezone.now(),
        door=author.door,
        by=author.id,
        earlier_until=earlier_until,
    )
    row.published, row.changed, row.state = number, False, State.PUBLISHED
    return _stepped(unit, row, author, "published", shown=True)


def decide_opening(*, unit: Unit, form_id: UUID, expected: int, opening: Opening, author: Author) -> FormDefinition:
    """When the form takes submissions, from now on. Raises Changed and InvalidBody."""
    row = _locked(form_id, expected)
    row.opening = checked(opening)
    return _stepped(unit, row, author, "opening_decided", shown=True)


def retire(*, unit: Unit, form_id: UUID, expected: int, author: Author) -> FormDefinition:
    """Out of residents' sight for good; submissions stay. Raises Changed and NotPossibleNow."""
    row = _locked(form_id, expected)
    if row.state != State.PUBLISHED:
        raise NotPossibleNow("Only a published form can be retired.")
    row.state = State.RETIRED
    return _stepped(unit, row, author, "retired", shown=True, action="archived")


def bring_back(*, unit: Unit, form_id: UUID, expected: int, author: Author) -> FormDefinition:
    """A retired form in sight again, with the version that it had. Raises Changed and NotPossibleNow."""
    row = _locked(form_id, expected)
    if row.state != State.RETIRED:
        raise NotPossibleNow("The form is not retired.")
    row.state = State.PUBLISHED
    return _stepped(unit, row, author, "brought_back", shown=True)


def remove(*, unit: Unit, form_id: UUID, expected: int) -> None:
    """A draft that was never published, for good. Raises Changed and NotPossibleNow."""
    row = _locked(form_id, expected)
    if row.published is not None:
        raise NotPossibleNow("What was published is kept; retire the form instead.")
    unit.record(kind=FormDefinition.kind, ids=[row.id], action="archived", shown=False)
    row.delete()


# --- rows -------------------------------------------------------------------------------------------------------------


def _locked(form_id: UUID, expected: int) -> FormDefinition:
    """The form under its lock. Raises NotFound, and Changed where another version is present than was seen."""
    row = FormDefinition.objects.select_for_update().filter(pk=form_id).first()
    if row is None:
        raise NotFound("The town has no form with this id.")
    if row.version != expected:
        known = 1 <= expected < row.version
        found = queries.differences(row, since=expected) if known else []
        raise Changed(expected=expected, present=row.version, differences=found)
    return row


def _differs(row: FormDefinition, content: Definition) -> bool:
    """Whether content is something else than what is published; one statement, none for a draft."""
    if row.published is None:
        return True
    shown = FormVersion.objects.filter(form=row, number=row.published).values_list("digest", flat=True).first()
    return digest(msgspec.structs.replace(content, version=row.published)) != shown


def _refuse_taken(key: str, form_id: UUID | None) -> None:
    """Raises KeyTaken; whoever else would take the key at this moment waits."""
    keep_others_out()
    if FormDefinition.objects.filter(key=key).exclude(pk=form_id or _NOBODY).exists():
        raise KeyTaken(f"Another form has the key “{key}”.", place="/key")


def _written(unit: Unit, row: FormDefinition, content: Definition, author: Author, deed: str) -> FormDefinition:
    """The row with other content; nothing is written where it is the same."""
    content = msgspec.structs.replace(content, version=None)
    if content == row.content:
        return row
    if content.key != row.key:
        if row.published is not None:
            raise KeyTaken("The key of a form that was published is settled: addresses have it.", place="/key")
        _refuse_taken(content.key, row.pk)
    back = patches.difference(msgspec.to_builtins(content), msgspec.to_builtins(row.content))
    row.content, row.key, row.changed = content, content.key, _differs(row, content)
    return _stepped(unit, row, author, deed, back=back)


def _stepped(
    unit: Unit,
    row: FormDefinition,
    author: Author,
    deed: str,
    *,
    back: patches.Patch | None = None,
    shown: bool = False,
    action: Action = "updated",
) -> FormDefinition:
    row.version += 1
    row.save(force_update=True)
    _note(unit, row, author, deed, back or [], action=action, shown=shown)
    return row


def _note(
    unit: Unit,
    row: FormDefinition,
    author: Author,
    deed: str,
    back: patches.Patch,
    *,
    action: Action,
    shown: bool = False,
) -> None:
    FormEdit.objects.create(
        form=row, number=row.version, at=timezone.now(), door=author.door, by=author.id, action=deed, back=back
    )
    unit.record(kind=FormDefinition.kind, ids=[row.id], action=action, shown=shown)
