"""The live page and its forms as a browser without JavaScript uses them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bodies.actions import record
from bodies.enums import ItemState, MeetingState
from bodies.models import Meeting, Round
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def clerk():
    return people.person()


def sitting(clerk, members=5, items=3, state=make.in_session, **rules):
    body = make.body(organiser=clerk)
    make.rules(body, **rules)
    for _ in range(members):
        make.member(body)
    meeting = state(body, timezone.localdate(), chair=clerk, minute_taker=clerk)
    for number in range(items):
        make.item(meeting, f"Bod číslo {number + 1}")
    return meeting


def address(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def text(response):
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def meeting(client, clerk):
    client.force_login(clerk)
    return sitting(clerk)


def come(client, meeting, count):
    people = [who.pk for who in meeting.participants.all()[:count]]
    return client.post(address("attendance-tick", meeting), {"there": people})


def test_a_session_is_begun_on_its_page(client, clerk):
    client.force_login(clerk)
    meeting = sitting(clerk, state=make.convened)
    page = client.get(address("live", meeting), follow=True)
    assert "Koho čekáme" in text(page)
    verifier = meeting.participants.first().person
    said = {"chair": clerk.pk, "minute_taker": clerk.pk, "verifiers": [verifier.pk]}
    answer = client.post(address("session", meeting), said)
    assert (answer.status_code, answer["Location"]) == (303, address("live", meeting))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.chair) == (MeetingState.IN_SESSION, clerk)
    assert verifier.name in text(client.get(address("live", meeting)))


def test_the_beginning_says_what_is_wrong(client, clerk):
    client.force_login(clerk)
    meeting = sitting(clerk, state=make.convened)
    assert client.post(address("session", meeting), {}).status_code == 422
    Meeting.objects.update(held_on=timezone.localdate() + timedelta(days=3))
    page = client.get(address("session", meeting))
    assert "dřív ho zahájit nelze" in text(page)


def test_text_and_step_travel_in_one_form(client, meeting):
    first, second, _third = meeting.items.order_by("order")
    steps = {"text": "Zahájeno.", "read_at": 0, "krok": f"zahajit:{first.pk}"}
    answer = client.post(address("record-save", meeting, first.pk), steps)
    assert answer["Location"] == f"{address('live', meeting)}?bod={first.pk}"
    steps = {"text": "Zahájeno a hotovo.", "read_at": 1, "krok": f"zahajit:{second.pk}"}
    client.post(address("record-save", meeting, first.pk), steps)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.record, first.progress, second.progress) == (
        "Zahájeno a hotovo.",
        ItemState.DONE,
        ItemState.CURRENT,
    )
    page = text(client.get(address("live", meeting)))
    assert "právě teď" in page
    assert "Další bod: Bod číslo 3" in page


def test_two_texts_are_shown_beside_each_other_and_merged(client, meeting):
    item = meeting.items.first()
    other = people.person()
    record.save(item=item, text="Píše jiná.", read_at=0, by=other, now=timezone.now())
    said = {"text": "Píšu já.", "read_at": 0, "krok": f"zahajit:{item.pk}"}
    page = client.post(address("record-save", meeting, item.pk), said, follow=True)
    assert "Bod zapsali dva lidé zároveň" in text(page)
    assert "Píše jiná.\n\nPíšu já." in text(page).replace("\r", "")
    item.refresh_from_db()
    assert (item.record, item.progress) == ("Píše jiná.", ItemState.OPEN)
    settled = item.texts.get().pk
    merged = {"text": "Obě znění.", "read_at": 1, "settled": [settled]}
    page = client.post(address("record-merge", meeting, item.pk), merged, follow=True)
    assert "Bod zapsali dva lidé zároveň" not in text(page)


def test_autosave_answers_in_json(client, meeting):
    item = meeting.items.first()
    send = address("record-save", meeting, item.pk)
    first = client.post(send, {"text": "A", "read_at": 0}, headers={"accept": "application/json"})
    assert (first.status_code, first.json()["revision"], first.json()["text"]) == (200, 1, "A")
    record.save(item=item, text="Jiná.", read_at=1, by=people.person(), now=timezone.now())
    second = client.post(send, {"text": "AB", "read_at": 1}, headers={"accept": "application/json"})
    assert (second.status_code, second.json()["text"], second.json()["revision"]) == (409, "Jiná.", 2)
    wrong = client.post(send, {"text": "A" * 100_001, "read_at": 2}, headers={"accept": "application/json"})
    assert wrong.status_code == 422
    Meeting.objects.update(state=MeetingState.CLOSED, ended_at=timezone.now())
    closed = client.post(send, {"text": "C", "read_at": 2}, headers={"accept": "application/json"})
    assert (closed.status_code, closed.json()["closed"]) == (410, True)


def test_autosave_costs_few_queries(client, meeting, django_assert_max_num_queries):
    item = meeting.items.first()
    send = address("record-save", meeting, item.pk)
    client.post(send, {"text": "A", "read_at": 0}, headers={"accept": "application/json"})
    with django_assert_max_num_queries(12):
        client.post(send, {"text": "AB", "read_at": 1}, headers={"accept": "application/json"})


def test_a_text_that_is_too_long_comes_back(client, meeting):
    item = meeting.items.first()
    answer = client.post(address("record-save", meeting, item.pk), {"text": "X" * 100_001, "read_at": 0})
    assert (answer.status_code, "X" * 1000 in text(answer)) == (422, True)


def test_a_vote_is_taken_and_told_in_words(client, meeting):
    item = meeting.items.first()
    come(client, meeting, 4)
    client.post(address("item-step", meeting, item.pk), {"krok": "zahajit"})
    vote = {"wording": "Schvaluje.", "subject": "output", "kind": "hands", "votes_for": 3, "abstained": 1}
    page = client.post(address("ballot", meeting, item.pk), vote, follow=True)
    assert "4 hlasy odpovídají 4 přítomným. Potřebná většina přítomných: 3." in text(page)
    many = client.post(address("ballot", meeting, item.pk), {**vote, "votes_for": 5})
    assert many.status_code == 422
    assert "Sečteno je 6 hlasů, přítomných s hlasem je 4: o 2 víc." in text(many)
    assert item.ballots.count() == 1


def test_a_vote_by_names_counts_itself(client, meeting):
    item = meeting.items.first()
    come(client, meeting, 3)
    client.post(address("item-step", meeting, item.pk), {"krok": "zahajit"})
    first, second, third = list(meeting.participants.all())[:3]
    vote = {"wording": "Volí.", "subject": "output", "kind": "names"}
    names = {f"name_{first.pk}": "for", f"name_{second.pk}": "for", f"name_{third.pk}": "against"}
    client.post(address("ballot", meeting, item.pk), {**vote, **names})
    ballot = item.ballots.get()
    assert (ballot.votes_for, ballot.votes_against, ballot.votes.count()) == (2, 1, 3)


def test_a_body_by_law_without_quorum_is_told_so(client, clerk):
    client.force_login(clerk)
    meeting = sitting(clerk, is_statutory=True)
    item = meeting.items.first()
    client.post(address("item-step", meeting, item.pk), {"krok": "zahajit"})
    vote = {"wording": "Schvaluje.", "subject": "output", "kind": "hands", "votes_for": 1}
    answer = client.post(address("ballot", meeting, item.pk), vote)
    assert (answer.status_code, "hlasovat nelze" in text(answer)) == (409, True)


def test_boxes_of_those_present_are_a_form(client, meeting):
    assert come(client, meeting, 3).status_code == 303
    page = text(client.get(address("live", meeting)))
    assert "Usnášeníschopný" in page
    panel = client.get(f"{address('live', meeting)}?cast=ucast")
    assert (panel.status_code, b"<html" in panel.content) == (200, False)
    first = meeting.participants.first()
    shown = {"shown": [first.pk], "there": []}
    answer = client.post(address("attendance-tick", meeting), shown, headers={"hx-request": "true"})
    assert answer["Location"] == f"{address('live', meeting)}?cast=ucast"
    assert first.stays.get().left_at is not None


def test_a_conflict_of_interest_is_declared_and_taken_back(client, meeting):
    item, who = meeting.items.first(), meeting.participants.first()
    told = {"participant": who.pk, "kind": "conflict", "note": "jednatel"}
    page = client.post(address("declare", meeting, item.pk), told, follow=True)
    assert "jednatel" in text(page)
    assert "oznamuje před zahájením" not in text(page)
    client.post(address("declare", meeting, item.pk), {"zrusit": who.pk})
    assert item.absences.count() == 0
    client.post(address("item-step", meeting, item.pk), {"krok": "zahajit"})
    page = client.post(address("declare", meeting, item.pk), told, follow=True)
    assert "oznamuje před zahájením" in text(page)
    assert client.post(address("declare", meeting, item.pk), {}).status_code == 422


def test_attendance_of_one_person_at_the_door(client, meeting):
    who = meeting.participants.first()
    one = address("attendance-mark", meeting, who.pk)
    assert client.post(one, {"what": "arrive"}).status_code == 303
    assert "Odchod" in text(client.get(address("attendance", meeting)))
    assert client.post(one, {"what": "leave", "at": "0:01"}).status_code == 422
    assert client.post(one, {"what": "arrive"}).status_code == 409
    client.post(one, {"what": "leave"})
    refused = client.post(one, {"what": "arrive_remote"})
    assert (refused.status_code, "na dálku" in text(refused)) == (422, True)
    assert client.post(one, {"what": "represented", "deputy_name": "Jan"}).status_code == 303
    who.refresh_from_db()
    assert (who.attendance, who.deputy_name) == ("represented", "Jan")
    assert client.get(one).status_code == 200


def test_the_sheet_is_printed_and_its_scan_attached(client, meeting):
    page = text(client.get(address("sheet", meeting)))
    assert "<svg" in page
    assert f"http://testserver{address('detail', meeting)}" in page
    scan = SimpleUploadedFile("listina.pdf", PDF)
    answer = client.post(address("sheet-upload", meeting), {"file": scan}, follow=True)
    assert "listina.pdf" in text(answer)
    wrong = client.post(address("sheet-upload", meeting), {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert wrong.status_code == 422


def test_outputs_and_tasks_stand_at_their_item(client, meeting):
    item = meeting.items.first()
    guest = make.participant(meeting, invited_as="guest")
    make.action_item(meeting.body, "Doplnit kapacity.", meeting=meeting, item=item)
    page = text(client.get(f"{address('live', meeting)}?bod={item.pk}"))
    assert "Zapsané úkoly (1)" in page
    assert guest.person.name in page


def test_tasks_are_checked_and_written_without_leaving_the_session(client, meeting):
    item = make.item(meeting, "Kontrola úkolů", standing="task_check")
    task = make.action_item(meeting.body, "Doplnit mapu.", assigned_at=meeting.begun_at - timedelta(days=30))
    here = f"{address('live', meeting)}?bod={item.pk}"
    page = client.get(here)
    assert [row["task"] for row in page.context["rows"]] == [task]
    assert address("task-check", meeting, task.pk) in text(page)

    found = {f"t{task.pk}-found": "done", f"t{task.pk}-note": "Mapa je na webu."}
    answer = client.post(address("task-check", meeting, task.pk), found)
    assert (answer.status_code, answer["Location"]) == (303, f"{here}#hlasovani")
    assert "Mapa je na webu." in text(client.get(here))

    said = {
        "text": "Poslat mapu obcím.",
        "due": "ongoing",
        "responsible": meeting.participants.first().person.email,
    }
    answer = client.post(address("task-add", meeting, item.pk), said)
    assert (answer.status_code, answer["Location"]) == (303, f"{here}#hlasovani")
    assert "Poslat mapu obcím." in text(client.get(here))


def test_a_vote_outside_a_meeting_stands_at_the_item_that_reports_it(client, clerk, meeting):
    item = make.item(meeting, "Zprávy", standing="reports")
    when = meeting.begun_at - timedelta(days=3)
    held = Round.objects.create(
        body=meeting.body,
        title="Doplnění sítě",
        wording="doplnit síť",
        state="closed",
        result="passed",
        opens_at=when - timedelta(days=7),
        closes_at=when,
        closed_at=when,
        member_count=5,
        votes_needed=3,
        reported_at=item,
        created_by=clerk,
        created_at=when,
    )
    shown = text(client.get(f"{address('live', meeting)}?bod={item.pk}"))
    assert reverse("rounds:detail", args=[held.pk]) in shown
    assert reverse("rounds:detail", args=[held.pk]) in text(client.get(address("detail", meeting)))


def test_the_session_ends_on_its_page(client, meeting):
    assert "Bod číslo 2" in text(client.get(address("session-end", meeting)))
    answer = client.post(address("session-end", meeting))
    assert answer["Location"] == address("minutes", meeting)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert client.get(address("live", meeting)).status_code == 200
    assert client.post(address("session-end", meeting)).status_code == 409


def test_a_lost_quorum_plans_a_substitute_session(client, clerk):
    client.force_login(clerk)
    meeting = sitting(clerk, is_statutory=True, substitute_days=15)
    assert client.get(address("session-lost", meeting)).status_code == 200
    day = timezone.localdate() + timedelta(days=30)
    late = client.post(address("session-lost", meeting), {"starts_at": f"{day}T09:00"})
    assert (late.status_code, "15 dnů" in text(late)) == (422, True)
    day = timezone.localdate() + timedelta(days=10)
    answer = client.post(address("session-lost", meeting), {"starts_at": f"{day}T09:00"})
    made = Meeting.objects.get(substitute_for=meeting)
    assert answer["Location"] == address("detail", made)


def test_members_do_not_write_minutes(client, meeting):
    client.force_login(meeting.participants.first().person)
    assert client.get(address("live", meeting)).status_code == 403


def test_the_live_page_costs_the_same_at_any_size(client, clerk):
    counts = []
    for members, items in ((5, 3), (40, 30)):
        meeting = sitting(clerk, members, items)
        client.force_login(clerk)
        come(client, meeting, members)
        client.get(address("live", meeting))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("live", meeting)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 40
