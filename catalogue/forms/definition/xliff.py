"""The texts of a form for translators, and back: XLIFF 2.1 (OASIS; 2.0 is ISO 21720). Pure.

A unit is one text, named by its JSON pointer in the document, with the text in the source language and, if there is
one, in the target language. What comes back counts where its source text is still the form's; where that has been
changed meanwhile, the translation is of another text, and is told as stale.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError, SubElement

import msgspec

from catalogue.errors import InvalidBody
from catalogue.forms.definition.plan import elements
from catalogue.forms.definition.values import Definition
from catalogue.text import LANGUAGES, LocalizedText

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"
MEDIA_TYPE: Final = "application/xliff+xml"
LARGEST: Final = 2_000_000
LONGEST: Final = 5_000
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


class Translated(NamedTuple):
    """A form with translations taken in: how many, and the pointers of those that were not.

    `stale`: the source text is another now; `unknown`: the form has no such text.
    """

    definition: Definition
    taken: int
    stale: list[str]
    unknown: list[str]


def texts(definition: Definition) -> Iterator[tuple[str, LocalizedText]]:
    """Every text that people read, with its JSON pointer, in the order of reading."""
    yield "/title", definition.title
    yield "/description", definition.description
    steps = dict(enumerate(definition.ui.steps))
    told = -1
    for pointer, number, element in elements(definition):
        while told < number:
            told += 1
            yield from _of_step(told, steps[told])
        yield f"{pointer}/label", element.label
        yield f"{pointer}/hint", element.hint
        for value, text in element.options.items():
            yield f"{pointer}/options/{value.replace('~', '~0').replace('/', '~1')}", text
    for number in range(told + 1, len(steps)):
        yield from _of_step(number, steps[number])


def _of_step(number: int, step: Any) -> Iterator[tuple[str, LocalizedText]]:
    yield f"/ui/steps/{number}/title", step.title
    yield f"/ui/steps/{number}/description", step.description


def exported(definition: Definition, *, source: str, target: str) -> bytes:
    """The texts as XLIFF; raises InvalidBody for a language that is none, or of which the form has no texts."""
    _refuse_languages(source, target)
    if source not in definition.languages:
        raise InvalidBody(f"The form has no texts in “{source}”.", place="source")
    root = Element("xliff", {"xmlns": NAMESPACE, "version": "2.1", "srcLang": source, "trgLang": target})
    file = SubElement(root, "file", {"id": "f1", "original": definition.key})
    for pointer, text in texts(definition):
        if not text.get(source):
            continue
        identity = blake2b(pointer.encode(), digest_size=8).hexdigest()
        unit = SubElement(file, "unit", {"id": f"u{identity}", "name": pointer})
        done = text.get(target)
        segment = SubElement(unit, "segment", {"state": "translated" if done else "initial"})
        SubElement(segment, "source", {_SPACE: "preserve"}).text = text[source]
        if done:
            SubElement(segment, "target", {_SPACE: "preserve"}).text = done
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def translated(definition: Definition, document: bytes) -> Translated:
    """The form with the translations of a document; raises InvalidBody for one that is not XLIFF 2, or of another form.

    A language that the form was not offered in is one of its languages then.
    """
    root = _parsed(document)
    source, target = root.get("srcLang", ""), root.get("trgLang", "")
    _refuse_languages(source, target)
    for file in root.iter(f"{{{NAMESPACE}}}file"):
        if file.get("original") not in (None, definition.key):
            raise InvalidBody(f"The file is of the form “{file.get('original')}”.", place="original")
    known = dict(texts(definition))
    made: dict[str, Any] = msgspec.to_builtins(definition)
    taken, stale, unknown = 0, [], []
    for unit in root.iter(f"{{{NAMESPACE}}}unit"):
        pointer = unit.get("name") or ""
        said, done = _joined(unit, "source"), _joined(unit, "target")
        if not done.strip():
            continue
        if pointer not in known:
            unknown.append(pointer)
        elif known[pointer].get(source) != said:
            stale.append(pointer)
        elif len(done) > LONGEST:
            raise InvalidBody(f"The translation is longer than {LONGEST} characters.", place=pointer)
        else:
            _text_at(made, pointer)[target] = done
            taken += 1
    if taken and target not in made["languages"]:
        made["languages"].append(target)
    return Translated(msgspec.convert(made, Definition), taken, stale, unknown)


def _text_at(document: Any, pointer: str) -> dict[str, str]:
    """The text at a pointer, of a document that has it there."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    found: dict[str, str] = document
    return found


def _refuse_languages(source: str, target: str) -> None:
    for name, language in (("source", source), ("target", target)):
        if language not in LANGUAGES:
            raise InvalidBody(f"The content languages are {', '.join(LANGUAGES)}.", place=name)
    if source == target:
        raise InvalidBody("The two languages are the same.", place="target")


def _parsed(document: bytes) -> Element:
    """The root of an XLIFF document; one that declares entities is refused unread."""
    if len(document) > LARGEST:
        raise InvalidBody(f"The file is larger than {LARGEST} bytes.")
    if any(
        mark in document for mark in (b"<!DOCTYPE", b"<!ENTITY", "<!".encode("utf-16-le"), "<!".encode("utf-16-be"))
    ):
        raise InvalidBody("The file declares what no translation needs: a document type.")
    try:
        root = ElementTree.fromstring(document)  # noqa: S314 nothing is declared in it, and expat limits the rest
    except (ParseError, ValueError, LookupError) as error:
        raise InvalidBody(f"The file is not XML: {error}.") from error
    if root.tag != f"{{{NAMESPACE}}}xliff":
        raise InvalidBody("The file is not XLIFF 2.")
    return root


def _joined(unit: Element, name: str) -> str:
    """The text of all segments of a unit; translators' tools may have parted it into sentences."""
    return "".join("".join(each.itertext()) for each in unit.iter(f"{{{NAMESPACE}}}{name}"))
