"""Comparison of versions: what the marks say is exactly what the two texts say."""

from hypothesis import given
from hypothesis import strategies as st

from documents.queries.compare import compare, line_marks, merged, word_marks
from tests.factories.documents import section, snapshot

words = st.lists(
    st.sampled_from(["pečovatelská", "služba", "denně", "v sobotu", " ", "\n", "Kč"]), max_size=12
)
texts = st.one_of(words.map(" ".join), st.text(max_size=60))
keys = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def old_of(marks) -> str:
    return "".join(m.text for m in marks if m.kind in ("same", "removed"))


def new_of(marks) -> str:
    return "".join(m.text for m in marks if m.kind in ("same", "added"))


@given(texts, texts)
def test_the_marks_hold_the_whole_new_text_and_nothing_else(old, new):
    for marks in (word_marks(old, new), line_marks(old, new)):
        assert new_of(marks) == new
        assert old_of(marks).split() == old.split()
        assert all(m.text for m in marks)


@given(texts)
def test_equal_texts_have_no_mark_of_change(text):
    assert {m.kind for m in line_marks(text, text)} <= {"same"}


@given(keys, keys)
def test_every_section_of_both_versions_is_there_once_in_the_new_order(old, new):
    found = list(merged(old, new))
    assert sorted(found) == sorted({*old, *new})
    assert [key for key in found if key in new] == new


@st.composite
def snapshots(draw):
    chosen = draw(keys)
    return (
        snapshot(*(section(key, draw(texts), draw(texts), number=str(n)) for n, key in enumerate(chosen)))
        if (chosen)
        else {"sections": []}
    )


@given(snapshots(), snapshots())
def test_sections_say_truly_what_happened_to_them(old, new):
    before = {s["key"]: s for s in old["sections"]}
    after = {s["key"]: s for s in new["sections"]}
    for found in compare(old, new):
        one, two = before.get(found.key), after.get(found.key)
        if one is None:
            assert found.kind == "added"
        elif two is None:
            assert found.kind == "removed"
        else:
            same = (one["title"], one["fields"]) == (two["title"], two["fields"])
            assert found.kind == ("same" if same else "changed")
            assert found.was_moved == (one["number"] != two["number"])


@given(snapshots())
def test_a_version_compared_with_itself_has_not_changed(text):
    assert {s.kind for s in compare(text, text)} <= {"same"}


def test_a_removed_item_stands_where_it_stood():
    old = snapshot(section("a", "A"), section("b", "B"), section("c", "C"))
    new = snapshot(section("a", "A"), section("c", "C nově"))
    assert [(s.key, s.kind) for s in compare(old, new)] == [("a", "same"), ("b", "removed"), ("c", "changed")]


def test_only_the_words_that_changed_are_marked():
    marks = word_marks("služba jezdí ve všední dny", "služba jezdí i o víkendu")
    assert (marks[0].kind, marks[0].text) == ("same", "služba jezdí")
    assert new_of(marks) == "služba jezdí i o víkendu"
