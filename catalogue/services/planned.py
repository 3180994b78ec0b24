"""Plans to publish or archive at an instant: which one is meant, what is left to do by then, and why not (no Django).

Finnish wall time is taken where no offset is given. At a change of clocks an hour is missing or comes twice: what is
said of it is refused, with what could have been meant.
"""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec

from catalogue.errors import CatalogueError, InvalidBody, NotPossibleNow
from catalogue.services.errors import Changed, Difference, NotPublishable, UnclearTime
from catalogue.services.hours import HELSINKI
from catalogue.services.rules import Finding, Severity
from catalogue.services.values import Kind
from catalogue.services.workflow import KEPT_OF, Work, language_states
from catalogue.text import LANGUAGES

Action = Literal["publish", "archive"]
Outcome = Literal["done", "refused", "cancelled"]
MINUTE: Final = timedelta(minutes=1)
FURTHEST: Final = timedelta(days=5 * 366)
FORM: Final = r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(?::00(?:\.0{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
_PLACE: Final = "/at"


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why what was planned was not done: an error of editing, with what the rules refuse or others have changed."""

    code: str
    message: str
    place: str | None = None
    findings: list[Finding] = []
    differences: list[Difference] = []

    @classmethod
    def of(cls, error: CatalogueError) -> "Reason":
        """What an error says."""
        match error:
            case NotPublishable(findings=found):
                refusing = [one for one in found if one.severity is Severity.REFUSES_PUBLISHING]
                return cls(code=error.code, message=error.message, findings=refusing)
            case Changed(differences=differences):
                return cls(code=error.code, message=error.message, differences=list(differences))
            case _:
                return cls(code=error.code, message=error.message, place=error.place)


# --- when -------------------------------------------------------------------------------------------------------------


def instant(text: str, *, now: datetime) -> datetime:
    """The minute that is meant, in UTC. Raises InvalidBody for one that cannot be planned for, such as UnclearTime."""
    wanted = "Name a minute: in Finnish time as 2026-12-01T08:00, or with an offset as 2026-12-01T06:00Z."
    found = re.fullmatch(FORM, text)
    if found is None:
        raise InvalidBody(wanted, place=_PLACE)
    try:
        wall = datetime.fromisoformat(found[1] + (found[2] or ""))
        at = (wall if wall.tzinfo else _in_finland(wall)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidBody(wanted, place=_PLACE) from error
    if at > now + FURTHEST:
        raise InvalidBody("So far ahead nothing is planned: five years at most.", place=_PLACE)
    return to_come(at, now=now)


def to_come(at: datetime, *, now: datetime) -> datetime:
    """The instant; raises InvalidBody for one that is past."""
    if at <= now:
        raise InvalidBody(f"{_spelt(at)} is past.", place=_PLACE)
    return at


def _in_finland(wall: datetime) -> datetime:
    """A wall time as an instant; raises UnclearTime where the clocks are changed."""
    either = [wall.replace(tzinfo=HELSINKI, fold=fold).astimezone(UTC) for fold in (0, 1)]
    if either[0] == either[1]:
        return either[0]
    twice = either[0].astimezone(HELSINKI).replace(tzinfo=None) == wall
    choices = [_spelt(one) for one in sorted(either)]
    what = "comes twice in Finland, as clocks are put back" if twice else "is left out in Finland, as clocks go forward"
    raise UnclearTime(f"{wall:%Y-%m-%dT%H:%M} {what}: name {' or '.join(choices)}.", place=_PLACE, choices=choices)


def _spelt(at: datetime) -> str:
    return at.astimezone(HELSINKI).isoformat(timespec="minutes")


def is_late(*, at: datetime, carried_out: datetime | None) -> bool:
    """Whether something was carried out after the minute for which it was planned."""
    return carried_out is not None and carried_out >= at + MINUTE


# --- what -------------------------------------------------------------------------------------------------------------


def ordered(languages: Collection[str]) -> list[str]:
    """Language versions, each once, in the order of the content languages."""
    return [language for language in LANGUAGES if language in languages]


def refuse_impossible(work: Work, action: Action, languages: Collection[str]) -> None:
    """Raises NotPossibleNow for a plan that fits nothing that the thing can become by itself."""
    if work.state == "archived":
        raise NotPossibleNow("The thing is archived: bring it back first.")
    if action == "publish" and not languages:
        raise NotPossibleNow("Name at least one language version.", place="languages")
    for language in ordered(languages):
        if language not in language_states(work):
            raise NotPossibleNow("There is no version in this language.", place=language)


def refuse_twice(languages: Collection[str], *, other: Collection[str], at: datetime) -> None:
    """Raises NotPossibleNow where a plan for the same at another instant is waiting already (none named: the whole)."""
    both = [language for language in languages if language in other]
    if both or not (languages or other):
        raise NotPossibleNow(f"It is planned already, for {_spelt(at)}: cancel that.", place=both[0] if both else None)


def left_to_do(work: Work, action: Action, languages: Sequence[str]) -> Sequence[str] | None:
    """The language versions that are not yet as was planned (none named: the whole thing); None where all is."""
    states = language_states(work)
    if action == "publish":
        left = [language for language in languages if states.get(language) != "published"]
        return left or None
    if not languages:
        return None if work.state == "archived" else []
    public = work.published.language_versions if work.published and work.state == "published" else {}
    return [language for language in languages if language in public] or None


def refuse_unseen(work: Work, *, seen: int, differences: Collection[Difference], languages: Collection[str]) -> None:
    """Raises Changed where readers would get what whoever planned it has not seen.

    `differences` are all that has changed since the version seen. Otherwise somebody who may not publish could do it by
    changing what is to be published.
    """
    if unseen := [one for one in differences if _concerns(work.kind, one.path, languages)]:
        raise Changed(expected=seen, present=work.version, differences=unseen)


def _concerns(kind: Kind, path: Sequence[str | int], languages: Collection[str]) -> bool:
    """Whether readers of these languages see a member; what editors do not write tells nothing new."""
    if path[0] == "language_versions":
        return len(path) == 1 or path[1] in languages
    return path[0] not in KEPT_OF[kind]
