from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from bodies.enums import MinutesState, Outcome, Verb
from bodies.models import ActionItem, Minutes, Resolution
from people.enums import Side
from tests.factories import bodies as make
from tests.factories import outputs, people
from tests.factories import workflows as plans
from workflows.enums import EditionState

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
NOW = make.at(DAY, 15)
LIST = reverse("resolutions:list")


@pytest.fixture
def item():
    return make.item(
        make.held(outputs.advisory(), DAY), "Konference", proposed_wording="uspořádat konferenci"
    )


@pytest.fixture
def clerk(client, item):
    who = people.coordinator(item.body.territory)
    client.force_login(who)
    return who


def shown(response) -> str:
    return unescape(response.content.decode()).replace("\xa0", " ")


def page(item) -> str:
    return reverse("meetings:resolution-record", args=[item.meeting_id, item.pk])


def publish(meeting):
    edition = plans.hand_over(plans.drafted())
    Minutes.objects.filter(meeting=meeting).update(
        state=MinutesState.PUBLISHED,
        version=edition.document.versions.get(),
        verified_at=NOW,
        published_at=NOW,
    )


def filled(item, *points, vote=None, **fields):
    prefix = f"vystup{item.pk}"
    rows = [{"verb": Verb.RECOMMENDS, "text": text, "due": "day", **more} for text, more in points] or [
        {"verb": Verb.RECOMMENDS, "text": "uspořádat konferenci"}
    ]
    data = {
        "ballot": vote.pk if vote else "",
        "title": item.title,
        "word": "recommendation",
        "mode": "draw",
        "is_public": "on",
        **fields,
    }
    posted = {f"{prefix}-{name}": value for name, value in data.items()}
    for number, row in enumerate(rows):
        posted |= {f"{prefix}-bod{number}-{name}": value for name, value in row.items()}
    return {**posted, f"{prefix}-radku": len(rows)}


def test_an_output_is_recorded_from_its_vote(client, clerk, item):
    vote = outputs.ballot(item)

    form = client.get(page(item))
    response = client.post(page(item), filled(item, vote=vote))

    made = Resolution.objects.get()
    assert "uspořádat konferenci" in shown(form)
    assert (response.status_code, response.url) == (303, reverse("resolutions:detail", args=[made.pk]))
    assert (made.ballot, made.number, made.recorded_by) == (vote, "1/26", clerk)


def test_assigns_on_the_page_makes_a_task(client, clerk, item):
    who = people.person(first_name="Jan", last_name="Malý")
    row = {"verb": Verb.ASSIGNS, "responsible": "Jan Malý", "due_on": "2026-12-31"}

    client.post(page(item), filled(item, ("připravit program", row), vote=outputs.ballot(item)))

    task = ActionItem.objects.get()
    assert (task.text, task.responsible, task.due_on) == ("připravit program", who, date(2026, 12, 31))


def test_mistakes_keep_what_was_typed(client, clerk, item):
    vote = outputs.ballot(item)
    row = {"verb": Verb.ASSIGNS, "responsible": "Nikdo Takový"}

    response = client.post(page(item), filled(item, ("připravit program", row), vote=vote, mode="typed"))

    assert response.status_code == 422
    text = shown(response)
    assert "připravit program" in text
    assert "Nikdo Takový" in text
    assert "Nikoho takového v Triádě nemáme." in text
    assert "Napište číslo" in text
    assert Resolution.objects.count() == 0


def test_more_rows_are_added_without_judging_what_is_typed(client, clerk, item):
    typed = filled(item, ("první bod", {}), ("", {}), title="Rozepsaný název")

    response = client.post(page(item), {**typed, "more": "1"})

    text = shown(response)
    assert response.status_code == 200
    assert ("první bod" in text, "Rozepsaný název" in text, 'role="alert"' in text) == (True, True, False)
    assert f"vystup{item.pk}-bod3-text" in text


def test_a_council_is_asked_for_a_vote_first(client):
    item = make.item(make.held(outputs.council(), DAY))
    client.force_login(people.coordinator(item.body.territory))

    assert "Zapište nejdřív hlasování" in shown(client.get(page(item)))


def test_an_outcome_that_nobody_awaits_is_refused_and_recorded_once_unticked(client):
    edition = plans.edition_in(EditionState.COUNCIL_APPROVAL)
    item = make.item(make.held(outputs.advisory(), DAY), document=edition.document)
    client.force_login(people.coordinator(item.body.territory))
    vote = outputs.ballot(item)

    refused = client.post(page(item), filled(item, vote=vote, carries="on", outcome=Outcome.AGREE))
    taken = client.post(page(item), filled(item, vote=vote, outcome=Outcome.AGREE))

    assert (refused.status_code, "nečeká" in shown(refused)) == (409, True)
    assert (taken.status_code, Resolution.objects.get().outcome) == (303, "")


def test_only_who_writes_the_minutes_records(client, item):
    client.force_login(make.member(item.body))

    assert client.get(page(item)).status_code == 403


def test_the_public_reads_an_output_once_its_minutes_are_published(client, item):
    made = outputs.resolution(item, now=NOW)
    address = reverse("resolutions:detail", args=[made.pk])

    before = (client.get(address).status_code, "Konference" in shown(client.get(LIST)))
    publish(item.meeting)

    assert before == (404, False)
    text = shown(client.get(address))
    assert "Kolegium K21 doporučuje schválit plán služeb na rok 2027." in text
    assert "pro 12, proti 1, zdrželo se 1" in text
    assert "Konference" in shown(client.get(LIST))


def test_what_is_not_public_stays_inside(client, item):
    made = outputs.resolution(item, is_public=False, now=NOW)
    closed = make.item(item.meeting, is_closed_to_public=True)
    hidden = outputs.resolution(closed, now=NOW)
    publish(item.meeting)

    addresses = [reverse("resolutions:detail", args=[one.pk]) for one in (made, hidden)]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_members_read_before_publication_and_others_do_not(client, item):
    member = make.member(item.body)
    made = outputs.resolution(item, now=NOW)
    address = reverse("resolutions:detail", args=[made.pk])

    client.force_login(people.person())
    stranger = client.get(address).status_code
    client.force_login(member)

    assert (stranger, client.get(address).status_code) == (404, 200)


def test_tasks_of_an_output_name_who_answers_for_them(client, clerk, item):
    firm = people.organisation("Centrum Jizera")
    who = people.person(first_name="Jan", last_name="Malý")
    points = [
        outputs.point("doplnit kapacity", Verb.ASSIGNS, due_on=date(2026, 12, 31), **said)
        for said in ({"responsible": who}, {"organisation": firm})
    ]
    made = outputs.resolution(item, *points, now=NOW)
    text = shown(client.get(reverse("resolutions:detail", args=[made.pk])))

    assert ("Jan Malý" in text, "Centrum Jizera" in text) == (True, True)


def test_who_works_on_the_plan_follows_it_to_the_resolution(client):
    edition = plans.hand_over(plans.drafted())
    item = make.item(make.held(outputs.council(), DAY), document=edition.document)
    made = outputs.resolution(item, now=NOW)
    client.force_login(plans.coordinator(edition))

    response = client.get(reverse("resolutions:detail", args=[made.pk]))

    assert response.status_code == 200
    assert edition.plan.title in shown(response)


def test_the_public_does_not_read_the_name_of_a_service_user_nor_find_it(client, item):
    user = people.person(first_name="Alena", last_name="Tichá")
    make.member(item.body, user, side=Side.USERS)
    made = outputs.resolution(item, outputs.point("paní Alenu Tichou za členku", Verb.APPOINTS), now=NOW)
    publish(item.meeting)
    address = reverse("resolutions:detail", args=[made.pk])

    public, found = shown(client.get(address)), shown(client.get(LIST, {"q": "Tich"}))
    client.force_login(people.coordinator(item.body.territory))
    inside, found_inside = shown(client.get(address)), shown(client.get(LIST, {"q": "Tich"}))

    assert ("Tichou" in public, "doporučení 1/26" in found) == (False, False)
    assert ("Tichou" in inside, "doporučení 1/26" in found_inside) == (True, True)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"q": "parkov"}, ["2/26"]),
        ({"q": "2/26"}, ["2/26"]),
        ({"verb": "takes_note"}, ["2/26"]),
        ({"word": "opinion"}, []),
        ({"year": "2026"}, ["2/26", "1/26"]),
        ({"year": "nesmysl"}, ["2/26", "1/26"]),
        ({"about_plan": "on"}, ["1/26"]),
        ({"outcome": "agree"}, []),
    ],
)
def test_the_register_is_filtered(client, clerk, item, wanted, found):
    item.document = plans.drafted().document
    item.save()
    outputs.resolution(item, now=NOW)
    other = make.item(item.meeting)
    outputs.resolution(other, outputs.point("zprávu o parkování", Verb.TAKES_NOTE), now=NOW)

    rows = client.get(LIST, wanted).context["readings"]

    assert [one.row.number for one in rows] == found


def test_the_register_and_an_output_ask_the_same_number_of_queries_at_any_size(
    client, clerk, item, django_assert_max_num_queries, django_assert_num_queries
):
    first = outputs.resolution(item, now=NOW)
    address = reverse("resolutions:detail", args=[first.pk])
    client.get(LIST)  # the menu remembers for a while what it has asked
    with django_assert_max_num_queries(22) as small:
        client.get(LIST)
    with django_assert_max_num_queries(22) as one:
        client.get(address)

    for number in range(12):
        body = outputs.advisory(item.body.territory)
        other = make.item(make.held(body, DAY))
        outputs.resolution(other, *[outputs.point(f"bod {n}") for n in range(number + 1)], now=NOW)

    with django_assert_num_queries(len(small)):
        assert len(client.get(LIST).context["readings"]) == 13
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_a_number_is_added_and_a_title_mended_on_their_pages(client, clerk, item):
    made = outputs.resolution(item, draw_number=False, now=NOW)
    number, title = (reverse(f"resolutions:{name}", args=[made.pk]) for name in ("number", "title"))

    wrong = client.post(number, {"mode": "typed", "number": " "})
    numbered = client.post(number, {"mode": "draw"})
    again = client.post(number, {"mode": "draw"})
    mended = client.post(title, {"title": "Konference 2027", "version": 1})
    stale = client.post(title, {"title": "Jiný název", "version": 0})

    made.refresh_from_db()
    assert [r.status_code for r in (wrong, numbered, again, mended, stale)] == [422, 303, 409, 303, 409]
    assert (made.number, made.title) == ("1/26", "Konference 2027")


def test_a_stranger_mends_nothing(client, item):
    made = outputs.resolution(item, now=NOW)
    client.force_login(people.person())

    codes = [client.get(reverse(f"resolutions:{n}", args=[made.pk])).status_code for n in ("number", "title")]

    assert codes == [403, 403]
