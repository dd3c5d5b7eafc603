from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import correction as corrections
from bodies.enums import CorrectionKind, MeetingState
from bodies.models import Mandate, Participant
from people.enums import Side
from people.models import Person
from tests.factories import bodies as make
from tests.factories import minutes as given
from tests.factories import people

pytestmark = pytest.mark.django_db
LIST = reverse("assemblies:list")


def page(client, meeting_pk):
    return client.get(reverse("assemblies:detail", args=[meeting_pk]))


def coming(days=9, **rules):
    """A convened meeting in some days of a body with some rules."""
    body = make.body(name=f"Zastupitelstvo města {people.person().pk}")
    make.rules(body, **{"is_public": True, "publishes_minutes": False, **rules})
    return make.convened(body, timezone.localdate() + timedelta(days=days))


def with_user(minutes, **mandate):
    """Let the first of the members sit for the users of services."""
    row = minutes.meeting.participants.select_related("person").order_by("pk").first()
    Participant.objects.filter(pk=row.pk).update(side=Side.USERS)
    Person.objects.filter(pk=row.person_id).update(first_name="Jana", last_name="Malá", title_before="Mgr.")
    Mandate.objects.filter(person=row.person_id).update(**{"may_name_publicly": False, **mandate})
    item = minutes.meeting.items.get()
    text = "Paní Malá (tel. 602 123 456) žádá spoje. [[Má nemoc.]]"
    type(item).objects.filter(pk=item.pk).update(record=text)
    return minutes


def published(minutes, monkeypatch, count=2):
    """Lead minutes that are being written to their publication."""
    monkeypatch.setattr(given, "over", lambda **_fields: given.fresh(minutes))
    return given.published(count=count)


def test_the_list_shows_what_is_to_come_and_what_was_without_an_account(client):
    meeting, minutes = coming(), given.published()
    first = client.get(LIST).content.decode()
    assert reverse("assemblies:detail", args=[meeting.pk]) in first
    assert reverse("assemblies:detail", args=[minutes.meeting_id]) not in first
    past = client.get(LIST, {"period": "past"}).content.decode()
    assert reverse("assemblies:detail", args=[minutes.meeting_id]) in past or minutes.meeting.held_on >= (
        timezone.localdate()
    )


@pytest.mark.parametrize(
    "wanted",
    [
        lambda meeting: {"body": meeting.body_id},
        lambda meeting: {"territory": meeting.body.territory_id},
        lambda meeting: {"text": meeting.body.name},
        lambda meeting: {"text": "Dostupné bydlení"},
    ],
)
def test_the_list_is_narrowed(wanted, client):
    meeting, other = coming(), coming()
    make.item(meeting, "Dostupné bydlení")
    text = client.get(LIST, wanted(meeting)).content.decode()
    assert reverse("assemblies:detail", args=[meeting.pk]) in text
    assert reverse("assemblies:detail", args=[other.pk]) not in text


def test_an_empty_list_says_so_kindly(client):
    assert "Teď není svolané žádné jednání" in client.get(LIST).content.decode()
    assert "Výběru neodpovídá" in client.get(LIST, {"text": "nic"}).content.decode()
    assert client.get(LIST, {"territory": "nesmysl", "page": "x"}).status_code == 200


def test_rules_of_the_day_of_the_meeting_decide(client):
    meeting = coming()
    make.rules(meeting.body, meeting.held_on, is_public=False, publishes_minutes=False)
    assert page(client, meeting.pk).status_code == 404
    earlier = make.convened(meeting.body, meeting.held_on - timedelta(days=3))
    assert page(client, earlier.pk).status_code == 200


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED])
def test_a_meeting_that_was_never_convened_is_not_told(state, client):
    body = make.body()
    make.rules(body, is_public=True)
    meeting = make.meeting(body, timezone.localdate() + timedelta(days=9), state=state)
    assert page(client, meeting.pk).status_code == 404


def test_a_closed_item_is_not_found_by_its_words_and_not_shown(client):
    meeting = coming()
    make.item(meeting, "Osobní věc klienta", is_closed_to_public=True)
    make.item(meeting, "Rozpočet služeb")
    text = page(client, meeting.pk).content.decode()
    assert ("Rozpočet služeb" in text, "Osobní věc" in text) == (True, False)
    assert "Výběru neodpovídá" in client.get(LIST, {"text": "Osobní věc"}).content.decode()


def test_published_minutes_leave_out_what_is_not_for_the_public(client, monkeypatch):
    minutes = with_user(given.over(days=0))
    make.item(minutes.meeting, "Osobní věc", is_closed_to_public=True, record="Tajné.")
    before = page(client, minutes.meeting_id).content.decode()
    assert "žádá spoje" not in before

    done = published(minutes, monkeypatch)
    text = page(client, minutes.meeting_id).content.decode()
    assert "zástupce/zástupkyně uživatelů" in text
    assert "žádá spoje. (neveřejný údaj)" in text.replace("\xa0", " ")
    for secret in ("Malá", "602", "nemoc", "Tajné", "Osobní věc"):
        assert secret not in text
    frozen = given.fresh(done).version
    assert (frozen.is_intact, "Malá" in str(frozen.snapshot)) == (True, True)


def test_who_agreed_to_be_named_is_named(client, monkeypatch):
    minutes = with_user(given.over(days=0), may_name_publicly=True)
    published(minutes, monkeypatch)
    assert "Mgr. Jana Malá" in page(client, minutes.meeting_id).content.decode()


def test_a_name_that_changed_since_is_hidden_as_it_stood_in_the_frozen_text(client, monkeypatch):
    minutes = with_user(given.over(days=0))
    published(minutes, monkeypatch)
    Person.objects.filter(last_name="Malá").update(last_name="Vdaná")
    assert "Malá" not in page(client, minutes.meeting_id).content.decode()


def test_a_body_that_does_not_publish_minutes_shows_its_agenda_only(client):
    minutes = given.published(is_public=True, publishes_minutes=False)
    text = page(client, minutes.meeting_id).content.decode()
    assert ("Střednědobý plán" in text, "Hlasovalo se o" in text) == (True, False)


def test_corrections_are_shown_with_the_minutes(client):
    minutes = given.published()
    corrections.add(
        minutes=minutes,
        kind=CorrectionKind.CORRECTION,
        text="Hlasovalo 12 členů, volejte 602 123 456.",
        reason="Přepsání.",
        by=given.organiser(minutes),
        now=timezone.now(),
    )
    text = page(client, minutes.meeting_id).content.decode()
    assert ("Hlasovalo 12 členů" in text.replace("\xa0", " "), "602" in text) == (True, False)


def test_the_pages_cost_the_same_queries_for_any_size(client, django_assert_max_num_queries):
    def queries(address):
        with django_assert_max_num_queries(30) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    meeting = coming()
    make.item(meeting)
    detail = reverse("assemblies:detail", args=[meeting.pk])
    before = queries(LIST), queries(detail)
    for days in range(1, 8):
        make.item(coming(days))
        make.item(meeting)
    assert (queries(LIST), queries(detail)) == before
