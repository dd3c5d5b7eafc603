"""Two people at once over the same minutes, on real connections."""

import pytest

from bodies.actions import minutes as actions
from bodies.actions import record as records
from bodies.enums import MeetingState, MinutesState
from bodies.models import AgendaItem, Meeting, Minutes
from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationState
from documents.models import Confirmation
from people import journal
from people.models import Letter, Person
from tests.factories import minutes as given
from tests.factories.minutes import NOW, asked, confirm, fresh, organiser, taker
from tests.factories.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def confirming(one):
    return lambda: confirm(Confirmation.objects.select_related("version", "person").get(pk=one.pk))


def test_two_verifiers_who_confirm_at_once_verify_once():
    minutes = given.submitted()
    assert at_once(*(confirming(one) for one in asked(minutes))) == ["done", "done"]

    assert fresh(minutes).state == MinutesState.VERIFIED
    assert Letter.objects.filter(template="bodies/letters/minutes_verified").count() == 1
    assert journal.verify() == []


def test_of_a_refusal_and_an_agreement_at_once_the_refusal_counts():
    minutes = given.submitted()
    first, second = asked(minutes)

    def decline():
        one = Confirmation.objects.select_related("version", "person").get(pk=first.pk)
        confirmations.decline(confirmation=one, text="Chybí námitka.", by=one.person, now=NOW)

    ended = at_once(decline, confirming(second))
    assert ended[0] == "done"
    assert ended[1] in ("done", "Gone")
    assert fresh(minutes).state == MinutesState.WRITING


def test_a_return_and_the_last_agreement_wait_for_each_other():
    minutes = given.submitted(count=1)
    who = taker(minutes).pk

    def reopen():
        actions.reopen(
            minutes=Minutes.objects.get(pk=minutes.pk),
            reason="Chybí příloha.",
            by=Person.objects.get(pk=who),
            now=NOW,
        )

    assert sorted(at_once(reopen, confirming(asked(minutes)[0]))) == ["Gone", "done"]
    state = asked(minutes)[0].state
    expected = {
        ConfirmationState.CONFIRMED: MinutesState.VERIFIED,
        ConfirmationState.ENDED: MinutesState.WRITING,
    }
    assert fresh(minutes).state == expected[state]


def test_minutes_published_by_two_people_are_published_once():
    minutes = given.verified()
    who = organiser(minutes).pk

    def publish():
        actions.publish(minutes=Minutes.objects.get(pk=minutes.pk), by=Person.objects.get(pk=who), now=NOW)

    assert sorted(at_once(publish, publish)) == ["Gone", "done"]
    assert Meeting.objects.get(pk=minutes.meeting_id).state == MeetingState.CLOSED
    assert Letter.objects.filter(template="bodies/letters/minutes_published").count() == 3
    assert journal.verify() == []


def test_a_text_saved_while_the_minutes_are_frozen_is_in_them_or_is_refused():
    minutes = given.over(days=0)
    item, who = minutes.meeting.items.get().pk, taker(minutes).pk
    verifier = given.members(minutes)[0].pk

    def save():
        row = AgendaItem.objects.get(pk=item)
        records.save(item=row, text="Nové znění.", read_at=0, by=Person.objects.get(pk=who), now=NOW)

    def submit():
        actions.submit(
            minutes=Minutes.objects.get(pk=minutes.pk),
            verifiers=[Person.objects.get(pk=verifier)],
            by=Person.objects.get(pk=who),
            now=NOW,
        )

    saved, submitted = at_once(save, submit)
    frozen = fresh(minutes).version.snapshot["items"][0]["record"]
    assert submitted == "done"
    assert (saved, frozen == "Nové znění.") in [("done", True), ("Gone", False)]
