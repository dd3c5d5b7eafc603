"""The search for a date in the browser: asked, answered by link, typed in, decided."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import poll as polls
from bodies.enums import BodyKind, PollChoice
from bodies.models import Meeting, Poll, PollVote
from people.calendars import next_working_day
from people.enums import Side
from people.models import AccessLink, Letter
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FIRST = next_working_day(TODAY + timedelta(days=20))
TERM = TODAY + timedelta(days=9)


@pytest.fixture
def body():
    return make.body(kind=BodyKind.FOCUS)


@pytest.fixture
def organiser(client, body):
    who = people.coordinator(body.territory)
    client.force_login(who)
    return who


@pytest.fixture
def poll(body):
    make.member(body)
    return opened(body)


def opened(body):
    days = [FIRST, FIRST + timedelta(days=1)]
    return polls.open(
        body=body,
        title="Podzimní jednání",
        options=[(make.at(day, 9), make.at(day, 11)) for day in days],
        closes_on=TERM,
        by=people.person(),
        now=timezone.now(),
    )


def url(name, *args):
    return reverse(f"meetings:{name}", args=args)


def shown(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def token(poll):
    return AccessLink.objects.get(subject_kind="poll", subject_id=poll.pk).token


def answers(poll, *choices):
    return {
        f"o{option.pk}": choice
        for option, choice in zip(poll.options.order_by("starts_at"), choices, strict=False)
    }


def rows(*days):
    data = {"title": "Podzim", "note": "", "closes_on": TERM, "o-TOTAL_FORMS": "6", "o-INITIAL_FORMS": "0"}
    for number, day in enumerate(days):
        data |= {f"o-{number}-day": day, f"o-{number}-starts": "09:00", f"o-{number}-ends": "11:00"}
    return data


def test_the_organiser_reads_how_many_will_be_asked_and_asks(client, organiser, body):
    make.member(body)
    address = url("poll-create", body.slug)
    assert "dostane 1 člen" in shown(client.get(address))
    assert client.post(address, rows(FIRST, FIRST + timedelta(days=1))).status_code == 303
    assert (Poll.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rows(FIRST), "aspoň dva termíny"),
        (rows(FIRST, FIRST), "navržený dvakrát"),
        ({**rows(FIRST, FIRST), "o-1-ends": "08:00"}, "později, než začne"),
        ({**rows(FIRST, FIRST), "o-1-starts": ""}, "Doplňte začátek."),
        ({**rows(FIRST, FIRST), "title": ""}, "třeba vyplnit"),
    ],
)
def test_what_does_not_fit_is_said_and_nobody_is_asked(client, organiser, body, data, reason):
    make.member(body)
    response = client.post(url("poll-create", body.slug), data)
    assert (response.status_code, reason in shown(response)) == (422, True)
    assert Letter.objects.count() == 0


def test_a_member_without_an_account_answers_by_the_link_and_may_change_it(client, poll):
    address = url("poll-link", token(poll))
    assert (client.get(address).status_code, PollVote.objects.count()) == (200, 0)
    assert client.post(address, answers(poll, "yes", "no")).status_code == 303
    assert client.post(address, answers(poll, "maybe")).status_code == 303
    said = PollVote.objects.order_by("option__starts_at").values_list("choice", "recorded_by")
    assert list(said) == [("maybe", None), ("no", None)]
    assert "Takhle jste odpověděli" in shown(client.get(address))


def test_the_short_address_of_the_letter_leads_to_the_page(client, poll):
    response = client.get(reverse("link-open", args=[token(poll)]))
    assert response["Location"] == url("poll-link", token(poll))


def test_an_empty_answer_asks_for_at_least_one_day(client, poll):
    response = client.post(url("poll-link", token(poll)), {})
    assert (response.status_code, "aspoň k jednomu" in shown(response)) == (422, True)


def test_the_link_says_how_the_search_ended(client, poll):
    option = poll.options.first()
    polls.decide(poll=poll, option=option, by=people.person(), now=timezone.now())
    page = client.get(url("poll-link", token(poll)))
    assert (page.status_code, "Termín je vybraný" in shown(page)) == (200, True)
    assert client.post(url("poll-link", token(poll)), answers(poll, "yes")).status_code == 409


def test_a_forged_link_opens_nothing(client, poll):
    assert client.get(url("poll-link", "neplatny")).status_code == 404


def test_a_member_answers_signed_in_and_sees_the_table_without_names_of_service_users(client, body):
    protected = make.member(body, people.person(last_name="Chráněná"), side=Side.USERS)
    member = make.member(body, side=Side.PROVIDERS)
    poll = opened(body)
    client.force_login(member)
    assert client.post(url("poll-answer", poll.pk), answers(poll, "yes", "yes")).status_code == 303
    page = shown(client.get(url("poll", poll.pk)))
    assert (member.name in page, "Chráněná" in page, "jméno neuvádíme" in page) == (True, False, True)
    client.force_login(protected)
    assert "Chráněná" in shown(client.get(url("poll", poll.pk)))
    client.force_login(people.person())
    assert [client.get(url(name, poll.pk)).status_code for name in ("poll", "poll-answer")] == [403, 403]


def test_the_organiser_types_an_answer_in_even_after_the_term(client, organiser, poll):
    person = poll.body.seats.get().mandates.get().person
    Poll.objects.update(closes_on=TODAY - timedelta(days=1))
    address = url("poll-record", poll.pk, person.pk)
    assert person.name in shown(client.get(address))
    assert client.post(address, answers(poll, "yes", "no")).status_code == 303
    assert set(PollVote.objects.values_list("recorded_by", flat=True)) == {organiser.pk}
    assert client.get(url("poll-record", poll.pk, organiser.pk)).status_code == 404
    late = client.post(url("poll-link", token(poll)), answers(poll, "no"))
    assert (late.status_code, "do stanoveného dne" in shown(late) or "šlo do" in shown(late)) == (422, True)


def test_the_chosen_day_becomes_a_meeting(client, organiser, poll):
    option = poll.options.order_by("starts_at").first()
    address = url("poll-decide", poll.pk, option.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"form": "in_person", "place": "knihovna"}).status_code == 303
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.place) == (FIRST, "knihovna")
    assert client.post(address, {"form": "in_person"}).status_code == 409


def test_a_day_on_which_the_body_sits_already_is_refused_beside_the_form(client, organiser, poll):
    make.meeting(poll.body, FIRST)
    option = poll.options.order_by("starts_at").first()
    response = client.post(url("poll-decide", poll.pk, option.pk), {"form": "in_person", "place": ""})
    assert (response.status_code, "už orgán jednání má" in shown(response)) == (422, True)


def test_a_search_is_cancelled_with_a_reason(client, organiser, poll):
    assert client.post(url("poll-cancel", poll.pk), {"reason": ""}).status_code == 422
    assert client.post(url("poll-cancel", poll.pk), {"reason": "Až v lednu."}).status_code == 303
    assert "zrušeno" in shown(client.get(url("poll", poll.pk)))


def test_the_page_of_the_body_names_the_search_that_goes_on(client, organiser, poll):
    page = shown(client.get(reverse("bodies:detail", args=[poll.body.slug])))
    assert url("poll", poll.pk) in page


def test_the_number_of_queries_does_not_grow(client, organiser, body, django_assert_max_num_queries):
    counts = []
    for size in (1, 10):
        for _number in range(size):
            make.member(body)
        poll = opened(body)
        for member in body.seats.all():
            person = member.mandates.get().person
            said = dict.fromkeys(poll.options.values_list("pk", flat=True), PollChoice.YES)
            polls.vote(poll=poll, person=person, choices=said, by=person, now=timezone.now())
        client.get(url("poll", poll.pk))
        with django_assert_max_num_queries(16) as queries:
            client.get(url("poll", poll.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]
