"""Every guard alone: facts in, what is missing out."""

from datetime import date, timedelta

import pytest
from django.urls import resolve

from bodies.models import Body
from documents.models import Consultation, Hearing
from people.enums import Side
from people.models import Person
from tests.factories.workflows import NOW, TODAY, known, said
from workflows.enums import Deed, EditionKind, EditionState, Need, Verdict
from workflows.guards import BLOCKERS, blockers
from workflows.guards import edition as guards
from workflows.models import Opinion, Plan, TextPart

S = EditionState
ALL_SIDES = tuple(said(side) for side in Side)


def codes(found):
    return [blocker.code for blocker in found]


def all_said(verdict=Verdict.AGREE):
    return tuple(said(side, verdict) for side in Side)


def opinion(verdict="", before=Deed.OPEN_CONSULTATION):
    return Opinion(body=Body(name="Řídící skupina"), before=before, verdict=verdict)


def test_a_text_without_items_is_empty():
    assert codes(guards.has_items(known())) == ["no_items"]
    assert codes(guards.has_items(known(item_count=1))) == []


def test_every_empty_required_part_is_named():
    facts = known(empty_parts=(TextPart(title="Popisná část"), TextPart(title="Strategická část")))

    assert [b.message for b in guards.has_required_parts(facts)] == [
        "Chybí text povinné části „Popisná část“.",
        "Chybí text povinné části „Strategická část“.",
    ]


def test_a_path_without_triad_has_no_hand_over():
    assert codes(guards.path_has_triad(known(path={"triad": Need.NONE}))) == ["no_triad"]
    assert codes(guards.path_has_triad(known(path={"triad": Need.OPTIONAL}))) == []


def test_an_empty_side_is_named():
    facts = known(named=(said(Side.USERS), said(Side.COMMISSIONERS)))

    assert [b.message for b in guards.every_side_is_named(facts)] == [
        "Za stranu „poskytovatelé“ není určen nikdo, kdo by se vyjádřil."
    ]
    assert guards.every_side_is_named(known(named=ALL_SIDES)) == []


def test_who_has_left_or_lost_the_seat_cannot_be_asked():
    gone = said(Side.USERS, person=Person(first_name="Petr", last_name="Nový", is_active=False))
    facts = known(named=(gone,), without_mandate=(said(Side.PROVIDERS),))

    assert codes(guards.named_can_answer(facts)) == ["mandate_ended", "inactive_person"]


@pytest.mark.parametrize(
    ("state", "need", "expected"),
    [
        (S.DRAFTING, Need.REQUIRED, ["triad_first"]),
        (S.DRAFTING, Need.OPTIONAL, []),
        (S.DRAFTING, Need.NONE, []),
        (S.SETTLEMENT, Need.REQUIRED, []),
    ],
)
def test_the_triad_comes_first_only_where_the_path_wants_it(state, need, expected):
    assert codes(guards.triad_has_passed(known(state, path={"triad": need}))) == expected


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        (all_said(), []),
        (all_said(Verdict.RESERVATION), []),
        ((*all_said(), said(Side.USERS)), ["side_open"]),
        ((*all_said(), said(Side.USERS, Verdict.RETURN)), ["side_returns"]),
        ((*all_said()[:2], said(Side.COMMISSIONERS, excused=True)), ["side_silent"]),
        (all_said(Verdict.RETURN), ["side_returns"] * 3),
    ],
)
def test_the_triad_passes_when_every_side_has_spoken_and_none_returns(reviews, expected):
    assert codes(guards.triad_has_passed(known(S.TRIAD_REVIEW, reviews=reviews))) == expected


def test_how_many_answers_a_side_misses_is_said():
    facts = known(S.TRIAD_REVIEW, reviews=(*all_said(), said(Side.USERS), said(Side.USERS)))

    assert [b.message for b in guards.triad_has_passed(facts)] == ["Za stranu „uživatelé“ chybí 2 vyjádření."]


def test_every_unsettled_reservation_is_named():
    settled = said(Side.USERS, Verdict.RESERVATION, settled=True)
    facts = known(
        reviews=(settled, said(Side.PROVIDERS, Verdict.RESERVATION), said(Side.USERS, Verdict.AGREE))
    )

    assert [b.message for b in guards.reservations_are_settled(facts)] == [
        "Není vypořádána výhrada: Jana Malá (poskytovatelé)."
    ]


def test_a_path_without_consultation_opens_none():
    assert codes(guards.path_has_consultation(known(path={"consultation": Need.NONE}))) == ["no_consultation"]
    assert codes(guards.path_has_consultation(known(path={"consultation": Need.OPTIONAL}))) == []


def test_only_an_open_window_is_extended_or_closed():
    assert codes(guards.consultation_is_open(known())) == ["not_open"]
    assert codes(guards.consultation_is_open(known(consultation=Consultation()))) == []


@pytest.mark.parametrize(("days", "expected"), [(-1, []), (0, ["window_runs"]), (1, ["window_runs"])])
def test_the_last_day_of_a_window_belongs_to_it(days, expected):
    open_until = Consultation(closes_on=TODAY + timedelta(days=days))

    assert codes(guards.window_has_ended(known(consultation=open_until))) == expected


@pytest.mark.parametrize(
    ("need", "done", "expected"),
    [
        (Need.REQUIRED, False, ["consultation_first"]),
        (Need.REQUIRED, True, []),
        (Need.OPTIONAL, False, []),
        (Need.NONE, False, []),
    ],
)
def test_a_required_consultation_comes_before_approval(need, done, expected):
    facts = known(path={"consultation": need}, consultation_done=done)

    assert codes(guards.consultation_is_done(facts)) == expected
    assert codes(guards.consultation_is_done(facts)) == expected


def test_a_required_hearing_has_to_be_held_not_only_planned():
    wants = {"hearing": Need.REQUIRED}

    assert codes(guards.hearing_was_held(known(path=wants, hearings=(Hearing(),)))) == ["no_hearing"]
    assert codes(guards.hearing_was_held(known(path=wants, hearings=(Hearing(held_at=NOW),)))) == []
    assert codes(guards.hearing_was_held(known(path={"hearing": Need.OPTIONAL}))) == []


def test_open_comments_are_counted():
    assert [b.message for b in guards.comments_are_settled(known(open_comments=7))] == [
        "Zbývá vypořádat 7 připomínek."
    ]
    assert guards.comments_are_settled(known(comments=7)) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ["Chybí stanovisko: Řídící skupina."]),
        (Verdict.RETURN, ["Řídící skupina vrací text k přepracování."]),
        (Verdict.RESERVATION, []),
        (Verdict.AGREE, []),
    ],
)
def test_an_opinion_stands_before_the_move_that_the_path_names(given, expected):
    facts = known(opinions=(opinion(given),))

    assert [b.message for b in guards.opinions_are_given(Deed.OPEN_CONSULTATION)(facts)] == expected
    assert guards.opinions_are_given(Deed.SUBMIT_FOR_APPROVAL)(facts) == []


@pytest.mark.parametrize(
    ("valid_from", "expected"),
    [
        (None, ["no_validity"]),
        (TODAY + timedelta(days=1), ["not_yet"]),
        (TODAY, []),
        (date(2026, 1, 1), []),
    ],
)
def test_force_begins_on_its_day(valid_from, expected):
    facts = known(S.ADOPTED, edition={"valid_from": valid_from})

    assert codes(guards.validity_has_come(facts)) == expected


@pytest.mark.parametrize(
    ("kind", "valid_to", "expected"),
    [
        (EditionKind.EXTENSION, None, ["no_new_end"]),
        (EditionKind.EXTENSION, date(2029, 12, 31), ["new_end_not_later"]),
        (EditionKind.EXTENSION, date(2030, 12, 31), []),
        (EditionKind.UPDATE, None, []),
    ],
)
def test_an_extension_says_until_when_and_it_is_later(kind, valid_to, expected):
    facts = known(S.ADOPTED, edition={"kind": kind, "valid_to": valid_to})

    assert codes(guards.extension_says_until_when(facts)) == expected


def test_a_plan_longer_than_usual_is_a_warning_only():
    assert codes(guards.warnings(known(path={"usual_years": 3}))) == []
    assert codes(guards.warnings(known(path={"usual_years": 2}))) == ["long_period"]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [(date(2026, 12, 31), []), (date(2027, 1, 1), ["overlaps_predecessor"]), (None, [])],
)
def test_a_plan_that_begins_before_its_predecessor_ends_is_a_warning_only(ends, expected):
    facts = known(path={"usual_years": 3})
    facts.edition.plan.predecessor = Plan(title="Starý plán", period_to=ends)

    assert codes(guards.warnings(facts)) == expected


def test_a_blocker_leads_to_a_page_of_the_edition():
    missing = [
        *blockers(known(path={"release": Need.REQUIRED}), Deed.RECORD_DECISION),
        *blockers(known(empty_parts=(TextPart(title="x"),), open_comments=1), Deed.SUBMIT_FOR_APPROVAL),
        *blockers(known(opinions=(opinion(),), path={"hearing": Need.REQUIRED}), Deed.OPEN_CONSULTATION),
        *blockers(known(S.ADOPTED), Deed.MAKE_EFFECTIVE),
        *blockers(known(), Deed.SUBMIT_TO_TRIAD),
    ]
    links = {b.link for b in missing if b.link}

    assert {resolve(link).namespace for link in links} == {"plans"}
    assert {resolve(link).kwargs["slug"] for link in links} == {"plan"}
    assert len(links) > 5


def test_every_move_of_the_machine_has_its_guards():
    assert set(BLOCKERS) == set(Deed)
