from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.enums import Role, TerritoryKind
from people.models import Alias, Appointment, JournalEntry, Organisation, Person, Territory
from people.validators import validate_ico
from tests.factories import people as make
from tests.factories.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_name_of_a_person_is_written_with_titles():
    who = Person(title_before="Mgr.", first_name="Eva", last_name="Součková", title_after="Ph.D.")
    assert (who.name, who.short, who.initials) == ("Mgr. Eva Součková, Ph.D.", "E. Součková", "ES")


def test_an_address_is_stored_in_small_letters():
    assert make.person("Eva@Triada.TEST").email == "eva@triada.test"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Person.objects.filter(pk=make.person().pk).update(email="A@triada.test"),
        lambda: Person.objects.filter(pk=make.person().pk).update(is_active=False),
        lambda: Alias.objects.create(address="A@triada.test", person=make.person()),
        lambda: Territory.objects.create(kind=TerritoryKind.MUNICIPALITY, name="Obec", slug="obec"),
        lambda: make.region(region=make.region()),
        lambda: [make.territory(code="1", slug=slug) for slug in ("a", "b")],
        lambda: [make.organisation(ico="00000019") for _ in range(2)],
        lambda: make.appointment(
            make.person(), Role.CLERK, make.region(), date(2026, 2, 1), date(2026, 1, 1)
        ),
        lambda: make.letter(make.person(), next_at=None),
        lambda: make.letter(make.person(), state="sent"),
        lambda: [
            JournalEntry.objects.create(
                subject_kind="a", subject_id=1, number=1, at=NOW, kind="x", digest="0"
            )
            for _ in range(2)
        ],
    ],
)
def test_the_database_itself_refuses(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong()


def test_a_department_shares_the_number_of_its_office():
    office = make.organisation(ico="70891508")
    assert Organisation.objects.get(pk=make.organisation(ico="70891508", parent=office).pk).parent == office


@pytest.mark.parametrize("ico", ["70891508", "00262978", "00000019"])
def test_a_real_identification_number_is_accepted(ico):
    validate_ico(ico)


@pytest.mark.parametrize("ico", ["70891509", "7089150", "7089150a", ""])
def test_a_wrong_identification_number_is_refused(ico):
    with pytest.raises(ValidationError):
        validate_ico(ico)


def test_nobody_with_a_history_can_be_deleted():
    who = make.coordinator(make.region())
    with pytest.raises(IntegrityError):
        who.delete()
    assert Appointment.objects.count() == 1
