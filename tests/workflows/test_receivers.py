"""What a body resolves in its minutes moves the edition, in the same transaction."""

from datetime import timedelta

import pytest

from bodies.actions import resolution as resolutions
from bodies.enums import Outcome as Said
from bodies.enums import Verb
from bodies.models import Resolution
from people.errors import Blocked, Refused
from tests.factories import bodies, outputs, people
from tests.factories import workflows as make
from workflows.actions import decision as decisions
from workflows.enums import EditionState, Outcome, Verdict
from workflows.models import Opinion

pytestmark = pytest.mark.django_db
S = EditionState


def item_of(body, edition, when):
    """An item of a meeting that goes on, about the last version of an edition."""
    meeting = bodies.in_session(body, when.date())
    version = edition.document.versions.order_by("-number").first()
    return bodies.item(meeting, "Plán", document=edition.document, version=version)


def resolve(item, when, outcome, **said):
    point = outputs.point("plán", Verb.APPROVES)
    return outputs.resolution(item, point, outcome=outcome, now=when, **said)


@pytest.fixture
def edition():
    return make.edition_in(S.COUNCIL_APPROVAL)


@pytest.fixture
def council(edition):
    """The next council on turn, meeting here."""
    body = make.open_decisions(edition)[0].body
    make.orders(body)
    return body


def awaiting(edition) -> Opinion:
    """An opinion that the path wants of an advisory body."""
    body = outputs.advisory(edition.plan.territory)
    return Opinion.objects.create(edition=edition, body=body, before="submit_for_approval")


def test_a_resolution_of_a_council_is_its_decision_on_the_edition(edition, council):
    when = make.at(edition)
    item = item_of(council, edition, when)

    made = resolve(item, when, Said.APPROVES)

    row = edition.decisions.get(body=council)
    assert (row.outcome, row.number, row.meeting, row.resolution, row.decided_on) == (
        Outcome.APPROVES,
        made.number,
        item.meeting,
        made,
        item.meeting.held_on,
    )
    assert row.text == f"{council.name} schvaluje plán."


def test_a_draw_by_hand_and_one_in_minutes_never_give_the_same_number(edition, council):
    when = make.at(edition)
    number = f"1/{when:%y}/RM"
    make.decide(edition.decisions.get(body=council), Outcome.POSTPONES, number=number, now=when)

    made = resolve(item_of(council, edition, when), when, Said.APPROVES)

    assert made.number == f"2/{when:%y}/RM"


def test_a_failed_proposal_leaves_the_decision_open(edition, council):
    when = make.at(edition)
    item = item_of(council, edition, when)
    vote = outputs.ballot(item, (3, 9, 2))

    made = resolve(item, when, Said.NO_MAJORITY, ballot=vote)

    row = edition.decisions.get(body=council)
    assert (made.number, row.outcome, row.is_open) == ("", Outcome.NO_MAJORITY, True)


def test_a_return_sends_the_edition_back_to_drafting(edition, council):
    when = make.at(edition)

    resolve(item_of(council, edition, when), when, Said.RETURNS)

    assert make.fresh(edition).state == S.DRAFTING


def test_what_nobody_awaits_is_refused_kindly_and_nothing_stays_recorded(council):
    other = make.edition_in(S.COUNCIL_APPROVAL)
    when = make.at(other)

    with pytest.raises(Refused, match="nečeká"):
        resolve(item_of(council, other, when), when, Said.APPROVES)

    assert Resolution.objects.count() == 0
    assert resolve(item_of(bodies.body(name="Jiná"), other, when), when, "", number="1").outcome == ""


def test_a_decision_before_its_time_is_blocked_and_nothing_stays_recorded():
    edition = make.drafted()
    body = bodies.body()
    bodies.rules(body)
    when = make.at(edition)

    with pytest.raises(Refused):
        resolve(item_of(body, edition, when), when, Said.APPROVES)

    assert Resolution.objects.count() == 0


def test_an_earlier_body_has_to_decide_first():
    edition = make.edition_in(S.COUNCIL_APPROVAL, "plan-mesta")
    later = make.open_decisions(edition)[-1].body
    make.orders(later)
    when = make.at(edition)

    with pytest.raises(Blocked):
        resolve(item_of(later, edition, when), when, Said.APPROVES)

    assert Resolution.objects.count() == 0


def test_what_was_said_of_another_version_is_refused(edition, council):
    when = make.at(edition)
    item = item_of(council, edition, when)
    other = make.hand_over(make.drafted())
    item.version = other.document.versions.get()
    item.save()

    with pytest.raises(Refused, match="jednal o verzi"):
        resolve(item, when, Said.APPROVES)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [(Said.AGREE, Verdict.AGREE), (Said.RESERVATION, Verdict.RESERVATION), (Said.RETURN, Verdict.RETURN)],
)
def test_an_opinion_of_an_advisory_body_is_given_with_its_words(said, verdict):
    edition = make.hand_over(make.drafted())
    opinion = awaiting(edition)
    when = make.at(edition)

    made = resolve(item_of(opinion.body, edition, when), when, said)

    opinion.refresh_from_db()
    assert (opinion.verdict, opinion.reference, opinion.resolution, opinion.meeting) == (
        verdict,
        made.number,
        made,
        made.meeting,
    )
    assert opinion.text == "Kolegium K21 schvaluje plán."


def test_a_number_given_later_reaches_the_decision_and_the_opinion(edition, council):
    when = make.at(edition)
    made = resolve(item_of(council, edition, when), when, Said.APPROVES, draw_number=False)
    by = people.person()

    resolutions.add_number(resolution=made, number="77/26", by=by, now=when)

    row = edition.decisions.get(body=council)
    assert (row.number, row.number_year) == ("77/26", when.year)
    with pytest.raises(Refused, match="u jeho usnesení"):
        decisions.add_number(decision=row, number="78/26", by=by, now=when)


def test_a_number_given_later_reaches_the_opinion():
    edition = make.hand_over(make.drafted())
    opinion = awaiting(edition)
    when = make.at(edition)
    made = resolve(item_of(opinion.body, edition, when), when, Said.AGREE, draw_number=False)

    resolutions.add_number(resolution=made, draw_number=True, by=people.person(), now=when)

    opinion.refresh_from_db()
    assert opinion.reference == f"1/{when:%y}"


def test_a_council_that_meets_elsewhere_is_still_recorded_by_hand(edition, council):
    row = make.decide(edition.decisions.get(body=council))

    assert (row.resolution, bool(row.outcome)) == (None, True)


def test_a_vote_outside_a_meeting_gives_the_opinion_too():
    edition = make.hand_over(make.drafted())
    opinion = awaiting(edition)
    bodies.member(opinion.body)
    when = make.at(edition)
    held = outputs.round_of(opinion.body, when, document=edition.document, outcome=Said.AGREE)
    outputs.vote_all(held, "for", when)

    outputs.per_rollam.close(held=held, by=None, now=when + timedelta(days=7))

    opinion.refresh_from_db()
    assert (opinion.verdict, opinion.resolution.round) == (Verdict.AGREE, held)
