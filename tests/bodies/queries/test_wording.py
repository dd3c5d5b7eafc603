import pytest

from bodies.enums import AnswerValue
from bodies.queries.wording import answer_in_tnef, guessed, own_words

YES, NO, MAYBE = AnswerValue.ACCEPTED, AnswerValue.DECLINED, AnswerValue.TENTATIVE


@pytest.mark.parametrize(
    ("subject", "text", "value"),
    [
        ("Re: Pozvánka", "Přijdu.", YES),
        ("Re: Pozvánka", "Dobrý den, potvrzuji účast.", YES),
        ("Re: Pozvánka", "Nepřijdu, jsem nemocná.", NO),
        ("Re: Pozvánka", "Omlouvám se, nemohu.", NO),
        ("Re: Pozvánka", "Zatím nevím, možná přijdu.", MAYBE),
        ("Přijato: 3. jednání", "", YES),
        ("Accepted: 3. jednání", "", YES),
        ("Odmítnuto: 3. jednání", "", NO),
        ("Declined: 3. jednání", "", NO),
        ("Předběžně přijato: 3. jednání", "", MAYBE),
        ("Tentative: 3. jednání", "", MAYBE),
        ("Re: Pozvánka", "Kde se dá zaparkovat?", None),
        ("Re: Pozvánka", "Kde to je?\n\nDne 1. 1. 2026 Triáda napsal(a):\n> Přijdu?", None),
        ("", "", None),
    ],
)
def test_what_words_suggest(subject, text, value):
    assert guessed(subject, text) == value


@pytest.mark.parametrize(
    "quote",
    [
        "> původní",
        "-----Původní zpráva-----",
        "_______________",
        "Dne 20. 11. 2026 v 9:00 Triáda napsal(a):",
        "On Fri, Nov 20, 2026 Triada wrote:",
        "Od: Triáda",
        "-- ",
    ],
)
def test_what_was_quoted_is_left_out(quote):
    assert own_words(f"Vezmu podklady.\n\n{quote}\nZveme vás.") == "Vezmu podklady."


@pytest.mark.parametrize(
    "content", [b"", b"\x78\x9f\x3e\x22", b"\x78\x9f\x3e\x22" + b"\xff" * 40, b"PK\x03\x04"]
)
def test_a_broken_package_holds_no_answer(content):
    assert answer_in_tnef(content) is None
