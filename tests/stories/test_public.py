"""Anybody may comment without an account and learns how it ended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import workflows as make
from workflows.enums import EditionState

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_a_citizen_comments_confirms_the_address_and_is_answered(desk, clock, postbox):
    edition = make.edition_in(EditionState.CONSULTATION, now=clock.now - timedelta(days=2))
    citizen, boss = desk(), desk(make.coordinator(edition))
    plan = reverse("plans:detail", args=[edition.plan.slug])
    assert edition.plan.title in citizen.read(reverse("public:consultations"))

    sent = citizen.answer(plan, text="Chybí lavičky.", email="jana@obcan.test", author_name="Jana Nováková")
    receipt = sent["Location"]
    assert [part in citizen.read(receipt) for part in ("podací číslo 1", "posuzujeme ji")] == [True, True]
    link = postbox.link("jana@obcan.test")
    assert "Odpověď Vám pošleme i e-mailem." not in citizen.read(receipt)
    citizen.send(link)
    assert "Odpověď Vám pošleme i e-mailem." in citizen.read(receipt)

    def page(name, *more):
        return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])

    settled = {"settle-state": "rejected", "settle-reason": "Lavičky nejsou sociální služba."}
    boss.send(page("comment", 1), **settled)
    boss.send(page("comments-answer"), "Vyrozumět autory")
    assert "Lavičky nejsou sociální služba." in postbox.text("jana@obcan.test")
    assert "Lavičky nejsou sociální služba." in citizen.read(receipt)

    table = citizen.read(reverse("public:settlement", args=[edition.plan.slug, edition.pk]))
    assert ["Lavičky nejsou" in table, "Nováková" in table, "jana@" in table] == [True, False, False]
