from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from bodies.enums import Choice, RoundState
from bodies.models import Round
from people.enums import Side
from people.models import AccessLink
from tests.factories import bodies as make
from tests.factories import outputs, people

pytestmark = pytest.mark.django_db
LIST = reverse("rounds:list")


@pytest.fixture
def body():
    return outputs.advisory(members=2)


@pytest.fixture
def coordinator(client, body):
    who = people.coordinator(body.territory)
    client.force_login(who)
    return who


@pytest.fixture
def now():
    return timezone.now()


def shown(response) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def url(name, held, *more):
    return reverse(f"rounds:{name}", args=[held.pk, *more])


def link_of(vote) -> str:
    return reverse("rounds:vote-by-link", args=[AccessLink.objects.get(subject_id=vote.pk).token])


def test_a_round_is_prepared_changed_opened_and_called_off(client, coordinator, body, now):
    ends = timezone.localtime(now + timedelta(days=8))
    typed = {
        "title": "Termín konference",
        "verb": "recommends",
        "wording": "uspořádat konferenci",
        "majority": "majority_all",
        "closes_at_0": ends.date().isoformat(),
        "closes_at_1": "23:59",
    }
    create = reverse("rounds:create", args=[body.slug])

    wrong = client.post(create, {**typed, "closes_at_0": "2020-01-01"})
    made = client.post(create, typed)
    held = Round.objects.get()
    changed = client.post(url("edit", held), {**typed, "title": "Konference", "version": 0})
    opened = client.post(url("open", held))
    frozen = client.get(url("edit", held))
    cancelled = client.post(url("cancel", held), {"reason": "Probereme na jednání."})

    held.refresh_from_db()
    codes = [r.status_code for r in (wrong, made, changed, opened, frozen, cancelled)]
    assert codes == [422, 303, 303, 303, 409, 303]
    assert (held.title, held.state) == ("Konference", RoundState.CANCELLED)
    assert "uspořádat konferenci" in shown(wrong)


def test_a_member_votes_by_the_link_without_an_account_and_changes_the_vote(client, body, now):
    vote = outputs.round_of(body, now).votes.first()
    address = link_of(vote)

    opened = client.get(address)
    vote.refresh_from_db()
    untouched = vote.choice
    empty = client.post(address, {})
    given = client.post(address, {"choice": "for", "comment": "Děkuji."})
    changed = client.post(address, {"choice": "against"})

    vote.refresh_from_db()
    assert (opened.status_code, untouched, empty.status_code) == (200, "", 422)
    assert (given.status_code, changed.status_code, vote.choice) == (303, 303, Choice.AGAINST)
    assert "uspořádat konferenci v květnu 2027" in shown(opened)
    assert "Váš hlas: <b>proti</b>" in shown(client.get(address))


def test_after_the_end_the_link_shows_the_result_and_takes_no_vote(client, body, now):
    held = outputs.round_of(body, now)
    outputs.vote_all(held, Choice.FOR, now)
    address = link_of(held.votes.first())
    outputs.per_rollam.close(held=held, by=people.person(), now=now)

    late = client.post(address, {"choice": "against"})

    assert late.status_code == 409
    assert "Hlasovali 2 z 2 oprávněných: pro 2, proti 0, zdrželo se 0." in shown(client.get(address))


def test_a_signed_in_member_votes_only_for_themselves(client, body, now):
    held = outputs.round_of(body, now)
    one = held.votes.select_related("person").first()
    client.force_login(one.person)

    own = client.post(url("vote", held), {"choice": "abstained"})
    other = client.post(url("vote-record", held, held.votes.last().pk), {"choice": "for", "evidence": "x"})
    client.force_login(people.person())

    one.refresh_from_db()
    assert (own.status_code, one.choice, other.status_code) == (303, Choice.ABSTAINED, 403)
    assert client.get(url("vote", held)).status_code == 403
    assert client.get(url("detail", held)).status_code == 403


def test_who_runs_the_body_types_votes_in_reminds_and_closes(client, coordinator, body, now):
    held = outputs.round_of(body, now)
    one, two = held.votes.all()

    reminded = client.post(url("remind", held))
    unproved = client.post(url("vote-record", held, one.pk), {"choice": "for"})
    early = client.post(url("close", held))
    for vote in (one, two):
        client.post(url("vote-record", held, vote.pk), {"choice": "for", "evidence": "telefonicky"})
    closed = client.post(url("close", held))

    assert [r.status_code for r in (reminded, unproved, early, closed)] == [303, 422, 409, 303]
    assert "doporučení 1/" in shown(client.get(url("detail", held)))


def test_members_see_who_voted_but_not_how_until_the_end_nor_a_draft(client, body, now):
    make.member(body, people.person(last_name="Tichá"), side=Side.USERS)
    held = outputs.round_of(body, now)
    outputs.vote_all(held, Choice.AGAINST, now)
    draft = outputs.per_rollam.draft(body=body, question=outputs.question(now), by=people.person(), now=now)
    client.force_login(held.votes.select_related("person").first().person)

    text = shown(client.get(url("detail", held)))

    assert ("<b>proti</b>" in text, "Tichá" in text, "hlasoval/a" in text) == (False, False, True)
    assert client.get(url("detail", draft)).status_code == 403


def test_a_body_that_may_not_vote_so_says_why(client):
    body = outputs.council()
    client.force_login(people.coordinator(body.territory))

    response = client.get(reverse("rounds:create", args=[body.slug]))

    assert (response.status_code, "řádně svolaném jednání" in shown(response)) == (409, True)


def test_the_list_shows_own_rounds_by_state_in_the_same_number_of_queries(
    client, coordinator, body, now, django_assert_max_num_queries, django_assert_num_queries
):
    outputs.round_of(body, now)
    outputs.round_of(outputs.advisory(members=1), now, title="Cizí věc")
    client.get(LIST)
    with django_assert_max_num_queries(14) as small:
        text = shown(client.get(LIST))
    for _ in range(8):
        outputs.round_of(body, now)
    with django_assert_num_queries(len(small)):
        page = client.get(LIST).context["page"]

    assert ("Termín konference" in text, "Cizí věc" in text, len(page.object_list)) == (True, False, 9)
    assert len(client.get(LIST, {"state": "closed"}).context["page"].object_list) == 0
    assert len(client.get(LIST, {"q": "konference"}).context["page"].object_list) == 9


def test_the_page_of_a_body_leads_to_its_votes(client):
    body, other = outputs.advisory(members=1), outputs.advisory(members=1)
    who = people.person()
    type(body).objects.update(organiser=who)
    now = timezone.now()
    own, foreign = outputs.round_of(body, now), outputs.round_of(other, now)
    client.force_login(who)
    address = f"{LIST}?organ={body.pk}"
    assert address in client.get(reverse("bodies:detail", args=[body.slug])).content.decode()
    assert list(client.get(address).context["page"]) == [own]
    assert set(client.get(LIST).context["page"]) == {foreign, own}
