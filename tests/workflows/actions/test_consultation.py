"""The public is asked about a frozen text, given more time, and the window ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people import journal
from people.errors import Blocked, Gone, Refused
from people.models import AccessLink, Letter, Person
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import consultation
from workflows.enums import EditionState, Verdict
from workflows.models import Plan

pytestmark = pytest.mark.django_db
S = EditionState


@pytest.fixture
def judged():
    """Return an edition of which the triad has said that it agrees."""
    edition = make.edition_in(S.TRIAD_REVIEW)
    make.answer_all(edition)
    return edition


def open_window(edition, days=14, **said):
    when = make.at(edition)
    first = timezone.localdate(when)
    return consultation.open_consultation(
        edition=edition,
        opens_on=first,
        closes_on=first + timedelta(days=days - 1),
        by=make.coordinator(edition),
        now=when,
        **said,
    )


def extend(edition, days):
    last = make.window(edition).closes_on + timedelta(days=days)
    return consultation.extend(
        edition=edition, closes_on=last, by=make.coordinator(edition), now=make.at(edition)
    )


def close(edition, now, by=None):
    return consultation.close(edition=edition, by=by, now=now)


def letters(name):
    return Letter.objects.filter(template=f"workflows/letters/{name}")


def test_the_announced_text_is_frozen_and_the_plan_becomes_public(judged):
    window = open_window(judged, answer_by=make.TODAY + timedelta(days=44), lead="Ptáme se Vás.")
    edition = make.fresh(judged)

    assert (edition.state, edition.opens_on, edition.due_on) == (
        S.CONSULTATION,
        window.opens_on,
        window.closes_on,
    )
    assert (window.version, window.lead) == (
        edition.document.versions.order_by("number").last(),
        "Ptáme se Vás.",
    )
    assert Plan.objects.get().has_public_edition
    assert (misfits(), journal.verify()) == ([], [])


def test_everybody_involved_is_told_that_the_public_is_asked(judged):
    open_window(judged)
    told = Person.objects.filter(letters__in=letters("consultation_announced"))
    assert set(told) >= {row.person for row in judged.reviews.select_related("person")}


def test_the_window_is_no_shorter_than_the_path_wants_and_a_refusal_changes_nothing(judged):
    before = journal.of(judged).count()
    with pytest.raises(Refused, match="nejméně 14 dní, zadáno je 13"):
        open_window(judged, days=13)

    assert (make.fresh(judged).state, journal.of(judged).count()) == (S.TRIAD_REVIEW, before)
    assert not Plan.objects.get().has_public_edition


def test_the_public_is_asked_after_the_triad_only():
    edition = make.edition_in(S.TRIAD_REVIEW)
    with pytest.raises(Blocked) as refusal:
        open_window(edition)
    assert [blocker.code for blocker in refusal.value.blockers] == ["side_open"] * 3


def test_a_reservation_is_settled_before_the_public_reads_the_text():
    edition = make.edition_in(S.TRIAD_REVIEW)
    make.answer_all(edition, Verdict.RESERVATION, "Chybí noclehárna.")
    with pytest.raises(Blocked) as refusal:
        open_window(edition)
    assert [blocker.code for blocker in refusal.value.blockers] == ["reservation"] * 3


def test_who_has_answered_still_reads_their_answer_by_the_link(judged):
    open_window(judged)
    links = AccessLink.objects.filter(subject_kind="review")
    assert [link.revoked_at for link in links] == [None] * 3


def test_the_public_gets_more_time_and_never_less():
    edition = make.edition_in(S.CONSULTATION)
    before = make.window(edition).closes_on
    extend(edition, 7)

    assert make.window(edition).closes_on == make.fresh(edition).due_on == before + timedelta(days=7)
    for days in (0, -1):
        with pytest.raises(Refused, match="nelze zkrátit"):
            extend(edition, days)
    assert make.window(edition).closes_on == before + timedelta(days=7)


def test_a_window_ends_after_its_last_day_and_not_sooner():
    edition = make.edition_in(S.CONSULTATION)
    make.comment(edition)
    after = make.after_window(edition)
    with pytest.raises(Blocked) as refusal:
        close(edition, after - timedelta(days=1), by=make.coordinator(edition))
    assert [blocker.code for blocker in refusal.value.blockers] == ["window_runs"]

    edition = close(edition, after)
    window = make.window(edition)
    assert (edition.state, edition.due_on, window.closed_at, window.was_cut_short) == (
        S.SETTLEMENT,
        window.answer_by,
        after,
        False,
    )
    last = journal.of(edition).order_by("number").last()
    assert (last.data["comments"], last.by, misfits()) == (1, None, [])
    assert letters("consultation_closed").get().person == make.coordinator(edition)


def test_what_was_closed_is_neither_closed_nor_extended_again():
    edition = make.edition_in(S.SETTLEMENT)
    with pytest.raises(Gone):
        close(edition, make.at(edition))
    with pytest.raises(Gone):
        extend(edition, 7)
