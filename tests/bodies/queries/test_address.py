from datetime import date

import pytest

from bodies.queries.address import address_of, number_in, participant_of
from tests.factories import bodies as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def participant(settings):
    settings.INVITE_ADDRESS = "jednani@kraj.test"
    return make.participant(make.convened(make.body(), date(2026, 12, 1)))


def test_an_address_leads_back_to_its_participant(participant):
    address = address_of(participant)
    assert address.startswith(f"jednani+{participant.pk:x}-")
    assert address.endswith("@kraj.test")
    assert participant_of(address) == participant


def test_letters_of_any_size_and_a_name_before_the_address_do_not_matter(participant):
    assert participant_of(f"KOOS <{address_of(participant).upper()}>") == participant


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jednani@kraj.test",
        "jednani+@kraj.test",
        "jednani+1@kraj.test",
        "jednani+1-0000000000000000@kraj.test",
        "jednani+x-0000000000000000@kraj.test",
        "jednani+ffffffffffffffffffffffff-0000000000000000@kraj.test",
        "jednani+žluť-0000000000000000@kraj.test",
    ],
)
def test_a_forged_token_belongs_to_nobody(participant, address):
    assert participant_of(address) is None


def test_a_token_of_one_participant_does_not_open_another(participant):
    other = make.participant(participant.meeting)
    _number, _dash, secret = address_of(participant).partition("-")
    assert participant_of(f"jednani+{other.pk:x}-{secret}") is None


def test_a_token_at_another_mailbox_or_host_is_not_ours(participant):
    address = address_of(participant)
    assert number_in(address.replace("@kraj.test", "@jinde.test")) is None
    assert number_in(address.replace("jednani+", "posta+")) is None


def test_an_address_of_a_participant_who_is_gone_leads_nowhere(participant):
    address = address_of(participant)
    participant.delete()
    assert participant_of(address) is None
