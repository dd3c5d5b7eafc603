"""A clerk types in what came on paper, by telephone and from the council, and moves nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from documents.models import Comment
from people.enums import Role
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
S = EditionState


@pytest.fixture
def edition(clock):
    return make.edition_in(S.TRIAD_REVIEW, now=clock.now - timedelta(days=60))


@pytest.fixture
def clerk(desk, edition):
    person = people.person()
    people.appointment(person, Role.CLERK, edition.plan.territory)
    return desk(person)


def test_a_clerk_types_in_a_verdict_a_letter_and_a_decision(clerk, clock, edition):
    def page(name, *more):
        return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])

    asked = make.asked(edition)[0]
    verdict = {"verdict": "agree", "channel": "in_person", "evidence_note": "řekl na skupině 7. 9."}
    clerk.send(page("review-record", asked.pk), **verdict)
    asked.refresh_from_db()
    assert (asked.verdict, asked.answered_by, asked.evidence_note) == (
        "agree",
        clerk.person,
        "řekl na skupině 7. 9.",
    )

    while edition.state != S.CONSULTATION:
        edition = make.next_step(edition)
    came = make.window(edition).opens_on.isoformat()
    clerk.send(page("comment-record"), channel="post", received_on=came, text="Chybí lavičky.")
    written = Comment.objects.get()
    assert (written.number, written.channel, written.recorded_by) == (1, "post", clerk.person)

    make.settle_comments(edition)
    while edition.state != S.COUNCIL_APPROVAL:
        edition = make.next_step(edition)
    decision = make.open_decisions(edition)[0]
    said = {"outcome": "approves", "decided_on": clock.ahead(0), "mode": "typed", "number": "7/2026"}
    assert "7/2026" in clerk.send(page("decision-record", decision.pk), **said)
    assert [clerk.status(page("move", "adopt")), clerk.status(page("publish"))] == [403, 403]
