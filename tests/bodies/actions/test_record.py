from datetime import date, timedelta

import pytest

from bodies.actions import record, session
from bodies.enums import MinutesState
from bodies.models import Minutes
from people.errors import Gone
from tests.factories import bodies as make
from tests.factories import people

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = make.at(DAY)


@pytest.fixture
def jana():
    return people.person()


@pytest.fixture
def petr():
    return people.person()


@pytest.fixture
def item():
    body = make.body()
    make.member(body)
    return make.item(make.in_session(body, DAY))


def texts(item):
    return [(row.text, row.is_conflict) for row in item.texts.order_by("pk")]


def test_a_text_is_saved_over_the_version_that_was_read(item, jana):
    saved = record.save(item=item, text="Rozprava.", read_at=0, by=jana, now=NOW)
    assert (saved.item.record, saved.item.record_revision, saved.conflict) == ("Rozprava.", 1, None)
    assert (saved.item.recorded_by, saved.item.recorded_at) == (jana, NOW)
    again = record.save(item=item, text="Rozprava.", read_at=0, by=jana, now=NOW)
    assert again.item.record_revision == 1


def test_two_people_at_once_lose_nothing(item, jana, petr):
    record.save(item=item, text="Píše Jana.", read_at=0, by=jana, now=NOW)
    second = record.save(item=item, text="Píše Petr.", read_at=0, by=petr, now=NOW)
    assert (second.item.record, second.conflict.text, second.conflict.saved_by) == (
        "Píše Jana.",
        "Píše Petr.",
        petr,
    )
    record.save(item=item, text="Píše Petr.", read_at=0, by=petr, now=NOW)
    assert texts(item) == [("Píše Petr.", True)]


def test_two_texts_are_merged_and_stay_in_the_history(item, jana, petr):
    record.save(item=item, text="Píše Jana.", read_at=0, by=jana, now=NOW)
    other = record.save(item=item, text="Píše Petr.", read_at=0, by=petr, now=NOW).conflict
    merged = record.merge(item=item, text="Jana i Petr.", read_at=1, settled=[other.pk], by=jana, now=NOW)
    assert (merged.item.record, merged.item.record_revision) == ("Jana i Petr.", 2)
    assert texts(item) == [("Píše Petr.", False), ("Píše Jana.", False)]


def test_a_merge_over_a_newer_text_waits_too(item, jana, petr):
    record.save(item=item, text="Píše Jana.", read_at=0, by=jana, now=NOW)
    saved = record.merge(item=item, text="Spojeno.", read_at=0, settled=[], by=petr, now=NOW)
    assert (saved.item.record, saved.conflict.text) == ("Píše Jana.", "Spojeno.")


def test_an_answer_lost_on_the_way_makes_no_conflict(item, jana, petr):
    record.save(item=item, text="Poprvé.", read_at=0, by=jana, now=NOW)
    told = {"item": item, "read_at": 0, "now": NOW, "unanswered": "Poprvé."}
    saved = record.save(text="Poprvé a dál.", by=jana, **told)
    assert (saved.item.record, saved.conflict) == ("Poprvé a dál.", None)
    assert record.save(text="Jiné.", by=petr, **told).conflict is not None


def test_earlier_texts_are_kept_when_hands_change_much_disappears_or_time_passes(item, jana, petr):
    for number, (who, text, minutes) in enumerate(
        [
            (jana, "Dlouhý první text.", 0),
            (jana, "Dlouhý první text a dál.", 1),
            (petr, "Dlouhý první text a dál, Petr.", 2),
            (petr, "Nic.", 3),
            (petr, "Nic víc.", 20),
        ]
    ):
        at = NOW + timedelta(minutes=minutes)
        record.save(item=item, text=text, read_at=number, by=who, now=at)
    kept = ["Dlouhý první text a dál.", "Dlouhý první text a dál, Petr.", "Nic."]
    assert texts(item) == [(text, False) for text in kept]


def test_a_text_is_taken_until_the_minutes_are_verified(item, jana):
    session.end(meeting=item.meeting, by=jana, now=NOW)
    assert record.save(item=item, text="Po jednání.", read_at=0, by=jana, now=NOW).conflict is None
    Minutes.objects.update(state=MinutesState.COMMENTS)
    record.save(item=item, text="Po připomínce.", read_at=1, by=jana, now=NOW)
    item.refresh_from_db()
    assert item.record == "Po připomínce."


def test_a_text_before_the_session_is_refused(jana):
    body = make.body()
    make.member(body)
    with pytest.raises(Gone):
        record.save(item=make.item(make.convened(body, DAY)), text="Dřív.", read_at=0, by=jana, now=NOW)
