"""A form as the rows of a sheet: an outline that can be written in a spreadsheet. Pure; cells are texts.

The first row, or the second under words of help, has the keys of columns. Then a row says what its `kind` is: `form`
(name is its key, label its title, hint its description), `page` or `review` (likewise), or a kind of question, which
belongs to the page above it. A cell with several things has one on each line, or parts them by `|`:

    options.fi    person = Ihminen | organisation = Yhteisö
    when          applicant.kind = organisation, association | applicant.age = 18
    computed      sum(budget.costs.*.amount)
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, get_args

import msgspec

from catalogue.errors import InvalidBody
from catalogue.forms.definition.outlines import Kind, Outline, Page, Question, Worked
from catalogue.forms.definition.values import Access, Processing, Retention
from catalogue.text import LANGUAGES, LocalizedText

PLAIN: Final = (
    *("kind", "name", "required", "when", "least", "most", "not_before", "not_after", "sensitivity", "computed"),
    *("prefill", "autocomplete", "identification", "retention_days", "retention_basis"),
)
LOCALIZED: Final = ("label", "hint", "options")
MOST_ROWS: Final = 1_000
_TRUE: Final = frozenset({"x", "yes", "true", "1", "kyllä", "ja"})
_FALSE: Final = frozenset({"", "no", "false", "0", "ei", "nej"})
_CALL: Final = re.compile(r"(\w+)\(([^()]*)\)")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}")

Row = Mapping[str, str]


def is_header(texts: Sequence[str]) -> bool:
    """Whether a row has the keys of columns."""
    return {"kind", "name"} <= {text.strip().lower() for text in texts}


def columns(languages: Iterable[str]) -> list[str]:
    """The keys of columns for these languages, in the order in which they are written."""
    localized = [f"{name}.{language}" for name in LOCALIZED for language in languages]
    return [*PLAIN[:2], *localized, *PLAIN[2:]]


# --- from rows --------------------------------------------------------------------------------------------------------


def outline(rows: Iterable[tuple[int, Sequence[str]]]) -> Outline:
    """The outline that numbered rows make; raises InvalidBody at the row and column of what cannot be."""
    known: list[str] = []
    form: dict[str, Any] = {"pages": []}
    kinds: dict[str, str] = {}
    for number, texts in rows:
        if number > MOST_ROWS:
            raise InvalidBody(f"A form has at most {MOST_ROWS} rows.", place=f"row {number}")
        if not known:
            known = _header(number, texts) if is_header(texts) else []
            continue
        cells = {name: text.strip() for name, text in zip(known, texts, strict=False) if text.strip()}
        if cells:
            _take(form, kinds, _Cells(number, cells))
    if not known:
        raise InvalidBody("No row has the keys of columns, such as kind and name.", place="row 1")
    form["languages"] = [each for each in LANGUAGES if f"label.{each}" in known]
    if "key" not in form:
        raise InvalidBody("No row is of the kind “form”, which names the form.", place="row 1")
    return msgspec.convert(form, Outline)


def _header(number: int, texts: Sequence[str]) -> list[str]:
    known = [text.strip().lower() for text in texts]
    allowed = {*PLAIN, *(f"{name}.{language}" for name in LOCALIZED for language in LANGUAGES)}
    for name in known:
        if name and name not in allowed:
            raise InvalidBody(f"There is no column “{name}”.", place=f"row {number}, column {name}")
        if name and known.count(name) > 1:
            raise InvalidBody(f"The column “{name}” is there twice.", place=f"row {number}, column {name}")
    return known


class _Cells:
    """A row's cells, which are read by what they must be; what cannot be is refused at its place."""

    def __init__(self, number: int, cells: Row) -> None:
        self.number = number
        self.cells = cells

    def refuse(self, message: str, column: str) -> InvalidBody:
        return InvalidBody(message, place=f"row {self.number}, column {column}")

    def text(self, column: str) -> str | None:
        return self.cells.get(column)

    def said(self, name: str) -> LocalizedText:
        return {each: self.cells[f"{name}.{each}"] for each in LANGUAGES if f"{name}.{each}" in self.cells}

    def number_in(self, column: str) -> int | None:
        text = self.cells.get(column)
        if text is None:
            return None
        if not _NUMBER.fullmatch(text):
            raise self.refuse("Write a whole number.", column)
        return int(text)

    def flag(self, column: str) -> bool:
        text = self.cells.get(column, "").lower()
        if text not in _TRUE | _FALSE:
            raise self.refuse("Write x, or nothing.", column)
        return text in _TRUE

    def pairs(self, column: str) -> Iterator[tuple[str, str]]:
        for part in re.split(r"\s*[|\n]\s*", self.cells.get(column, "")):
            if part:
                name, equals, value = part.partition("=")
                if not equals or not name.strip() or not value.strip():
                    raise self.refuse(f"Write “name = value”: “{part}”.", column)
                yield name.strip(), value.strip()

    def options(self) -> dict[str, LocalizedText]:
        made: dict[str, LocalizedText] = {}
        for language in LANGUAGES:
            for value, label in self.pairs(f"options.{language}"):
                made.setdefault(value, {})[language] = label
        return made

    def when(self, kinds: Mapping[str, str]) -> dict[str, list[Any]]:
        made = {}
        for name, values in self.pairs("when"):
            if name not in kinds:
                raise self.refuse(f"“{name}” is not asked before.", "when")
            made[name] = [self._answer(kinds[name], value.strip()) for value in values.split(",")]
        return made

    def _answer(self, kind: str, value: str) -> str | int | bool:
        if kind in ("yes_no", "consent"):
            if value.lower() not in _TRUE | _FALSE:
                raise self.refuse(f"The answer is yes or no, not “{value}”.", "when")
            return value.lower() in _TRUE
        if kind in ("number", "money"):
            if not _NUMBER.fullmatch(value):
                raise self.refuse(f"The answer is a number, not “{value}”.", "when")
            return int(value)
        return value

    def worked(self) -> Worked | None:
        text = self.cells.get("computed")
        if text is None:
            return None
        call = _CALL.fullmatch(text)
        if call is None:
            raise self.refuse("Write a function of names: sum(budget.costs.*.amount).", "computed")
        names = [name.strip() for name in call[2].split(",") if name.strip()]
        at = [name.partition("=")[2].strip() for name in names if name.startswith("at") and "=" in name]
        of = [name for name in names if "=" not in name]
        made: Worked = self.made("computed", Worked, {"function": call[1], "of": of, **({"at": at[0]} if at else {})})
        return made

    def made(self, column: str, typed: type[Any], data: dict[str, Any]) -> Any:
        """A value of a type, or the first thing that it cannot be."""
        try:
            return msgspec.convert({name: value for name, value in data.items() if value not in (None, {}, [])}, typed)
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at ")
            member = re.search(r"\.(\w+)", path)
            raise self.refuse(f"{message}.", member[1] if member and member[1] in PLAIN else column) from error


def _take(form: dict[str, Any], kinds: dict[str, str], cells: _Cells) -> None:
    """Puts what a row says into the form."""
    kind = cells.text("kind") or ""
    if kind == "form":
        _take_form(form, cells)
    elif kind in ("page", "review"):
        data = {"key": cells.text("name"), "title": cells.said("label"), "description": cells.said("hint")}
        page: Page = cells.made("name", Page, {**data, "when": cells.when(kinds)})
        form["pages"].append(
            {**msgspec.to_builtins(page), "kind": "review" if kind == "review" else "questions", "questions": []}
        )
    elif kind not in get_args(Kind):
        known = ", ".join(("form", "page", "review", *get_args(Kind)))
        raise cells.refuse(f"There is no kind “{kind}”; there are {known}.", "kind")
    elif not form["pages"]:
        raise cells.refuse("A question comes under a row of the kind “page”.", "kind")
    else:
        question = _question(cells, kind, kinds)
        if question.name in kinds:
            raise cells.refuse(f"“{question.name}” is there already.", "name")
        kinds[question.name] = kind
        form["pages"][-1]["questions"].append(msgspec.to_builtins(question))


def _take_form(form: dict[str, Any], cells: _Cells) -> None:
    if "key" in form:
        raise cells.refuse("Only one row is of the kind “form”.", "kind")
    form |= {"key": cells.text("name"), "title": cells.said("label"), "description": cells.said("hint")}
    if identification := cells.text("identification"):
        made: Access = cells.made("identification", Access, {"identification": identification})
        form["access"] = msgspec.to_builtins(made)
    if days := cells.number_in("retention_days"):
        given = {"submittedDays": days, "basis": cells.text("retention_basis")}
        kept: Retention = cells.made("retention_basis", Retention, given)
        form["processing"] = msgspec.to_builtins(Processing(retention=kept))
    cells.made("name", Outline, {**form, "languages": ["fi"], "pages": None})


def _question(cells: _Cells, kind: str, kinds: Mapping[str, str]) -> Question:
    texts = ("name", "not_before", "not_after", "sensitivity", "prefill", "autocomplete")
    worked = cells.worked()
    data = {
        **{name: cells.text(name) for name in texts},
        "kind": kind,
        "label": cells.said("label"),
        "hint": cells.said("hint"),
        "required": cells.flag("required"),
        "options": cells.options(),
        "when": cells.when(kinds),
        "least": cells.number_in("least"),
        "most": cells.number_in("most"),
        "computed": None if worked is None else msgspec.to_builtins(worked),
    }
    made: Question = cells.made("name", Question, data)
    return made


# --- to rows ----------------------------------------------------------------------------------------------------------


def rows(outline: Outline) -> Iterator[list[str]]:
    """The rows of an outline, the keys of columns first. What a sheet cannot say of access and processing is left."""
    names = columns(outline.languages)
    yield names
    retention = outline.processing.retention
    about = {
        "identification": outline.access.identification,
        "retention_days": "" if retention is None else str(retention.submitted_days),
        "retention_basis": "" if retention is None else retention.basis,
    }
    texts = {**_said("label", outline.title), **_said("hint", outline.description)}
    yield _row(names, {"kind": "form", "name": outline.key, **texts, **about})
    for page in outline.pages:
        kind = "review" if page.kind == "review" else "page"
        texts = {**_said("label", page.title), **_said("hint", page.description)}
        yield _row(names, {"kind": kind, "name": page.key, **texts, "when": _when(page.when)})
        for question in page.questions:
            yield _row(names, _of_question(question))


def _row(names: Sequence[str], cells: Row) -> list[str]:
    return [cells.get(name, "") for name in names]


def _said(name: str, text: LocalizedText) -> dict[str, str]:
    return {f"{name}.{language}": said for language, said in text.items()}


def _of_question(question: Question) -> Row:
    plain: Mapping[str, Callable[[Any], str]] = {"required": lambda flag: "x" if flag else ""}
    cells = {
        name: plain.get(name, str)(value)
        for name in PLAIN
        if name not in ("when", "computed") and (value := getattr(question, name, None)) is not None
    }
    languages = {language for text in question.options.values() for language in text}
    for language in languages:
        cells[f"options.{language}"] = "\n".join(
            f"{value} = {text[language]}" for value, text in question.options.items() if language in text
        )
    worked = question.computed
    if worked is not None:
        at = [f"at={worked.at}"] if worked.at else []
        cells["computed"] = f"{worked.function}({', '.join([*worked.of, *at])})"
    return {**cells, **_said("label", question.label), **_said("hint", question.hint), "when": _when(question.when)}


def _when(when: Mapping[str, Sequence[Any]]) -> str:
    return "\n".join(f"{name} = {', '.join(map(_shown, answers))}" for name, answers in when.items())


def _shown(answer: Any) -> str:
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)
