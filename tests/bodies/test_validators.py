import pytest

from bodies.validators import record_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a < b a <jana@obec.cz> > c", "a < b a <jana@obec.cz> > c"),
        ("První.\r\nDruhý.  \r\n\r\n\r\n\r\nTřetí.", "První.\nDruhý.\n\nTřetí."),
        (
            "•\tprvní\n·\tdruhý\n\uf0b7 třetí\no\tčtvrtý\no pátém",
            "– první\n– druhý\n– třetí\n– čtvrtý\no pátém",
        ),
        ("<p class=MsoNormal>Ahoj <b>všem</b>&nbsp;zde<o:p></o:p></p><p>Dva</p>", "Ahoj všem\xa0zde\nDva"),
        ("<!--[if gte mso 9]><xml>w</xml><![endif]--><p>Text</p>", "Text"),
        ("<ul><li>jedna</li><li>dvě</li></ul>", "– jedna\n– dvě"),
        ("<p>x</p><script>alert(1)</script>", "x"),
        ("měk\u00adký a nu\u200blový", "měkký a nulový"),
    ],
)
def test_what_was_pasted_becomes_plain_paragraphs(typed, kept):
    assert record_text(typed) == kept


def test_a_clean_text_stays_as_it_is():
    text = "Odstavec.\n\n– bod\n– bod\n\nZávěr 5 < 6."
    assert record_text(text) == text
    assert record_text(record_text("<p>a</p>")) == record_text("<p>a</p>")
