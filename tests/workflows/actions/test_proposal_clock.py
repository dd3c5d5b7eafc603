"""Authors learn what became of their proposals: by one letter each, after an hour of quiet."""

from datetime import timedelta

import pytest

from people import journal
from people.models import Letter
from tests.factories import inputs as make
from tests.factories import people, workflows
from tests.factories import plan_in_force as later
from workflows.actions import proposal as proposals
from workflows.actions import proposal_clock as clock
from workflows.actions.input_request import Proposed
from workflows.actions.inputs import Asked
from workflows.enums import EditionKind, InputPurpose

pytestmark = pytest.mark.django_db
NOW = make.NOW
HOUR = timedelta(hours=1)


def written():
    return Letter.objects.filter(template="workflows/letters/proposals_settled").order_by("pk")


def proposed(*titles, asked=None):
    """Return the proposals of a round; everybody who is asked proposes the same."""
    held = make.opened(make.plan_text(("Charita",)), InputPurpose.PROPOSALS, year=2027, asked=asked)
    for row in held.requests.order_by("pk"):
        make.answered(make.fresh(row), proposals=[Proposed(title) for title in titles])
    return [one for row in held.requests.order_by("pk") for one in row.proposals.order_by("pk")]


def decline(row, when=NOW):
    by = make.coordinator(row.request.round)
    return proposals.decline(proposal=row, reason=f"Není z čeho: {row.title}.", by=by, now=when)


def test_one_letter_says_what_became_of_all():
    one, two = proposed("Odlehčovací služba", "Dětský klub")
    plan = one.request.round.plan
    text = plan.editions.get()
    draft = workflows.fresh(
        later.start(text, EditionKind.ACTION_PLAN, 2027, keys=[i.key for i in text.items.all()])
    )
    proposals.take(proposal=one, edition=draft, by=plan.coordinator, now=NOW)
    decline(two, NOW + timedelta(minutes=20))

    sent = [clock.sweep(now=NOW + timedelta(minutes=n)) for n in (59, 61, 80, 81)]

    letter = written().get()
    assert (sent, letter.to_address) == ([0, 0, 2, 0], one.request.organisation.email)
    assert "Odlehčovací služba: zařazeno do znění akční plán 2027 jako 2 Odlehčovací služba" in letter.text
    assert "Dětský klub: nezařazeno. Důvod: Není z čeho: Dětský klub." in letter.text
    assert journal.of(one.request.round).last().data == {"proposals": 2}
    assert journal.verify() == []


def test_somebody_asked_for_two_organisations_reads_one_letter():
    who = people.person()
    offices = [people.organisation(name) for name in ("Domov", "Stacionář")]
    rows = proposed("Více lůžek", asked=[Asked(one, person=who) for one in offices])
    for row in rows:
        decline(row)

    assert clock.sweep(now=NOW + HOUR) == 2
    letter = written().get()
    assert (letter.person, "(Domov, Stacionář)" in letter.text) == (who, True)


def test_those_with_whom_somebody_deals_just_now_wait_and_the_others_do_not():
    asked = [Asked(people.organisation(email=f"navrh{n}@triada.test")) for n in range(2)]
    one, other = proposed("Terénní služba", asked=asked)
    decline(one)
    decline(other, NOW + timedelta(minutes=50))

    assert [clock.sweep(now=NOW + n * HOUR) for n in (1, 2)] == [1, 1]
    assert list(written().values_list("to_address", flat=True)) == [
        "navrh0@triada.test",
        "navrh1@triada.test",
    ]


def test_a_mistake_taken_back_within_the_hour_is_not_told():
    (row,) = proposed("Terénní služba")
    decline(row)
    proposals.reopen(proposal=row, by=make.coordinator(row.request.round), now=NOW)

    assert (clock.sweep(now=NOW + HOUR), written().count()) == (0, 0)


def test_what_is_decided_again_is_told_again():
    (row,) = proposed("Terénní služba")
    for day in range(2):
        when = NOW + timedelta(days=day)
        decline(row, when)
        assert clock.sweep(now=when + HOUR) == 1
        row = proposals.reopen(proposal=row, by=make.coordinator(row.request.round), now=when + 2 * HOUR)

    assert written().count() == 2


def test_who_has_no_address_is_not_written_to():
    (row,) = proposed("Terénní služba", asked=[Asked(make.organisation_without_mail())])
    decline(row)

    assert (clock.sweep(now=NOW + HOUR), written().count()) == (0, 0)
