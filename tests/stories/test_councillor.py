"""A councillor reads on a phone what lies before the council; nothing there is a vote."""

from datetime import timedelta

import pytest
from django.urls import reverse

from documents.models import Confirmation
from tests.factories import bodies
from tests.factories import workflows as make
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db


def test_a_councillor_reads_takes_notice_asks_and_is_answered(desk, clock, postbox):
    edition = make.edition_in(EditionState.COUNCIL_APPROVAL, now=clock.now - timedelta(days=60))
    decision = make.open_decisions(edition)[0]
    person = bodies.member(decision.body)
    phone, boss = desk(person), desk(make.coordinator(edition))
    page = reverse("approvals:detail", args=[edition.pk])

    assert edition.plan.title in phone.read(reverse("approvals:list"))
    assert "Nenahrazuje hlasování." in phone.read(page)
    assert "seznámení je zapsané" in phone.send(page, "Beru na vědomí")
    phone.send(reverse("approvals:question", args=[edition.pk]), "Odeslat", text="Kdo to zaplatí?")
    phone.send(reverse("approvals:counterproposal", args=[edition.pk]), "Odeslat", text="Až od roku 2028.")

    assert "Kdo to zaplatí?" in postbox.text(boss.person.email)
    held = Confirmation.objects.get()
    answering = reverse("documents:confirmation", args=[held.pk])
    boss.send(answering, "Odeslat odpověď", text="Obec a kraj napůl.")
    assert "Obec a kraj napůl." in postbox.text(person.email)
    assert "Obec a kraj napůl." in phone.read(page)

    decision.refresh_from_db()
    recording = reverse("plans:decision-record", args=[edition.plan.slug, edition.pk, decision.pk])
    assert (decision.outcome, phone.status(recording)) == ("", 403)
