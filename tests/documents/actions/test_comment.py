from datetime import timedelta

import pytest

from documents.actions import comment as comments
from documents.actions import consultation as consultations
from documents.enums import Channel, CommentState, Moderation, Nature
from documents.models import Comment
from documents.validators import LONGEST_COMMENT
from people import journal
from people.errors import Refused, Stale
from people.models import AccessLink, Letter
from tests.factories import documents, people

pytestmark = pytest.mark.django_db
NOW, TODAY = people.NOW, people.TODAY
PART = {"part_key": "1", "part_label": "Priorita 1"}


def record(window, **fields) -> Comment:
    values = {
        "channel": Channel.POST,
        "received_on": TODAY,
        "text": "Dopis občana.",
        "by": people.person(),
        "now": NOW,
        **PART,
        **fields,
    }
    return comments.record(document=window.document, version=window.version, consultation=window, **values)


def settle(comment, state=CommentState.ACCEPTED, reason="Doplníme.", **fields) -> Comment:
    values = {"by": people.person(), "now": NOW, "read_at": comment.revision, **fields}
    return comments.settle(comment=comment, state=state, reason=reason, **values)


# --- the public form ------------------------------------------------------------------------------


def test_comments_get_numbers_in_a_row_across_windows_of_a_document():
    first = documents.window()
    assert [documents.comment(first, f"{n}").number for n in range(3)] == [1, 2, 3]
    consultations.close(consultation=first, by=None, now=NOW)
    second = documents.window(documents.version(first.document))
    assert documents.comment(second).number == 4


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (13, True), (14, False)], ids=str)
def test_the_window_is_open_on_both_its_end_days(days, is_open):
    window = documents.window()
    when = NOW + timedelta(days=days)
    if is_open:
        assert documents.comment(window, now=when).received_on == TODAY + timedelta(days=days)
        return
    with pytest.raises(Refused, match=r"nepřijímá|až od"):
        documents.comment(window, now=when)


def test_the_day_is_the_one_in_prague():
    window = documents.window(days=1)
    late = NOW.replace(hour=22, minute=30)  # 23.30 in Prague, still the last day
    assert documents.comment(window, now=late).received_on == TODAY
    with pytest.raises(Refused):
        documents.comment(window, "Další", now=NOW.replace(hour=23, minute=30))


def test_a_closed_window_says_why():
    window = consultations.close(consultation=documents.window(), by=None, now=NOW, cut_short=True)
    with pytest.raises(Refused, match="předčasně ukončeno"):
        documents.comment(window)


def test_the_same_comment_of_the_same_author_is_one():
    window = documents.window()
    first = documents.comment(window, "Chybí spoje.", email="a@obec.test")
    assert documents.comment(window, " Chybí\u200b spoje. ", email="A@obec.test ").pk == first.pk
    assert documents.comment(window, "Chybí spoje.", email="b@obec.test").pk != first.pk
    assert documents.comment(window, "Chybí spoje.", part_key="2", email="a@obec.test").pk != first.pk
    assert Letter.objects.count() == 3


def test_the_text_is_stored_without_what_nobody_sees():
    comment = documents.comment(text="Pří\u200bliš\r\nžluťoučký\x0b \u202ekůň\ufeff", author_name="Jan\u200b")
    assert comment.text == "Příliš\nžluťoučký kůň"
    assert comment.author_name == "Jan"


def test_a_text_longer_than_the_form_takes_is_refused():
    window = documents.window()
    assert len(documents.comment(window, "x" * LONGEST_COMMENT).text) == LONGEST_COMMENT
    with pytest.raises(Refused, match="delší než 20\xa0000 znaků"):
        documents.comment(window, "x" * (LONGEST_COMMENT + 1))
    with pytest.raises(Refused, match="Napište"):
        documents.comment(window, "\u200b \n")


def test_an_address_gets_a_letter_with_a_link_and_nothing_else_depends_on_it():
    comment = documents.comment(email="Jana@Obec.test", author_name="Jana")
    letter = Letter.objects.get()
    link = AccessLink.objects.get()
    assert (letter.to_address, letter.to_name) == ("jana@obec.test", "Jana")
    assert link.placeholder in letter.text
    assert (link.subject_id, link.address, link.person) == (comment.pk, "jana@obec.test", None)
    assert documents.comment().email == ""
    assert Letter.objects.count() == 1


def test_the_journal_knows_the_number_and_beside_it_the_words():
    comment = documents.comment(author_name="Jana")
    entry = journal.of(comment).get()
    assert entry.kind == "comment.received"
    assert entry.data == {"number": 1, "channel": "form", "received_on": str(TODAY)}
    assert entry.personal.content["author_name"] == "Jana"
    assert journal.verify() == []


@pytest.mark.parametrize(
    ("kind", "side"),
    [("user", "users"), ("carer", "users"), ("provider", "providers"), ("other", ""), ("", "")],
)
def test_the_side_follows_from_whom_the_author_writes_as(kind, side):
    assert documents.comment(author_kind=kind).side == side


# --- written down by the office -------------------------------------------------------------------


def test_a_letter_with_an_early_postmark_counts_whenever_it_is_written_down():
    window = documents.window()
    after = NOW + timedelta(days=20)
    comment = record(window, received_on=TODAY + timedelta(days=13), now=after, nature=Nature.FORMAL)
    assert (comment.received_on, comment.recorded_at) == (TODAY + timedelta(days=13), after)
    assert comment.recorded_by is not None


def test_a_late_comment_is_refused_with_the_days_named():
    window = documents.window()
    with pytest.raises(Refused, match=r"5\.\xa012\.\xa02026.*4\.\xa012\.\xa02026"):
        record(window, received_on=TODAY + timedelta(days=14), now=NOW + timedelta(days=20))
    with pytest.raises(Refused, match="budoucnosti"):
        record(window, received_on=TODAY + timedelta(days=1))


def test_what_was_said_at_a_hearing_counts_on_the_day_of_the_hearing():
    window = documents.window()
    hearing = documents.hearing(window, NOW + timedelta(days=20))
    day = TODAY + timedelta(days=20)
    after = NOW + timedelta(days=21)
    assert record(window, channel=Channel.HEARING, received_on=day, now=after).channel == "hearing"
    with pytest.raises(Refused):
        record(window, channel=Channel.POST, received_on=day, now=after, text="Jiná")
    consultations.cancel_hearing(hearing=hearing, reason="Nemoc", by=people.person(), now=NOW)
    with pytest.raises(Refused):
        record(window, channel=Channel.HEARING, received_on=day, now=after, text="Jiná")


def test_writing_the_same_letter_down_twice_is_one_comment():
    window = documents.window()
    first = record(window, reference="MUTA/123")
    assert record(window, reference="MUTA/123").pk == first.pk
    assert record(window, reference="MUTA/124").pk != first.pk


def test_an_address_that_the_office_read_is_answered_without_a_link():
    comment = record(documents.window(), email="jana@obec.test")
    assert comment.email_confirmed_at == NOW
    assert Letter.objects.count() == 0


# --- shown or not ---------------------------------------------------------------------------------


def test_hiding_needs_a_reason_that_showing_takes_away():
    comment = documents.comment()
    by = people.person()
    with pytest.raises(Refused, match="Napište"):
        comments.moderate(comment=comment, shown=False, reason=" ", by=by, now=NOW)
    hidden = comments.moderate(comment=comment, shown=False, reason="Údaje o zdraví.", by=by, now=NOW)
    assert (hidden.moderation, hidden.moderation_reason) == (Moderation.HIDDEN, "Údaje o zdraví.")
    shown = comments.moderate(comment=comment, shown=True, reason="", by=by, now=NOW)
    assert (shown.moderation, shown.moderation_reason) == (Moderation.SHOWN, "")
    comments.moderate(comment=comment, shown=True, reason="", by=by, now=NOW)
    assert [e.kind for e in journal.of(comment)] == ["comment.received", "comment.hidden", "comment.shown"]


# --- settled --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [s for s in CommentState if s != CommentState.RECEIVED])
def test_every_result_is_settled_with_a_reason(state):
    comment = settle(documents.comment(), state)
    assert (comment.state, comment.reason, comment.settled_at) == (state, "Doplníme.", NOW)


def test_a_result_without_a_reason_or_none_at_all_is_refused():
    comment = documents.comment()
    with pytest.raises(Refused, match="odůvodnění"):
        settle(comment, reason="\u200b")
    with pytest.raises(Refused, match="Vyberte"):
        settle(comment, CommentState.RECEIVED)


def test_whoever_read_an_older_text_gets_both():
    comment = documents.comment()
    settle(comment, reason="První.")
    with pytest.raises(Stale) as caught:
        settle(comment, CommentState.REJECTED, "Druhý.", read_at=comment.revision)
    assert (caught.value.yours, caught.value.current) == ("Druhý.", "zapracováno: První.")


def test_what_is_settled_may_be_settled_otherwise():
    comment = settle(documents.comment())
    again = settle(comment, CommentState.REJECTED, "Nejde to.")
    assert (again.state, again.reason, again.revision) == (CommentState.REJECTED, "Nejde to.", 2)
    assert settle(again, CommentState.REJECTED, "Nejde to.").revision == 2


def test_a_proposal_decides_nothing():
    comment = documents.comment()
    proposed = comments.propose(
        comment=comment,
        state=CommentState.EXPLAINED,
        reason="Je to v cíli 2.",
        by=people.person(),
        now=NOW,
        read_at=0,
    )
    assert (proposed.state, proposed.proposal_state) == (CommentState.RECEIVED, CommentState.EXPLAINED)
    with pytest.raises(Stale) as caught:
        settle(proposed, read_at=0)
    assert caught.value.current == "Návrh – vysvětleno: Je to v cíli 2."


# --- answered -------------------------------------------------------------------------------------


def answer(window) -> int:
    return comments.answer_authors(document=window.document, by=people.person(), now=NOW)


def test_only_a_confirmed_address_is_answered_and_only_once():
    window = documents.window()
    confirmed = documents.comment(window, "Jedna", email="a@obec.test")
    comments.confirm_email(comment=confirmed, now=NOW)
    for comment in (confirmed, documents.comment(window, "Dvě", email="b@obec.test")):
        comment.refresh_from_db()
        settle(comment)
    settle(documents.comment(window, "Tři"))
    documents.comment(window, "Čtyři nevypořádaná")
    letters = Letter.objects.filter(key__contains=":settled:")
    assert answer(window) == 1
    assert [letter.to_address for letter in letters] == ["a@obec.test"]
    assert "Doplníme." in letters[0].text
    assert answer(window) == 0
    assert letters.count() == 1


def test_who_confirms_later_is_answered_then():
    window = documents.window()
    comment = settle(documents.comment(window, email="a@obec.test"))
    assert answer(window) == 0
    comment.refresh_from_db()
    for _ in range(2):
        comments.confirm_email(comment=comment, now=NOW + timedelta(days=1))
    assert Letter.objects.filter(key__contains=":settled:").count() == 1


def test_a_later_change_of_the_result_is_answered_again():
    window = documents.window()
    comment = documents.comment(window, email="a@obec.test")
    comments.confirm_email(comment=comment, now=NOW)
    comment = settle(comment)
    answer(window)
    comment.refresh_from_db()
    settle(comment, CommentState.REJECTED, "Nakonec ne.")
    assert answer(window) == 1
    assert Letter.objects.filter(key__contains=":settled:").count() == 2
