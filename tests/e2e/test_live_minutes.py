"""The minutes as they are typed in a real browser, with the network cut and with two people at once."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bodies.actions import record
from tests.e2e.conftest import DESK, PHONE
from tests.factories import bodies as make
from tests.factories import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk():
    return people.person()


@pytest.fixture
def meeting(clerk):
    body = make.body(organiser=clerk)
    make.rules(body)
    for _ in range(6):
        make.member(body)
    meeting = make.in_session(body, timezone.localdate(), chair=clerk, minute_taker=clerk)
    for title in ("Zahájení", "Síť služeb 2027", "Různé"):
        make.item(meeting, title)
    return meeting


def live(meeting, item=None):
    address = reverse("meetings:live", args=[meeting.pk])
    return f"{address}?bod={item.pk}" if item else address


def area(visitor):
    return visitor.page.locator("#zaznam textarea")


def says(visitor, words):
    expect(visitor.page.locator("#ulozeno")).to_contain_text(re.compile(words), timeout=30_000)


def saved(item):
    item.refresh_from_db()
    return item.record


def test_what_is_typed_is_saved_as_it_is_typed(opened, meeting, clerk):
    item = meeting.items.first()
    with opened(clerk) as visitor:
        visitor.go(live(meeting))
        area(visitor).press_sequentially("Předsedající zahájil jednání.")
        says(visitor, "Uloženo v")
        expect(area(visitor)).to_have_value("Předsedající zahájil jednání.")
    assert saved(item) == "Předsedající zahájil jednání."


def test_a_lost_connection_keeps_the_text_and_sends_it_on_return(opened, meeting, clerk):
    item = meeting.items.first()
    with opened(clerk) as visitor:
        visitor.go(live(meeting))
        area(visitor).fill("Před výpadkem.")
        says(visitor, "Uloženo v")
        visitor.context.set_offline(True)
        area(visitor).fill("Před výpadkem. Během výpadku.")
        says(visitor, "Bez spojení")
        assert saved(item) == "Před výpadkem."
        visitor.context.set_offline(False)
        says(visitor, "Uloženo v")
        visitor.complaints.clear()  # the browser complained that it was offline
    assert saved(item) == "Před výpadkem. Během výpadku."
    assert item.texts.filter(is_conflict=True).count() == 0


def test_a_text_typed_offline_survives_a_closed_page(opened, meeting, clerk):
    item = meeting.items.first()
    with opened(clerk) as visitor:
        visitor.go(live(meeting))
        visitor.context.set_offline(True)
        area(visitor).fill("Napsáno bez sítě.")
        says(visitor, "Bez spojení")
        visitor.page.close(run_before_unload=False)
        visitor.context.set_offline(False)
        visitor.page = visitor.context.new_page()
        visitor.go(live(meeting))
        expect(area(visitor)).to_have_value("Napsáno bez sítě.")
        says(visitor, "Uloženo v")
        visitor.complaints.clear()
    assert saved(item) == "Napsáno bez sítě."


def test_two_people_see_both_texts_and_merge_them(opened, meeting, clerk):
    item = meeting.items.first()
    with opened(clerk) as visitor:
        visitor.go(live(meeting))
        record.save(item=item, text="Psal to Petr.", read_at=0, by=people.person(), now=timezone.now())
        area(visitor).fill("Psala to Eva.")
        visitor.reads("Bod zapsali dva lidé zároveň", "Psal to Petr.", "Psala to Eva.")
        visitor.press("Spojit")
        visitor.reads("Znění jsou spojená")
        visitor.complaints.clear()  # 409 is the answer that says so
    assert saved(item) == "Psal to Petr.\n\nPsala to Eva."


def test_a_step_waits_for_the_text_and_the_keyboard_walks_the_programme(opened, meeting, clerk):
    first, second, _third = meeting.items.all()
    with opened(clerk) as visitor:
        visitor.go(live(meeting))
        area(visitor).fill("Hned dál.")
        visitor.press("Zahájit bod")
        visitor.reads("právě teď")
        with visitor.page.expect_navigation():
            visitor.page.keyboard.press("Alt+ArrowDown")
        expect(visitor.page.locator("#h-b")).to_contain_text("Síť služeb 2027")
    assert saved(first) == "Hned dál."
    assert saved(second) == ""


def test_a_box_changes_the_quorum_in_place(opened, meeting, clerk):
    with opened(clerk) as visitor:
        visitor.go(live(meeting))
        visitor.reads("Neusnášeníschopný")
        for number in range(4):
            with visitor.page.expect_response(lambda answer: "cast=ucast" in answer.url):
                visitor.page.locator("#ucast input[name=there]").nth(number).click()
        expect(visitor.page.locator("#ucast")).to_contain_text("Ano")
        assert visitor.page.url.endswith(live(meeting))


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_pages_of_a_session_are_accessible(opened, meeting, clerk, width):
    coming = make.convened(make.body(organiser=clerk), timezone.localdate())
    guest = make.participant(coming, invited_as="guest")
    item = meeting.items.first()
    for who in (clerk, guest.person):
        record.save(item=item, text=f"Píše {who.pk}.", read_at=0, by=who, now=timezone.now())
    pages = dict.fromkeys(("live", "attendance", "sheet", "session-end", "session-lost"), meeting.pk)
    with opened(clerk, width=width) as visitor:
        for name, pk in {**pages, "session": coming.pk}.items():
            visitor.go(reverse(f"meetings:{name}", args=[pk]))
            assert (name, visitor.violations(), visitor.too_wide()) == (name, [], [])


def test_minutes_are_written_without_javascript(opened, meeting, clerk):
    item = meeting.items.first()
    with opened(clerk, java_script_enabled=False) as visitor:
        visitor.go(live(meeting))
        visitor.page.locator("#zaznam textarea").fill("Bez skriptu.")
        visitor.send("Uložit text")
        visitor.reads("Text je uložený")
        visitor.page.locator("#ucast input[name=there]").first.check()
        visitor.send("Uložit účast")
        visitor.reads("příchod")
    assert saved(item) == "Bez skriptu."
