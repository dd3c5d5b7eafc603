from datetime import date, timedelta

import pytest

from bodies.actions import per_rollam
from bodies.enums import BallotResult, Choice, Majority, Outcome, RoundState, Verb
from bodies.letters.per_rollam import needless
from bodies.models import Resolution, RoundVote
from bodies.queries import rounds
from people.actions import link as links
from people.enums import LetterState, Side
from people.errors import Gone, LinkRevoked, Refused, Stale
from people.models import AccessLink, JournalEntry, Letter
from tests.factories import bodies as make
from tests.factories import outputs, people
from tests.factories import workflows as plans

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = make.at(DAY)
END = NOW + timedelta(days=7)
HOUR = timedelta(hours=1)


@pytest.fixture
def by():
    return people.person()


def letters(template):
    return Letter.objects.filter(template=f"bodies/letters/{template}")


def first(held) -> RoundVote:
    return held.votes.select_related("person", "round").first()


@pytest.mark.parametrize("rules", [{"per_rollam": False}, {"per_rollam": False, "is_statutory": True}])
def test_only_a_body_whose_rules_allow_it_votes_outside_a_meeting(by, rules):
    body = outputs.advisory(**rules)

    with pytest.raises(Refused):
        per_rollam.draft(body=body, question=outputs.question(NOW), by=by, now=NOW)


def test_the_rules_of_the_day_decide(by):
    body = outputs.advisory(members=1)
    make.rules(body, date(2027, 1, 1), per_rollam=False)
    held = per_rollam.draft(body=body, question=outputs.question(NOW, days=90), by=by, now=NOW)

    with pytest.raises(Refused, match="nepřipouštějí"):
        per_rollam.open_round(held=held, by=by, now=make.at(date(2027, 1, 2)))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"wording": " "}, "v jakém znění"),
        ({"verb": Verb.ASSIGNS}, "na jednání"),
        ({"majority": Majority.MAJORITY_PRESENT}, "ze všech členů"),
        ({"outcome": Outcome.AGREE}, "netýká znění"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(by, fields, why):
    with pytest.raises(Refused, match=why):
        per_rollam.draft(body=outputs.advisory(), question=outputs.question(NOW, **fields), by=by, now=NOW)


def test_a_draft_is_changed_until_it_opens(by):
    body = outputs.advisory(members=1)
    held = per_rollam.draft(body=body, question=outputs.question(NOW), by=by, now=NOW)
    changed = outputs.question(NOW, wording="uspořádat konferenci v červnu 2027")

    row = per_rollam.describe(held=held, question=changed, read_at=0, by=by, now=NOW)
    with pytest.raises(Stale):
        per_rollam.describe(held=held, question=changed, read_at=0, by=by, now=NOW)
    per_rollam.open_round(held=held, by=by, now=NOW)
    with pytest.raises(Gone):
        per_rollam.describe(held=held, question=changed, read_at=1, by=by, now=NOW)

    assert row.wording == "uspořádat konferenci v červnu 2027"


def test_opening_freezes_the_voters_and_mails_each_a_link(by):
    body = outputs.advisory(members=3)
    make.member(body, is_voting=False)
    make.seat(body)

    held = outputs.round_of(body, NOW, by)
    make.member(body)

    assert (held.votes.count(), held.member_count, held.votes_needed) == (3, 4, 3)
    assert (letters("round_opened").count(), AccessLink.objects.filter(purpose="round").count()) == (3, 3)
    with pytest.raises(Gone):
        per_rollam.open_round(held=held, by=by, now=NOW)


def test_opening_freezes_the_version_of_the_plan(by):
    edition = plans.hand_over(plans.drafted())
    body = outputs.advisory(members=1)

    held = outputs.round_of(body, NOW, by, document=edition.document)

    assert held.version == edition.document.versions.get()


def test_the_rules_say_how_long_a_vote_lasts_and_somebody_has_to_vote(by):
    body = outputs.advisory(members=1, per_rollam_days=5)
    short = per_rollam.draft(body=body, question=outputs.question(NOW, days=4), by=by, now=NOW)
    empty = per_rollam.draft(body=outputs.advisory(), question=outputs.question(NOW), by=by, now=NOW)

    with pytest.raises(Refused, match="nejméně 5"):
        per_rollam.open_round(held=short, by=by, now=NOW)
    with pytest.raises(Refused, match="žádného člena"):
        per_rollam.open_round(held=empty, by=by, now=NOW)


def test_a_vote_may_be_changed_until_the_end_and_the_journal_remembers(by):
    held = outputs.round_of(outputs.advisory(members=2), NOW, by)
    one = first(held)
    per_rollam.vote(ballot=one, choice=Choice.FOR, by=one.person, now=NOW + HOUR)

    per_rollam.vote(ballot=one, choice=Choice.AGAINST, by=one.person, now=END - timedelta(seconds=1))
    with pytest.raises(Refused, match="skončilo"):
        per_rollam.vote(ballot=one, choice=Choice.FOR, by=one.person, now=END)

    one.refresh_from_db()
    told = [e.data for e in JournalEntry.objects.filter(kind="round.voted").order_by("number")]
    assert one.choice == Choice.AGAINST
    assert [(d["from"], d["to"]) for d in told] == [("", "for"), ("for", "against")]


def test_a_vote_is_one_of_three(by):
    one = first(outputs.round_of(outputs.advisory(members=1), NOW, by))

    with pytest.raises(Refused, match="Vyberte"):
        per_rollam.vote(ballot=one, choice=Choice.NOT_VOTING, by=one.person, now=NOW)


def test_a_vote_typed_in_for_somebody_says_what_proves_it(by):
    one = first(outputs.round_of(outputs.advisory(members=1), NOW, by))

    with pytest.raises(Refused, match="čím je hlas doložen"):
        per_rollam.vote(ballot=one, choice=Choice.FOR, by=by, now=NOW)
    row = per_rollam.vote(ballot=one, choice=Choice.FOR, evidence="telefonicky", by=by, now=NOW)

    assert (row.recorded_by, row.evidence) == (by, "telefonicky")


def test_it_closes_early_only_when_everybody_has_voted(by):
    held = outputs.round_of(outputs.advisory(members=2), NOW, by)
    one = first(held)
    per_rollam.vote(ballot=one, choice=Choice.FOR, by=one.person, now=NOW)

    with pytest.raises(Refused, match="ještě dá"):
        per_rollam.close(held=held, by=by, now=NOW + HOUR)
    outputs.vote_all(held, Choice.FOR, NOW + HOUR)

    assert per_rollam.close(held=held, by=by, now=NOW + HOUR).result == BallotResult.PASSED


def test_the_clock_closes_at_the_term_records_the_output_and_tells_the_voters(by):
    held = outputs.round_of(outputs.advisory(members=3), NOW, by)
    for one in held.votes.select_related("person", "round")[:2]:
        per_rollam.vote(ballot=one, choice=Choice.FOR, by=one.person, now=NOW)

    early = per_rollam.sweep(now=END - timedelta(seconds=1))
    done = per_rollam.sweep(now=END)
    again = per_rollam.sweep(now=END + HOUR)

    held.refresh_from_db()
    made = held.resolution
    assert (early["closed"], done["closed"], again["closed"]) == (0, 1, 0)
    assert (held.state, held.result) == (RoundState.CLOSED, BallotResult.PASSED)
    assert (made.number, made.decided_on, [(p.verb, p.text) for p in made.points.all()]) == (
        "1/26",
        END.date(),
        [("recommends", "uspořádat konferenci v květnu 2027")],
    )
    told = letters("round_closed").first()
    assert letters("round_closed").count() == 3
    assert "Hlasovali 2 z 3 oprávněných: pro 2, proti 0, zdrželo se 0." in told.text
    assert "doporučení 1/26" in told.text
    assert JournalEntry.objects.get(kind="round.closed").by is None


@pytest.mark.parametrize(
    ("majority", "choices", "result"),
    [
        (Majority.MAJORITY_ALL, ["for", "for", "", ""], BallotResult.FAILED),
        (Majority.MAJORITY_ALL, ["for", "for", "for", "against"], BallotResult.PASSED),
        (Majority.THREE_FIFTHS_ALL, ["for", "for", "for", "against"], BallotResult.PASSED),
        (Majority.CONSENSUS, ["for", "for", "for", "against"], BallotResult.FAILED),
        (Majority.CONSENSUS, ["for", "for", "for", "abstained"], BallotResult.PASSED),
        (Majority.CONSENSUS, ["for", "", "", ""], BallotResult.FAILED),
    ],
)
def test_silence_is_no_agreement_and_the_majority_is_of_all(by, majority, choices, result):
    held = outputs.round_of(outputs.advisory(members=4), NOW, by, majority=majority)
    for one, choice in zip(held.votes.select_related("person", "round"), choices, strict=True):
        if choice:
            per_rollam.vote(ballot=one, choice=choice, by=one.person, now=NOW)

    closed = per_rollam.close(held=held, by=None, now=END)

    assert closed.result == result
    assert Resolution.objects.filter(round=held).exists() == (result == BallotResult.PASSED)


def test_who_has_not_voted_is_reminded_once_by_the_clock(by):
    held = outputs.round_of(outputs.advisory(members=3), NOW, by)
    one = first(held)
    per_rollam.vote(ballot=one, choice=Choice.FOR, by=one.person, now=NOW)
    near = END - timedelta(days=1)

    counts = [per_rollam.sweep(now=when)["reminded"] for when in (NOW + HOUR, near, near + HOUR)]

    assert (counts, letters("round_reminded").count()) == ([0, 1, 0], 2)
    assert not letters("round_reminded").filter(person=one.person).exists()


def test_a_reminder_by_hand_spares_those_reminded_within_a_day(by):
    held = outputs.round_of(outputs.advisory(members=2), NOW, by)

    counts = [per_rollam.remind(held=held, by=by, now=NOW + hours * HOUR) for hours in (1, 2, 26)]
    with pytest.raises(Gone):
        per_rollam.remind(held=held, by=by, now=END)

    assert (counts, letters("round_reminded").count()) == ([2, 0, 2], 4)


def test_a_queued_reminder_does_not_leave_once_the_person_has_voted(by):
    held = outputs.round_of(outputs.advisory(members=1), NOW, by)
    per_rollam.remind(held=held, by=by, now=NOW + HOUR)
    letter, asked = letters("round_reminded").get(), letters("round_opened").get()

    before = needless(letter, NOW + HOUR)
    outputs.vote_all(held, Choice.FOR, NOW + HOUR)

    assert (before, bool(needless(letter, NOW + HOUR)), needless(asked, NOW + HOUR)) == ("", True, "")


def test_cancelling_drops_letters_closes_links_and_tells_why(by):
    held = outputs.round_of(outputs.advisory(members=2), NOW, by)
    token = AccessLink.objects.filter(purpose="round").first().token

    with pytest.raises(Refused, match="proč"):
        per_rollam.cancel(held=held, reason=" ", by=by, now=NOW + HOUR)
    row = per_rollam.cancel(held=held, reason="Probereme to na jednání.", by=by, now=NOW + HOUR)
    with pytest.raises(Gone):
        per_rollam.cancel(held=held, reason="Znovu.", by=by, now=NOW + HOUR)

    assert row.state == RoundState.CANCELLED
    assert set(letters("round_opened").values_list("state", flat=True)) == {LetterState.DROPPED}
    assert "Probereme to na jednání." in letters("round_cancelled").first().text
    with pytest.raises(LinkRevoked):
        links.resolve(token, "round", NOW + HOUR)


def test_cancelling_a_draft_writes_to_nobody(by):
    body = outputs.advisory(members=1)
    held = per_rollam.draft(body=body, question=outputs.question(NOW), by=by, now=NOW)

    per_rollam.cancel(held=held, reason="Omyl.", by=by, now=NOW)

    assert Letter.objects.count() == 0


def test_closed_rounds_are_reported_once_at_the_next_meeting(by):
    body = outputs.advisory(members=1)
    held = outputs.round_of(body, NOW, by)
    outputs.round_of(body, NOW, by)
    outputs.vote_all(held, Choice.AGAINST, NOW)
    per_rollam.close(held=held, by=by, now=NOW)
    item = make.item(make.meeting(body, date(2026, 12, 10)))

    waiting = list(rounds.unreported(body))
    reported = per_rollam.report(item=item, by=by, now=NOW)

    assert (waiting, reported, list(rounds.unreported(body))) == ([held], [held], [])
    assert per_rollam.report(item=item, now=NOW) == []
    assert list(item.reported_rounds.all()) == [held]


def test_an_outcome_that_the_plan_refuses_leaves_the_output_and_tells_the_organiser(by):
    body = outputs.advisory(members=1)
    edition = plans.drafted()
    held = outputs.round_of(body, NOW, by, document=edition.document, outcome=Outcome.AGREE)
    outputs.vote_all(held, Choice.FOR, NOW)

    per_rollam.close(held=held, by=None, now=END)

    made = Resolution.objects.get(round=held)
    assert (made.outcome, made.document) == ("", edition.document)
    assert letters("round_refused").get().person == by
    assert "nečeká" in letters("round_refused").get().text


def test_a_service_user_votes_as_anybody_else(by):
    body = outputs.advisory()
    make.member(body, side=Side.USERS)
    held = outputs.round_of(body, NOW, by)

    outputs.vote_all(held, Choice.FOR, NOW)

    assert per_rollam.close(held=held, by=by, now=NOW).result == BallotResult.PASSED
