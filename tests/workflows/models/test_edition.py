"""The machine of an edition is the table of the design, and the database knows the states that cannot be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.forms import modelform_factory
from django_fsm import TransitionNotAllowed

from tests.factories import workflows as make
from workflows.enums import Deed, EditionKind, EditionState
from workflows.models import Edition, Plan

S = EditionState
D = Deed
TABLE = {
    S.DRAFTING: {
        D.SUBMIT_TO_TRIAD: S.TRIAD_REVIEW,
        D.OPEN_CONSULTATION: S.CONSULTATION,
        D.SUBMIT_FOR_APPROVAL: S.COUNCIL_APPROVAL,
        D.WITHDRAW: S.WITHDRAWN,
    },
    S.TRIAD_REVIEW: {
        D.OPEN_CONSULTATION: S.CONSULTATION,
        D.START_SETTLEMENT: S.SETTLEMENT,
        D.SUBMIT_FOR_APPROVAL: S.COUNCIL_APPROVAL,
        D.RETURN_FOR_REWORK: S.DRAFTING,
        D.WITHDRAW: S.WITHDRAWN,
    },
    S.CONSULTATION: {
        D.EXTEND_CONSULTATION: S.CONSULTATION,
        D.CLOSE_CONSULTATION: S.SETTLEMENT,
        D.RETURN_FOR_REWORK: S.DRAFTING,
        D.WITHDRAW: S.WITHDRAWN,
    },
    S.SETTLEMENT: {
        D.SUBMIT_TO_TRIAD: S.TRIAD_REVIEW,
        D.SUBMIT_FOR_APPROVAL: S.COUNCIL_APPROVAL,
        D.RETURN_FOR_REWORK: S.DRAFTING,
        D.WITHDRAW: S.WITHDRAWN,
    },
    S.COUNCIL_APPROVAL: {
        D.RECORD_DECISION: S.COUNCIL_APPROVAL,
        D.ADOPT: S.ADOPTED,
        D.REJECT: S.REJECTED,
        D.RETURN_FOR_REWORK: S.DRAFTING,
        D.WITHDRAW: S.WITHDRAWN,
    },
    S.ADOPTED: {D.MAKE_EFFECTIVE: S.EFFECTIVE},
    S.EFFECTIVE: {D.SUPERSEDE: S.SUPERSEDED},
    S.REJECTED: {D.RETURN_FOR_REWORK: S.DRAFTING, D.WITHDRAW: S.WITHDRAWN},
    S.SUPERSEDED: {},
    S.WITHDRAWN: {},
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("deed", list(D))
def test_a_move_leads_where_the_table_says_or_is_refused(state, deed):
    edition = Edition(state=state)

    if deed in TABLE[state]:
        getattr(edition, deed)()
        assert edition.state == TABLE[state][deed]
    else:
        with pytest.raises(TransitionNotAllowed):
            getattr(edition, deed)()
        assert edition.state == state


def test_the_machine_knows_no_other_moves():
    assert {t.name for t in Edition(state=S.DRAFTING).get_all_state_transitions()} == set(D)


@pytest.mark.parametrize(
    ("kind", "year", "number", "label"),
    [
        (EditionKind.ORIGINAL, None, 1, "původní znění"),
        (EditionKind.UPDATE, None, 2, "2. aktualizace"),
        (EditionKind.ACTION_PLAN, 2027, 1, "akční plán 2027"),
        (EditionKind.ACTION_PLAN, 2027, 3, "akční plán 2027 (2. aktualizace)"),
        (EditionKind.EVALUATION, 2026, 1, "vyhodnocení 2026"),
        (EditionKind.EVALUATION, None, 1, "závěrečné vyhodnocení"),
    ],
)
def test_an_edition_is_called_as_it_is_printed(kind, year, number, label):
    assert Edition(kind=kind, year=year, number=number).label == label


@pytest.mark.parametrize("model", [Edition, Plan])
def test_the_state_cannot_be_assigned(model):
    thing = model()

    with pytest.raises(AttributeError):
        thing.state = "adopted"


@pytest.mark.parametrize(("model", "state"), [(Edition, "adopted"), (Plan, "closed")])
def test_no_form_can_set_the_state(model, state):
    form = modelform_factory(model, fields=["state"])({"state": state}, instance=model())

    with pytest.raises(AttributeError):
        form.is_valid()


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("state", [S.ADOPTED, S.EFFECTIVE, S.SUPERSEDED, "invented"])
def test_the_database_refuses_an_edition_put_into_a_state_by_force(state):
    edition = make.drafted()
    row = {"plan": edition.plan, "path": edition.path, "number": 9, "state": state}

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(**row, state_since=make.NOW, created_at=make.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(state=state)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_from": date(2027, 1, 1), "valid_to": date(2026, 1, 1)},
        {"kind": EditionKind.ACTION_PLAN, "year": None},
        {"state": S.EFFECTIVE, "adopted_on": date(2026, 1, 1), "valid_from": None},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong):
    edition = make.drafted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**wrong)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("year", [None, 2027])
def test_the_same_edition_is_never_kept_twice(year):
    edition = make.drafted()
    row = {"plan": edition.plan, "path": edition.path, "kind": EditionKind.NETWORK, "year": year}
    Edition.objects.create(**row, state_since=make.NOW, created_at=make.NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(**row, state_since=make.NOW, created_at=make.NOW)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "year"),
    [
        (EditionKind.UPDATE, None),
        (EditionKind.ACTION_PLAN, 2027),
        (EditionKind.NETWORK, 2028),
        (EditionKind.EVALUATION, 2027),
    ],
)
def test_two_editions_of_the_same_thing_are_never_in_force(kind, year):
    edition = make.edition_in(S.EFFECTIVE)
    row = {"plan": edition.plan, "path": edition.path, "kind": kind, "year": year, "state": S.EFFECTIVE}
    row |= {"adopted_on": date(2026, 1, 1), "valid_from": date(2026, 1, 1)}
    when = {"state_since": make.NOW, "created_at": make.NOW}
    if kind != EditionKind.UPDATE:
        Edition.objects.create(**row, **when, number=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(**row, **when, number=2)


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_was_withdrawn_does_not_keep_its_number():
    edition = make.edition_in(S.WITHDRAWN)
    row = {"plan": edition.plan, "path": edition.path, "kind": edition.kind, "number": edition.number}

    assert Edition.objects.create(**row, state_since=make.NOW, created_at=make.NOW).label == edition.label


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(S))
def test_text_is_open_only_while_it_is_drafted_or_settled(state):
    assert make.edition_in(state).content_is_open == (state in (S.DRAFTING, S.SETTLEMENT))
