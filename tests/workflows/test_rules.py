"""Who may do what, as a table of people and permissions."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from people.enums import Role
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState, Permission

pytestmark = pytest.mark.django_db
S = EditionState
RUNS = {Permission.EDIT_PLAN, Permission.MOVE_EDITION, Permission.MODERATE, Permission.SETTLE}
WRITES = {Permission.EDIT_CONTENT, Permission.VIEW_WORKING}
RECORDS = {Permission.RECORD_FOR_OTHERS, Permission.RECORD_DECISION}
OF_EDITION = [*RUNS, *WRITES, *RECORDS, Permission.PROPOSE_SETTLEMENT, Permission.VIEW_MATERIAL]


def may(who, edition):
    return {p for p in OF_EDITION if who.has_perm(p, edition if p != Permission.EDIT_PLAN else edition.plan)}


@pytest.fixture
def edition():
    return make.edition_in(S.COUNCIL_APPROVAL, drafter=people.person(), guarantor=people.person())


def test_a_coordinator_and_their_deputy_do_everything(edition):
    everything = set(OF_EDITION)
    plan = edition.plan
    plan.deputy = people.person()
    plan.save()

    assert [may(make.coordinator(edition), edition), may(plan.deputy, edition)] == [everything] * 2


def test_a_coordinator_of_elsewhere_does_nothing(edition):
    assert may(people.coordinator(people.territory()), edition) == set()


def test_a_drafter_writes_and_proposes_only_while_the_contract_runs(edition):
    drafter = edition.plan.drafter
    assert may(drafter, edition) == set()

    held = people.appointment(drafter, Role.DRAFTER, edition.plan.territory)
    assert may(drafter, edition) == {*WRITES, Permission.PROPOSE_SETTLEMENT}

    held.ends_on = timezone.localdate() - dt.timedelta(days=1)
    held.save()
    drafter.__dict__.pop("all_appointments", None)
    assert may(drafter, edition) == set()


def test_a_clerk_writes_down_what_others_said(edition):
    clerk = people.person()
    people.appointment(clerk, Role.CLERK, edition.plan.territory)

    assert may(clerk, edition) == {*WRITES, *RECORDS, Permission.VIEW_MATERIAL}


def test_a_councillor_reads_the_material_once_it_is_before_the_council():
    found = {}
    for state in (S.SETTLEMENT, S.COUNCIL_APPROVAL):
        edition = make.edition_in(state)
        member = people.person()
        body = edition.plan.territory.bodies.first()
        make.mandate(make.seat(body), member)
        found[state] = may(member, edition)

    assert found == {
        S.SETTLEMENT: set(),
        S.COUNCIL_APPROVAL: {Permission.VIEW_WORKING, Permission.VIEW_MATERIAL},
    }


def test_a_reviewer_answers_only_for_themselves():
    edition = make.edition_in(S.TRIAD_REVIEW)
    first, second, *_others = make.asked(edition)

    assert first.person.has_perm(Permission.ANSWER_REVIEW, first)
    assert not first.person.has_perm(Permission.ANSWER_REVIEW, second)
    assert not make.coordinator(edition).has_perm(Permission.ANSWER_REVIEW, first)


def test_nobody_unknown_may_anything_but_see_what_is_public():
    hidden, public = make.edition_in(S.TRIAD_REVIEW), make.edition_in(S.CONSULTATION)
    nobody = AnonymousUser()

    assert (may(nobody, hidden), may(nobody, public)) == (set(), set())
    assert [nobody.has_perm(Permission.VIEW_PLAN, e.plan) for e in (hidden, public)] == [False, True]


def test_plans_are_founded_by_coordinators_and_administrators_of_the_territory():
    town = people.territory()
    who = [people.coordinator(town), people.administrator(town.region), people.person()]

    assert [p.has_perm(Permission.CREATE_PLAN, town) for p in who] == [True, True, False]
    assert [p.has_perm(Permission.CREATE_PLAN, None) for p in who] == [True, True, False]
    assert not who[0].has_perm(Permission.CREATE_PLAN, people.territory())


def test_of_a_plan_is_asked_what_is_asked_of_its_editions():
    first, second = (make.edition_in(S.COUNCIL_APPROVAL) for _ in range(2))
    member, submitter = people.person(), people.person()
    make.mandate(make.seat(first.plan.territory.bodies.first()), member)
    first.submitter = submitter
    first.save()

    found = {
        who: [e.plan.title for e in (first, second) if who.has_perm(Permission.VIEW_WORKING, e.plan)]
        for who in (member, submitter, people.person())
    }
    assert list(found.values()) == [[first.plan.title], [first.plan.title], []]
