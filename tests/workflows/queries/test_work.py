from datetime import timedelta

import pytest

from tests.factories import documents, people, workflows
from tests.factories.people import NOW, TODAY
from workflows.enums import EditionKind, EditionState
from workflows.queries.work import counts_of, work_of

pytestmark = pytest.mark.django_db
S = EditionState


def test_a_reviewer_is_asked_until_they_answer():
    edition = workflows.edition_in(S.TRIAD_REVIEW)
    who = edition.reviews.first().person
    entry = work_of(who, NOW).entries[0]
    assert (entry.title, entry.about, entry.due) == (
        "Vyjádřit se za triádu",
        edition.plan.title,
        edition.due_on,
    )
    workflows.answer_all(edition)
    assert (work_of(who, NOW).entries, counts_of(who, NOW).total()) == ([], 0)


def test_the_coordinator_waits_for_those_who_were_asked():
    edition = workflows.edition_in(S.TRIAD_REVIEW)
    work = work_of(workflows.coordinator(edition), NOW)
    assert sorted(entry.person.name for entry in work.waiting) == sorted(
        review.person.name for review in edition.reviews.all()
    )
    assert work.plans == [edition]


def test_two_texts_of_a_plan_under_way_are_told_apart():
    plan = workflows.edition_in(S.EFFECTIVE)
    year = plan.plan.period_from.year
    for number in (year, year + 1):
        workflows.later_edition(plan, EditionKind.ACTION_PLAN, year=number)
    entries = work_of(workflows.coordinator(plan), NOW).entries
    assert sorted(entry.about for entry in entries if entry.title == "Napsat text a předat ho dál") == [
        f"{plan.plan.title}, akční plán {year}",
        f"{plan.plan.title}, akční plán {year + 1}",
    ]


def test_decisions_are_named_by_their_bodies():
    edition = workflows.edition_in(S.COUNCIL_APPROVAL)
    bodies = [row.body.label for row in workflows.open_decisions(edition)]
    titles = [entry.title for entry in work_of(workflows.coordinator(edition), NOW).entries]
    assert [title for title in titles if title.startswith("Zapsat rozhodnutí")] == [
        f"Zapsat rozhodnutí: {body}" for body in bodies
    ]


def test_a_confirmation_waits_for_the_one_and_is_waited_for_by_the_other():
    asking, asked = people.person(), people.person()
    documents.shelf()
    documents.confirmation(person=asked, by=asking)
    assert (len(work_of(asked, NOW).entries), len(work_of(asking, NOW).waiting)) == (1, 1)
    assert (counts_of(asked, NOW).total(), counts_of(asking, NOW).total()) == (1, 0)


def test_entries_are_sorted_into_late_this_week_and_later():
    edition = workflows.drafted()
    who = workflows.coordinator(edition)
    found = {}
    for days in (-1, 0, 7, 8):
        edition.due_on = TODAY + timedelta(days=days)
        edition.save(update_fields=["due_on"])
        work = work_of(who, NOW)
        found[days] = [len(part) for part in (work.late, work.soon, work.later)]
    assert found == {-1: [1, 0, 0], 0: [0, 1, 0], 7: [0, 1, 0], 8: [0, 0, 1]}


@pytest.mark.parametrize("each", [1, 6])
def test_the_list_of_any_length_takes_at_most_five_queries(each, django_assert_max_num_queries):
    edition = workflows.drafted()
    workflows.name_sides(edition, each)
    workflows.hand_over(edition)
    with django_assert_max_num_queries(5):
        work = work_of(workflows.coordinator(edition), NOW)
    assert len(work.waiting) == 3 * each
