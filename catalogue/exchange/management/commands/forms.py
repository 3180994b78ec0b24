"""`kuntakanta forms ...`: a town's forms at the host's terminal, and what there is to begin from."""

import sys
from pathlib import Path
from typing import Any, Final

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalogue.exchange import people
from catalogue.exchange.errors import NotAllowed
from catalogue.exchange.form_files import definition_of, sheet_of
from catalogue.forms import operations, queries
from catalogue.forms.definition import rules, xliff
from catalogue.forms.definition.digests import digest
from catalogue.forms.definition.findings import refuses
from catalogue.forms.definition.profile import meta_schema
from catalogue.forms.errors import NotPublishableForm
from catalogue.forms.models import FormDefinition
from catalogue.forms.values import Origin
from catalogue.outbox.unit import changes
from catalogue.services.versions import Author
from tenants.accounts.permissions import Action
from tenants.context import within
from tenants.queries import municipality_by_code

REFUSED: Final = 3
XLIFF: Final = ".xlf"
_ALL: Final = 10_000
# what is done, with its words of help and what it is told beside the town
WITHOUT_TOWN: Final = {"templates": "list the templates", "format": "print the format of forms, a JSON Schema"}
OF_TOWN: Final = {"list": "list the town's forms", "create": "a draft from a template or a file"}
OF_FORM: Final = {
    "check": "what the publication check finds; exit code 3 where it refuses",
    "publish": "show it to residents as a new version; exit code 3 where the check refuses",
    "close": "take no submissions until it is opened",
    "open": "take submissions again, in its windows",
    "retire": "take it out of residents' sight",
    "export": "write it to a file: .json, or .xlf for translators",
    "translate": "take translations in from an .xlf",
}


class Command(BaseCommand):
    """Each word does one thing; what is written is noted as done at the host, or `--as` somebody of the town's."""

    help = "Make, check, publish and translate a town's forms, and list what there is to begin from."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
        for deed, said in WITHOUT_TOWN.items():
            deeds.add_parser(deed, help=said)
        sheet = deeds.add_parser("sheet", help="write a template as a CSV file, to be changed in a spreadsheet")
        sheet.add_argument("template", metavar="TEMPLATE")
        sheet.add_argument("file", metavar="FILE", type=Path)
        for deed, said in {**OF_TOWN, **OF_FORM}.items():
            of_town = deeds.add_parser(deed, help=said)
            of_town.add_argument("code", metavar="CODE", help="the municipality's code in three digits, as 853")
            if deed in OF_FORM:
                of_town.add_argument("key", metavar="KEY", help="the form's")
            if deed in ("export", "translate"):
                of_town.add_argument("file", metavar="FILE", type=Path)
            if deed == "export":
                of_town.add_argument("--from", dest="source", metavar="LANGUAGE", help="default: the form's first")
                of_town.add_argument("--to", dest="target", metavar="LANGUAGE", default="sv", help="default: sv")
            if deed == "create":
                source = of_town.add_mutually_exclusive_group(required=True)
                source.add_argument("--template", metavar="TEMPLATE")
                source.add_argument(
                    "--file", metavar="FILE", type=Path, help="a document as JSON, a sheet as CSV or XLSX"
                )
                of_town.add_argument("--key", metavar="KEY", help="the new form's; default: the one of its source")
            if deed not in ("list", "check", "export"):
                of_town.add_argument("--as", dest="email", metavar="EMAIL", help="as somebody who works there")

    def handle(self, *_: Any, **options: Any) -> None:
        deed = options["deed"]
        if deed == "templates":
            for each in queries.templates():
                self.stdout.write(f"{each.key:<28} {each.definition.title['en']}")
        elif deed == "format":
            self.stdout.write(msgspec.json.format(msgspec.json.encode(meta_schema()), indent=2).decode())
        elif deed == "sheet":
            options["file"].write_bytes(sheet_of(queries.template(key=options["template"]).outline))
            self.stdout.write(str(options["file"]))
        else:
            with within(municipality_by_code(code=options["code"])):
                self._in_town(deed, options)

    def _in_town(self, deed: str, options: dict[str, Any]) -> None:
        if deed == "list":
            for row in queries.forms(state=None, after=None, most=_ALL):
                self._say(row)
        elif deed == "create":
            self._say(_create(options, _author(options)))
        elif deed == "check":
            self._check(queries.form_by_key(key=options["key"]))
        elif deed == "export":
            _export(queries.form_by_key(key=options["key"]), options)
            self.stdout.write(str(options["file"]))
        else:
            self._write(deed, options, _author(options))

    def _write(self, deed: str, options: dict[str, Any], author: Author) -> None:
        row = queries.form_by_key(key=options["key"])
        given: dict[str, Any] = {"form_id": row.id, "expected": row.version, "author": author}
        if deed == "translate":
            made = xliff.translated(row.content, _read(options["file"]))
            given["content"] = made.definition
            self.stdout.write(f"{made.taken} taken, {len(made.stale)} stale, {len(made.unknown)} unknown")
        elif deed in ("close", "open"):
            given["opening"] = msgspec.structs.replace(row.opening, closed=deed == "close")
        take: Any = {
            "publish": operations.publish,
            "retire": operations.retire,
            "translate": operations.replace,
        }.get(deed, operations.decide_opening)
        try:
            with changes() as unit:
                row = take(unit=unit, **given)
        except NotPublishableForm:
            self._check(row)
        self._say(row)

    def _check(self, row: FormDefinition) -> None:
        findings = rules.check(row.content)
        for each in findings:
            self.stdout.write(f"{each.severity} {each.code} {each.path}: {each.messages()['en']}")
        if refuses(findings):
            sys.exit(REFUSED)

    def _say(self, row: FormDefinition) -> None:
        number = "" if row.published is None else f" version {row.published}"
        notes = (
            f"{', closed' if row.opening.closed else ''}{', changed since' if row.published and row.changed else ''}"
        )
        self.stdout.write(f"{row.key:<28} {row.state}{number}{notes}: {queries.title_of(row.content)}")


def _author(options: dict[str, Any]) -> Author:
    """The host, or somebody who may design the town's forms; raises NotAllowed."""
    importer = people.by_email(options["email"]) if options["email"] else people.HOST
    if not importer.may(Action.DESIGN_FORMS):
        raise NotAllowed("may_not_design", email=options["email"])
    return importer.author


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise CommandError(f"There is no file {path}.", returncode=2)
    return path.read_bytes()


def _create(options: dict[str, Any], author: Author) -> FormDefinition:
    with changes() as unit:
        if options["template"]:
            return operations.adopt(unit=unit, template=options["template"], key=options["key"], author=author)
        _read(options["file"])
        content = definition_of(options["file"])
        origin = Origin(kind="file", key=content.key, digest=digest(content), at=timezone.now())
        named = msgspec.structs.replace(content, key=options["key"] or content.key)
        return operations.create(unit=unit, content=named, author=author, origin=origin)


def _export(row: FormDefinition, options: dict[str, Any]) -> None:
    path: Path = options["file"]
    if path.suffix == XLIFF:
        source = options["source"] or row.content.languages[0]
        path.write_bytes(xliff.exported(row.content, source=source, target=options["target"]))
    elif path.suffix == ".json":
        path.write_bytes(msgspec.json.format(msgspec.json.encode(row.content), indent=2))
    else:
        raise CommandError(f"The file's name ends with .json or {XLIFF}.", returncode=2)
