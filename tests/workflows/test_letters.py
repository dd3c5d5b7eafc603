"""Letters of the approval path: who gets them, once, by a link of their own."""

import re

import pytest

from people.enums import LetterState
from people.models import AccessLink, Letter
from people.post import LINK
from tests.factories import people
from tests.factories import workflows as make
from workflows import letters
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
S = EditionState


def written(name):
    return Letter.objects.filter(template=f"workflows/letters/{name}")


def test_a_reviewer_reads_the_side_the_version_the_term_and_a_link_of_their_own():
    edition = make.hand_over(make.drafted(title="Plán Horní Lhoty"))

    for letter in written("review_asked"):
        row = edition.reviews.get(person=letter.person)
        link = AccessLink.objects.get(subject_kind="review", subject_id=row.pk)
        assert "Plán Horní Lhoty" in letter.text
        assert row.get_side_display() in letter.text
        assert "5.\u00a012.\u00a02026" in letter.text
        assert LINK.findall(letter.text) == [link.digest]
        assert link.token not in letter.text + letter.html


def test_the_second_round_says_that_it_is_another():
    edition = make.edition_in(S.TRIAD_REVIEW)
    make.editions.return_for_rework(
        edition=edition, reason="Doplnit.", by=make.coordinator(edition), now=make.at(edition)
    )
    make.hand_over(make.fresh(edition))

    said = ["Toto je další kolo" in letter.text for letter in written("review_asked").order_by("pk")]
    assert said == [False] * 3 + [True] * 3


def test_the_same_letter_is_not_written_twice():
    edition = make.edition_in(S.TRIAD_REVIEW)
    letters.triad_answered(edition=edition, now=make.NOW)
    letters.triad_answered(edition=edition, now=make.NOW)

    assert written("triad_answered").count() == 1


def test_who_has_left_is_not_written_to():
    edition = make.edition_in(S.TRIAD_REVIEW)
    row, *_others = make.asked(edition)
    row.person.is_active, row.person.deactivated_at = False, make.NOW
    row.person.save()
    make.editions.withdraw(
        edition=edition, reason="Nebude.", by=make.coordinator(edition), now=make.at(edition)
    )

    assert row.person_id not in written("edition_withdrawn").values_list("person", flat=True)


def test_a_name_with_markup_stays_text():
    make.hand_over(make.drafted(title="Plán <b>A & B</b>"))

    letter = written("review_asked").first()
    assert ("<b>A & B</b>" in letter.text, "<b>A" in letter.html) == (True, False)


def test_every_letter_of_the_way_has_no_hole_in_it():
    edition = make.edition_in(S.EFFECTIVE, guarantor=people.person())
    rows = Letter.objects.filter(cause_kind__in=["edition", "review"])

    assert rows.count() > 5
    assert [r.template for r in rows if re.search(r"{{|}}|{%|None|„“|do \.", r.subject + r.text)] == []
    assert {r.state for r in rows} <= {LetterState.QUEUED, LetterState.DROPPED}
    assert edition.plan.title in rows.first().text
