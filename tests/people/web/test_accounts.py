import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.template.loader import get_template
from django.urls import reverse

from people import post
from people.enums import LetterState
from people.models import Letter
from people.web.accounts import LETTERS
from tests.factories import people as make

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_by_a_code_that_leaves_through_the_post_office(client, caplog):
    who = make.person()
    client.post(reverse("account_request_login_code"), {"email": who.email})
    letter = Letter.objects.get()
    assert (letter.person, letter.secret, letter.state) == (who, True, LetterState.QUEUED)
    assert post.deliver(clock=lambda: letter.written_at) == 1
    [message] = mail.outbox
    html = message.alternatives[0].content
    code = re.search(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b", message.body)[0]
    assert code in html
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


def test_the_address_is_changed_by_the_office_only(client):
    who = make.person()
    client.force_login(who)
    address = reverse("account_email")
    assert who.email in client.get(address).content.decode()
    answer = client.post(address, {"action_add": "", "email": "jinam@triada.test"})
    assert (answer.status_code, EmailAddress.objects.filter(email="jinam@triada.test").count()) == (405, 0)
    who.refresh_from_db()
    assert who.email != "jinam@triada.test"


def test_a_new_password_is_set_by_the_link_in_the_letter(client):
    who = make.person(language="cs")
    client.post(reverse("account_reset_password"), {"email": who.email})
    letter = Letter.objects.get()
    assert (letter.template, letter.secret) == ("people/letters/password_reset", True)
    path = re.search(r"http://testserver(/\S+)", letter.text)[1]
    form = client.get(path, follow=True)
    new = {"password1": "Docela-dlouhe-heslo-7", "password2": "Docela-dlouhe-heslo-7"}
    assert client.post(form.request["PATH_INFO"], new).status_code == 302
    who.refresh_from_db()
    assert who.check_password("Docela-dlouhe-heslo-7")


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "account_change_password"])
def test_the_other_pages_of_the_account_go_on_working(name, client):
    who = make.person()
    who.set_password("Docela-dlouhe-heslo-7")
    who.save()
    client.force_login(who)
    assert client.get(reverse(name)).status_code == 200


def test_account_letters_are_whole_and_carry_the_look_of_the_product():
    for folder, _names in LETTERS.values():
        for part in ("subject.txt", "body.txt"):
            assert get_template(f"{folder}/{part}")
        assert "people/letters/layout.html" in get_template(f"{folder}/body.html").template.source
