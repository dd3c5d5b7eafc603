from datetime import timedelta

import pytest

from documents.models import Consultation
from tests.factories.workflows import TODAY, known
from workflows.enums import EditionState
from workflows.forms.move import ConsultationForm, ExtendForm, ReasonForm, TriadForm


def day(number: int) -> str:
    return (TODAY + timedelta(days=number)).isoformat()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"opens_on": day(0), "closes_on": day(29)}, []),
        ({"opens_on": day(0), "closes_on": day(29), "answer_by": day(60)}, []),
        ({"opens_on": day(-1), "closes_on": day(29)}, ["opens_on"]),
        ({"opens_on": day(5), "closes_on": day(4)}, ["closes_on"]),
        ({"opens_on": day(0), "closes_on": day(12)}, ["closes_on"]),
        ({"opens_on": day(0), "closes_on": day(13)}, []),
        ({"opens_on": day(0), "closes_on": day(29), "answer_by": day(29)}, ["answer_by"]),
        ({"opens_on": "někdy", "closes_on": ""}, ["closes_on", "opens_on"]),
    ],
)
def test_days_of_the_consultation_make_sense(fields, wrong):
    form = ConsultationForm(fields, facts=known(path={"consultation_minimum": 14}))
    assert sorted(form.errors) == wrong


def test_the_term_of_the_triad_may_be_today_but_not_yesterday():
    assert [TriadForm({"due_on": day(n)}, facts=known()).is_valid() for n in (-1, 0, 1)] == [
        False,
        True,
        True,
    ]


def test_more_time_means_a_later_end():
    window = Consultation(opens_on=TODAY, closes_on=TODAY + timedelta(days=20))
    facts = known(EditionState.CONSULTATION, consultation=window)
    assert [ExtendForm({"closes_on": day(n)}, facts=facts).is_valid() for n in (19, 20, 21)] == [
        False,
        False,
        True,
    ]


def test_a_reason_of_spaces_is_no_reason():
    assert not ReasonForm({"reason": " \n "}, facts=known()).is_valid()
