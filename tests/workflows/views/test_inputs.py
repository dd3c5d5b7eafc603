from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from tests.factories import inputs as make
from tests.factories import people, workflows
from tests.factories import plan_in_force as later
from workflows.actions import proposal as proposals
from workflows.actions.inputs import Asked
from workflows.enums import EditionKind, InputPurpose
from workflows.models import InputRound
from workflows.queries.work import counts_of, work_of

pytestmark = pytest.mark.django_db
NAMES = make.NAMES[:1]


def in_force(names=NAMES):
    """Return a text in force of a plan that runs from the year before last."""
    now = timezone.now()
    period = (date(now.year - 2, 1, 1), date(now.year + 2, 12, 31))
    return make.plan_text(names, period=period, now=now - timedelta(days=700))


def opened(purpose=InputPurpose.REPORTS, names=NAMES, **fields):
    now = timezone.now()
    return make.opened(in_force(names), purpose, now=now, year=now.year, **fields)


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_the_pages_of_inputs_open_to_the_coordinator_and_clerk_only():
    held = opened()
    place, slug = held.plan.territory, held.plan.slug
    clerk, drafter = people.person(), people.person()
    people.appointment(clerk, Role.CLERK, place)
    people.appointment(drafter, Role.DRAFTER, place)
    row = make.first(held)
    pages = [
        *(reverse(f"plans:{name}", args=[slug]) for name in ("inputs", "input-open", "proposals")),
        *(reverse(f"plans:{name}", args=[held.pk]) for name in ("input-round", "input-more", "input-close")),
        *(
            reverse(f"plans:input-{name}", args=[row.pk])
            for name in ("request", "letter", "excuse", "hand-over", "record")
        ),
    ]
    for who, status in ((make.coordinator(held), 200), (clerk, 200), (drafter, 403), (people.person(), 403)):
        client = signed_in(who)
        assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, status)


def test_a_round_is_opened_from_the_page(text):
    edition = in_force()
    client = signed_in(workflows.coordinator(edition))
    url = reverse("plans:input-open", args=[edition.plan.slug])
    year = timezone.localdate().year
    shown = client.get(url, {"purpose": "reports", "year": year})
    assert "Charita – charita" in text(shown)
    codes = [code for code, _label in shown.context["form"].fields["asked"].choices]
    term = timezone.localdate() + timedelta(days=10)

    response = client.post(f"{url}?purpose=reports&year={year}", {"asked": codes, "due_on": term, "note": ""})

    held = InputRound.objects.get()
    assert response["Location"] == reverse("plans:input-round", args=[held.pk])
    assert (held.year, held.due_on, held.requests.get().keys != []) == (year, term, True)


def test_mistakes_in_opening_are_told(text):
    edition = in_force()
    client = signed_in(workflows.coordinator(edition))
    url = reverse("plans:input-open", args=[edition.plan.slug])
    response = client.post(url, {"due_on": timezone.localdate() - timedelta(days=1)})
    assert (response.status_code, "Termín už minul" in text(response)) == (422, True)
    assert client.get(url, {"purpose": "nesmysl", "year": "2999"}).status_code == 200


def test_the_round_shows_who_has_answered_and_filters(text):
    held = opened(names=make.NAMES)
    rows = list(held.requests.order_by("pk"))
    make.answered(make.fresh(rows[0]), now=timezone.now())
    client = signed_in(make.coordinator(held))
    url = reverse("plans:input-round", args=[held.pk])

    assert [row.asked for row in client.get(url, {"state": "answered"}).context["page"]] == [rows[0].asked]
    assert len(client.get(url, {"state": "silent"}).context["page"]) == 2
    assert "Filtru nikdo neodpovídá" in text(client.get(url, {"state": "excused"}))


def test_deeds_of_a_round_lead_back_to_it():
    held = opened(names=make.NAMES)
    one, two, three = held.requests.order_by("pk")
    client = signed_in(make.coordinator(held))
    make.answered(make.fresh(two), now=timezone.now())

    def post(name, pk, **form):
        return client.post(reverse(f"plans:{name}", args=[pk]), form)

    who = {"first_name": "Jana", "last_name": "Malá", "email": "jana@triada.test"}
    responses = [
        post("input-remind-all", held.pk),
        post("input-remind", one.pk),
        post("input-hand-over", one.pk, **who),
        post("input-excuse", three.pk, reason="Organizace zanikla."),
        post("input-reopen", two.pk),
        post("input-extend", held.pk, due_on=held.due_on + timedelta(days=5)),
        post("input-close", held.pk),
    ]

    back = reverse("plans:input-round", args=[held.pk])
    assert {(one.status_code, one["Location"]) for one in responses} == {(303, back)}
    states = list(held.requests.order_by("pk").values_list("state", flat=True))
    assert states == ["asked", "started", "excused"]
    assert post("input-close", held.pk).status_code == 409


def test_a_letter_to_be_printed_names_the_items(text):
    edition = in_force()
    who = make.organisation_without_mail()
    keys = tuple(item.key for item in edition.items.filter(depth=1))
    now = timezone.now()
    held = make.opened(edition, now=now, year=now.year, asked=[Asked(who, keys=keys)])
    client = signed_in(make.coordinator(held))

    assert "nemá e-mail, vytisknout dopis" in text(client.get(reverse("plans:input-round", args=[held.pk])))
    letter = text(client.get(reverse("plans:input-letter", args=[make.first(held).pk])))
    assert ("Spolek bez pošty" in letter, "1.1 Charita, opatření 1" in letter) == (True, True)


def test_the_request_tells_what_was_said_and_what_happened(text):
    held = opened(InputPurpose.PROPOSALS)
    row = make.answered(make.first(held), now=timezone.now())
    shown = text(signed_in(make.coordinator(held)).get(reverse("plans:input-request", args=[row.pk])))
    assert ("Odlehčovací služba" in shown, "Odpověď odeslána" in shown) == (True, True)


def test_proposals_are_taken_and_declined_from_their_list(text):
    held = opened(InputPurpose.PROPOSALS, names=make.NAMES[:2])
    one, two = (make.answered(make.fresh(row), now=timezone.now()) for row in held.requests.all())
    edition = held.plan.editions.get()
    client = signed_in(make.coordinator(held))
    take = reverse("plans:proposal-take", args=[one.proposals.get().pk])
    assert "jde jen do znění, které se právě píše" in text(client.get(take))
    draft = later.start(edition, EditionKind.UPDATE)

    assert client.post(take, {"where": f"top:{draft.pk}"}).status_code == 303
    decline = reverse("plans:proposal-decline", args=[two.proposals.get().pk])
    assert client.post(decline, {"reason": ""}).status_code == 422
    assert client.post(decline, {"reason": "Není z čeho."}).status_code == 303

    page = reverse("plans:proposals", args=[held.plan.slug])
    shown = text(client.get(page))
    assert ("Není z čeho." in shown, "zařazeno" in shown) == (True, True)
    assert "Filtru žádný návrh neodpovídá" in text(client.get(page, {"outcome": "open"}))


def test_a_term_is_extended_from_the_page_that_names_who_is_told(text):
    held = opened(names=make.NAMES)
    one, *silent = held.requests.order_by("pk")
    make.answered(make.fresh(one), now=timezone.now())
    client = signed_in(make.coordinator(held))
    url = reverse("plans:input-extend", args=[held.pk])
    shown = text(client.get(url))
    assert [row.asked in shown for row in (one, *silent)] == [False, True, True]

    refused = client.post(url, {"due_on": held.due_on, "note": "Prosíme."})
    assert (refused.status_code, "pozdější než dosavadní" in text(refused)) == (422, True)
    assert "Prosíme." in text(refused)
    assert client.post(url, {"due_on": held.due_on + timedelta(days=1)}).status_code == 303


def test_a_settled_proposal_is_reopened_from_the_list(text):
    held = opened(InputPurpose.PROPOSALS)
    row = make.answered(make.first(held), now=timezone.now()).proposals.get()
    by = make.coordinator(held)
    proposals.decline(proposal=row, reason="Není z čeho.", by=by, now=timezone.now())
    client = signed_in(by)
    page, url = (
        reverse("plans:proposals", args=[held.plan.slug]),
        reverse("plans:proposal-reopen", args=[row.pk]),
    )

    assert url in text(client.get(page))
    assert "dopis nedostal" in text(client.get(url))
    statuses = [client.post(url).status_code for _time in range(2)]
    assert (statuses, url in text(client.get(page))) == ([303, 409], False)


def test_the_list_is_kind_when_nothing_was_asked(text):
    edition = in_force()
    client = signed_in(workflows.coordinator(edition))
    assert "Zatím jsme o nic nežádali." in text(client.get(reverse("plans:inputs", args=[edition.plan.slug])))
    assert "Zatím nepřišel žádný návrh." in text(
        client.get(reverse("plans:proposals", args=[edition.plan.slug]))
    )


def test_what_waits_is_in_the_work_lists():
    now = timezone.now()
    who = people.person()
    edition = in_force()
    one = Asked(people.organisation(), person=who)
    held = make.opened(edition, now=now, year=now.year, asked=[one])
    by = make.coordinator(held)

    assert [(e.title, e.url) for e in work_of(who, now).entries] == [
        ("Podat hlášení o plnění", reverse("plans:input-fill", args=[make.first(held).pk]))
    ]
    assert counts_of(who, now).total() == 1
    assert "Čeká se na podklady realizátorů a obcí" in [e.title for e in work_of(by, now).waiting]
    make.answered(make.first(held), now=now)
    assert "Projít odpovědi a uzavřít sběr" in [e.title for e in work_of(by, now).entries]
    assert work_of(who, now).entries == []


@pytest.mark.parametrize("page", ["input-round", "inputs", "proposals"])
def test_pages_ask_the_database_the_same_for_one_and_for_three(page):
    counts = []
    for names in (NAMES, make.NAMES):
        held = opened(InputPurpose.PROPOSALS, names=names)
        for row in held.requests.all():
            make.answered(make.fresh(row), now=timezone.now())
        client = signed_in(make.coordinator(held))
        url = reverse(f"plans:{page}", args=[held.pk if page == "input-round" else held.plan.slug])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
