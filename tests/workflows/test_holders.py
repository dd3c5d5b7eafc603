"""What bodies learn of editions on their agenda."""

from datetime import date

import pytest

from bodies.enums import BodyKind
from bodies.holders import matters
from people.enums import Side
from tests.factories import bodies as bodies_make
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState, Verdict
from workflows.holders import EditionMatters
from workflows.models import Decision

LATER = (date(2031, 1, 1), date(2033, 12, 31))
pytestmark = pytest.mark.django_db


def before(body):
    return matters().before(body, people.TODAY)


def test_workflows_answers_for_documents_on_agendas():
    assert isinstance(matters(), EditionMatters)


def test_what_a_body_should_decide_comes_first_and_other_work_of_its_territory_after():
    edition = make.edition_in(EditionState.COUNCIL_APPROVAL)
    decision = make.open_decisions(edition)[0]
    other = make.drafted(territory=edition.plan.territory, period=LATER)
    found = before(decision.body)

    assert [(m.document, m.is_awaited, m.wants_opinion) for m in found] == [
        (edition.document, True, False),
        (other.document, False, False),
    ]
    assert found[0].label == f"{edition.plan.title} – {edition.label}"


def test_a_body_elsewhere_is_offered_nothing_of_it():
    make.drafted()

    assert before(bodies_make.body(kind=BodyKind.BOARD)) == []


def test_a_decision_that_was_made_or_ended_is_not_awaited():
    edition = make.edition_in(EditionState.COUNCIL_APPROVAL)
    body = make.open_decisions(edition)[0].body
    Decision.objects.update(is_ended=True)

    assert [m.is_awaited for m in before(body)] == [False]


def test_the_table_shows_the_last_version_where_to_compare_it_and_what_the_sides_said():
    edition = make.hand_over(make.drafted())
    make.answer_all(edition, Verdict.RESERVATION, "Chybí doprava.")
    edition.refresh_from_db()
    table = matters().on_table([edition.document])[edition.document_id]

    assert table.version == matters().current_version(edition.document)
    assert table.url.endswith(f"/{table.version.number}/")
    assert [(s.who, s.verdict) for s in table.said] == [
        (str(side.label), str(Verdict.RESERVATION.label)) for side in Side
    ]
    assert list(matters().said(edition.document)) == list(table.said)


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    documents = [make.hand_over(make.drafted()).document for _ in range(3)]

    for number in (1, 3):
        with django_assert_num_queries(4):
            assert len(matters().on_table(documents[:number])) == number


def test_parts_are_the_items_with_their_stable_keys():
    edition = make.drafted()
    make.fill(edition, 2)
    rows = edition.items.order_by("order", "pk")

    assert [(p.key, p.label) for p in matters().parts(edition.document)] == [
        (str(row.key), f"{row.number} {row.title}".strip()) for row in rows
    ]
