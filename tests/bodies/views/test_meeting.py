"""The list of meetings, planning and description of one, its history."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import agenda
from bodies.enums import BodyKind, MeetingState
from bodies.models import Meeting
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return make.body(people.territory("Tanvald"), BodyKind.COORDINATION, name="Koordinační skupina")


@pytest.fixture
def coordinator(client, body):
    who = people.coordinator(body.territory)
    client.force_login(who)
    return who


def ahead(days=30):
    return timezone.localdate() + timedelta(days=days)


def shown(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def listed(client, **wanted):
    page = client.get(reverse("meetings:list"), wanted).context["page"]
    return [meeting.pk for meeting in page]


def typed(**said):
    day = said.pop("day", ahead())
    return {"day": day, "starts": "09:00", "ends": "12:00", "form": "in_person", **said}


class TestList:
    def test_everybody_sees_the_meetings_of_their_bodies_and_invitations_only(self, client, body):
        member, guest, chair = make.member(body), people.person(), people.person()
        own = make.meeting(body, ahead())
        asked = make.meeting(make.body(), ahead())
        make.participant(asked, guest, invited_as="guest")
        led = make.meeting(make.body(), ahead(), chair=chair)
        expected = {
            member: [own.pk],
            guest: [asked.pk],
            chair: [led.pk],
            people.coordinator(body.territory): [own.pk],
            people.administrator(body.territory.region): [own.pk],
            people.person(): [],
        }
        found = {}
        for who in expected:
            client.force_login(who)
            found[who] = listed(client)

        assert found == expected

    def test_what_the_list_shows_is_what_may_be_opened(self, client, body):
        """The list says by one query what the rule says of each meeting."""
        removed, was = people.person(), people.person()
        meeting = make.meeting(body, ahead())
        make.participant(meeting, removed, removed_at=timezone.now())
        make.mandate(make.seat(body), was, ends_on=date(2023, 1, 1))
        for who in (removed, was):
            client.force_login(who)
            answer = client.get(reverse("meetings:detail", args=[meeting.pk]))
            assert (listed(client), answer.status_code) == ([], 403)

    def test_the_nearest_comes_first_and_what_is_over_is_apart(self, client, coordinator, body):
        far, near = make.meeting(body, ahead(60)), make.meeting(body, ahead(5))
        over = make.held(body, ahead(-30))
        older = make.held(body, ahead(-90))

        assert listed(client) == [near.pk, far.pk]
        assert listed(client, when="minula") == [over.pk, older.pk]

    def test_it_is_narrowed_by_body_kind_state_days_and_text(self, client, coordinator, body):
        board = make.body(body.territory, BodyKind.BOARD)
        one = make.meeting(body, ahead(5), place="knihovna")
        two = make.convened(board, ahead(50))
        found = [
            listed(client, **wanted)
            for wanted in (
                {"body": body.pk},
                {"kind": BodyKind.BOARD},
                {"state": MeetingState.CONVENED},
                {"since": ahead(20)},
                {"until": ahead(20)},
                {"q": "Knihovna"},
                {"q": "knihovna", "kind": BodyKind.BOARD},
            )
        ]

        assert found == [[one.pk], [two.pk], [two.pk], [two.pk], [one.pk], [one.pk], []]

    def test_mine_leaves_out_what_one_only_organises(self, client, coordinator, body):
        make.meeting(body, ahead(5))
        other = make.body(body.territory)
        make.member(other, coordinator)
        own = make.meeting(other, ahead(6))

        assert listed(client, mine="on") == [own.pk]

    def test_it_says_what_one_answered_and_how_long_the_agenda_is(self, client, body):
        who = make.member(body)
        meeting = make.convened(body, ahead())
        make.item(meeting)
        make.item(meeting, is_withdrawn=True)
        make.item(meeting, proposal="proposed")
        client.force_login(who)
        [row] = client.get(reverse("meetings:list")).context["page"]

        assert (row.item_count, row.my_answer) == (1, "")

    def test_an_empty_list_says_so(self, client, coordinator):
        assert "Žádné jednání není naplánované." in shown(client.get(reverse("meetings:list")))
        narrowed = shown(client.get(reverse("meetings:list"), {"q": "nic"}))
        assert "Tomuto výběru neodpovídá žádné jednání." in narrowed

    def test_the_number_of_queries_does_not_grow(
        self, client, coordinator, body, django_assert_max_num_queries
    ):
        counts = []
        for number in (2, 60):
            for day in range(number):
                make.meeting(make.body(body.territory), ahead(number + day))
            client.get(reverse("meetings:list"))
            with django_assert_max_num_queries(10) as captured:
                client.get(reverse("meetings:list"))
            counts.append(len(captured))

        assert counts[0] == counts[1]


class TestPlanning:
    def test_a_meeting_is_planned_with_its_usual_items(self, client, coordinator, body):
        answer = client.post(reverse("meetings:create", args=[body.slug]), typed(with_standing="on"))
        meeting = Meeting.objects.get()

        assert (answer.status_code, answer["Location"]) == (
            303,
            reverse("meetings:detail", args=[meeting.pk]),
        )
        assert (timezone.localtime(meeting.starts_at).hour, meeting.number) == (9, 1)
        assert meeting.items.count() == 3

    def test_the_usual_hours_and_place_are_offered(self, client, coordinator, body):
        make.convened(body, ahead(-90), place="radnice")
        page = client.get(reverse("meetings:create", args=[body.slug]))

        assert page.context["form"].initial == {
            "form": "in_person",
            "place": "radnice",
            "access": "",
            "remote_url": "",
            "starts": "09:00",
            "ends": "12:00",
        }

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"ends": "08:00"}, "ends"),
            ({"day": "2027-03-28", "starts": "02:30", "ends": ""}, "starts"),
            ({"day": ""}, "day"),
            ({"chair": "Nikdo Neznámý"}, "chair"),
            ({"remote_url": "nesmysl"}, "remote_url"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, client, coordinator, body, said, field):
        answer = client.post(reverse("meetings:create", args=[body.slug]), typed(**said))

        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert Meeting.objects.count() == 0

    def test_a_second_meeting_of_a_day_is_refused_beside_the_day(self, client, coordinator, body):
        make.meeting(body, ahead())
        answer = client.post(reverse("meetings:create", args=[body.slug]), typed())

        assert answer.status_code == 422
        assert "V tento den už orgán jednání má." in shown(answer)


class TestDescribing:
    def url(self, meeting):
        return reverse("meetings:edit", args=[meeting.pk])

    def test_the_day_moves_and_the_term_for_papers_follows_unless_it_was_typed(
        self, client, coordinator, body
    ):
        meeting = make.meeting(body, ahead(), starts_at=make.at(ahead()))
        same = {"papers_due_on": meeting.papers_due_on, "version": 0}
        client.post(self.url(meeting), typed(day=ahead(37), **same))
        meeting.refresh_from_db()
        assert (meeting.held_on, meeting.papers_due_on) == (ahead(37), ahead(30))

        client.post(self.url(meeting), typed(day=ahead(37), papers_due_on=ahead(20), version=1))
        meeting.refresh_from_db()
        assert meeting.papers_due_on == ahead(20)

    def test_a_convened_meeting_offers_its_texts_only(self, client, coordinator, body):
        meeting = make.convened(body, ahead())
        page = client.get(self.url(meeting))
        assert "day" not in page.context["form"].fields
        assert "změníte přeložením" in shown(page)

        client.post(self.url(meeting), {"note": "Vchod ze dvora.", "version": 0})
        meeting.refresh_from_db()
        assert (meeting.note, meeting.held_on) == ("Vchod ze dvora.", ahead())

    def test_somebody_else_wrote_meanwhile(self, client, coordinator, body):
        meeting = make.convened(body, ahead(), revision=3, note="Původní.")
        answer = client.post(self.url(meeting), {"note": "Moje.", "version": 2})

        assert answer.status_code == 409
        assert ("Původní." in shown(answer), "Moje." in shown(answer)) == (True, True)

    def test_a_day_that_is_taken_is_refused_beside_it(self, client, coordinator, body):
        make.meeting(body, ahead(10))
        meeting = make.meeting(body, ahead(), starts_at=make.at(ahead()))
        answer = client.post(self.url(meeting), typed(day=ahead(10), version=0))

        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["day"])


def test_the_history_tells_what_was_done_with_the_agenda(client, coordinator, body):
    meeting = make.meeting(body, ahead())
    agenda.add(meeting=meeting, title="Doprava na Frýdlantsku", by=coordinator, now=timezone.now())
    page = shown(client.get(reverse("meetings:history", args=[meeting.pk])))

    assert ("Přidán bod programu" in page, "Doprava na Frýdlantsku" in page) == (True, True)
