"""Plain text of the register becomes paragraphs and lists, and never markup."""

from django.template import Context, Template

from kuntakanta.pages.prose import Bullets, Paragraph, blocks
from kuntakanta.pages.reader import Reader

READER = Reader("fi", ("fi", "sv", "en"))


def shown(texts: dict[str, str], reader: Reader = READER) -> str:
    return Template("{% load pages %}{% paragraphs texts %}").render(Context({"reader": reader, "texts": texts}))


def test_empty_lines_part_paragraphs_and_others_break_lines() -> None:
    assert blocks("Yksi\nkaksi\n\n\nkolme") == [Paragraph(("Yksi", "kaksi")), Paragraph(("kolme",))]


def test_lines_with_a_bullet_make_a_list() -> None:
    assert blocks("Ota mukaan:\n* passi\n• kuva\n- lomake\nTervetuloa!") == [
        Paragraph(("Ota mukaan:",)),
        Bullets(("passi", "kuva", "lomake")),
        Paragraph(("Tervetuloa!",)),
    ]


def test_a_dash_within_words_is_no_bullet() -> None:
    assert blocks("-20 astetta\n*tähti*") == [Paragraph(("-20 astetta", "*tähti*"))]


def test_carriage_returns_are_line_breaks() -> None:
    assert blocks("yksi\r\nkaksi\r\n\r\nkolme") == [Paragraph(("yksi", "kaksi")), Paragraph(("kolme",))]


def test_nothing_makes_nothing() -> None:
    assert blocks(" \n \n") == []
    assert shown({}) == ""


def test_markup_in_a_text_is_shown_as_it_is() -> None:
    text = shown({"fi": '<script>alert(1)</script>\n\n* <b onclick="x">&</b>'})
    assert "<script" not in text
    assert "<b" not in text
    assert "&lt;script&gt;" in text


def test_an_address_in_a_text_is_not_made_a_link() -> None:
    assert "<a" not in shown({"fi": "Katso https://example.org"})


def test_a_text_in_another_language_is_marked() -> None:
    assert shown({"sv": "Välkommen"}) == '<div lang="sv"><p>Välkommen</p></div>'
    assert shown({"fi": "Tervetuloa", "sv": "Välkommen"}) == "<p>Tervetuloa</p>"
