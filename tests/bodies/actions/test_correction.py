from datetime import timedelta

import pytest

from bodies.actions import correction as actions
from bodies.enums import CorrectionKind
from people.errors import Gone, Refused
from people.models import Letter
from tests.factories import minutes as given
from tests.factories.minutes import NOW, fresh, members, organiser

pytestmark = pytest.mark.django_db


def corrected(minutes, **fields):
    values = {
        "kind": CorrectionKind.CORRECTION,
        "text": "Hlasovalo 12 členů.",
        "reason": "Přepsání.",
        "by": organiser(minutes),
        "now": NOW + timedelta(days=3),
        **fields,
    }
    return actions.add(minutes=minutes, **values)


def test_a_correction_stands_beside_the_frozen_text_and_members_are_told():
    minutes = given.published()
    before = fresh(minutes).version.digest
    first = corrected(minutes)
    second = corrected(minutes, kind=CorrectionKind.SUPPLEMENT, item=minutes.meeting.items.get())

    assert (first.number, second.number) == (1, 2)
    assert (fresh(minutes).version.digest, fresh(minutes).version.is_intact) == (before, True)
    sent = Letter.objects.filter(template="bodies/letters/minutes_corrected")
    assert {letter.person for letter in sent} == set(members(minutes))
    assert "Hlasovalo 12 členů." in sent.first().text


@pytest.mark.parametrize("make", [given.over, given.circulated, given.submitted])
def test_what_can_still_be_written_is_not_corrected(make):
    with pytest.raises(Refused):
        corrected(make())


@pytest.mark.parametrize("empty", ["text", "reason"])
def test_a_correction_wants_its_text_and_its_reason(empty):
    with pytest.raises(Refused):
        corrected(given.verified(), **{empty: " "})


def test_an_item_of_another_meeting_is_refused():
    minutes, other = given.verified(), given.over()
    with pytest.raises(Gone):
        corrected(minutes, item=other.meeting.items.get())
