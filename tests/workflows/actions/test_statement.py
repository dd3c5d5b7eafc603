from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from people import journal
from people.errors import Gone, Refused, Stale
from people.models import JournalEntry
from tests.factories import networks, people
from workflows.actions import statement
from workflows.enums import Necessity
from workflows.models import Statement

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def village():
    return people.territory("Kdyně")


def deed(**fields):
    return {"by": people.person(), "now": people.NOW, **fields}


def kinds(held):
    found = JournalEntry.objects.filter(subject_kind="statement", subject_id=held.pk).order_by("number")
    return list(found.values_list("kind", flat=True))


def test_a_statement_is_kept_with_its_file_and_the_chain_holds_no_names(village):
    upload = SimpleUploadedFile("vyjadreni.pdf", PDF)
    held = statement.record(territory=village, values=networks.said(), upload=upload, **deed())
    entry = JournalEntry.objects.get(subject_kind="statement", subject_id=held.pk)

    assert (held.file.name, held.file.is_public) == ("vyjadreni.pdf", False)
    assert entry.data == {"territory": village.pk, "year": 2027, "necessity": "needed", "supersedes": None}
    assert entry.personal.content["given_by"] == "starosta Jan Tichý"
    assert list(journal.verify()) == []


def test_of_one_service_a_municipality_has_one_valid_word_for_a_year(village):
    provider = people.organisation()
    networks.stated(village, provider=provider)
    with pytest.raises(Refused, match="už v evidenci je"):
        networks.stated(village, provider=provider)
    networks.stated(village, provider=provider, year=2028)
    networks.stated(people.territory(), provider=provider)

    assert Statement.objects.count() == 3


def test_a_newer_word_supersedes_the_older_one_which_stays(village):
    old = networks.stated(village)
    values = networks.said(provider=old.provider, necessity=Necessity.NEEDED_LESS)
    new = statement.supersede(statement=old, values=values, **deed())

    assert (new.supersedes, new.territory) == (old, village)
    assert (kinds(old), kinds(new)) == (
        ["statement.recorded", "statement.superseded"],
        ["statement.recorded"],
    )
    with pytest.raises(Gone):
        statement.supersede(statement=old, values=values, **deed())


def test_a_newer_word_is_not_of_an_earlier_day(village):
    old = networks.stated(village)
    values = networks.said(given_on=people.TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="z dřívějšího dne"):
        statement.supersede(statement=old, values=values, **deed())


def test_a_word_taken_back_stays_in_the_register_and_makes_room_for_another(village):
    held = networks.stated(village)
    words = {"withdrawn_on": people.TODAY, "reason": "Rada rozhodla jinak.", "read_at": 0}
    statement.withdraw(statement=held, **words, **deed())

    held.refresh_from_db()
    assert (held.withdrawn_on, held.revision) == (people.TODAY, 1)
    with pytest.raises(Gone):
        statement.withdraw(statement=held, **words, **deed())
    networks.stated(village, provider=held.provider)
    assert Statement.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"withdrawn_on": people.TODAY + timedelta(days=1)}, Refused),
        ({"withdrawn_on": people.TODAY - timedelta(days=1)}, Refused),
        ({"reason": "  "}, Refused),
        ({"read_at": 3}, Stale),
    ],
)
def test_what_cannot_be_taken_back_so(changes, error, village):
    held = networks.stated(village)
    words = {"withdrawn_on": people.TODAY, "reason": "Omyl.", "read_at": 0, **changes}
    with pytest.raises(error):
        statement.withdraw(statement=held, **words, **deed())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"necessity": Necessity.NOT_NEEDED, "text": " "}, "proč obec službu nepotřebuje"),
        ({"given_on": people.TODAY + timedelta(days=1)}, "z budoucího dne"),
        ({"recorded_at": people.NOW}, "recorded_at"),
    ],
)
def test_what_no_register_takes(fields, says, village):
    with pytest.raises(Refused, match=says):
        statement.record(territory=village, values=networks.said(**fields), **deed())


def test_a_file_that_is_not_taken_takes_the_statement_with_it(village):
    upload = SimpleUploadedFile("virus.exe", b"MZ\x00\xff")
    with pytest.raises(Refused):
        statement.record(territory=village, values=networks.said(), upload=upload, **deed())

    assert not Statement.objects.exists()
