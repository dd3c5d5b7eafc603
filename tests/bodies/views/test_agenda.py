"""The page of the agenda and what the organiser and members do with its items."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.actions import agenda, paper
from bodies.enums import BodyKind, MeetingState
from bodies.models import AgendaItem
from tests.factories import bodies as make
from tests.factories import documents as shelf
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


@pytest.fixture
def meeting(body):
    # A Wednesday without a holiday, so that no warning is in the way.
    day = next(d for n in range(30, 60) if (d := ahead(n)).weekday() == 2)
    return make.meeting(body, day, starts_at=make.at(day), ends_at=make.at(day, 12))


def ahead(days):
    return timezone.localdate() + timedelta(days=days)


def shown(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def detail(client, meeting):
    return client.get(reverse("meetings:detail", args=[meeting.pk]))


def url(name, item, *more):
    return reverse(f"meetings:{name}", args=[item.pk, *more])


def typed(**said):
    return {"title": "Doprava", "purpose": "discussion", "minutes": 20, "version": 0, **said}


class TestPage:
    def test_hours_follow_from_the_beginning_and_the_minutes(self, client, coordinator, meeting):
        make.item(meeting, "Zahájení", minutes=10)
        make.item(meeting, "Přestávka", purpose="break", minutes=15)
        make.item(meeting, "Doprava", minutes=45)
        rows = detail(client, meeting).context["programme"].rows

        hours = [timezone.localtime(row.starts_at).strftime("%H:%M") for row in rows]
        assert hours == ["09:00", "09:10", "09:25"]
        assert [row.number for row in rows] == [1, None, 2]

    def test_an_agenda_longer_than_the_meeting_is_warned_of(self, client, coordinator, meeting):
        make.item(meeting, minutes=200)

        assert "Program je o 20 minut delší než jednání." in shown(detail(client, meeting))

    def test_the_organiser_is_warned_of_shared_members_and_the_others_are_not(
        self, client, coordinator, body, meeting
    ):
        who = make.member(body)
        other = make.body(name="Rada", short_name="Rada")
        make.member(other, who)
        make.meeting(other, meeting.held_on)

        assert "Ve stejnou dobu jedná Rada" in shown(detail(client, meeting))
        client.force_login(who)
        assert "Ve stejnou dobu" not in shown(detail(client, meeting))

    def test_open_tasks_come_with_their_check_until_the_session(self, client, coordinator, body, meeting):
        agenda.standing(meeting=meeting, by=coordinator, now=timezone.now())
        make.action_item(body, "Doplnit kapacity.")
        make.action_item(make.body(), "Cizí úkol.")
        page = shown(detail(client, meeting))

        assert ("Doplnit kapacity." in page, "Cizí úkol." in page) == (True, False)

    def test_a_member_reads_the_agenda_and_changes_nothing(self, client, body, meeting):
        client.force_login(make.member(body))
        item = make.item(meeting, "Doprava")
        page = shown(detail(client, meeting))

        assert ("Doprava" in page, "Upravit" in page, "Navrhnout bod" in page) == (True, False, True)
        answers = [
            client.post(reverse("meetings:agenda-standing", args=[meeting.pk])).status_code,
            client.post(url("item-edit", item), typed()).status_code,
            client.post(url("item-remove", item)).status_code,
        ]
        assert answers == [403, 403, 403]

    def test_a_stranger_does_not_see_it(self, client, meeting):
        client.force_login(people.person())

        assert detail(client, meeting).status_code == 403

    def test_who_comes_and_what_became_of_the_letters_stand_beside_the_agenda(
        self, client, coordinator, body
    ):
        for _ in range(3):
            make.member(body)
        meeting = make.convened(body, ahead(30))
        for one, state in zip(meeting.participants.all(), ("delivered", "queued", "bounced"), strict=True):
            cause = {"cause_kind": one.journal_kind, "cause_id": one.pk}
            people.letter(one.person, state="failed", written_at=make.at(ahead(-2)), **cause)
            sent = {"sent_at": make.at(ahead(-1))} if state == "delivered" else {}
            people.letter(one.person, state=state, written_at=make.at(ahead(-1)), **cause, **sent)
        context = detail(client, meeting).context
        post = context["post"]
        back = meeting.participants.last()

        assert len(context["answers"].rows) == 3
        assert (post.left, post.delivered, post.waiting, post.troubled) == (2, 1, 1, (back,))
        assert f"opravit adresu</a>: {back.person.name}" in shown(detail(client, meeting))

    def test_a_member_is_not_told_whose_letters_came_back(self, client, body):
        member = make.member(body)
        meeting = make.convened(body, ahead(30))
        client.force_login(member)
        context = detail(client, meeting).context

        assert (context["post"], context["mine"].person, len(context["answers"].rows)) == (None, member, 1)

    def test_a_withdrawn_item_is_struck_out_with_the_reason(self, client, coordinator, body):
        meeting = make.convened(body, ahead(30))
        make.item(meeting, "Síť služeb", is_withdrawn=True, withdrawn_reason="Chybí podklady.")
        page = shown(detail(client, meeting))

        assert ("<s>Síť služeb</s>" in page, "Chybí podklady." in page) == (True, True)

    def test_the_number_of_queries_does_not_grow(
        self, client, coordinator, body, meeting, django_assert_max_num_queries
    ):
        meeting = make.convened(body, ahead(29))
        counts = []
        for number in (3, 30):
            for _ in range(number):
                item = make.item(meeting, presenter=people.person(), document=shelf.document())
                make.action_item(body)
                agenda_paper(item)
            for _ in range(number):
                make.participant(meeting)
            detail(client, meeting)
            with django_assert_max_num_queries(20) as captured:
                detail(client, meeting)
            counts.append(len(captured))

        assert counts[0] == counts[1]


def agenda_paper(item):
    return paper.add_paper(
        item=item, upload=shelf.upload(f"%PDF-1.7 {item.pk}".encode()), by=people.person(), now=timezone.now()
    )


class TestItems:
    def test_an_item_is_added_changed_shifted_and_removed(self, client, coordinator, meeting):
        client.post(reverse("meetings:item-add", args=[meeting.pk]), typed())
        client.post(reverse("meetings:item-add", args=[meeting.pk]), typed(title="Síť služeb"))
        first, second = meeting.items.order_by("order")
        client.post(url("item-edit", first), typed(title="Doprava na Frýdlantsku", minutes=30))
        client.post(reverse("meetings:agenda-shift", args=[meeting.pk]), {"up": second.pk})
        client.post(reverse("meetings:agenda-break", args=[meeting.pk]))
        found = list(meeting.items.order_by("order").values_list("title", "minutes"))
        assert found == [("Síť služeb", 20), ("Doprava na Frýdlantsku", 30), ("Přestávka", 15)]

        client.post(url("item-shift", second), {"to": 3})
        client.post(url("item-remove", first))
        assert list(meeting.items.order_by("order").values_list("title", flat=True)) == [
            "Přestávka",
            "Síť služeb",
        ]

    def test_a_nonsense_shift_is_not_found(self, client, coordinator, meeting):
        shift = reverse("meetings:agenda-shift", args=[meeting.pk])

        assert [client.post(shift, said).status_code for said in ({}, {"up": "x"}, {"down": 0})] == [404] * 3

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"title": ""}, "title"),
            ({"minutes": 601}, "minutes"),
            ({"purpose": "zábava"}, "purpose"),
            ({"presenter": "eva@kraj.test", "presenter_name": "J. Nová"}, "presenter_name"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, client, coordinator, meeting, said, field):
        people.person("eva@kraj.test")
        answer = client.post(reverse("meetings:item-add", args=[meeting.pk]), typed(**said))

        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])

    def test_somebody_else_wrote_meanwhile(self, client, coordinator, meeting):
        item = make.item(meeting, "Původní", revision=2)
        answer = client.post(url("item-edit", item), typed(title="Moje", version=1))

        assert answer.status_code == 409
        assert ("Původní" in shown(answer), "Moje" in shown(answer)) == (True, True)

    def test_after_convening_an_item_is_late_or_withdrawn_and_the_rest_is_refused(
        self, client, coordinator, body
    ):
        meeting = make.convened(body, ahead(30))
        item = make.item(meeting, "Síť služeb")
        client.post(reverse("meetings:item-add", args=[meeting.pk]), typed())
        assert meeting.items.get(title="Doprava").is_late is True
        assert client.post(url("item-edit", item), typed()).status_code == 409
        client.post(url("item-withdraw", item), {"reason": "Chybí podklady."})
        item.refresh_from_db()
        assert item.withdrawn_reason == "Chybí podklady."

    def test_a_paper_is_handed_out_and_taken_away(self, client, coordinator, meeting):
        item = make.item(meeting)
        client.post(url("item-papers", item), {"upload": shelf.upload(), "title": "Kapacity"})
        one = item.papers.get()
        assert "Kapacity" in shown(detail(client, meeting))

        empty = client.post(url("item-papers", item), {"title": "Nic"})
        wrong = client.post(url("item-papers", item), {"upload": shelf.upload(b"MZ\x00\x90", "virus.exe")})
        assert [empty.status_code, wrong.status_code] == [422, 422]
        client.post(url("paper-remove", item, one.pk))
        assert item.papers.count() == 0

    def test_a_paper_of_the_body_may_be_handed_out_again(self, client, coordinator, body, meeting):
        old = agenda_paper(make.item(make.meeting(body, ahead(90))))
        item = make.item(meeting)
        client.post(url("item-papers", item), {"file": old.file_id})

        assert item.papers.get().file.digest == old.file.digest


class TestBacklog:
    def url(self, body, name="backlog"):
        return reverse(f"meetings:{name}", args=[body.slug])

    def test_an_item_is_put_by_and_later_moved_to_a_meeting(self, client, coordinator, body, meeting):
        client.post(self.url(body, "backlog-add"), typed())
        item = AgendaItem.objects.get()
        assert "Doprava" in shown(client.get(self.url(body)))

        client.post(url("item-carry", item), {"to": meeting.pk})
        item.refresh_from_db()
        assert item.meeting == meeting
        client.post(url("item-carry", item), {"to": ""})
        item.refresh_from_db()
        assert item.meeting is None

    def test_members_see_the_items_and_their_own_proposals(self, client, body):
        who = make.member(body)
        make.item(body, "Námět")
        make.item(body, "Můj návrh", proposal="proposed", proposed_by=who, proposed_at=timezone.now())
        other = people.person()
        make.item(body, "Cizí návrh", proposal="proposed", proposed_by=other, proposed_at=timezone.now())
        client.force_login(who)
        page = shown(client.get(self.url(body)))

        assert [t in page for t in ("Námět", "Můj návrh", "Cizí návrh")] == [True, True, False]
        client.force_login(other)
        assert client.get(self.url(body)).status_code == 403

    def test_an_empty_one_says_so(self, client, coordinator, body):
        assert "Zásobník je prázdný." in shown(client.get(self.url(body)))

    def test_the_number_of_queries_does_not_grow(
        self, client, coordinator, body, django_assert_max_num_queries
    ):
        counts = []
        for number in (2, 20):
            for _ in range(number):
                make.item(body, presenter=people.person())
            client.get(self.url(body))
            with django_assert_max_num_queries(15) as captured:
                client.get(self.url(body))
            counts.append(len(captured))

        assert counts[0] == counts[1]


class TestProposals:
    def said(self, **more):
        return {"title": "Doprava", "text": "Chybí spoje.", "minutes": 10, **more}

    def test_a_member_proposes_and_the_organiser_places_the_item(self, client, body, meeting):
        client.force_login(make.member(body))
        client.post(reverse("meetings:propose", args=[meeting.pk]), self.said())
        assert "čeká na zařazení" in shown(detail(client, meeting))

        client.force_login(people.coordinator(body.territory))
        item = AgendaItem.objects.get()
        assert "Návrhy členů čekají na zařazení" in shown(detail(client, meeting))
        assert "Chybí spoje." in shown(client.get(url("item-proposal", item)))
        client.post(url("item-proposal", item), {"answer": "accept", "to": meeting.pk})
        item.refresh_from_db()
        assert (item.proposal, item.meeting) == ("", meeting)

    def test_declining_needs_a_reason(self, client, coordinator, meeting):
        item = make.item(
            meeting, proposal="proposed", proposed_by=people.person(), proposed_at=timezone.now()
        )
        assert client.post(url("item-proposal", item), {"answer": "decline"}).status_code == 422
        client.post(url("item-proposal", item), {"answer": "decline", "reason": "Patří jinam."})
        item.refresh_from_db()
        assert (item.proposal, item.proposal_answer) == ("declined", "Patří jinam.")

    def test_after_the_last_day_the_backlog_is_offered(self, client, body):
        meeting = make.convened(body, ahead(1), state=MeetingState.CONVENED)
        client.force_login(make.member(body))
        page = client.get(reverse("meetings:propose", args=[meeting.pk]))
        assert reverse("meetings:backlog-propose", args=[body.slug]) in shown(page)

        late = client.post(reverse("meetings:propose", args=[meeting.pk]), self.said())
        assert (late.status_code, "do zásobníku" in shown(late)) == (422, True)
        client.post(reverse("meetings:backlog-propose", args=[body.slug]), self.said())
        assert AgendaItem.objects.get().meeting is None
