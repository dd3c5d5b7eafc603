"""The agenda before convening, after it and in the session; the backlog; standing items."""

from datetime import date, timedelta

import pytest

from bodies.actions import agenda
from bodies.enums import BodyKind, ItemPurpose, ItemState, MeetingState, RoundState, StandingItem
from bodies.models import AgendaItem, Paper, Round
from bodies.queries.agenda import rounds_for
from documents.actions import file as files
from people import journal
from people.errors import Gone, Refused, Stale
from tests.factories import bodies as make
from tests.factories import documents as shelf
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 8)
S = StandingItem


@pytest.fixture
def body():
    return make.body(kind=BodyKind.COORDINATION)


@pytest.fixture
def meeting(body):
    return make.meeting(body, DAY, starts_at=make.at(DAY), ends_at=make.at(DAY, 12))


@pytest.fixture
def convened(body):
    return make.convened(body, DAY + timedelta(days=30))


def act(deed, **said):
    return deed(by=people.person(), now=people.NOW, **said)


def add(place, title="Doprava", **said):
    where = {"body": place} if isinstance(place, make.Body) else {"meeting": place}
    return act(agenda.add, title=title, **where, **said)


def titles(meeting):
    return [item.title for item in AgendaItem.objects.filter(meeting=meeting, proposal="").order_by("order")]


def kinds(subject):
    return [entry.kind for entry in journal.of(subject)]


class TestAdding:
    def test_items_stand_in_order_before_the_closing_one(self, meeting):
        act(agenda.standing, meeting=meeting)
        add(meeting, "První")
        add(meeting, "Druhý")
        add(meeting, "Nultý", position=1)

        assert titles(meeting) == [
            "Nultý",
            str(S.OPENING.label),
            str(S.TASK_CHECK.label),
            "První",
            "Druhý",
            str(S.ANY_OTHER.label),
        ]
        assert [i.order for i in meeting.items.order_by("order")] == [1, 2, 3, 4, 5, 6]

    def test_an_item_says_what_was_typed_and_the_journal_keeps_the_title_apart(self, meeting):
        item = add(
            meeting, purpose=ItemPurpose.DECISION, minutes=45, section="Plán", presenter_name="J. Nová"
        )
        entry = journal.of(meeting).last()

        assert (item.purpose, item.minutes, item.section, item.presenter_name) == (
            "decision",
            45,
            "Plán",
            "J. Nová",
        )
        assert (entry.data, entry.personal.content) == (
            {"item": item.pk, "is_late": False},
            {"told": "Doprava"},
        )

    @pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.CLOSED, MeetingState.CANCELLED])
    def test_the_agenda_of_a_meeting_that_is_over_does_not_change(self, body, state):
        meeting = make.convened(body, DAY, state=state, ended_at=make.at(DAY, 12))
        with pytest.raises(Refused, match="program se už nemění"):
            add(meeting)

    @pytest.mark.parametrize("state", [MeetingState.CONVENED, MeetingState.IN_SESSION])
    def test_what_is_added_after_convening_is_marked(self, body, state):
        assert add(make.convened(body, DAY, state=state)).is_late is True

    def test_an_addition_to_a_convened_meeting_is_something_to_tell(self, convened):
        add(convened)
        convened.refresh_from_db()

        assert convened.changed_at == people.NOW

    def test_an_item_belongs_to_a_meeting_or_to_a_backlog(self):
        with pytest.raises(ValueError, match="belongs to a meeting"):
            act(agenda.add, title="Nikde")

    def test_three_hundred_items_are_put_in_order(self, meeting):
        AgendaItem.objects.bulk_create(
            AgendaItem(body=meeting.body, meeting=meeting, title=f"Bod {n}", order=n) for n in range(1, 301)
        )
        item = add(meeting, "Úplně první", position=1)
        act(agenda.shift, item=item, to=300)

        assert titles(meeting)[299] == "Úplně první"
        assert [i.order for i in meeting.items.order_by("order")] == list(range(1, 302))


class TestWriting:
    def test_of_two_people_the_second_is_shown_both_texts(self, meeting):
        item = add(meeting)
        act(agenda.write, item=item, read_at=0, title="Doprava na Frýdlantsku", text="Spoje.")
        with pytest.raises(Stale) as refusal:
            act(agenda.write, item=item, read_at=0, title="Doprava jinde", text="Vlaky.")

        assert refusal.value.yours == "Doprava jinde\n\nVlaky."
        assert refusal.value.current == "Doprava na Frýdlantsku\n\nSpoje."

    def test_the_same_words_again_write_nothing(self, meeting):
        item = add(meeting)

        assert act(agenda.write, item=item, read_at=0, title="Doprava").revision == 0

    def test_convening_freezes_texts_and_order_but_late_items_may_be_written(self, convened):
        old, late = make.item(convened), add(convened, "Pozdní")
        for deed, said in ((agenda.write, {"read_at": 0, "title": "X"}), (agenda.shift, {"step": 1})):
            with pytest.raises(Refused, match="uzamčený"):
                act(deed, item=old, **said)

        assert act(agenda.write, item=late, read_at=0, title="Pozdější").title == "Pozdější"

    def test_an_item_taken_up_in_the_session_is_not_rewritten(self, body):
        item = make.item(make.in_session(body, DAY), is_late=True, progress=ItemState.CURRENT)
        with pytest.raises(Refused, match="uzamčený"):
            act(agenda.write, item=item, read_at=0, title="X")

    def test_a_document_comes_in_its_current_version(self, meeting):
        version = shelf.version()
        item = act(agenda.write, item=add(meeting), read_at=0, document=version.document)

        assert item.version == version
        assert act(agenda.write, item=item, read_at=1, document=None).version is None


class TestShifting:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({"step": -1}, "BAC"),
            ({"step": 1}, "ACB"),
            ({"to": 1}, "BAC"),
            ({"to": 99}, "ACB"),
            ({"to": 2}, "ABC"),
        ],
    )
    def test_an_item_goes_a_step_or_to_a_position(self, meeting, said, expected):
        items = {title: add(meeting, title) for title in "ABC"}
        act(agenda.shift, item=items["B"], **said)

        assert "".join(titles(meeting)) == expected

    def test_the_first_item_goes_no_higher_and_nothing_is_written(self, meeting):
        item = add(meeting)
        act(agenda.shift, item=item, step=-1)

        assert kinds(meeting) == ["agenda.added"]


class TestTakingOff:
    def test_before_convening_an_item_is_removed(self, meeting):
        act(agenda.remove, item=add(meeting))

        assert (titles(meeting), kinds(meeting)) == ([], ["agenda.added", "agenda.removed"])

    def test_an_item_on_which_something_hangs_stays(self, body, meeting):
        item = make.item(body)
        make.item(meeting, carried_from=item)
        with pytest.raises(Refused, match="odebrat ho nelze"):
            act(agenda.remove, item=item)

        assert AgendaItem.objects.filter(pk=item.pk).exists()

    def test_after_convening_it_is_withdrawn_once_with_a_reason(self, convened):
        item = make.item(convened)
        with pytest.raises(Refused, match="rozeslán"):
            act(agenda.remove, item=item)
        withdrawn = act(agenda.withdraw, item=item, reason="Předkladatel onemocněl.")

        assert (withdrawn.is_withdrawn, withdrawn.withdrawn_reason) == (True, "Předkladatel onemocněl.")
        with pytest.raises(Gone):
            act(agenda.withdraw, item=item, reason="Znovu.")

    def test_a_prepared_item_and_one_dealt_with_are_not_withdrawn(self, body, meeting):
        with pytest.raises(Refused, match="prostě odeberte"):
            act(agenda.withdraw, item=add(meeting), reason="X")
        done = make.item(make.in_session(body, DAY - timedelta(days=1)), progress=ItemState.DONE)
        with pytest.raises(Refused, match="projednaný"):
            act(agenda.withdraw, item=done, reason="X")


def paper(item):
    """Hand out a file, as it was handed out before the meeting."""
    kept = files.keep(holder=item, upload=shelf.upload(), by=None, now=people.NOW)
    who = people.person()
    return Paper.objects.create(item=item, file=kept, title="Příloha", added_at=people.NOW, added_by=who)


class TestCarryingOver:
    def test_from_the_backlog_and_from_a_planned_meeting_the_item_itself_moves(self, body, meeting):
        item = add(body, "Námět")
        paper(item)
        moved = act(agenda.carry_over, item=item, to=meeting)
        back = act(agenda.carry_over, item=moved, to=None)

        assert (moved.pk, back.pk, back.meeting) == (item.pk, item.pk, None)
        assert [p.title for p in back.papers.all()] == ["Příloha"]
        assert (kinds(meeting), kinds(body)) == (["agenda.carried"], ["agenda.added", "agenda.carried"])

    def test_from_a_convened_meeting_a_copy_goes_and_the_item_is_withdrawn(self, meeting, convened):
        item = make.item(convened, "Síť služeb", minutes=40)
        paper(item)
        made = act(agenda.carry_over, item=item, to=meeting)
        item.refresh_from_db()

        assert (made.carried_from, made.title, made.minutes, made.is_late) == (item, "Síť služeb", 40, False)
        assert [p.title for p in made.papers.all()] == ["Příloha"]
        assert (item.is_withdrawn, item.withdrawn_reason) == (True, "Přesunuto na jiné jednání.")
        with pytest.raises(Gone):
            act(agenda.carry_over, item=item, to=meeting)

    def test_from_a_past_meeting_a_copy_goes_and_the_record_stays(self, body, meeting):
        item = make.item(
            make.held(body, DAY - timedelta(days=60)), progress=ItemState.POSTPONED, record="Odloženo."
        )
        made = act(agenda.carry_over, item=item, to=meeting)
        item.refresh_from_db()

        assert (made.progress, made.record, item.is_withdrawn) == (ItemState.OPEN, "", False)

    def test_a_copy_leaves_the_item_where_it_is(self, body, meeting):
        item = add(meeting)
        made = act(agenda.carry_over, item=item, to=None, copy=True)

        assert (made.meeting, made.carried_from) == (None, item)
        assert titles(meeting) == ["Doprava"]

    def test_standing_items_proposals_and_foreign_meetings_are_refused(self, body, meeting):
        [opening, *_] = act(agenda.standing, meeting=meeting)
        proposed = make.item(meeting, proposal="proposed")
        for item in (opening, proposed):
            with pytest.raises(Refused, match="nepřenášejí"):
                act(agenda.carry_over, item=item, to=None)
        foreign = make.meeting(make.body(), DAY)
        with pytest.raises(Refused, match="téhož orgánu"):
            act(agenda.carry_over, item=add(meeting), to=foreign)

    def test_a_meeting_that_is_over_takes_nothing(self, body, meeting):
        over = make.held(body, DAY - timedelta(days=60))
        with pytest.raises(Refused, match="program se už nemění"):
            act(agenda.carry_over, item=add(meeting), to=over)


def closed_round(body):
    return Round.objects.create(
        body=body,
        title="Souhlas s projektem",
        wording="Souhlasí.",
        state=RoundState.CLOSED,
        result="passed",
        opens_at=people.NOW,
        closes_at=people.NOW,
        closed_at=people.NOW,
        member_count=5,
        votes_needed=3,
        created_at=people.NOW,
        created_by=people.person(),
    )


class TestStandingItems:
    def test_they_are_put_once_in_their_places(self, body, meeting):
        make.held(body, DAY - timedelta(days=60))
        closed_round(body)
        add(meeting, "Síť služeb")
        act(agenda.standing, meeting=meeting)

        assert [(i.standing or i.title) for i in meeting.items.order_by("order")] == [
            S.OPENING,
            S.PREVIOUS_MINUTES,
            S.TASK_CHECK,
            S.REPORTS,
            "Síť služeb",
            S.ANY_OTHER,
        ]
        assert act(agenda.standing, meeting=meeting) == []

    def test_a_first_meeting_has_no_earlier_minutes_and_a_hearing_no_tasks(self, meeting):
        hearing = make.meeting(make.body(kind=BodyKind.HEARING), DAY)

        assert [i.standing for i in act(agenda.standing, meeting=meeting)] == [
            S.OPENING,
            S.TASK_CHECK,
            S.ANY_OTHER,
        ]
        assert [i.standing for i in act(agenda.standing, meeting=hearing)] == [S.OPENING, S.ANY_OTHER]

    def test_one_taken_off_comes_back_to_its_place(self, meeting):
        made = act(agenda.standing, meeting=meeting)
        add(meeting, "Síť služeb")
        act(agenda.remove, item=made[1])
        act(agenda.standing, meeting=meeting)

        assert titles(meeting)[1] == str(S.TASK_CHECK.label)

    def test_after_convening_none_is_put_in(self, convened):
        with pytest.raises(Refused, match="uzamčený"):
            act(agenda.standing, meeting=convened)


class TestFreezing:
    def test_convening_fixes_the_versions_on_the_table(self, meeting):
        item = add(meeting, document=shelf.version().document)
        newer = shelf.version(item.document)
        act(agenda.freeze, meeting=meeting)
        item.refresh_from_db()

        assert item.version == newer

    def test_a_closed_vote_is_reported_even_when_nobody_thought_of_it(self, meeting):
        act(agenda.standing, meeting=meeting)
        held = closed_round(meeting.body)
        act(agenda.freeze, meeting=meeting)
        held.refresh_from_db()

        assert (held.reported_at.standing, held.reported_at.order) == (S.REPORTS, 3)
        assert list(rounds_for(meeting.body, held.reported_at)) == [held]


def test_an_item_that_moved_meanwhile_is_gone(body, meeting):
    item = add(body)
    stale = AgendaItem.objects.select_related("body").get(pk=item.pk)
    act(agenda.carry_over, item=item, to=meeting)
    with pytest.raises(Gone):
        act(agenda.write, item=stale, read_at=0, title="X")
