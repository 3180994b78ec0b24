"""The texts of a form go to translators and come back, and only those that are still of the same text."""

from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from catalogue.errors import InvalidBody
from catalogue.forms.definition import rules
from catalogue.forms.definition.values import Definition
from catalogue.forms.definition.xliff import NAMESPACE, exported, texts, translated
from catalogue.forms.templates.shipped import shipped
from tests.forms_make import definition, document

NAMES = {"x": NAMESPACE}


def in_finnish() -> Definition:
    """The grant in Finnish only."""

    def only(value: Any) -> Any:
        if isinstance(value, dict):
            return {"fi": value["fi"]} if set(value) == {"fi", "sv", "en"} else {k: only(v) for k, v in value.items()}
        return [only(each) for each in value] if isinstance(value, list) else value

    return definition(only(document() | {"languages": ["fi"]}))


def into_swedish(form: Definition, made: bytes) -> bytes:
    """What a translator would send back, who knows the grant in Swedish."""
    swedish = {pointer: text["sv"] for pointer, text in texts(definition()) if text}
    root = ElementTree.fromstring(made)
    for unit in root.iterfind(".//x:unit", NAMES):
        segment = unit.find("x:segment", NAMES)
        assert segment is not None
        ElementTree.SubElement(segment, f"{{{NAMESPACE}}}target").text = swedish[unit.attrib["name"]]
    return ElementTree.tostring(root)


def test_a_form_comes_back_in_another_language() -> None:
    form = in_finnish()
    back = translated(form, into_swedish(form, exported(form, source="fi", target="sv")))
    assert (back.stale, back.unknown) == ([], [])
    assert back.definition.languages == ["fi", "sv"]
    assert back.taken == len([1 for _, text in texts(form) if text])
    assert rules.check(back.definition) == []
    assert back.definition.ui.steps[0].elements[1].options["person"] == {"fi": "Ihminen", "sv": "Person"}


def test_what_is_translated_goes_out_with_its_translation_and_comes_back_the_same() -> None:
    for template in shipped().values():
        form = template.definition
        back = translated(form, exported(form, source="fi", target="sv"))
        assert (back.definition, back.stale, back.unknown) == (form, [], [])


def test_a_translation_of_a_text_that_was_changed_is_stale() -> None:
    form = in_finnish()
    sent = into_swedish(form, exported(form, source="fi", target="sv"))
    changed = msgspec.structs.replace(form, title={"fi": "Uusi nimi"})
    back = translated(changed, sent)
    assert back.stale == ["/title"]
    assert "sv" not in back.definition.title
    shorter = document() | {"languages": ["fi"]}
    shorter["ui"]["steps"][2]["elements"].pop()
    assert translated(definition(shorter), sent).unknown == ["/ui/steps/2/elements/1/label"]


def test_sentences_that_were_parted_are_joined() -> None:
    form = msgspec.structs.replace(in_finnish(), title={"fi": "Yksi. Kaksi."})
    sent = f"""<xliff xmlns="{NAMESPACE}" version="2.0" srcLang="fi" trgLang="en"><file id="f">
      <unit id="u" name="/title">
      <segment><source>Yksi. </source><target>One. </target></segment><ignorable><source/></ignorable>
      <segment><source>Kaksi.</source><target><pc id="1">Two</pc>.</target></segment></unit></file></xliff>"""
    back = translated(form, sent.encode())
    assert back.definition.title == {"fi": "Yksi. Kaksi.", "en": "One. Two."}


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"<a/>",
        b"<xliff",
        b'<?xml version="1.0" encoding="x"?><a/>',
        f'<xliff xmlns="{NAMESPACE}" srcLang="fi" trgLang="de"/>'.encode(),
        f'<xliff xmlns="{NAMESPACE}" srcLang="fi" trgLang="fi"/>'.encode(),
        f'<xliff xmlns="{NAMESPACE}" srcLang="fi" trgLang="sv"><file original="other"/></xliff>'.encode(),
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
        b" " * 2_000_001,
    ],
)
def test_whatever_is_no_translation_of_this_form_is_refused(sent: bytes) -> None:
    with pytest.raises(InvalidBody):
        translated(definition(), sent)


def test_languages_that_a_form_has_not_are_refused() -> None:
    for source, target in (("se", "fi"), ("fi", "fi"), ("fi", "de")):
        with pytest.raises(InvalidBody):
            exported(definition(), source=source, target=target)
