from datetime import date, timedelta

import pytest

from bodies.actions import action_item as tasks
from bodies.enums import ActionState, Due, MeetingState
from bodies.models import ActionItem
from people import journal
from people.enums import LetterState
from people.errors import Gone, LinkRevoked, Refused
from people.models import AccessLink, Letter
from tests.factories import bodies as make
from tests.factories import documents, people

pytestmark = pytest.mark.django_db
S = ActionState
DAY = date(2026, 11, 2)
NOW = make.at(DAY)
DUE = date(2026, 11, 30)


@pytest.fixture
def body():
    return make.body(organiser=people.person(first_name="Eva", last_name="Součková"))


def assigned(body, **fields):
    values = {"text": "Doplnit kapacity.", "by": body.organiser, "now": NOW, "due_on": DUE, **fields}
    if "organisation" not in values:
        values.setdefault("responsible", people.person())
    return tasks.assign(body=body, **values)


def letters(item, name):
    rows = Letter.objects.of(item).filter(template=f"bodies/letters/{name}")
    return list(rows.exclude(state=LetterState.DROPPED))


def sent(item):
    """The worker has sent everything about the task."""
    Letter.objects.of(item).update(state=LetterState.SENT, sent_at=NOW)


def links(item):
    return AccessLink.objects.filter(subject_kind="action_item", subject_id=item.pk, revoked_at=None)


def kinds(item):
    return [entry.kind.removeprefix("action_item.") for entry in journal.of(item)]


def test_a_task_gets_the_next_number_of_its_body_and_a_letter_with_a_link(body):
    first, second = assigned(body), assigned(body)
    assert (first.number, second.number) == ("1/2026", "2/2026")
    assert (first.first_due_on, first.due_on, first.state) == (DUE, DUE, S.ASSIGNED)
    letter = letters(first, "task_assigned")[0]
    assert letter.to_address == first.responsible.email
    assert links(first).get().placeholder in letter.text
    assert "Doplnit kapacity." in letter.text
    assert "30.\u00a011.\u00a02026" in letter.text


def test_an_organisation_is_written_to_its_address(body):
    office = people.organisation(email="urad@tanvald.test")
    item = assigned(body, organisation=office)
    assert letters(item, "task_assigned")[0].to_address == "urad@tanvald.test"
    assert links(item).get().address == "urad@tanvald.test"


def test_an_organisation_without_an_address_is_not_written_to(body):
    item = assigned(body, organisation=people.organisation(email=""))
    assert list(Letter.objects.of(item)) == []


def test_nobody_is_written_to_about_a_task_for_themselves(body):
    item = assigned(body, responsible=body.organiser)
    assert list(Letter.objects.of(item)) == []


@pytest.mark.parametrize("both", [True, False])
def test_exactly_one_answers_for_a_task(body, both):
    person, office = (people.person(), people.organisation()) if both else (None, None)
    with pytest.raises(Refused, match="právě jeden"):
        assigned(body, responsible=person, organisation=office)
    assert ActionItem.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "  "}, "Napište"),
        ({"due_on": None}, "Zadejte den"),
        ({"due_on": DAY - timedelta(days=1)}, "dřív"),
        ({"responsible": "left"}, "přístup nemá"),
    ],
)
def test_nonsense_is_refused(body, fields, message):
    if fields.get("responsible") == "left":
        fields = {"responsible": people.person(is_active=False)}
    with pytest.raises(Refused, match=message):
        assigned(body, **fields)


def test_the_next_meeting_gives_the_day(body):
    meeting = make.meeting(body, DAY)
    make.meeting(body, date(2026, 11, 20), state=MeetingState.CANCELLED)
    make.meeting(body, date(2026, 12, 9))
    item = assigned(body, meeting=meeting, due=Due.NEXT_MEETING, due_on=None)
    assert item.due_on == date(2026, 12, 9)


def test_ongoing_tasks_and_those_before_an_unknown_meeting_have_no_day(body):
    assert assigned(body, due=Due.ONGOING, due_on=DUE).due_on is None
    assert assigned(body, due=Due.NEXT_MEETING, due_on=None).due_on is None


def test_from_assigned_to_done(body):
    item = assigned(body)
    who = item.responsible
    tasks.take_up(item=item, by=who, now=NOW)
    tasks.report(item=item, text="Kapacity jsou doplněné.", by=who, now=NOW, files=[documents.upload()])
    asked = letters(item, "task_reported")[0]
    assert asked.person == body.organiser
    assert "Kapacity jsou doplněné." in asked.text
    done = tasks.accept(item=item, by=body.organiser, now=NOW + timedelta(days=3))
    assert (done.state, done.done_on) == (S.DONE, DAY)
    assert kinds(item) == ["assigned", "take_up", "report", "accept"]
    assert journal.verify() == []


def test_what_is_done_has_no_open_link_and_no_waiting_letter(body):
    item = assigned(body)
    tasks.accept(item=item, by=body.organiser, now=NOW)
    assert links(item).count() == 0
    assert {letter.state for letter in Letter.objects.of(item)} == {LetterState.DROPPED}


def test_reporting_ends_letters_that_wait(body):
    item = assigned(body)
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW)
    assert letters(item, "task_assigned") == []


def test_what_is_missing_is_said_and_the_term_counts_again(body):
    item = assigned(body)
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW)
    back = tasks.send_back(item=item, reason="Chybí Tanvald.", by=body.organiser, now=NOW)
    assert (back.state, back.reported_at) == (S.IN_PROGRESS, None)
    assert "Chybí Tanvald." in letters(item, "task_returned")[0].text


def test_more_time_keeps_the_first_term(body):
    item = assigned(body)
    later = tasks.extend(
        item=item, due_on=date(2026, 12, 20), reason="Čeká se na data.", by=body.organiser, now=NOW
    )
    assert (later.first_due_on, later.due_on, later.is_extended) == (DUE, date(2026, 12, 20), True)
    assert "20.\u00a012.\u00a02026" in letters(item, "task_extended")[0].text


def test_a_reported_task_needs_no_more_time(body):
    item = assigned(body)
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW)
    with pytest.raises(Refused, match="už nahlášené"):
        tasks.extend(item=item, due_on=date(2026, 12, 20), by=body.organiser, now=NOW)


def test_whoever_has_not_read_of_it_learns_nothing_of_the_passing_on(body):
    item = assigned(body)
    other = people.person()
    tasks.reassign(item=item, to=other, reason="Dovolená", by=body.organiser, now=NOW)
    assert letters(item, "task_passed_on") == []
    assert [letter.person for letter in letters(item, "task_assigned")] == [other]
    assert [link.person for link in links(item)] == [other]


def test_whoever_knows_of_a_task_learns_that_it_was_passed_on(body):
    item = assigned(body)
    sent(item)
    office = people.organisation(email="urad@tanvald.test")
    tasks.reassign(item=item, to=office, reason="Patří městu.", by=body.organiser, now=NOW)
    told = letters(item, "task_passed_on")[0]
    assert told.person == item.responsible
    assert "Patří městu." in told.text
    new = [letter.to_address for letter in letters(item, "task_assigned")]
    assert sorted(new) == sorted(["urad@tanvald.test", item.responsible.email])
    changed = ActionItem.objects.get(pk=item.pk)
    assert (changed.responsible, changed.organisation) == (None, office)


def test_a_task_is_not_passed_on_to_whoever_has_it(body):
    item = assigned(body)
    with pytest.raises(Refused, match="už tento"):
        tasks.reassign(item=item, to=item.responsible, reason="", by=body.organiser, now=NOW)


def test_a_cancelled_task_is_explained_to_whoever_knew_of_it(body):
    item, unread = assigned(body), assigned(body)
    sent(item)
    for one in (item, unread):
        tasks.cancel(item=one, reason="Zajistil kraj.", by=body.organiser, now=NOW)
    assert "Zajistil kraj." in letters(item, "task_cancelled")[0].text
    assert letters(unread, "task_cancelled") == []


def test_what_was_ended_can_be_opened_again(body):
    item = assigned(body)
    tasks.accept(item=item, by=body.organiser, now=NOW)
    again = tasks.reopen(item=item, reason="Kapacity zase chybí.", by=body.organiser, now=NOW)
    assert (again.state, again.done_on) == (S.IN_PROGRESS, None)
    assert links(item).count() == 1


@pytest.mark.parametrize(
    ("deed", "more"),
    [
        (tasks.take_up, {}),
        (tasks.report, {"text": "Hotovo."}),
        (tasks.accept, {}),
        (tasks.send_back, {"reason": "x"}),
        (tasks.extend, {"due_on": date(2027, 1, 1)}),
        (tasks.cancel, {"reason": "x"}),
    ],
)
def test_nothing_is_done_to_what_has_ended(body, deed, more):
    item = assigned(body)
    tasks.cancel(item=item, reason="Není potřeba.", by=body.organiser, now=NOW)
    before = kinds(item)
    with pytest.raises(Gone):
        deed(item=item, by=body.organiser, now=NOW, **more)
    assert kinds(item) == before


def test_a_second_click_is_told_that_it_is_done(body):
    item = assigned(body)
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW)
    with pytest.raises(Gone):
        tasks.report(item=item, text="Hotovo.", by=item.responsible, now=NOW)
    tasks.accept(item=item, by=body.organiser, now=NOW)
    with pytest.raises(Gone):
        tasks.accept(item=item, by=body.organiser, now=NOW)
    assert kinds(item) == ["assigned", "report", "accept"]


def test_an_ended_link_says_so(body):
    item = assigned(body)
    token = links(item).get().token
    tasks.cancel(item=item, reason="x", by=body.organiser, now=NOW)
    with pytest.raises(LinkRevoked):
        tasks.links.resolve(token, "task", NOW)
