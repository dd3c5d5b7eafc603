from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bodies.enums import ActionState, StandingItem
from bodies.models import ActionItem
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def meeting():
    body = make.body(organiser=people.person())
    made = make.in_session(body, TODAY, minute_taker=people.person())
    make.item(made, standing=StandingItem.TASK_CHECK)
    return made


def shown(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def client(who):
    found = Client()
    found.force_login(who)
    return found


def task(where, text="Doplnit kapacity.", **fields):
    earlier = timezone.now() - timedelta(days=30)
    return make.action_item(where.body, text, **{"assigned_at": earlier, **fields})


def check(meeting, item, **typed):
    address = reverse("meetings:task-check", args=[meeting.pk, item.pk])
    values = {f"t{item.pk}-{name}": value for name, value in typed.items()}
    return client(meeting.minute_taker).post(address, values)


def test_the_tab_lists_what_was_assigned_and_what_is_to_be_checked(meeting):
    old, new = task(meeting, "Starý."), task(meeting, "Nový.", meeting=meeting)
    response = client(meeting.minute_taker).get(reverse("meetings:tasks", args=[meeting.pk]))
    assert list(response.context["assigned"]) == [new]
    assert [row["task"] for row in response.context["rows"]] == [old]
    assert "Zapsat zjištění" in shown(response)


def test_a_finding_is_written_and_can_be_mended(meeting):
    item = task(meeting)
    assert check(meeting, item).status_code == 422
    assert check(meeting, item, found="extended").status_code == 422
    assert check(meeting, item, found="cancelled").status_code == 422
    assert check(meeting, item, found="done", note="Ověřeno.").status_code == 303
    assert ActionItem.objects.get(pk=item.pk).state == ActionState.DONE
    page = client(meeting.minute_taker).get(reverse("meetings:tasks", args=[meeting.pk]))
    assert "Opravit zjištění" in shown(page)
    assert check(meeting, item, found="continues").status_code == 303
    assert ActionItem.objects.get(pk=item.pk).state == ActionState.IN_PROGRESS


def test_a_member_reads_but_does_not_check(meeting):
    member, item = make.member(meeting.body), task(meeting)
    page = client(member).get(reverse("meetings:tasks", args=[meeting.pk]))
    assert "Zapsat zjištění" not in shown(page)
    address = reverse("meetings:task-check", args=[meeting.pk, item.pk])
    assert client(member).post(address, {}).status_code == 403


def test_a_task_of_another_body_is_not_checked_here(meeting):
    assert check(meeting, make.action_item(make.body()), found="done").status_code == 404


def test_a_task_is_written_at_an_item(meeting):
    item, who = make.item(meeting), people.person()
    address = reverse("meetings:task-add", args=[meeting.pk, item.pk])
    signed = client(meeting.minute_taker)
    assert signed.get(address).status_code == 200
    assert signed.post(address, {"text": "x"}).status_code == 422
    typed = {"text": "Rozeslat.", "responsible": who.email, "due": "next_meeting"}
    assert signed.post(address, typed).status_code == 303
    made = ActionItem.objects.get()
    assert (made.item, made.meeting, made.responsible, made.due_on) == (item, meeting, who, None)


def test_any_number_of_checks_takes_the_same_number_of_queries(meeting, django_assert_max_num_queries):
    signed, counts = client(meeting.minute_taker), []
    address = reverse("meetings:tasks", args=[meeting.pk])
    for _ in range(2):
        for _each in range(5):
            task(meeting)
            task(meeting, meeting=meeting)
        signed.get(address)
        with django_assert_max_num_queries(20) as found:
            signed.get(address)
        counts.append(len(found))
    assert counts[0] == counts[1]
