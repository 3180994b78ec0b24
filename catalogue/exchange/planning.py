"""What rows make of a town's things: steps and what is told of them, before anything is written."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final, Literal
from uuid import UUID

from msgspec.structs import replace

from catalogue.errors import CatalogueError, InvalidBody, NotPossibleNow
from catalogue.exchange import merging
from catalogue.exchange.columns import CodeLists
from catalogue.exchange.errors import NotAllowed
from catalogue.exchange.fees import TEXTS
from catalogue.exchange.matching import Matched, Taken, match
from catalogue.exchange.people import Importer
from catalogue.exchange.sheets import columns, languages_of
from catalogue.exchange.values import Column, Entry, Said, Sheet, Tie, Told
from catalogue.exchange.words import Place
from catalogue.services import checking, editing, queries, workflow
from catalogue.services.checking import Checked
from catalogue.services.rules import Finding, Severity
from catalogue.services.versions import Step
from catalogue.services.workflow import Work, language_states, plain
from catalogue.services.works import organization_of, parent_of
from tenants.accounts.permissions import Action

MOST_SAID: Final = 20
"""Findings that are told of one row."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What comes of a row: `step` makes or changes the thing, `publication` then shows it."""

    entry: Entry
    told: Told
    step: Step | None = None
    publication: Step | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all rows of a batch."""

    importer: Importer
    publish: bool
    languages: Collection[str]
    """The town's."""

    codes: CodeLists
    parents: Mapping[UUID, UUID | None]
    """The town's tree of organisations, where not everybody reaches all of it."""

    four_eyes: bool
    at: datetime


def terms(*, importer: Importer, publish: bool, languages: Collection[str], codes: CodeLists, at: datetime) -> Terms:
    """The terms as they are now; two statements at most."""
    tree = {} if importer.whole else queries.parents()
    four_eyes = publish and queries.four_eyes()
    return Terms(importer, publish, languages, codes, tree, four_eyes, at)


def plan(entries: Sequence[Entry], *, terms: Terms, taken: Taken, lock: bool) -> list[Planned]:
    """What comes of a batch of rows; a constant number of statements."""
    made = [_made(each, terms) for each in match(entries, taken=taken, lock=lock)]
    if terms.publish:
        made = [_with_publication(each, terms) for each in made]
    steps = [each.publication or each.step for each in made]
    checked = iter(checking.check([step for step in steps if step is not None], languages=terms.languages))
    return [
        each if step is None else _checked(each, next(checked), terms) for each, step in zip(made, steps, strict=True)
    ]


# --- steps ------------------------------------------------------------------------------------------------------------


def _made(matched: Matched, terms: Terms) -> Planned:
    entry, work = matched.entry, matched.work
    told = Told(table=entry.table, row=entry.row, kind=entry.kind, outcome="unchanged")
    if work is not None:
        told = replace(told, id=work.id, version=work.version, was=work.version)
    try:
        if matched.refusal is not None:
            raise matched.refusal
        if matched.coming:
            return Planned(entry, replace(told, outcome="changed", members=["fees"]))
        merged = _merged(matched, terms)
        if merged.said:
            return Planned(entry, replace(told, outcome="refused", said=located(merged.said, entry)))
        step = _step(matched, merged)
        if step is None:
            return Planned(entry, told)
        refuse_elsewhere(step, Action.WRITE_CONTENT, terms)
    except CatalogueError as error:
        return Planned(entry, replace(told, outcome="refused", said=[_said(error, entry, terms, work)]))
    step = step._replace(after=editing.numbered(step))
    outcome: Literal["created", "changed"] = "created" if work is None else "changed"
    was = 0 if work is None else work.version
    told = replace(told, outcome=outcome, id=matched.id, version=step.after.version, was=was, members=merged.members)
    return Planned(entry, told, step)


def _merged(matched: Matched, terms: Terms) -> merging.Merged:
    entry = matched.entry
    present = matched.seen if matched.work is None else matched.work.content
    if entry.content is not None:
        return merging.of_content(entry.kind, entry.content, seen=matched.seen, present=present)
    return merging.of_cells(entry.cells, columns_of(entry, terms.codes), seen=matched.seen, present=present)


def _step(matched: Matched, merged: merging.Merged) -> Step | None:
    """Raises InvalidBody, and NotPossibleNow where the thing is archived."""
    kind, wanted = matched.entry.kind, plain(merged.content)
    if matched.work is None:
        if kind == "service_channel" and not wanted.get("service_channel_type"):
            raise InvalidBody("A new channel is of a kind.", place="/service_channel_type")
        return Step(None, workflow.created(kind, matched.id, merging.writable(kind, wanted)), "created")
    if not merged.members:
        return None
    patch = merging.merge_patch(plain(matched.work.content), wanted)
    return editing.change(work=matched.work, seen=matched.work, patch=patch)


def refuse_elsewhere(step: Step, action: Action, terms: Terms) -> None:
    """Raises NotAllowed where whoever imports does not reach the thing, as it was or as it will be."""
    for work in (step.before, step.after):
        if work is None:
            continue
        tree = terms.parents
        if work.kind == "organization" and not terms.importer.whole:  # one that is not written stands where it would
            tree = {**tree, work.id: parent_of(work)}
        if not terms.importer.reaches(action, organization_of(work), parents=tree):
            raise NotAllowed("beyond_reach")


# --- publishing -------------------------------------------------------------------------------------------------------


def _with_publication(planned: Planned, terms: Terms) -> Planned:
    """With a step that shows what was changed, or the reason why it stays a draft."""
    if planned.step is None:
        return planned
    work = planned.step.after
    languages = _changed_languages(planned, work)
    try:
        step = editing.publish(
            work=work,
            seen=work,
            languages=languages,
            by=terms.importer.author.person,
            at=terms.at,
            four_eyes=terms.four_eyes,
        )
        refuse_elsewhere(step, Action.PUBLISH_CONTENT, terms)
    except (NotPossibleNow, NotAllowed) as error:
        said = [*planned.told.said, _said(error, planned.entry, terms, work)]
        return Planned(planned.entry, replace(planned.told, said=said), planned.step)
    step = step._replace(after=editing.numbered(step))
    told = replace(planned.told, published=languages, version=step.after.version)
    return Planned(planned.entry, told, planned.step, step)


def _changed_languages(planned: Planned, work: Work) -> list[str]:
    """The language versions to show: those that readers see otherwise, and what the row has written of new ones; all
    of a thing of which readers see none."""
    before = planned.step.before if planned.step else None
    texts = before.content.language_versions if before else {}
    written = {name for name, version in work.content.language_versions.items() if texts.get(name) != version}
    states = language_states(work)
    chosen = [name for name, state in states.items() if state == "modified" or (state == "draft" and name in written)]
    shown = any(state in ("published", "modified") for state in states.values())
    return chosen if chosen or shown else list(work.content.language_versions)


# --- what is told -----------------------------------------------------------------------------------------------------


def _checked(planned: Planned, checked: Checked, terms: Terms) -> Planned:
    """With what the rules find; what they refuse to publish stays a draft."""
    if checked.misplaced is not None:
        before = planned.step.before if planned.step else None
        told = replace(
            planned.told,
            outcome="refused",
            id=before.id if before else None,
            version=before.version if before else None,
            was=before.version if before else None,
            members=[],
            published=[],
            said=[_said(checked.misplaced, planned.entry, terms, before)],
        )
        return Planned(planned.entry, told)
    refusal = checked.refusal
    found = refusal.findings if refusal is not None else checked.findings
    every = columns_of(planned.entry, terms.codes)
    said = [*planned.told.said, *located(findings_told(found, every), planned.entry)]
    if refusal is None or planned.step is None:
        return Planned(planned.entry, replace(planned.told, said=said), planned.step, planned.publication)
    told = replace(planned.told, said=said, published=[], version=planned.step.after.version)
    return Planned(planned.entry, told, planned.step)


def findings_told(findings: Iterable[Finding], every: Sequence[Column]) -> list[Said]:
    """What rules find, with the column that it is about; without advice, what keeps from publishing first."""
    telling = [each for each in findings if each.severity is not Severity.ADVICE]
    telling.sort(key=lambda each: each.severity is not Severity.REFUSES_PUBLISHING)
    return [
        Said(
            code=each.code,
            message=each.message("en"),
            place=_column_about(each.path, each.language, every),
            severity=str(each.severity),
            finding=each,
        )
        for each in telling[:MOST_SAID]
    ]


def _said(error: CatalogueError, entry: Entry, terms: Terms, work: Work | None) -> Said:
    place = error.place or ""
    if isinstance(error, InvalidBody):
        place = _column_about(place, None, columns_of(entry, terms.codes))
    if isinstance(error, NotPossibleNow) and work is not None and work.state == "archived":
        return Said.saying("archived", code=error.code, place=place)
    if isinstance(error, NotPossibleNow) and terms.four_eyes:
        return Said.saying("four_eyes", code=error.code, place=place)
    return Said.of(error, place=place)


def _column_about(pointer: str, language: str | None, every: Sequence[Column]) -> str:
    """The column that a pointer into the content is about; the pointer itself where none is."""
    for column in every:
        spoken = language is None or column.language in (None, language)
        if spoken and re.match(f"(?:{column.about})(?:/|$)", pointer):
            return column.key
    return pointer


def columns_of(entry: Entry | Tie, codes: CodeLists) -> list[Column]:
    """The columns of a row of a sheet; none of a line of JSON."""
    if entry.sheet is None:
        return []
    return columns(entry.sheet, _languages(entry.sheet, tuple(entry.cells)), codes)


@cache
def _languages(sheet: Sheet, keys: tuple[str, ...]) -> tuple[str, ...]:
    return languages_of(keys)


_OF_FEE: Final = re.compile(r"/?fees/([0-9]+)/([a-z_]+)(?:/([a-z]+))?")


def located(said: Sequence[Said], entry: Entry | Tie) -> list[Said]:
    """What is said of fees with the row and the column of each."""
    return [_located(each, entry) for each in said] if entry.sheet == "fee" else list(said)


def _located(said: Said, entry: Entry | Tie) -> Said:
    found = _OF_FEE.fullmatch(said.place if said.finding is None else said.finding.path)
    if found is None or int(found[1]) >= len(entry.rows):
        return said
    language = found[3] or (said.finding.language if said.finding else None)
    key = f"{found[2]}.{language}" if language and found[2] in TEXTS else found[2]
    where = Place(entry.table, entry.rows[int(found[1])], key)
    return replace(said, place=key, where=where, message=f"{where.text('en')}: {said.message}")
