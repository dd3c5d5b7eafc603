from datetime import date, timedelta

import pytest

from bodies.actions import minutes as actions
from bodies.actions import record as records
from bodies.enums import MeetingState, MinutesState
from bodies.models import AgendaItem, Meeting, Minutes, RecordText, Verifier
from bodies.signals import minutes_published, minutes_verified
from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationState
from documents.models import Confirmation, File, Version
from people import journal
from people.errors import Blocked, Gone, Refused, Stale
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import documents, people
from tests.factories import minutes as given
from tests.factories.minutes import NOW, asked, confirm, fresh, members, organiser, taker

pytestmark = pytest.mark.django_db


def letters(template):
    return Letter.objects.filter(template=f"bodies/letters/minutes_{template}")


def codes(refusal):
    return [blocker.code for blocker in refusal.value.blockers]


def test_minutes_are_opened_once_with_their_last_day_by_the_rules():
    body = make.body()
    make.rules(body, minutes_days=10)
    meeting = make.convened(body, given.HELD, state=MeetingState.HELD, ended_at=NOW)
    first = actions.start(meeting=meeting, by=people.person(), now=NOW)
    second = actions.start(meeting=meeting, by=people.person(), now=NOW)

    assert (first, first.due_on, first.state) == (second, date(2026, 11, 22), MinutesState.WRITING)
    assert len(journal.of(first)) == 1


def test_members_get_a_letter_with_a_personal_link_and_the_days_of_the_rules_for_remarks():
    minutes = given.circulated(days=7)

    assert (minutes.state, minutes.comments_until) == (MinutesState.COMMENTS, date(2026, 11, 20))
    sent = list(letters("circulated").order_by("pk"))
    assert [one.person for one in sent] == members(minutes)
    assert len({one.text.split("/o/")[1][:40] for one in sent}) == 3


def test_councils_call_remarks_objections_and_other_bodies_do_not():
    subjects = []
    for kind in ("assembly", "coordination"):
        minutes = given.over()
        type(minutes.meeting.body).objects.filter(pk=minutes.meeting.body_id).update(kind=kind)
        actions.circulate(minutes=minutes, by=taker(minutes), now=NOW)
        subjects.append(letters("circulated").order_by("pk").last().subject.split(":")[0])
    assert subjects == ["K námitkám", "K připomínkám"]


def test_a_body_without_remarks_cannot_circulate():
    minutes = given.over(days=0)
    with pytest.raises(Blocked) as refusal:
        actions.circulate(minutes=minutes, by=taker(minutes), now=NOW)
    assert codes(refusal) == ["no_window"]


def test_submitting_says_everything_that_is_missing_at_once():
    minutes = given.over()
    item = minutes.meeting.items.get()
    AgendaItem.objects.filter(pk=item.pk).update(record="")
    RecordText.objects.create(
        item=item, text="Jinak.", read_at=0, is_conflict=True, saved_at=NOW, saved_by=taker(minutes)
    )
    with pytest.raises(Blocked) as refusal:
        actions.submit(minutes=minutes, verifiers=[], by=taker(minutes), now=NOW)
    assert codes(refusal) == ["unwritten", "unmerged", "no_verifier"]
    assert fresh(minutes).state == MinutesState.WRITING


def test_members_keep_the_days_that_they_were_given():
    minutes = given.circulated(days=7)
    who = members(minutes)[:2]
    with pytest.raises(Blocked) as refusal:
        actions.submit(minutes=minutes, verifiers=who, by=taker(minutes), now=NOW)
    assert codes(refusal) == ["window_open"]
    later = NOW + timedelta(days=8)
    assert (
        actions.submit(minutes=minutes, verifiers=who, by=taker(minutes), now=later).state == "verification"
    )


def test_verifiers_confirm_the_very_text_that_was_frozen():
    minutes = given.submitted()

    assert minutes.version.is_intact
    assert [one.digest for one in asked(minutes)] == [minutes.version.digest] * 2
    assert [one.person for one in asked(minutes)] == members(minutes)[:2]
    assert "Hlasovalo se o návrhu." in str(minutes.version.snapshot["sections"])


def test_the_last_of_the_verifiers_verifies(django_capture_on_commit_callbacks):
    heard = []
    minutes_verified.connect(lambda minutes, **_more: heard.append(minutes.pk), weak=False)
    minutes = given.submitted()
    first, second = asked(minutes)
    confirm(first)
    assert fresh(minutes).state == MinutesState.VERIFICATION
    confirm(second)

    assert (fresh(minutes).state, heard) == (MinutesState.VERIFIED, [minutes.pk])
    assert [one.person for one in letters("verified")] == [organiser(minutes)]
    assert journal.verify() == []


def test_a_verifier_who_refuses_returns_the_minutes_to_writing_with_the_reason():
    minutes = given.submitted()
    first, second = asked(minutes)
    confirmations.decline(confirmation=first, text="Chybí námitka obce.", by=first.person, now=NOW)

    assert fresh(minutes).state == MinutesState.WRITING
    assert Confirmation.objects.get(pk=second.pk).state == ConfirmationState.ENDED
    letter = letters("returned").get()
    assert (letter.person, "Chybí námitka obce." in letter.text) == (taker(minutes), True)


def test_who_refused_is_asked_about_the_next_version_again():
    minutes = given.submitted()
    first, _second = asked(minutes)
    confirmations.decline(confirmation=first, text="Chybí námitka.", by=first.person, now=NOW)
    again = actions.submit(minutes=minutes, by=taker(minutes), now=NOW)

    assert again.version.number == 2
    assert [one.state for one in asked(again)] == [ConfirmationState.REQUESTED] * 2


def test_verification_cannot_be_handed_over():
    minutes = given.submitted()
    with pytest.raises(Refused):
        confirmations.delegate(
            confirmation=asked(minutes)[0], to=people.person(), by=members(minutes)[0], now=NOW
        )


def test_a_body_whose_rules_want_no_verifier_has_verified_minutes_at_once():
    minutes = given.over(days=0, verifiers=0)
    assert actions.submit(minutes=minutes, by=taker(minutes), now=NOW).state == MinutesState.VERIFIED


def test_signatures_on_paper_verify_with_a_scan():
    minutes = given.submitted()
    done = actions.verify_on_paper(
        minutes=minutes,
        signed=asked(minutes),
        signed_on=NOW.date(),
        scan=documents.upload(),
        by=organiser(minutes),
        now=NOW,
    )
    assert done.state == MinutesState.VERIFIED
    assert {one.text for one in asked(minutes)} == {"Podepsáno na papíře 13. 11. 2026."}
    assert File.objects.get(holder_kind="minutes", holder_id=minutes.pk).name == "Sken.pdf"


def test_one_signature_of_two_waits_for_the_other():
    minutes = given.submitted()
    done = actions.verify_on_paper(
        minutes=minutes,
        signed=asked(minutes)[:1],
        signed_on=NOW.date(),
        scan=documents.upload(),
        by=organiser(minutes),
        now=NOW,
    )
    assert done.state == MinutesState.VERIFICATION


@pytest.mark.parametrize("day", [NOW.date() + timedelta(days=1)])
def test_nobody_signs_tomorrow(day):
    minutes = given.submitted()
    with pytest.raises(Refused):
        actions.verify_on_paper(
            minutes=minutes,
            signed=asked(minutes),
            signed_on=day,
            scan=documents.upload(),
            by=organiser(minutes),
            now=NOW,
        )


def test_publishing_closes_the_meeting_and_writes_to_members():
    heard = []
    minutes_published.connect(lambda minutes, **_more: heard.append(minutes.pk), weak=False)
    minutes = given.published()

    assert (minutes.state, heard) == (MinutesState.PUBLISHED, [minutes.pk])
    assert Meeting.objects.get(pk=minutes.meeting_id).state == MeetingState.CLOSED
    assert [one.person for one in letters("published").order_by("pk")] == members(minutes)
    with pytest.raises(Gone):
        actions.publish(minutes=minutes, by=organiser(minutes), now=NOW)


def test_a_text_that_lost_its_hash_is_not_published():
    minutes = given.verified()
    Version.objects.filter(pk=minutes.version_id).update(
        snapshot={**minutes.version.snapshot, "title": "Jiný"}
    )
    with pytest.raises(Blocked) as refusal:
        actions.publish(minutes=minutes, by=organiser(minutes), now=NOW)
    assert codes(refusal) == ["not_intact"]


def test_returned_minutes_end_what_verifiers_were_asked():
    minutes = given.submitted()
    back = actions.reopen(minutes=minutes, reason="Chybí příloha.", by=taker(minutes), now=NOW)

    assert back.state == MinutesState.WRITING
    assert [one.state for one in asked(minutes)] == [ConfirmationState.ENDED] * 2
    with pytest.raises(Gone):
        confirm(asked(minutes)[0])


def test_returning_wants_a_reason_and_verified_minutes_do_not_return():
    minutes = given.submitted()
    with pytest.raises(Refused):
        actions.reopen(minutes=minutes, reason=" ", by=taker(minutes), now=NOW)
    for one in asked(minutes):
        confirm(one)
    with pytest.raises(Gone):
        actions.reopen(minutes=minutes, reason="Pozdě.", by=taker(minutes), now=NOW)


@pytest.mark.parametrize("make_minutes", [given.submitted, given.verified, given.published])
def test_frozen_text_cannot_be_written_by_anybody(make_minutes):
    minutes = make_minutes()
    item, who = minutes.meeting.items.get(), taker(minutes)
    read_at = fresh(minutes).revision
    with pytest.raises(Refused):
        records.save(item=item, text="Jinak.", read_at=item.record_revision, by=who, now=NOW)
    with pytest.raises(Refused):
        actions.write(minutes=minutes, opening="Jinak.", closing="", read_at=read_at, by=who, now=NOW)
    with pytest.raises(Refused):
        actions.choose_verifiers(meeting=minutes.meeting, people=[], by=who, now=NOW)
    assert fresh(minutes).version.is_intact


def test_two_who_write_the_opening_get_both_texts():
    minutes, who = given.over(), people.person()
    actions.write(minutes=minutes, opening="První.", closing="", read_at=0, by=who, now=NOW)
    with pytest.raises(Stale) as refusal:
        actions.write(minutes=minutes, opening="Druhý.", closing="", read_at=0, by=who, now=NOW)
    assert (refusal.value.yours, refusal.value.current) == ("Druhý.", "První.")


def test_other_verifiers_replace_those_before():
    minutes = given.over()
    one, two, three = members(minutes)
    for chosen in ([one, two], [two, three]):
        actions.choose_verifiers(meeting=minutes.meeting, people=chosen, by=one, now=NOW)
    assert set(Verifier.objects.values_list("person", flat=True)) == {two.pk, three.pk}


def test_no_deed_leaves_minutes_that_somebody_moved():
    minutes = given.submitted()
    for deed in (actions.circulate, actions.submit, actions.publish):
        with pytest.raises(Gone):
            deed(minutes=minutes, by=taker(minutes), now=NOW)
    assert Minutes.objects.get(pk=minutes.pk).state == MinutesState.VERIFICATION
