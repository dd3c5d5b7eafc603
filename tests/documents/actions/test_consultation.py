from datetime import timedelta

import pytest

from documents.actions import consultation as consultations
from people.errors import Refused, Stale
from tests.factories import documents, people

pytestmark = pytest.mark.django_db
NOW, TODAY = people.NOW, people.TODAY


def announce(first=TODAY, last=TODAY + timedelta(days=13), minimum=14):
    version = documents.version()
    return consultations.announce(
        document=version.document,
        version=version,
        opens_on=first,
        closes_on=last,
        minimum_days=minimum,
        by=people.person(),
        now=NOW,
    )


def test_both_ends_count_towards_the_minimum():
    assert announce().days == 14
    with pytest.raises(Refused, match="nejméně 14 dní, zadáno je 13"):
        announce(last=TODAY + timedelta(days=12))


def test_a_window_neither_opens_in_the_past_nor_ends_before_it_opens():
    with pytest.raises(Refused, match="v minulosti"):
        announce(first=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="dřív"):
        announce(last=TODAY - timedelta(days=1))


def test_a_window_can_only_be_made_longer():
    window = announce()
    later = window.closes_on + timedelta(days=7)
    extended = consultations.extend(consultation=window, closes_on=later, by=people.person(), now=NOW)
    assert extended.closes_on == later
    with pytest.raises(Refused, match="později"):
        consultations.extend(consultation=window, closes_on=later, by=people.person(), now=NOW)
    with pytest.raises(Refused, match="uplynul"):
        consultations.extend(
            consultation=window,
            closes_on=later + timedelta(days=1),
            by=people.person(),
            now=NOW + timedelta(days=60),
        )


def test_closing_twice_changes_nothing():
    window = announce()
    first = consultations.close(consultation=window, by=None, now=NOW)
    again = consultations.close(consultation=window, by=None, now=NOW + timedelta(days=1), cut_short=True)
    assert (again.closed_at, again.was_cut_short) == (first.closed_at, False)


def record(hearing, text="Diskuse.", **fields):
    values = {"attendance": 12, "read_at": 0, "by": people.person(), "now": NOW + timedelta(days=4)}
    return consultations.record_hearing(hearing=hearing, record=text, **{**values, **fields})


def test_a_hearing_is_recorded_after_it_began_by_whoever_read_it_last():
    hearing = documents.hearing()
    with pytest.raises(Refused, match="nezačalo"):
        record(hearing, now=NOW)
    assert record(hearing).attendance == 12
    with pytest.raises(Stale) as caught:
        record(hearing, "Jiný zápis.")
    assert (caught.value.yours, caught.value.current) == ("Jiný zápis.", "Diskuse.")


def test_a_hearing_that_was_held_cannot_be_called_off():
    hearing = documents.hearing()
    record(hearing)
    with pytest.raises(Refused, match="proběhlo"):
        consultations.cancel_hearing(hearing=hearing, reason="x", by=people.person(), now=NOW)
