from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import remark as remarks
from bodies.enums import MinutesState, RemarkState
from bodies.models import Body, Meeting, Remark
from documents.models import Version
from people.enums import Role
from people.models import Letter
from tests.factories import bodies as make
from tests.factories import documents, people
from tests.factories import minutes as given
from tests.factories.minutes import asked, fresh, members, organiser, taker

pytestmark = pytest.mark.django_db


def url(name, minutes, *more):
    return reverse(f"meetings:{name}", args=[minutes.meeting_id, *more])


def token_of(person):
    letter = Letter.objects.filter(person=person, template="bodies/letters/minutes_circulated").get()
    placeholder = letter.text.split("/o/")[1].split("/")[0]
    link = next(one for one in person.access_links.all() if one.placeholder == placeholder)
    return link.token


def open_window(minutes):
    """Keep remarks open on the day on which the tests run."""
    type(minutes).objects.filter(pk=minutes.pk).update(
        comments_until=timezone.localdate() + timedelta(days=5)
    )
    return fresh(minutes)


def test_before_the_session_the_tab_says_what_will_be(client):
    body = make.body(organiser=people.person())
    meeting = make.convened(body, date(2026, 12, 3))
    client.force_login(body.organiser)
    answer = client.get(reverse("meetings:minutes", args=[meeting.pk]))
    assert (answer.status_code, "Zápis vznikne při jednání." in answer.content.decode()) == (200, True)


def test_members_read_the_minutes_only_once_they_are_circulated(client):
    minutes = given.over()
    client.force_login(members(minutes)[0])
    assert "Hlasovalo se o" not in client.get(url("minutes", minutes)).content.decode()
    assert client.get(url("minutes-print", minutes)).status_code == 404

    minutes = open_window(given.circulated())
    client.force_login(members(minutes)[0])
    page = client.get(url("minutes", minutes)).content.decode()
    assert "Hlasovalo se o" in page
    assert url("remark-add", minutes) in page
    assert url("minutes-submit", minutes) not in page


def test_the_minute_taker_sees_what_is_missing_and_walks_the_whole_way(client):
    minutes = given.over(days=0)
    client.force_login(organiser(minutes))
    page = client.get(url("minutes", minutes)).content.decode()
    assert "Není určeno, kdo zápis ověří." in page

    chosen = [one.pk for one in members(minutes)[:2]]
    assert client.post(url("minutes-submit", minutes), {"verifiers": chosen}).status_code == 303
    paper = {"signed": [c.pk for c in asked(fresh(minutes))], "signed_on": "2026-11-13"}
    answer = client.post(url("minutes-paper", minutes), {**paper, "scan": documents.upload()})
    assert answer.status_code == 303
    assert "Sken.pdf" in client.get(url("minutes", minutes)).content.decode()
    assert client.post(url("minutes-publish", minutes)).status_code == 303
    assert client.post(url("minutes-publish", minutes)).status_code == 409
    fix = {"kind": "correction", "item": "", "text": "Hlasovalo 12.", "reason": "Přepsání."}
    assert client.post(url("minutes-correct", minutes), fix).status_code == 303

    for name in ("minutes", "minutes-print"):
        page = client.get(url(name, minutes)).content.decode()
        assert ("Hlasovalo 12." in page, fresh(minutes).version.digest[:12] in page) == (True, True)


def test_a_step_that_is_not_ready_answers_with_what_is_missing(client):
    minutes = given.over(days=0)
    client.force_login(taker(minutes))
    answer = client.post(url("minutes-submit", minutes), {"verifiers": []})
    assert (answer.status_code, "Není určeno" in answer.content.decode()) == (409, True)


def test_what_takes_the_minutes_does_not_publish_them(client):
    minutes = given.verified()
    client.force_login(taker(minutes))
    for name in ("minutes-publish", "minutes-correct", "minutes-paper"):
        assert client.post(url(name, minutes)).status_code == 403
    assert fresh(minutes).state == MinutesState.VERIFIED


def test_an_outside_drafter_writes_minutes_and_only_that(client):
    minutes = given.over(days=0)
    people.appointment(taker(minutes), Role.DRAFTER, minutes.meeting.body.territory)
    client.force_login(taker(minutes))
    page = client.get(url("minutes", minutes)).content.decode()
    assert (url("minutes-write", minutes) in page, url("minutes-submit", minutes) in page) == (True, False)
    answers = [client.post(url(f"minutes-{deed}", minutes)).status_code for deed in ("circulate", "submit")]
    assert [*answers, client.get(url("minutes-write", minutes)).status_code] == [403, 403, 200]

    minutes = open_window(given.circulated())
    people.appointment(taker(minutes), Role.DRAFTER, minutes.meeting.body.territory)
    remark = remarks.add(
        minutes=minutes,
        person=members(minutes)[0],
        text="Chybí příloha.",
        by=members(minutes)[0],
        now=timezone.now(),
    )
    client.force_login(taker(minutes))
    assert client.get(url("remarks", minutes)).context["may_settle"] is False
    assert client.get(url("remark-settle", minutes, remark.pk)).status_code == 403
    assert client.get(url("minutes-reopen", minutes)).status_code == 403


@pytest.mark.parametrize(
    ("kind", "word", "other"),
    [("board", "k námitkám", "k připomínkám členů"), ("college", "k připomínkám členů", "k námitkám")],
)
def test_councils_are_asked_for_objections(client, kind, word, other):
    minutes = open_window(given.circulated())
    Body.objects.filter(pk=minutes.meeting.body_id).update(kind=kind)
    client.force_login(organiser(minutes))
    for name in ("minutes", "remarks"):
        page = client.get(url(name, minutes)).content.decode().replace("\xa0", " ")
        assert (word in page, other in page) == (True, False)
    asked_for = "Námitky do" if kind == "board" else "Připomínky do"
    assert asked_for in page


def test_a_text_that_somebody_changed_in_the_database_is_told(client):
    minutes = given.verified()
    client.force_login(organiser(minutes))
    says = "Uložený text odpovídá otisku"
    assert says in client.get(url("minutes", minutes)).content.decode()
    Version.objects.filter(pk=minutes.version_id).update(
        snapshot={**minutes.version.snapshot, "title": "Jiný"}
    )
    for address in (url("minutes", minutes), url("minutes-version", minutes, 1)):
        page = client.get(address).content.decode()
        assert (says in page, "neodpovídá otisku" in page) == (False, True)


def test_the_opening_is_written_and_a_stale_form_gets_both_texts(client):
    minutes = given.over()
    client.force_login(taker(minutes))
    first = client.post(url("minutes-write", minutes), {"opening": "První.", "closing": "", "read_at": 0})
    second = client.post(url("minutes-write", minutes), {"opening": "Druhý.", "closing": "", "read_at": 0})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Druhý." in second.content.decode()


def test_minutes_return_with_a_reason(client):
    minutes = given.submitted()
    client.force_login(taker(minutes))
    assert client.post(url("minutes-reopen", minutes), {"reason": ""}).status_code == 422
    assert client.post(url("minutes-reopen", minutes), {"reason": "Chybí příloha."}).status_code == 303
    assert fresh(minutes).state == MinutesState.WRITING


def test_a_member_without_an_account_remarks_by_the_link_from_the_letter(client):
    minutes = open_window(given.circulated())
    who = members(minutes)[0]
    item = minutes.meeting.items.get()
    address = reverse("meetings:minutes-link", args=[token_of(who)])
    page = client.get(f"{address}?bod={item.pk}&odstavec=2").content.decode()
    assert "<blockquote" in page

    sent = {"text": "Obec souhlasila.", "item": item.pk, "paragraph": 2}
    assert client.post(address, sent).status_code == 303
    assert client.post(address, {**sent, "text": ""}).status_code == 422
    remark = Remark.objects.get()
    assert (remark.person, remark.recorded_by, remark.quoted) == (who, who, "Hlasovalo se o návrhu.")
    assert "Obec souhlasila." in client.get(address).content.decode()


def test_a_forged_link_opens_nothing(client):
    assert client.get(reverse("meetings:minutes-link", args=["nesmysl"])).status_code == 404


def test_a_nonsense_place_in_the_address_is_a_remark_to_the_whole(client):
    minutes = open_window(given.circulated())
    address = reverse("meetings:minutes-link", args=[token_of(members(minutes)[0])])
    assert client.get(f"{address}?bod=999999&odstavec=abc").status_code == 200


def test_a_remark_is_typed_in_for_a_member_and_settled(client):
    minutes = open_window(given.circulated())
    who = members(minutes)[1]
    client.force_login(taker(minutes))
    typed = {"person": who.pk, "text": "Telefonicky: chybí příloha.", "item": "", "paragraph": ""}
    assert client.post(url("remark-record", minutes), typed).status_code == 303
    remark = Remark.objects.get()
    assert "Telefonicky" in client.get(url("remarks", minutes)).content.decode()
    settle = url("remark-settle", minutes, remark.pk)
    assert client.get(settle).status_code == 200
    answer = {"seen": "received", "state": "rejected", "reason": ""}
    assert client.post(settle, answer).status_code == 409
    assert client.post(settle, {**answer, "reason": "Je v bodě 2."}).status_code == 303
    assert Remark.objects.get().state == RemarkState.REJECTED


def test_members_see_their_own_remarks_only_and_do_not_settle(client):
    minutes = open_window(given.circulated())
    one, two, _three = members(minutes)
    client.force_login(one)
    client.post(url("remark-add", minutes), {"text": "Moje věc.", "item": "", "paragraph": ""})
    assert "Moje věc." in client.get(url("remarks", minutes)).content.decode()
    client.force_login(two)
    assert "Moje věc." not in client.get(url("remarks", minutes)).content.decode()
    assert client.get(url("remark-settle", minutes, Remark.objects.get().pk)).status_code == 403
    assert client.get(url("remark-record", minutes)).status_code == 403


@pytest.mark.parametrize("name", ["minutes", "minutes-print"])
def test_the_page_costs_the_same_queries_for_any_size(name, client, django_assert_max_num_queries):
    def queries(items, people_count):
        minutes = given.over(members=people_count)
        meeting = Meeting.objects.get(pk=minutes.meeting_id)
        for number in range(items):
            make.item(meeting, record="Text.", presenter=people.person())
            make.action_item(meeting.body, meeting=meeting, item=meeting.items.all()[number])
        client.force_login(organiser(minutes))
        with django_assert_max_num_queries(60) as counted:
            assert client.get(url(name, minutes)).status_code == 200
        return len(counted)

    queries(1, 1)
    assert queries(2, 2) == queries(30, 40)
