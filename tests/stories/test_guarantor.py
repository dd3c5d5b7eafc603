"""The political guarantor of a plan sees how it goes and changes nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
SEEN = ("text", "items", "triad", "consultation", "approval", "opinions", "material", "versions", "schedule")
HIDDEN = ("comments", "settlement", "comment-record", "item-add", "validity", "publish", "review-name")


def test_a_guarantor_sees_everything_but_personal_data_and_changes_nothing(desk, clock):
    edition = make.edition_in(
        EditionState.COUNCIL_APPROVAL, guarantor=people.person(), now=clock.now - timedelta(days=60)
    )
    guarantor = desk(edition.plan.guarantor)

    def opened(names):
        here = [edition.plan.slug, edition.pk]
        return {guarantor.status(reverse(f"plans:{name}", args=here)) for name in names}

    assert edition.plan.title in guarantor.read(reverse("plans:detail", args=[edition.plan.slug]))
    assert (opened(SEEN), opened(HIDDEN)) == ({200}, {403})
    assert guarantor.status(reverse("plans:move", args=[edition.plan.slug, edition.pk, "adopt"])) == 403
