"""Whoever submits the material to the council (předkladatel) releases it by the link of a letter."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db


def test_a_council_decides_only_on_what_its_submitter_has_released(desk, clock, postbox):
    edition = make.edition_in(
        EditionState.COUNCIL_APPROVAL,
        make.path(release="required"),
        submitter=people.person(),
        now=clock.now - timedelta(days=60),
    )
    boss, phone = desk(make.coordinator(edition)), desk()
    here = [edition.plan.slug, edition.pk]
    decision = reverse("plans:decision-record", args=[*here, make.open_decisions(edition)[0].pk])
    said = {"outcome": "approves", "decided_on": clock.ahead(0), "mode": "typed", "number": "7/2026"}

    early = boss.answer(decision, **said)
    assert (early.status_code, "uvolnil" in early.text) == (409, True)

    link = postbox.link(edition.submitter.email)
    assert edition.plan.title in phone.read(link)
    assert "odpověď je zapsaná" in phone.send(link, "Potvrdit uvolnění")
    assert "7/2026" in boss.send(decision, **said)
