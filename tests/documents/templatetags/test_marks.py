from documents.queries.compare import word_marks
from documents.templatetags.marks import marks


def test_what_came_and_went_is_marked_and_said_in_words():
    assert marks(word_marks("jezdí denně", "jezdí v sobotu")) == (
        'jezdí<del><span class="t-sr">vypuštěno: </span> denně</del>'
        '<ins><span class="t-sr">přidáno: </span> v sobotu</ins>'
    )


def test_markup_in_a_text_stays_text_and_lines_stay_lines():
    assert marks(word_marks("", "<b>a\nb")) == (
        '<ins><span class="t-sr">přidáno: </span>&lt;b&gt;a<br>b</ins>'
    )
