import re

import pytest
from django.core import mail
from django.urls import reverse

from people import post
from people.enums import LetterState
from people.models import Letter
from tests.factories import people as make

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_by_a_code_that_leaves_through_the_post_office(client, caplog):
    who = make.person()
    client.post(reverse("account_request_login_code"), {"email": who.email})
    letter = Letter.objects.get()
    assert (letter.person, letter.secret, letter.state) == (who, True, LetterState.QUEUED)
    assert post.deliver(clock=lambda: letter.written_at) == 1
    [message] = mail.outbox
    code = re.search(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b", message.body)[0]
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(who.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.text) == (LetterState.SENT, "")
    assert code not in caplog.text


def test_an_unknown_or_deactivated_address_gets_no_letter_and_the_page_does_not_tell(client):
    who = make.person(is_active=False)
    answers = [
        client.post(reverse("account_request_login_code"), {"email": address}).status_code
        for address in ("nikdo@triada.test", who.email, make.person().email)
    ]
    assert len(set(answers)) == 1
    assert Letter.objects.exclude(person__is_active=True).count() == 0
