from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from bodies.actions import action_item as tasks
from bodies.enums import ActionState
from bodies.models import ActionItem
from people.models import AccessLink
from tests.factories import bodies as make
from tests.factories import documents, people

pytestmark = pytest.mark.django_db
S = ActionState
LIST, BOARD = reverse("tasks:list"), reverse("tasks:board")
TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def body():
    return make.body(organiser=people.person())


def shown(response):
    return unescape(response.content.decode()).replace("\xa0", " ")


def client(who):
    found = Client()
    found.force_login(who)
    return found


def task(body, text="Doplnit kapacity.", **fields):
    return make.action_item(body, text, **{"due_on": LATER, **fields})


def page(item, name="detail"):
    return reverse(f"tasks:{name}", args=[item.pk])


def titles(response):
    return [item.text for item in response.context["page"].object_list]


def test_one_reads_own_tasks_and_those_of_bodies_that_one_runs_or_sits_in(body):
    mine, other = task(body, "Moje."), task(make.body(), "Cizí.")
    member = make.member(body)
    for who in (body.organiser, mine.responsible, member):
        assert titles(client(who).get(LIST)) == ["Moje."]
    assert titles(client(people.person()).get(LIST)) == []
    assert client(mine.responsible).get(page(other)).status_code == 403
    assert client(member).get(page(mine)).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["Pozdní.", "Doplnit kapacity.", "Bez řešitele."]),
        ({"q": "kapacit"}, ["Doplnit kapacity."]),
        ({"due": "late"}, ["Pozdní."]),
        ({"due": "none"}, ["Bez řešitele."]),
        ({"who": "nobody"}, ["Bez řešitele."]),
        ({"who": "me"}, ["Pozdní."]),
        ({"state": "done"}, ["Hotový."]),
        ({"state": "all", "sort": "-due"}, ["Doplnit kapacity.", "Hotový.", "Pozdní.", "Bez řešitele."]),
        ({"answerer": "Tanvald"}, ["Doplnit kapacity."]),
        ({"q": "nic takového"}, []),
    ],
)
def test_the_list_is_narrowed_and_sorted(body, wanted, found):
    office = people.organisation(name="Město Tanvald")
    task(body, organisation=office)
    task(body, "Pozdní.", due_on=TODAY - timedelta(days=2), responsible=body.organiser)
    task(body, "Bez řešitele.", due="ongoing", due_on=None, responsible=people.person(is_active=False))
    task(body, "Hotový.", due_on=TODAY, state=S.DONE, done_on=TODAY)
    assert titles(client(body.organiser).get(LIST, wanted)) == found


def test_quick_choices_say_how_many(body):
    task(body, responsible=body.organiser)
    task(body, due_on=TODAY - timedelta(days=2))
    said = shown(client(body.organiser).get(LIST))
    assert "Moje (1)" in said
    assert "Po termínu (1)" in said
    assert "2 otevřené úkoly" in said


def test_an_empty_list_is_said_kindly(body):
    assert "Žádný úkol není otevřený." in shown(client(body.organiser).get(LIST))
    assert "neodpovídá žádný úkol" in shown(client(body.organiser).get(LIST, {"q": "x"}))


def test_a_long_list_has_pages(body):
    who = people.person()
    for _ in range(30):
        task(body, responsible=who)
    assert [len(titles(client(who).get(LIST, {"page": n}))) for n in (1, 2)] == [25, 5]


@pytest.mark.parametrize("address", [LIST, BOARD])
def test_pages_of_any_length_take_the_same_number_of_queries(body, address, django_assert_max_num_queries):
    member, counts = make.member(body), []
    for _ in range(2):
        for state in (S.ASSIGNED, S.IN_PROGRESS, S.REPORTED) * 4:
            held_on = LATER + timedelta(days=ActionItem.objects.count())
            task(body, state=state, meeting=make.meeting(body, held_on), reported_at=timezone.now())
        signed = client(member)
        signed.get(address)
        with django_assert_max_num_queries(20) as found:
            assert signed.get(address).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_the_board_has_four_columns_and_shows_more_when_asked(body):
    for _ in range(10):
        task(body)
    task(body, state=S.DONE, done_on=TODAY)
    task(body, state=S.CANCELLED)
    signed = client(body.organiser)
    columns = signed.get(BOARD).context["columns"]
    assert [(c["count"], len(c["cards"])) for c in columns] == [(10, 8), (0, 0), (0, 0), (1, 1)]
    longer = signed.get(f"{BOARD}?{columns[0]['more']}").context["columns"]
    assert (len(longer[0]["cards"]), longer[0]["more"]) == (10, "")


def test_a_card_moves_by_its_button_and_the_board_comes_back(body):
    item = task(body)
    response = client(body.organiser).post(page(item, "take-up"), {"back": "board"})
    assert (response.status_code, response["Location"]) == (303, BOARD)
    assert ActionItem.objects.get(pk=item.pk).state == S.IN_PROGRESS


def test_whoever_answers_reports_and_the_organiser_accepts(body):
    item = task(body)
    mine = client(item.responsible)
    assert "Nahlásit splnění" in shown(mine.get(page(item)))
    done = mine.post(page(item, "report"), {"text": "Hotovo.", "upload": documents.upload()})
    assert done.status_code == 303
    assert "Sken.pdf" in shown(mine.get(page(item)))
    assert mine.post(page(item, "accept")).status_code == 403
    organiser = client(body.organiser)
    assert "Zkontrolujte splnění" in shown(organiser.get(page(item)))
    assert organiser.post(page(item, "accept")).status_code == 303
    assert organiser.post(page(item, "accept")).status_code == 409


@pytest.mark.parametrize(
    ("name", "typed", "state"),
    [
        ("report", {"text": "Zapsáno po telefonu."}, S.REPORTED),
        ("cancel", {"reason": "Není potřeba."}, S.CANCELLED),
        ("extend", {"due": "day", "due_on": "2030-01-01", "reason": "x"}, S.ASSIGNED),
        ("want-time", {"due_on": "2030-01-01", "reason": "x"}, S.ASSIGNED),
    ],
)
def test_each_deed_has_a_page_with_a_form(body, name, typed, state):
    item, signed = task(body), client(body.organiser)
    assert signed.get(page(item, name)).status_code == 200
    assert signed.post(page(item, name), {}).status_code == 422
    assert signed.post(page(item, name), typed).status_code == 303
    assert ActionItem.objects.get(pk=item.pk).state == state


def test_a_task_is_sent_back_and_passed_on(body):
    item, other, signed = task(body), people.person(), client(body.organiser)
    tasks.report(item=item, text="Hotovo.", by=item.responsible, now=timezone.now())
    assert signed.post(page(item, "send-back"), {"reason": "Chybí Tanvald."}).status_code == 303
    both = {"responsible": other.email, "organisation": people.organisation().pk}
    assert signed.post(page(item, "reassign"), both).status_code == 422
    assert signed.post(page(item, "reassign"), {"responsible": other.email}).status_code == 303
    assert ActionItem.objects.get(pk=item.pk).responsible == other


def test_the_organiser_decides_on_more_time(body):
    item, signed = task(body), client(body.organiser)
    wish = {"due_on": "2030-01-01", "reason": "Nemoc."}
    assert client(item.responsible).post(page(item, "want-time"), wish).status_code == 303
    assert "Nemoc." in shown(signed.get(page(item)))
    assert 'value="2030-01-01"' in signed.get(page(item, "extend")).content.decode()
    assert signed.post(page(item, "keep-term"), {"reason": "Rada zasedá."}).status_code == 303


def test_a_new_task_is_assigned_by_whoever_runs_a_body(body):
    who, signed = people.person(), client(body.organiser)
    address = reverse("tasks:create")
    typed = {"body": body.pk, "text": "Rozeslat formulář.", "responsible": who.email, "due": "day"}
    assert signed.get(address).status_code == 200
    assert signed.post(address, typed).status_code == 422
    assert signed.post(address, {**typed, "due_on": LATER.isoformat()}).status_code == 303
    assert ActionItem.objects.get().responsible == who
    assert client(who).get(address).status_code == 403


def test_the_spreadsheet_holds_the_filtered_list_and_runs_no_formula(body):
    task(body, '=HYPERLINK("http://zlo.test")', responsible=body.organiser)
    task(body, "Jiný.")
    response = client(body.organiser).get(reverse("tasks:export"), {"who": "me"})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[2].value for row in rows] == ['=HYPERLINK("http://zlo.test")']
    assert (rows[0][2].data_type, rows[0][2].quotePrefix) == ("s", True)
    assert [cell.value for cell in sheet[1]][:5] == ["Číslo", "Orgán", "Úkol", "Jednání", "Odpovídá"]
    assert rows[0][6].value.date() == LATER


@pytest.fixture
def opened(body):
    """A task of an office without an account, and the address of its personal link."""
    office = people.organisation(email="urad@tanvald.test")
    item = tasks.assign(
        body=body, text="Doplnit.", organisation=office, due_on=LATER, by=body.organiser, now=timezone.now()
    )
    return item, reverse("tasks:answer", args=[AccessLink.objects.get(subject_id=item.pk).token])


def test_by_the_link_one_works_asks_for_time_and_reports_without_an_account(opened):
    item, address = opened
    guest = Client()
    assert "Doplnit." in shown(guest.get(address))
    assert ActionItem.objects.get(pk=item.pk).state == S.ASSIGNED
    assert "na úkolu pracujete" in shown(guest.post(address, {"deed": "take_up"}))
    wish = {"deed": "want", "want-due_on": "2030-01-01", "want-reason": "Nemoc."}
    assert "odeslaná" in shown(guest.post(address, wish))
    assert guest.post(address, {"deed": "report"}).status_code == 422
    done = {"deed": "report", "report-text": "Hotovo.", "report-upload": documents.upload()}
    assert "Nemusíte nic dalšího dělat." in shown(guest.post(address, done))
    assert guest.post(address, {"deed": "report", "report-text": "Hotovo."}).status_code == 409
    assert "čeká na kontrolu" in shown(guest.get(address))
    assert ActionItem.objects.get(pk=item.pk).report == "Hotovo."


def test_a_link_of_an_ended_or_passed_on_task_opens_nothing(opened, body):
    item, address = opened
    tasks.reassign(item=item, to=people.person(), reason="", by=body.organiser, now=timezone.now())
    assert Client().get(address).status_code == 410


def test_every_form_of_every_page_carries_its_token(body, opened):
    item, link = opened
    reported = task(body, state=S.REPORTED, reported_at=timezone.now())
    signed = client(body.organiser)
    for address in (page(item), page(reported), link, BOARD):
        html = signed.get(address).content.decode()
        assert html.count('method="post"') == html.count("csrfmiddlewaretoken") > 1
