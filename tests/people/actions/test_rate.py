from datetime import timedelta

import pytest

from people.actions import rate
from people.errors import TooOften
from people.models import RateCount
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db


def tried(who="1.2.3.4", now=NOW):
    return rate.count(purpose="comment", who=who, limit=2, per=timedelta(minutes=10), now=now)


def test_a_form_may_be_sent_only_so_often_in_a_window_of_time():
    assert [tried(), tried()] == [1, 2]
    with pytest.raises(TooOften):
        tried()
    assert tried(who="5.6.7.8") == 1
    assert tried(now=NOW + timedelta(minutes=10)) == 1


def test_the_table_is_no_list_of_visitors_and_is_emptied():
    tried()
    assert "1.2.3.4" not in str(RateCount.objects.values())
    rate.forget(now=NOW + timedelta(days=2))
    assert RateCount.objects.count() == 0
