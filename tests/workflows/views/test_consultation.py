from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import Hearing
from tests.factories import workflows
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
S = EditionState


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def announced(**fields) -> dict:
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    return {"starts_at_0": day, "starts_at_1": "17:00", "place": "Kulturní dům", "access": "", **fields}


@pytest.mark.parametrize(
    ("page", "others"), [("consultation", [200, 200, 200, 403]), ("hearing-plan", [403, 403, 403, 403])]
)
def test_the_window_is_read_by_those_who_work_here_and_run_by_the_coordinator(page, others, scene, answers):
    pages = scene(S.CONSULTATION)
    expected = dict(zip(("clerk", "drafter", "guarantor", "reviewer"), others, strict=True))
    assert answers(pages, pages.url(page)) == {
        "coordinator": 200,
        **expected,
        "stranger": 403,
        "anonymous": "login",
    }


def test_before_the_window_the_page_says_so(scene, text):
    pages = scene()
    page = text(pages.client().get(pages.url("consultation")))
    assert "Připomínkové řízení zatím nebylo vyhlášeno." in page
    assert pages.client().post(pages.url("hearing-plan"), announced()).status_code == 404


def test_a_hearing_is_announced_once(scene, text):
    pages = scene(S.CONSULTATION)
    client, url = pages.client(), pages.url("hearing-plan")
    response = client.post(url, announced())
    assert (response.status_code, response["Location"]) == (303, pages.url("consultation"))
    assert timezone.localtime(Hearing.objects.get().starts_at).hour == 17
    assert "Kulturní dům" in text(client.get(pages.url("consultation")))
    again = client.post(url, announced())
    assert (again.status_code, Hearing.objects.count()) == (409, 1)


def test_a_hearing_without_place_or_time_is_said_beside_the_fields(scene, text):
    pages = scene(S.CONSULTATION)
    response = pages.client().post(
        pages.url("hearing-plan"), announced(place="", starts_at_1="pět", access="bezbariérově")
    )
    assert (response.status_code, sorted(errors(response))) == (422, ["place", "starts_at"])
    assert "bezbariérově" in text(response)


def held(pages) -> Hearing:
    workflows.hear(pages.edition)
    return Hearing.objects.get()


def test_the_course_of_a_hearing_is_written_and_a_stale_form_shows_both_texts(scene, text):
    pages = scene(S.CONSULTATION)
    hearing = held(pages)
    client, url = pages.client(), pages.url("hearing-record", hearing.pk)
    fields = {"attendance": 20, "record": "Mluvilo se o dopravě.", "read_at": hearing.revision}
    assert client.post(url, fields).status_code == 303
    stale = client.post(url, {**fields, "record": "Můj zápis."})
    assert stale.status_code == 409
    assert "Mluvilo se o dopravě." in text(stale)
    assert "Můj zápis." in text(stale)


def test_a_nonsense_attendance_keeps_the_record(scene, text):
    pages = scene(S.CONSULTATION)
    hearing = held(pages)
    response = pages.client().post(
        pages.url("hearing-record", hearing.pk), {"attendance": "-3", "record": "Dlouhý zápis.", "read_at": 1}
    )
    assert (response.status_code, list(errors(response))) == (422, ["attendance"])
    assert "Dlouhý zápis." in text(response)


def test_a_hearing_is_called_off_with_a_reason_unless_it_was_held(scene, text):
    pages = scene(S.CONSULTATION)
    client = pages.client()
    client.post(pages.url("hearing-plan"), announced())
    url = pages.url("hearing-cancel", Hearing.objects.get().pk)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Sál nemá topení."}).status_code == 303
    assert Hearing.objects.get().cancelled_at is not None


def test_a_held_hearing_stays_held(scene, text):
    pages = scene(S.CONSULTATION)
    response = pages.client().post(pages.url("hearing-cancel", held(pages).pk), {"reason": "Omyl."})
    assert response.status_code == 409
    assert "Veřejné projednání už proběhlo." in text(response)


def test_a_hearing_of_another_plan_is_not_found(scene):
    pages, other = scene(S.CONSULTATION), scene(S.CONSULTATION)
    hearing = held(other)
    for page in ("hearing-record", "hearing-cancel"):
        assert pages.client().get(pages.url(page, hearing.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_the_window_takes_ten_queries(count, scene, django_assert_num_queries):
    pages = scene(S.CONSULTATION)
    client = pages.client()
    for number in range(count):
        client.post(pages.url("hearing-plan"), announced(place=f"Sál {number}"))
    client.get(pages.url("consultation"))
    with django_assert_num_queries(10):
        client.get(pages.url("consultation"))
