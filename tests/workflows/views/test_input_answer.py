import json
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import inputs as make
from tests.factories import people
from workflows.actions import input_request as requests
from workflows.actions import inputs
from workflows.actions import proposal as proposals
from workflows.enums import InputPurpose
from workflows.models import ItemReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """Return a request for reports whose term is in three weeks from now."""
    return make.first(opened())


@pytest.fixture
def proposing():
    return make.first(opened(InputPurpose.PROPOSALS))


def opened(purpose=InputPurpose.REPORTS, items=2):
    """Open a round about this year in a plan that runs from the year before last."""
    now = timezone.now()
    year = timezone.localdate(now).year
    text = make.plan_text(
        make.NAMES[:1],
        items=items,
        period=(date(year - 2, 1, 1), date(year + 2, 12, 31)),
        now=now - timedelta(days=700),
    )
    return make.opened(text, purpose, now=now, year=year)


def page(row, **said):
    """Return what the page of a fresh visitor sends: its own fields and what was filled in."""
    response = Client().get(make.page(row))
    form = {"_read_at": make.fresh(row).revision, "_writer": response.context["writer"]}
    for one in response.context["forms"].all():
        if hasattr(one, "management_form"):
            form |= {f"{one.prefix}-TOTAL_FORMS": one.total_form_count()}
            form |= {f"{one.prefix}-INITIAL_FORMS": one.initial_form_count()}
        elif "read_at" in one.fields:
            form[one.add_prefix("read_at")] = one["read_at"].value()
    return {**form, **said}


def report(row, number=0, **said):
    key = row.keys[number]
    return {f"{key}-{name}": value for name, value in {"progress": "done", **said}.items()}


def whole(row, **said):
    return {name: value for n in range(len(row.keys)) for name, value in report(row, n, **said).items()}


def send(row, deed="send", client=None, **said):
    return (client or Client()).post(make.page(row), {**page(row, **said), "deed": deed})


# --- the link -------------------------------------------------------------------------------------


def test_a_link_shows_the_form_without_an_account_and_changes_nothing(row, text):
    shown = text(Client().get(make.page(row)))
    assert "1.1 Charita, opatření 1" in shown
    assert (make.fresh(row).state, make.fresh(row).revision) == ("asked", 0)


def test_the_answer_of_one_page_is_sent_with_czech_numbers_and_a_file(row):
    money = f"{row.keys[0]}-money-0"
    response = send(
        row,
        **whole(row, text="Podařilo se."),
        **{f"{money}-source": "region", f"{money}-amount": "1 250 000,50 Kč"},
        **{f"{row.keys[0]}-file": SimpleUploadedFile("zprava.pdf", b"%PDF-1.4 zprava")},
    )

    assert (response.status_code, make.fresh(row).state) == (303, "answered")
    first = ItemReport.objects.get(key=row.keys[0])
    assert (first.progress, first.text, first.file.name) == ("done", "Podařilo se.", "zprava.pdf")
    assert [(m.source, str(m.amount)) for m in first.money.all()] == [("region", "1250000.50")]


def test_what_is_missing_is_told_and_what_was_typed_stays_kept(row, text):
    response = send(row, **report(row, text="Podařilo se."))

    assert response.status_code == 422
    assert "Vyberte stav plnění, nebo zaškrtněte, že za položku nehlásíte." in text(response)
    assert make.fresh(row).state == "started"
    assert "Podařilo se." in text(Client().get(make.page(row)))


def test_only_what_is_filled_in_is_told_to_be_wrong(row, proposing):
    money = {f"{row.keys[0]}-money-0-source": "region", f"{row.keys[0]}-money-0-amount": "hodně"}
    pages = [
        send(row, **report(row), **money, **{f"{row.keys[1]}-skip-skip": "on"}),
        send(proposing, proposals="1"),
    ]
    told = [[name for form in page.context["forms"].all() for name in names_of(form)] for page in pages]
    assert told == [["amount"], ["nothing"]]


def names_of(form):
    """Name the fields that a form or its rows find wrong."""
    return [name for one in getattr(form, "forms", [form]) for name in one.errors]


def test_an_item_may_be_left_out_by_saying_so(row):
    response = send(row, **report(row), **{f"{row.keys[1]}-skip-skip": "on"})
    assert (response.status_code, make.fresh(row).reports.count()) == (303, 1)


def test_what_is_half_written_is_shown_without_mistakes(row, text):
    send(row, "save", **report(row, progress="", text="Teprve píšu"))
    shown = text(Client().get(make.page(row)))
    assert "Teprve píšu" in shown
    assert "Opravte prosím" not in shown
    assert 'data-invalid="true"' not in shown


def test_a_link_after_the_close_explains_itself(row, text):
    form = page(row, **whole(row))
    inputs.close_round(held=row.round, by=make.coordinator(row.round), now=timezone.now())
    assert "Sběr je uzavřený, odpověď už odeslat nejde." in text(Client().get(make.page(row)))
    response = Client().post(make.page(row), {**form, "deed": "send"})
    assert (response.status_code, ItemReport.objects.count()) == (409, 0)


def test_an_answer_sent_twice_is_one_and_may_be_changed(row, text):
    form = {**page(row, **whole(row)), "deed": "send"}
    assert [Client().post(make.page(row), form).status_code for _time in range(2)] == [303, 409]
    assert "Odpověď je odeslaná, děkujeme." in text(Client().get(make.page(row)))

    Client().post(make.page(row), {"deed": "reopen"})

    assert make.fresh(row).state == "started"
    assert send(row, **whole(row, progress="partly")).status_code == 303
    assert set(make.fresh(row).reports.values_list("progress", flat=True)) == {"partly"}


def test_a_link_of_another_purpose_or_nonsense_opens_nothing(row):
    assert Client().get(reverse("plans:input-answer", args=["nesmysl"])).status_code == 404


def test_a_colleague_takes_over_on_the_page_and_the_old_link_ends(row, text):
    old = make.page(row)
    form = {"deed": "hand_over", "first_name": "Jana", "last_name": "Malá", "email": "jana@triada.test"}

    response = Client().post(old, form)

    assert "Předáno, děkujeme." in text(response)
    assert Client().get(old).status_code == 410
    assert Client().get(make.page(make.fresh(row))).status_code == 200


def test_handing_over_to_a_mistake_is_told(row, text):
    response = Client().post(make.page(row), {"deed": "hand_over", "email": "jana"})
    assert (response.status_code, make.fresh(row).person) == (422, None)


# --- autosave and two at once ---------------------------------------------------------------------


def autosave(row, form):
    response = Client().post(make.page(row), {**form, "deed": "save"}, headers={"accept": "application/json"})
    return response.status_code, json.loads(response.content)


def test_the_script_saves_and_learns_the_new_revision(row):
    form = page(row, **report(row, text="Zatím"))
    status, said = autosave(row, form)
    assert (status, said["revision"]) == (200, 1)
    assert autosave(row, {**form, "_read_at": 1})[0] == 200


def test_two_at_once_see_both_texts_and_settle_them(row, text):
    first, second = page(row, **report(row, text="Jeden")), page(row, **report(row, text="Druhý"))
    assert (autosave(row, first)[0], autosave(row, second)[0]) == (200, 409)

    shown = text(Client().get(make.page(row)))
    assert "Psali jste dva najednou" in shown
    assert ("Jeden" in shown, "Druhý" in shown) == (True, True)

    send(row, "save", **report(row, text="Oba"), _settled="0")
    assert "Psali jste dva najednou" not in text(Client().get(make.page(row)))


def test_without_the_script_a_form_sent_over_another_text_shows_both(row):
    first, second = page(row, **whole(row, text="Jeden")), page(row, **whole(row, text="Druhý"))
    Client().post(make.page(row), {**first, "deed": "save"})
    response = Client().post(make.page(row), {**second, "deed": "send"})
    assert (response["Location"].endswith("#spor"), make.fresh(row).state) == (True, "started")


def test_the_script_is_told_that_it_is_too_late(row):
    form = page(row, **report(row))
    make.answered(make.fresh(row), now=timezone.now())
    assert autosave(row, form)[0] == 410


# --- proposals ------------------------------------------------------------------------------------


def test_a_proposal_is_sent_with_money_and_its_fate_is_read_on_the_same_page(proposing, text):
    said = {"p0-title": "Odlehčovací služba", "p0-text": "Rodiny.", "p0-key": ""}
    money = {"p0-money-0-source": "region", "p0-money-0-amount": "120 000"}
    response = send(proposing, **said, **money, proposals="1")
    assert response.status_code == 303
    row = make.fresh(proposing).proposals.get()
    assert row.money == [{"source": "region", "municipality": None, "amount": "120000.00"}]

    by = make.coordinator(proposing.round)
    proposals.decline(proposal=row, reason="Není z čeho.", by=by, now=timezone.now())

    shown = text(Client().get(make.page(proposing)))
    assert ("Není z čeho." in shown, "120 000" in shown) == (True, True)


def test_another_proposal_is_added_without_a_script_and_nothing_is_lost(proposing):
    response = send(proposing, "more", **{"p0-title": "První"}, proposals="1")
    assert response["Location"].endswith("#navrh-2")
    forms = Client().get(make.page(proposing)).context["forms"]
    assert (forms.count, forms.parts[0].form["title"].value()) == (2, "První")


def test_nothing_to_propose_has_to_be_said(proposing):
    assert send(proposing, proposals="1").status_code == 422
    assert send(proposing, proposals="1", nothing="on").status_code == 303


def test_a_proposal_without_a_name_and_a_number_that_is_none_are_told(proposing):
    said = {"p0-text": "Rodiny.", "p0-money-0-source": "region", "p0-money-0-amount": "hodně"}
    response = send(proposing, **said, proposals="1")
    part = response.context["forms"].parts[0]
    assert (response.status_code, list(part.form.errors), list(part.money.forms[0].errors)) == (
        422,
        ["title"],
        ["amount"],
    )


# --- signed in, and typed in by the office --------------------------------------------------------


def test_who_is_asked_answers_when_signed_in_and_nobody_else_does(row):
    who = people.person()
    requests.hand_over(
        request=row, first_name="-", last_name="-", email=who.email, by=None, now=timezone.now()
    )
    url = reverse("plans:input-fill", args=[row.pk])
    client, other = Client(), Client()
    client.force_login(who)
    other.force_login(make.coordinator(row.round))

    assert (client.get(url).status_code, other.get(url).status_code) == (200, 404)
    response = client.post(url, {**page(make.fresh(row), **whole(row)), "deed": "send"})
    assert (response.status_code, make.fresh(row).answered_by) == (303, who)


def test_the_office_types_an_answer_in_with_proof(row, text):
    by = make.coordinator(row.round)
    client = Client()
    client.force_login(by)
    url = reverse("plans:input-record", args=[row.pk])
    assert client.get(url).status_code == 200
    form = {**page(row, **whole(row)), "deed": "send", "said_by": "Josef Novák", "channel": "post"}

    refused = client.post(url, form)
    assert (refused.status_code, "doložena" in text(refused)) == (422, True)
    response = client.post(url, {**form, "_read_at": 1, "evidence_note": "dopis z 20. 11."})

    kept = make.fresh(row)
    assert (response.status_code, kept.state, kept.channel, kept.answered_by) == (303, "answered", "post", by)


def test_the_page_asks_the_database_the_same_for_one_item_and_for_six():
    counts = []
    for items in (1, 6):
        url = make.page(make.first(opened(items=items)))
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 15
