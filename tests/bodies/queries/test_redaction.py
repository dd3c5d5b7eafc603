import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodies.queries.redaction import Hidden, pattern_of, redacted, redacted_all, without_marked

PRIVATE = "(neveřejný údaj)"
USER = "zástupce/zástupkyně uživatelů"
JANA = pattern_of([Hidden("Jana", "Malá")])
PLAIN = st.text(alphabet=st.characters(blacklist_characters="[]", blacklist_categories=["Cs"]))
SECRET = st.text(alphabet="qwx", min_size=3, max_size=12)
TEXTS = st.text(alphabet=st.characters(blacklist_categories=["Cs"]))


@pytest.mark.parametrize(
    "text",
    [
        "Mgr. Jana Malá, Ph.D.",
        "paní Malá",
        "Jany Malé",
        "Janě Malé",
        "Janou Malou",
        "J. Malá",
        "Malá Jana",
        "Malou",
    ],
)
def test_a_hidden_name_is_hidden_in_every_case_with_its_titles(text):
    assert redacted(text, JANA) == USER


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("Marek", ["Marek", "Marka", "Markovi", "Markem"]),
        ("Procházka", ["Procházky", "Procházce", "Procházkovi", "Procházku"]),
        ("Nováková", ["Nováková", "Novákové", "Novákovou"]),
        ("Kučera", ["Kučerovi", "Kučery"]),
        ("Němec", ["Němec", "Němce", "Němci"]),
        ("Horák", ["Horáka", "Horákem", "Horáci"]),
        ("Veselý", ["Veselého", "Veselému", "Veselým"]),
    ],
)
def test_names_are_met_in_their_czech_cases(last, said):
    names = pattern_of([Hidden("Karel", last)])
    assert [redacted(f"Návrh: {one}.", names) for one in said] == [f"Návrh: {USER}."] * len(said)


@pytest.mark.parametrize(
    "text",
    [
        "jana.mala+klub@seznam.cz",
        "485 226 111",
        "+420 602 123 456",
        "602123456",
        "555512/1234",
        "Krátká 123/4, 468 41 Tanvald",
        "bytem Krátká 5, Tanvald",
        "nar. 1. 2. 1950",
    ],
)
def test_contacts_births_and_homes_are_left_out(text):
    assert redacted(text) == PRIVATE
    assert redacted(f"Uvedla: {text}; dále nic.") == f"Uvedla: {PRIVATE}; dále nic."


@pytest.mark.parametrize(
    "text",
    [
        "Usnesení 312/26/ZK ze dne 24. 11. 2026 v 9.00.",
        "Služba stojí 250 000 000 Kč a 1 250 000 Kč ročně.",
        "Kapacita 45 lůžek, § 94 písm. d), vyhláška 505/2006 Sb.",
        "Hlasování: pro 12, proti 0, zdrželi se 2.",
        "Opatření 4.6 – doprava, cíl 125 000 000 Kč.",
    ],
)
def test_numbers_of_the_office_stay(text):
    assert redacted(text, JANA) == text


def test_the_place_of_a_meeting_is_an_address_that_people_need():
    place = "Krajský úřad, U Jezu 642/2a, 461 80 Liberec 2"
    shown = redacted_all({"place": place, "record": f"Sešli se: {place}"})
    assert (shown["place"], "642" in shown["record"]) == (place, False)


@given(before=PLAIN, secret=SECRET, after=PLAIN, depth=st.integers(1, 4))
def test_what_is_marked_never_comes_out(before, secret, after, depth):
    marked = f"{before}{'[[' * depth}{secret.upper()}{']]' * depth}{after}"
    assert without_marked(marked, PRIVATE) == f"{before}{PRIVATE}{after}"


@given(before=PLAIN, secret=PLAIN)
def test_a_mark_that_nobody_closed_reaches_to_the_end(before, secret):
    assert without_marked(f"{before}[[{secret}", PRIVATE) == f"{before}{PRIVATE}"


@given(TEXTS)
def test_redacting_twice_changes_nothing_more(text):
    once = redacted(text, JANA)
    assert redacted(once, JANA) == once


@given(
    before=st.text(alphabet="abcč ,.\n", max_size=30),
    name=st.sampled_from(["Jana Malá", "Malá", "Malé", "J. Malou"]),
    after=st.text(alphabet=" ,.\n;", max_size=10),
)
def test_no_form_of_a_hidden_name_survives_wherever_it_stands(before, name, after):
    assert "Mal" not in redacted(f"{before} {name}{after}", JANA)


@given(st.recursive(TEXTS | st.integers() | st.none(), lambda inner: st.lists(inner, max_size=3)))
def test_a_structure_keeps_its_shape_and_the_original_is_left_alone(value):
    frozen = {"record": value, "number": 3}
    kept = repr(frozen)
    shown = redacted_all(frozen, JANA)
    assert (repr(frozen), list(shown), shown["number"]) == (kept, ["record", "number"], 3)


def test_where_nobody_is_hidden_there_is_no_pattern():
    assert (pattern_of([]), pattern_of([Hidden("", "")])) == (None, None)


def test_words_that_only_begin_like_a_name_stay():
    assert redacted("Malování na Maltě, malá skupina", JANA) == "Malování na Maltě, malá skupina"
