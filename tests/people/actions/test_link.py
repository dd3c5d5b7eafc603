from datetime import timedelta

import pytest

from people.actions import link as links
from people.errors import LinkExpired, LinkRevoked, LinkUnknown, LinkUsed
from people.models import AccessLink
from tests.factories.people import NOW, person

pytestmark = pytest.mark.django_db


def issued(**more):
    subject = person()
    values = {"purpose": "answer", "subject": subject, "person": person(), "by": None, "now": NOW}
    return links.issue(**{**values, "expires_at": NOW + timedelta(days=3), **more})


def test_the_token_opens_its_link_and_is_stored_nowhere():
    link = issued()
    assert links.resolve(link.token, "answer", NOW) == link
    row = AccessLink.objects.filter(pk=link.pk).values().get()
    assert link.token not in [str(value) for value in row.values()]


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 5000, "ž\0"])
def test_a_token_that_nobody_issued_opens_nothing(token):
    issued()
    with pytest.raises(LinkUnknown):
        links.resolve(token, "answer", NOW)


def test_a_tampered_token_opens_nothing():
    token = issued().token
    with pytest.raises(LinkUnknown):
        links.resolve(("A" if token[0] != "A" else "B") + token[1:], "answer", NOW)


def test_a_token_for_another_purpose_opens_nothing():
    with pytest.raises(LinkUnknown):
        links.resolve(issued().token, "confirm", NOW)


def test_a_token_made_with_another_key_of_the_server_opens_nothing(settings):
    token = issued().token
    settings.SECRET_KEY = "another"
    with pytest.raises(LinkUnknown):
        links.resolve(token, "answer", NOW)


def test_a_link_expires():
    link = issued(expires_at=NOW)
    with pytest.raises(LinkExpired):
        links.resolve(link.token, "answer", NOW)


def test_a_link_without_an_end_does_not_expire():
    link = issued(expires_at=None)
    assert links.resolve(link.token, "answer", NOW + timedelta(days=5000)) == link


def test_links_are_revoked_with_their_subject():
    link = issued()
    assert links.revoke_for(link.issued_by or _subject(link), NOW) == 1
    with pytest.raises(LinkRevoked):
        links.resolve(link.token, "answer", NOW)


def _subject(link):
    from people.models import Person

    return Person.objects.get(pk=link.subject_id)


def test_a_single_use_link_is_used_once():
    link = issued(single_use=True)
    used = links.use(link=link, now=NOW)
    assert (used.use_count, used.used_at) == (1, NOW)
    with pytest.raises(LinkUsed):
        links.use(link=link, now=NOW)
    with pytest.raises(LinkUsed):
        links.resolve(link.token, "answer", NOW)


def test_an_ordinary_link_counts_its_uses():
    link = issued()
    links.use(link=link, now=NOW)
    assert links.use(link=link, now=NOW).use_count == 2


def test_the_link_of_a_deactivated_person_is_closed():
    link = issued(person=person(is_active=False))
    with pytest.raises(LinkRevoked):
        links.resolve(link.token, "answer", NOW)


def test_many_links_are_issued_by_one_query(django_assert_num_queries):
    subject, people = person(), [person() for _ in range(3)]
    drawn = [
        links.draw(purpose="answer", subject=subject, person=one, expires_at=None, by=None, now=NOW)
        for one in people
    ]
    with django_assert_num_queries(1):
        saved = links.issue_all(drawn)
    assert [links.resolve(link.token, "answer", NOW).person for link in saved] == people


def test_many_links_live_on_but_none_is_shortened_and_none_revoked_opens_again():
    later = NOW + timedelta(days=10)
    short, long, revoked = issued(), issued(expires_at=NOW + timedelta(days=90)), issued()
    links.revoke(link=revoked, now=NOW)

    rows = (short, long, revoked)
    count = links.prolong_all(
        short.subject_kind, [row.subject_id for row in rows], purpose="answer", expires_at=later
    )

    assert (count, links.resolve(short.token, "answer", later - timedelta(hours=1))) == (1, short)
    assert links.resolve(long.token, "answer", NOW).expires_at == NOW + timedelta(days=90)
    with pytest.raises(LinkRevoked):
        links.resolve(revoked.token, "answer", NOW)
