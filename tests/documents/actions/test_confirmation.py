from datetime import timedelta

import pytest

from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationKind, ConfirmationState
from documents.models import Confirmation
from people import journal
from people.enums import LetterState
from people.errors import Gone, Refused, Stale
from people.models import AccessLink, Letter
from tests.factories import documents, people

pytestmark = pytest.mark.django_db
NOW, TODAY = people.NOW, people.TODAY
S = ConfirmationState


@pytest.fixture(autouse=True)
def _shelf():
    documents.shelf()


def confirm(held, **fields) -> Confirmation:
    values = {"digest": held.version.digest, "by": held.person, "now": NOW, **fields}
    return confirmations.confirm(confirmation=held, **values)


def test_asking_writes_a_letter_with_a_personal_link():
    held = documents.confirmation(ConfirmationKind.RELEASE)
    letter = Letter.objects.get()
    link = AccessLink.objects.get()
    assert letter.person == link.person == held.person
    assert link.placeholder in letter.text
    assert letter.subject.startswith("K uvolnění: ")
    assert link.expires_at > NOW + timedelta(days=60)
    assert held.digest == held.version.digest


@pytest.mark.parametrize("kind", list(ConfirmationKind))
def test_every_kind_has_its_letter(kind):
    documents.confirmation(kind, due_on=None)
    letter = Letter.objects.get()
    assert letter.subject
    assert "Komunitní plán Tanvald" in letter.text
    assert ("Nenahrazuje" in letter.text or "nenahrazuje" in letter.text) is (kind == ConfirmationKind.NOTICE)


def test_asking_again_asks_once():
    held = documents.confirmation()
    again = documents.confirmation(of=held.version, person=held.person)
    confirm(held)
    answered = documents.confirmation(of=held.version, person=held.person)
    assert held == again == answered
    assert Letter.objects.count() == 1
    other = documents.confirmation(ConfirmationKind.RELEASE, of=held.version, person=held.person)
    assert other != held


def test_somebody_who_left_is_not_asked():
    with pytest.raises(Refused, match="není"):
        documents.confirmation(person=people.person(is_active=False))


def test_confirming_binds_to_the_version_that_was_shown():
    held = documents.confirmation(ConfirmationKind.STATEMENT)
    with pytest.raises(Stale) as caught:
        confirm(held, digest="0" * 64, text="Souhlasíme.")
    assert caught.value.yours == "Souhlasíme."
    done = confirm(held, text="Souhlasíme.")
    assert (done.state, done.text, done.answered_by) == (S.CONFIRMED, "Souhlasíme.", held.person)
    entry = journal.of(held).last()
    assert (entry.kind, entry.data["sha256"]) == ("confirmation.confirmed", held.version.digest)


def test_a_second_answer_finds_it_done():
    held = documents.confirmation()
    confirm(held)
    with pytest.raises(Gone):
        confirm(held)
    with pytest.raises(Gone):
        confirmations.decline(confirmation=held, text="Ne.", by=held.person, now=NOW)
    with pytest.raises(Gone):
        confirmations.delegate(confirmation=held, to=people.person(), by=held.person, now=NOW)


def test_declining_needs_a_reason():
    held = documents.confirmation(ConfirmationKind.RELEASE)
    with pytest.raises(Refused, match="důvod"):
        confirmations.decline(confirmation=held, text="  ", by=held.person, now=NOW)
    done = confirmations.decline(confirmation=held, text="Chybí rozpočet.", by=held.person, now=NOW)
    assert (done.state, done.text) == (S.DECLINED, "Chybí rozpočet.")


def test_writing_it_down_for_somebody_needs_evidence():
    held = documents.confirmation()
    clerk = people.person()
    with pytest.raises(Refused, match="doloženo"):
        confirm(held, by=clerk)
    done = confirm(held, by=clerk, evidence_note="Telefonicky v 9.00.")
    assert done.answered_by == clerk
    assert journal.of(held).last().personal.content == {"evidence": "Telefonicky v 9.00."}


def test_a_question_reaches_whoever_asked_and_the_reply_comes_back():
    held = documents.confirmation()
    confirm(held, question="Kdo to zaplatí?", counterproposal="Zkrátit o rok.")
    letter = Letter.objects.get(person=held.requested_by)
    assert "Kdo to zaplatí?" in letter.text
    assert "Zkrátit o rok." in letter.text
    for _ in range(2):
        confirmations.reply(confirmation=held, text="Kraj.", by=held.requested_by, now=NOW)
    replies = Letter.objects.filter(key__contains=":reply:")
    assert [r.person for r in replies] == [held.person]
    assert "Kraj." in replies[0].text


def test_questions_belong_to_taking_notice_only():
    held = documents.confirmation(ConfirmationKind.RELEASE)
    with pytest.raises(Refused, match="seznámení"):
        confirm(held, question="Proč?")
    with pytest.raises(Refused, match="nepřišel"):
        confirmations.reply(confirmation=held, text="Proto.", by=people.person(), now=NOW)


def test_handing_over_asks_the_other_and_drops_the_first_letter():
    held = documents.confirmation(ConfirmationKind.STATEMENT)
    other = people.person()
    successor = confirmations.delegate(confirmation=held, to=other, by=held.person, now=NOW)
    held = Confirmation.objects.get(pk=held.pk)
    assert (held.state, held.delegated_to) == (S.DELEGATED, successor)
    assert (successor.person, successor.due_on, successor.state) == (other, held.due_on, S.REQUESTED)
    assert Letter.objects.get(person=held.person).state == LetterState.DROPPED
    assert Letter.objects.get(person=other).state == LetterState.QUEUED


def test_it_cannot_be_handed_to_oneself():
    held = documents.confirmation()
    with pytest.raises(Refused, match="jinému"):
        confirmations.delegate(confirmation=held, to=held.person, by=held.person, now=NOW)


def test_ending_ends_open_requests_with_their_links_and_letters():
    held = documents.confirmation()
    answered = documents.confirmation(of=held.version)
    confirm(answered)
    elsewhere = documents.confirmation()
    document = held.version.document
    assert confirmations.end_open(document=document, now=NOW) == 1
    assert confirmations.end_open(document=document, now=NOW) == 0
    states = {c.pk: c.state for c in Confirmation.objects.all()}
    assert states == {held.pk: S.ENDED, answered.pk: S.CONFIRMED, elsewhere.pk: S.REQUESTED}
    assert AccessLink.objects.get(person=held.person).revoked_at == NOW
    assert Letter.objects.get(person=held.person).state == LetterState.DROPPED


def test_after_the_end_the_same_person_may_be_asked_anew():
    held = documents.confirmation()
    confirmations.end_open(document=held.version.document, now=NOW)
    again = documents.confirmation(of=held.version, person=held.person)
    assert again.pk != held.pk
    assert Letter.objects.filter(person=held.person).count() == 2
    assert journal.verify() == []
