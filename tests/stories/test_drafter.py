"""An outside drafter writes and proposes while the contract runs; deciding is never theirs."""

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
    return make.drafted(drafter=people.person(), now=clock.now - timedelta(days=60))


@pytest.fixture
def contract(edition):
    return people.appointment(edition.plan.drafter, Role.DRAFTER, edition.plan.territory)


def test_a_drafter_writes_and_proposes_decides_nothing_and_leaves_with_the_contract(
    desk, clock, edition, contract
):
    drafter = desk(edition.plan.drafter)

    def page(name, *more):
        return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])

    drafter.send(page("part-write", edition.parts.first().key), text="Co víme z rozhovorů.")
    assert "Denní stacionář" in drafter.send(page("item-add"), title="Denní stacionář")
    assert drafter.status(page("move", "submit_to_triad")) == 403

    while edition.state != S.SETTLEMENT:
        if edition.state == S.CONSULTATION:
            make.comment(edition, "Chybí lavičky.")
        edition = make.next_step(edition)
    where = page("comment", 1)
    drafter.send(where, **{"propose-state": "accepted", "propose-reason": "Doplnit do priority 1."})
    refused = drafter.client.post(page("comment-settle", 1), {"settle-state": "accepted"})
    comment = Comment.objects.get()
    assert (comment.proposal_reason, comment.is_settled, refused.status_code) == (
        "Doplnit do priority 1.",
        False,
        403,
    )
    assert [drafter.status(page(name)) for name in ("publish", "comments-answer", "validity")] == [403] * 3

    office = desk(people.administrator(edition.plan.territory))
    office.send(reverse("admin_ui:appointment-end", args=[contract.pk]), ends_on=clock.ahead(0))
    assert drafter.status(page("text")) == 200
    clock.after(1)
    assert [drafter.status(page(name)) for name in ("text", "items", "comments")] == [403] * 3
