"""The life of a thing while it is edited: pure steps from one state of work to the next (no Django).

Readers see `published` and nothing else. Editors work on `content`: the draft, where there is one, else what is
published. A language version is published, archived and sent to review by itself; members that are not of a language
go along with whatever language is published first.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from catalogue.errors import NotPossibleNow
from catalogue.services import bodies, patches
from catalogue.services.values import Kind, Organization, Service, ServiceChannel, ServiceCollection
from catalogue.text import LANGUAGES

Content = Organization | Service | ServiceChannel | ServiceCollection
TYPES: dict[Kind, type[Content]] = {
    "organization": Organization,
    "service": Service,
    "service_channel": ServiceChannel,
    "service_collection": ServiceCollection,
}
State = Literal["draft", "published", "archived"]
LanguageState = Literal["draft", "in_review", "published", "modified", "archived"]
# Members that are not written: the register's words and what is told of a thing by others.
KEPT = frozenset(
    {"modified", "publishing_status", "remainder", "organization_root_id", "sub_organizations", "service_collections"}
)
KEPT_OF: dict[Kind, frozenset[str]] = {
    "organization": KEPT | {"services"},
    "service": KEPT,
    "service_channel": KEPT,
    "service_collection": KEPT,
}


class Submitted(msgspec.Struct, frozen=True):
    """That a language version waits for somebody's eyes: since when, and who sent it."""

    at: datetime
    by: UUID | None = None


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A thing as its editors have it. `version` is raised by each change; 0 before the first."""

    kind: Kind
    id: UUID
    version: int = 0
    own: bool = True
    state: State = "draft"
    published: Content | None = None
    draft: Content | None = None
    in_review: Mapping[str, Submitted] = {}
    archived_languages: tuple[str, ...] = ()

    @property
    def content(self) -> Content:
        """What editors work on."""
        found = self.draft or self.published
        assert found is not None, "a thing is published or has a draft"
        return found


def language_states(work: Work) -> dict[str, LanguageState]:
    """The state of each language version, in the order of the content languages."""
    public = work.published.language_versions if work.published and work.state == "published" else {}
    same_shared = work.published is not None and _shared(work.content, public) == _shared(work.published, public)
    found: dict[str, LanguageState] = {}
    for language in LANGUAGES:
        version = work.content.language_versions.get(language)
        if language in work.in_review:
            found[language] = "in_review"
        elif language in public:
            found[language] = "published" if same_shared and version == public[language] else "modified"
        elif language in work.archived_languages or (version is not None and work.state == "archived"):
            found[language] = "archived"
        elif version is not None:
            found[language] = "draft"
    return found


def with_version(work: Work, version: int) -> Work:
    """The same under another number."""
    return msgspec.structs.replace(work, version=version)


# --- steps ------------------------------------------------------------------------------------------------------------


def created(kind: Kind, thing_id: UUID, given: Mapping[str, Any]) -> Work:
    """A new draft. Raises InvalidBody."""
    return Work(kind=kind, id=thing_id, draft=_content(kind, {}, given))


def changed(work: Work, patch: Mapping[str, Any]) -> Work:
    """The content with a merge patch; what waits for review and is changed no longer waits. Raises InvalidBody."""
    _refuse_archived(work)
    before = plain(work.content)
    content = _content(work.kind, before, patch)
    return _with_draft(work, content, in_review=still_waiting(work, content))


def submitted(work: Work, languages: Collection[str], *, by: UUID | None, at: datetime) -> Work:
    """Language versions wait for somebody else's eyes."""
    _refuse_archived(work)
    _written(work, languages)
    states = language_states(work)
    for language in languages:
        if states[language] == "published":
            raise NotPossibleNow("There is nothing new to review in this language.", place=language)
    return msgspec.structs.replace(
        work, in_review={**work.in_review, **dict.fromkeys(languages, Submitted(at=at, by=by))}
    )


def sent_back(work: Work, languages: Collection[str]) -> Work:
    """Language versions no longer wait: somebody has looked at them, and there is more to do."""
    for language in languages:
        if language not in work.in_review:
            raise NotPossibleNow("This language version is not in review.", place=language)
    return msgspec.structs.replace(
        work, in_review={name: each for name, each in work.in_review.items() if name not in languages}
    )


def published(work: Work, languages: Collection[str], *, by: UUID | None, at: datetime, four_eyes: bool) -> Work:
    """Language versions as readers are to see them, with all that is not of a language.

    With `four_eyes` each must wait for review, sent there by somebody else.
    """
    _refuse_archived(work)
    _written(work, languages)
    if four_eyes:
        _seen_by_two(work, languages, by)
    before = work.published.language_versions if work.published and work.state == "published" else {}
    versions = {
        language: version
        for language in LANGUAGES
        if (version := (work.content.language_versions if language in languages else before).get(language))
    }
    content = msgspec.structs.replace(work.content, modified=at, publishing_status="Published")
    public = _readable(msgspec.structs.replace(content, language_versions=versions), versions)
    return msgspec.structs.replace(
        work,
        state="published",
        published=public,
        draft=None if content == public else content,
        in_review={name: each for name, each in work.in_review.items() if name not in languages},
        archived_languages=tuple(name for name in work.archived_languages if name not in languages),
    )


def archived(work: Work, languages: Collection[str], *, at: datetime) -> Work:
    """Language versions out of readers' sight; with the last published one the whole thing, as a draft is put away.

    Nothing is lost: what is archived has as `published` what would come back.
    """
    _refuse_archived(work)
    public = work.published.language_versions if work.published and work.state == "published" else {}
    for language in languages:
        if language not in public:
            raise NotPossibleNow("This language version is not published.", place=language)
    left = {name: version for name, version in public.items() if name not in languages}
    if not left:
        drafted = work.state == "draft"
        return msgspec.structs.replace(
            work,
            state="archived",
            published=work.content if drafted else work.published,
            draft=None if drafted else work.draft,
            in_review={},
        )
    assert work.published is not None, "something is published"
    shown = msgspec.structs.replace(work.published, language_versions=left, modified=at)
    return msgspec.structs.replace(
        work,
        published=_readable(shown, left),
        draft=msgspec.structs.replace(work.content, modified=at),
        archived_languages=tuple(sorted({*work.archived_languages, *languages})),
    )


def brought_back(work: Work) -> Work:
    """An archived thing as a draft of what it was; publishing shows it again."""
    if work.state != "archived":
        raise NotPossibleNow("Only an archived thing can be brought back.")
    return msgspec.structs.replace(work, state="draft", draft=work.content, published=None, archived_languages=())


def replaced(work: Work, content: Content) -> Work:
    """Other content, such as that of an earlier version, as the draft."""
    _refuse_archived(work)
    return _with_draft(work, content, in_review={})


def discarded(work: Work) -> Work:
    """Back to what is published."""
    if work.published is None or work.draft is None:
        raise NotPossibleNow("There is no draft over something published.")
    return msgspec.structs.replace(work, draft=None, in_review={}, archived_languages=())


def with_ours(received: Content, before: Work) -> Content:
    """What the register says of a thing, with those members that only we have as they were."""
    was = before.published or before.content
    if isinstance(received, Service) and isinstance(was, Service) and was.fees:
        return msgspec.structs.replace(received, fees=was.fees)
    return received


def still_waiting(work: Work, content: Content) -> Mapping[str, Submitted]:
    """The language versions in review that are as they were sent there, once editors work on this content."""
    steps = patches.difference(plain(work.content), plain(content))
    if any(path[0] not in {"language_versions", *KEPT} for path, *_ in steps):
        return {}
    changed = {path[1] for path, *_ in steps if path[0] == "language_versions" and len(path) > 1}
    return {name: each for name, each in work.in_review.items() if name not in changed}


# --- snapshots: what a version keeps ----------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A value as JSON-like data, as it is stored."""
    return msgspec.json.decode(msgspec.json.encode(value))


def snapshot(work: Work) -> dict[str, Any]:
    """All of the work but its version; the draft as what it changes, so that publishing it is a small step too."""
    public = None if work.published is None else plain(work.published)
    return {
        "state": work.state,
        "published": public,
        "draft": None if work.draft is None else patches.difference(public, plain(work.draft)),
        "in_review": plain(work.in_review),
        "archived_languages": list(work.archived_languages),
    }


def of_snapshot(work: Work, version: int, kept: Mapping[str, Any]) -> Work:
    """The work as it was at a version."""
    typed = TYPES[work.kind]
    public = kept["published"]
    draft = None if kept["draft"] is None else patches.applied(kept["draft"], public)
    return msgspec.structs.replace(
        work,
        version=version,
        state=kept["state"],
        published=None if public is None else msgspec.convert(public, typed),
        draft=None if draft is None else msgspec.convert(draft, typed),
        in_review=msgspec.convert(kept["in_review"], dict[str, Submitted]),
        archived_languages=tuple(kept["archived_languages"]),
    )


# --- parts of steps ---------------------------------------------------------------------------------------------------


def _content(kind: Kind, before: Mapping[str, Any], patch: Mapping[str, Any]) -> Content:
    return bodies.written(before, patch, TYPES[kind], kept=KEPT_OF[kind])


def _with_draft(work: Work, content: Content, *, in_review: Mapping[str, Submitted]) -> Work:
    same = work.published == content and work.state == "published"
    return msgspec.structs.replace(work, draft=None if same else content, in_review=in_review)


def _refuse_archived(work: Work) -> None:
    if work.state == "archived":
        raise NotPossibleNow("The thing is archived: bring it back first.")


def _written(work: Work, languages: Collection[str]) -> None:
    if not languages:
        raise NotPossibleNow("Name at least one language version.", place="languages")
    for language in languages:
        if language not in work.content.language_versions:
            raise NotPossibleNow("There is no version in this language.", place=language)


def _seen_by_two(work: Work, languages: Collection[str], by: UUID | None) -> None:
    for language in languages:
        waiting = work.in_review.get(language)
        if waiting is None:
            raise NotPossibleNow("This town publishes what was reviewed: send it to review first.", place=language)
        if by is None or waiting.by == by:
            raise NotPossibleNow("This town publishes by four eyes: somebody else must do it.", place=language)


def _shared(content: Content, languages: Collection[str]) -> Any:
    """All that is not of a language, as readers of these languages see it, but for when it was last published."""
    shown = _readable(content, languages)
    return msgspec.structs.replace(shown, language_versions={}, modified=None, publishing_status=None)


def _readable(content: Content, languages: Collection[str]) -> Content:
    """Without contacts, links and files in languages that readers do not get."""
    kept = {
        name: [part for part in parts if getattr(part, "language", None) in (None, *languages)]
        for name in content.__struct_fields__
        if isinstance(parts := getattr(content, name), list) and any(hasattr(part, "language") for part in parts)
    }
    return msgspec.structs.replace(content, **kept) if kept else content
