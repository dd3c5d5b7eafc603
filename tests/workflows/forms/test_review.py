import pytest

from people.enums import Side
from tests.factories import people, workflows
from workflows.forms.review import AnswerForm, NameForm


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"verdict": "agree"}, []),
        ({"verdict": "agree", "text": "Díky."}, []),
        ({"verdict": "reservation", "text": "Chybí doprava."}, []),
        ({"verdict": "reservation", "text": " "}, ["text"]),
        ({"verdict": "return"}, ["text"]),
        ({"verdict": "", "text": "Nevím."}, ["verdict"]),
        ({"verdict": "maybe"}, ["verdict"]),
        ({"verdict": "agree", "text": "x" * 20_001}, ["text"]),
    ],
)
def test_anything_but_agreement_says_why(fields, wrong):
    assert list(AnswerForm(fields).errors) == wrong


@pytest.mark.django_db
def test_only_active_people_near_the_plan_who_are_not_named_yet_are_offered():
    edition = workflows.drafted()
    place = edition.plan.territory
    near, gone = people.coordinator(place), people.coordinator(place, is_active=False)
    named = people.coordinator(place)
    workflows.review.name(edition=edition, person=named, side=Side.USERS, by=named, now=workflows.at(edition))
    offered = set(NameForm(edition=edition).fields["person"].queryset)
    assert offered == {near, workflows.coordinator(edition)}
    assert gone not in offered
