"""Convening, moving and calling off a meeting; who gets which letter."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bodies.actions import convening
from bodies.enums import AnswerValue, InvitedAs, MeetingForm, MeetingState
from bodies.models import Answer, Mandate, Meeting, Participant
from people.enums import LetterState
from people.errors import Blocked, Gone, Refused
from people.models import AccessLink, Letter
from tests.factories import bodies as make
from tests.factories import people
from tests.factories.convening import DAY, NOW, convened, leave, planned

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=61)


def moved(meeting, **fields):
    values = {
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "form": meeting.form,
        "remote_url": meeting.remote_url,
        **fields,
    }
    return convening.reschedule(meeting=meeting, by=people.person(), now=NOW, **values)


def kinds():
    """What was written so far, in order."""
    names = Letter.objects.order_by("pk").values_list("template", flat=True)
    return [name.rpartition("invitation_")[2] for name in names]


def lines(letter):
    """A calendar as its unfolded lines."""
    return letter.ics.replace("\r\n ", "").split("\r\n")


def sequences():
    rows = Letter.objects.order_by("pk")
    return [int(line.partition(":")[2]) for row in rows for line in lines(row) if line.startswith("SEQUENCE")]


def test_convening_invites_each_member_once():
    meeting = planned(members=2)
    twice = make.member(meeting.body, is_voting=False)
    make.mandate(make.seat(meeting.body, is_voting=True), twice)

    convening.convene(meeting=meeting, by=people.person(), now=NOW)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence, meeting.convened_at) == (MeetingState.CONVENED, 0, NOW)
    assert meeting.uid.startswith(f"jednani-{meeting.pk}-")
    assert (kinds(), meeting.participants.get(person=twice).is_voting) == (["new"] * 3, True)
    assert {row.from_address for row in Letter.objects.all()} == {
        row.reply_to for row in Letter.objects.all()
    }
    assert AccessLink.objects.filter(purpose="invitation").count() == 3


def test_a_meeting_that_lacks_something_is_not_convened():
    meeting = make.meeting(make.body(), DAY, form=MeetingForm.HYBRID)
    with pytest.raises(Blocked) as refusal:
        convening.convene(meeting=meeting, by=people.person(), now=NOW)
    codes = [blocker.code for blocker in refusal.value.blockers]
    assert codes == ["no_time", "no_place", "no_remote_url", "no_members", "no_items"]
    assert (Letter.objects.count(), Participant.objects.count()) == (0, 0)


def test_a_short_notice_needs_a_reason_which_is_kept():
    meeting = planned()
    make.rules(meeting.body, announce_days=30)
    with pytest.raises(Blocked) as refusal:
        convening.convene(meeting=meeting, by=people.person(), now=NOW)
    assert [blocker.code for blocker in refusal.value.blockers] == ["short_notice"]

    row = convening.convene(meeting=meeting, by=people.person(), now=NOW, reason="Termín dotace.")
    assert row.short_notice_reason == "Termín dotace."


def test_a_reason_is_not_kept_when_the_notice_was_long_enough():
    row = convening.convene(meeting=planned(), by=people.person(), now=NOW, reason="zbytečný")
    assert row.short_notice_reason == ""


def test_convening_twice_is_refused():
    meeting = convened()
    with pytest.raises(Gone):
        convening.convene(meeting=meeting, by=people.person(), now=NOW)
    assert len(kinds()) == 2


def test_forty_invitations_take_as_many_queries_as_two():
    counts = []
    for members in (2, 40):
        meeting, by = planned(members), people.person()
        with CaptureQueriesContext(connection) as asked:
            convening.convene(meeting=meeting, by=by, now=NOW)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2 <= 46  # SQLite cuts an insert of many values


def test_moving_invites_anew_and_makes_answers_history():
    meeting = convened()
    leave()
    first = meeting.participants.first()
    first.answer, first.answered_at = AnswerValue.ACCEPTED, NOW
    first.save()
    Answer.objects.create(
        participant=first, value="accepted", channel="link", fate="applied", received_at=NOW, said_at=NOW
    )

    row = moved(meeting, starts_at=make.at(DAY, 10))

    first.refresh_from_db()
    assert (row.sequence, first.answer, first.answered_at) == (1, "", None)
    assert (Answer.objects.get().fate, kinds()[2:]) == ("old", ["moved"] * 2)
    assert sequences() == [0, 0, 1, 1]
    assert len({line for row in Letter.objects.all() for line in lines(row) if line.startswith("UID")}) == 1


def test_moving_to_another_day_moves_the_last_day_for_papers():
    row = moved(
        convened(), starts_at=make.at(DAY + timedelta(days=7)), ends_at=make.at(DAY + timedelta(days=7), 12)
    )
    assert (row.held_on, row.papers_due_on) == (date(2026, 12, 1), date(2026, 11, 24))


def test_moving_nothing_is_refused():
    with pytest.raises(Refused):
        moved(convened())


def test_who_was_never_sent_the_first_letter_gets_only_the_new_one():
    meeting = convened(members=1)
    moved(meeting, place="Jinde")
    states = list(Letter.objects.order_by("pk").values_list("state", flat=True))
    assert (kinds(), states) == (["new", "new"], [LetterState.DROPPED, LetterState.QUEUED])


def test_calling_off_tells_those_who_were_told_and_ends_their_links():
    meeting = convened()
    told, waiting = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=told.pk).update(state=LetterState.SENT, next_at=None, sent_at=NOW)

    row = convening.cancel(meeting=meeting, by=people.person(), now=NOW, reason="Nemoc.")

    waiting.refresh_from_db()
    [letter] = Letter.objects.filter(template__endswith="cancelled")
    assert (row.sequence, waiting.state, letter.cause_id) == (1, LetterState.DROPPED, told.cause_id)
    assert ("Nemoc." in letter.text, letter.ics_method) == (True, "CANCEL")
    assert not AccessLink.objects.filter(revoked_at=None).exists()


def test_calling_off_needs_a_reason_once_people_were_invited():
    with pytest.raises(Refused):
        convening.cancel(meeting=convened(), by=people.person(), now=NOW)
    row = convening.cancel(meeting=planned(), by=people.person(), now=NOW)
    assert (row.state, row.sequence) == (MeetingState.CANCELLED, 0)


def test_ten_edits_make_one_letter():
    meeting = convened(members=1)
    leave()
    for number in range(10):
        make.item(meeting, f"Další bod {number}")
        convening.note_change(meeting=meeting, now=NOW + timedelta(seconds=number))
    assert convening.sweep(now=NOW + timedelta(seconds=30)) == 0
    assert convening.sweep(now=NOW + timedelta(seconds=70)) == 1
    assert convening.sweep(now=NOW + timedelta(seconds=140)) == 0
    assert (kinds(), sequences()) == (["new", "update"], [0, 0])
    assert "Další bod 9" in Letter.objects.order_by("pk").last().text


def test_a_change_taken_back_makes_no_letter():
    meeting = convened(members=1)
    leave()
    item = make.item(meeting, "Omylem")
    convening.note_change(meeting=meeting, now=NOW)
    item.delete()
    assert convening.sweep(now=SOON) == 0


def test_a_new_member_is_invited_and_one_who_left_is_told():
    meeting = convened()
    leave()
    gone = Mandate.objects.first()
    gone.ends_on = DAY - timedelta(days=1)
    gone.save()
    new = make.member(meeting.body)

    convening.sweep(now=SOON)

    assert kinds()[2:] == ["new", "removed"]
    by_person = {row.person_id: row for row in Letter.objects.order_by("pk")}
    assert (by_person[new.pk].ics_method, by_person[gone.person_id].ics_method) == ("REQUEST", "CANCEL")
    assert convening.sweep(now=SOON) == 0


def test_a_guest_who_is_not_known_is_written_down_and_invited():
    meeting = convened(members=1)
    guest = convening.invite_guest(
        meeting=meeting,
        by=people.person(),
        now=NOW,
        email="Host@Obec.test",
        first_name="Jan",
        last_name="Host",
    )
    assert (guest.person.email, guest.invited_as, kinds()) == ("host@obec.test", InvitedAs.GUEST, ["new"] * 2)
    assert "ROLE=OPT-PARTICIPANT" in Letter.objects.order_by("pk").last().ics.replace("\r\n ", "")
    with pytest.raises(Gone):
        convening.invite_guest(meeting=meeting, by=people.person(), now=NOW, email="host@obec.test")


def test_a_guest_invited_to_a_planned_meeting_is_not_written_to_yet():
    meeting = planned(members=1)
    convening.invite_guest(meeting=meeting, by=people.person(), now=NOW, person=people.person())
    assert kinds() == []
    convening.convene(meeting=meeting, by=people.person(), now=NOW)
    assert kinds() == ["new", "new"]


def test_a_guest_uninvited_gets_a_cancellation_alone_and_may_be_invited_again():
    meeting = convened(members=1)
    guest = convening.invite_guest(meeting=meeting, by=people.person(), now=NOW, person=people.person())
    leave()
    later = [NOW + timedelta(hours=n) for n in range(1, 4)]
    convening.uninvite(participant=guest, by=people.person(), now=later[0])
    leave()
    convening.invite_guest(meeting=meeting, by=people.person(), now=later[1], person=guest.person)
    assert (kinds(), sequences()) == (["new", "new", "removed", "new"], [0, 0, 1, 1])
    assert Meeting.objects.get().sequence == 0


def test_a_member_cannot_be_uninvited():
    meeting = convened(members=1)
    with pytest.raises(Refused):
        convening.uninvite(participant=meeting.participants.get(), by=people.person(), now=NOW)


def test_only_the_silent_are_reminded():
    meeting = convened(members=3)
    answered = meeting.participants.first()
    answered.answer, answered.answered_at = AnswerValue.DECLINED, NOW
    answered.save()
    assert convening.remind(meeting=meeting, by=people.person(), now=SOON) == 2
    assert answered.person_id not in Letter.objects.filter(template__endswith="reminder").values_list(
        "person", flat=True
    )


def test_the_clock_reminds_seven_and_three_days_before():
    convened(members=1)
    leave()
    written = {
        day: convening.sweep(now=make.at(date(2026, 11, day), hour))
        for day, hour in ((16, 9), (17, 7), (17, 9), (18, 9), (20, 9), (21, 9), (23, 9), (24, 10))
    }
    assert {day for day, count in written.items() if count} == {17, 21}
    assert kinds() == ["new", "reminder", "reminder"]


def lost(meeting, address="spravna@obec.test"):
    """Let the letter of one of those invited come back; correct their address when one is given."""
    leave()
    participant = meeting.participants.select_related("person").order_by("pk").first()
    letters = Letter.objects.filter(cause_id=participant.pk)
    letters.update(state=LetterState.BOUNCED, ended_at=NOW, problem="550 no such user")
    if address:
        type(participant.person).objects.filter(pk=participant.person_id).update(email=address)
    return participant


def test_a_corrected_address_gets_the_invitation_that_came_back_once():
    meeting = convened()
    participant = lost(meeting)
    assert [convening.sweep(now=SOON), convening.sweep(now=SOON + timedelta(minutes=1))] == [1, 0]
    letter = Letter.objects.order_by("pk").last()
    assert (letter.to_address, letter.cause_id) == ("spravna@obec.test", participant.pk)
    assert (kinds(), sequences()) == (["new", "new", "new"], [0, 0, 0])
    assert next(line for line in lines(letter) if line.startswith("ATTENDEE")).endswith("spravna@obec.test")


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.DELIVERED])
def test_a_new_address_of_somebody_who_has_the_invitation_mails_nobody(state):
    meeting = convened()
    participant = lost(meeting)
    Letter.objects.filter(cause_id=participant.pk).update(state=state)
    assert convening.sweep(now=SOON) == 0


def test_a_letter_that_came_back_is_not_sent_to_the_same_address_again():
    lost(convened(), address="")
    assert convening.sweep(now=SOON) == 0


def test_a_corrected_address_waits_until_the_agenda_is_edited_and_hears_it_all_at_once():
    meeting = convened()
    lost(meeting)
    convening.note_change(meeting=meeting, now=SOON)
    make.item(meeting, "Nový bod")
    assert convening.sweep(now=SOON + timedelta(seconds=30)) == 0
    convening.sweep(now=SOON + timedelta(seconds=61))
    assert kinds() == ["new", "new", "new", "update"]


def test_a_meeting_called_off_invites_nobody_at_a_corrected_address():
    meeting = convened()
    lost(meeting)
    convening.cancel(meeting=meeting, by=people.person(), now=NOW, reason="Nemoc.")
    assert (convening.sweep(now=SOON), "new" in kinds()[2:]) == (0, False)
