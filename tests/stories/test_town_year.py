"""A town's year by its calendar: proposals, the action plan, reports of the year that is over, evaluation."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from bodies.enums import BodyKind
from people import journal
from tests.factories import bodies, people, reports, sheets
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from tests.factories.walk import misfits
from workflows.actions import content
from workflows.enums import EditionKind, EditionState, InputRequestState, PlanState
from workflows.models import Item, ItemReport, Proposal
from workflows.queries.sheet import INDICATORS, REPORTS

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LAST, NEXT = 2026, 2027
CHARITY, FOKUS, SHELTER, PETR = (f"{name}@turnov.test" for name in ("charita", "fokus", "azyl", "petr"))
MEASURES = {"Charita": CHARITY, "Fokus": FOKUS, "Azylový dům": SHELTER}


@pytest.fixture
def text(clock):
    """The plan of Turnov for 2025–2027 in force, a measure of each of three organisations."""
    town = people.territory("Turnov", region=people.region())
    for kind in (BodyKind.BOARD, BodyKind.ASSEMBLY):
        bodies.rules(make.body(kind, town), numbering="{n}/{yyyy}")
    period = (date(2025, 1, 1), date(2027, 12, 31))
    plan = make.plan(territory=town, period=period, now=clock.now - timedelta(days=800))
    edition = plan.editions.get()
    top = reports.add(edition, "Zůstat doma")
    for name, email in MEASURES.items():
        reports.add(
            edition,
            f"{name}: péče",
            parent=top,
            values={"implementer": people.organisation(name, email=email)},
            costs=[content.Cost(year, "municipality", Decimal(200_000)) for year in (2025, LAST, NEXT)],
            indicators=[content.Measure("Klienti", "osoba", Decimal(10), Decimal(20))],
        )
    return plans.in_force(make.fresh(edition))


@pytest.fixture
def office(desk, binder, text):
    return binder(desk(text.plan.coordinator), text.plan)


def measure(text, name):
    return text.items.get(title=f"{name}: péče")


def row_of(held, name):
    return held.requests.get(organisation__name=name)


def ask(office, clock, purpose, year):
    """Ask the three implementers by letter; the term is in three weeks."""
    where = office.url("input-open", purpose=purpose, year=year)
    asked = [f"o{pk}" for pk in Item.objects.exclude(implementer=None).values_list("implementer", flat=True)]
    office.desk.send(
        where, "Požádat a rozeslat dopisy", asked=sorted(set(asked)), due_on=clock.ahead(21), note="Děkujeme."
    )
    return office.plan.input_rounds.get(purpose=purpose)


def of_round(held):
    return reverse("plans:input-round", args=[held.pk])


def close(office, held):
    where = reverse("plans:input-close", args=[held.pk])
    assert "Odpověděli všichni" in office.desk.read(where)
    assert "Sběr je uzavřený." in office.desk.send(where, "Uzavřít sběr")


# --- September: proposals for the next year ---------------------------------------------------------


def charity_is_interrupted(office, desk, mail, held):
    """The answer is half written, kept by the page and finished by another browser."""
    page, half = mail.link(CHARITY), {"p0-title": "Péče i v sobotu", "p0-text": "V sobotu nikdo nejezdí."}
    assert "Rozepsaná odpověď je uložená." in desk().send(page, "Uložit rozepsané", **half)
    assert "rozepsáno: 1" in office.desk.read(of_round(held))
    assert Proposal.objects.count() == 0

    money = {"p0-money-0-source": "municipality", "p0-money-0-amount": "150 000 Kč"}
    assert "Děkujeme, odpověď je odeslaná." in desk().send(page, "Odeslat", **money)
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.text) == ("Péče i v sobotu", "V sobotu nikdo nejezdí.")


def shelter_calls(office, held):
    """The coordinator types in what was said on the telephone."""
    where = reverse("plans:input-record", args=[row_of(held, "Azylový dům").pk])
    said = {"said_by": "Jana Malá", "channel": "in_person", "p0-title": "Druhý minibus"}
    refused = office.desk.answer(where, "Zapsat odpověď", **said)
    assert (refused.status_code, "čím je odpověď doložena" in refused.text) == (422, True)
    told = office.desk.send(where, "Zapsat odpověď", **said, evidence_note="telefonát 9. 9. v 10.15")
    assert "Odpověď je zapsaná." in told


def fokus_hands_over(desk, mail, clock):
    """A colleague takes over, is reminded before the term as the only one, and has nothing to propose."""
    page = mail.link(FOKUS)
    reply = desk().answer(page, "Předat", first_name="Petr", last_name="Nový", email=PETR)
    assert (reply.status_code, "Předáno, děkujeme." in reply.text) == (200, True)
    assert desk().status(page) == 410

    counts = [len(mail.to(address)) for address in (CHARITY, SHELTER, PETR)]
    clock.after(19)
    assert [len(mail.to(address)) for address in (CHARITY, SHELTER, PETR)] == [*counts[:2], counts[2] + 1]
    assert "připomínáme podklady" in mail.text(PETR)
    desk().send(mail.link(PETR), "Odeslat", nothing="on")


def gather_proposals(office, desk, mail, clock):
    held = ask(office, clock, "proposals", NEXT)
    charity_is_interrupted(office, desk, mail, held)
    shelter_calls(office, held)
    fokus_hands_over(desk, mail, clock)
    assert set(held.requests.values_list("state", flat=True)) == {InputRequestState.ANSWERED}
    close(office, held)


# --- October: the action plan of the next year ------------------------------------------------------


def write_action_plan(office, desk, mail, text):
    edition = office.start(EditionKind.ACTION_PLAN, make.path("plan-mesta-rada"), rok=NEXT)
    assert plans.numbers(edition) == ["1", "1.1", "1.2", "1.3"]
    taken, declined = (
        reverse(f"plans:proposal-{deed}", args=[Proposal.objects.get(title=title).pk])
        for deed, title in (("take", "Péče i v sobotu"), ("decline", "Druhý minibus"))
    )
    office.desk.send(taken, where=f"under:{edition.items.get(depth=0).pk}")
    office.desk.send(declined, reason="Na minibus v roce 2027 nejsou peníze.")
    assert "Péče i v sobotu" in desk().read(mail.link(CHARITY))
    assert "nejsou peníze" in desk().read(mail.link(SHELTER))

    kept = [str(measure(text, name).key) for name in ("Charita", "Azylový dům")]
    assert "odebráno: 1" in office.send("edition-items", "Uložit výběr", edition.pk, keys=kept)
    assert sorted(edition.items.filter(depth=1).values_list("title", flat=True)) == [
        "Azylový dům: péče",
        "Charita: péče",
        "Péče i v sobotu",
    ]
    again = office.desk.open(office.url("edition-new", druh="action_plan", rok=NEXT))
    assert "Už se připravuje" in again.text
    return edition


def approve_action_plan(office, clock, mail, edition):
    make.hand_over(make.fresh(edition))
    clock.after(14)
    make.answer_all(make.fresh(edition))
    office.decide(edition, clock, "approves")
    assert (edition.state, edition.valid_from) == (EditionState.ADOPTED, date(NEXT, 1, 1))
    assert "Schváleno, platnost teprve začne" in office.read("editions")

    clock.until(date(NEXT, 1, 11))
    mail.work()
    edition.refresh_from_db()
    assert edition.state == EditionState.EFFECTIVE


# --- January: reports of the year that is over ------------------------------------------------------


def charity_reports(desk, mail, text):
    item = measure(text, "Charita")
    money = f"{item.key}-money-0"
    said = {
        f"{item.key}-progress": "done",
        f"{item.key}-text": "Jezdíme každý den.",
        f"{money}-source": "municipality",
        f"{money}-amount": "skoro dvě stě tisíc",
        f"{item.key}-values-{item.indicators.get().key}": "18,5",
    }
    page, phone = mail.link(CHARITY), desk()
    refused = phone.answer(page, "Odeslat", **said)
    assert (refused.status_code, "Napište číslo, například" in refused.text) == (422, True)
    assert "odeslaná" in phone.send(page, "Odeslat", **{f"{money}-amount": "198 500,50 Kč"})
    report = ItemReport.objects.get()
    assert (report.text, report.money.get().amount, report.values.get().value) == (
        "Jezdíme každý den.",
        Decimal("198500.50"),
        Decimal("18.5"),
    )


def fokus_is_gone(office, mail, held):
    """The implementer has ceased to exist: nobody waits for it and whoever answered for it is told."""
    assert "prosíme o hlášení" in mail.text(PETR)
    where = reverse("plans:input-excuse", args=[row_of(held, "Fokus").pk])
    office.desk.send(where, "Už nečekat", reason="Spolek zanikl k 30. 6.")
    assert "Spolek zanikl k 30. 6." in mail.text(PETR)


def fill_in_sheet(office, mail):
    """What came on paper is filled into the sheet; what cannot be read is shown and left out."""
    given = office.desk.open(office.url("sheet-export", LAST))
    book = load_workbook(BytesIO(b"".join(given.streaming_content)))
    sheets.put(book, REPORTS, 3, PROGRESS="zrušeno nebo odloženo", TEXT="Spolek zanikl.")
    sheets.put(book, REPORTS, 4, PROGRESS="splněno částečně", obec="150 000")
    sheets.put(book, INDICATORS, 3, VALUE="hodně")
    told = office.send("sheet-upload", "Nahrát", LAST, upload=sheets.file_of(book))
    assert "Sešit čeká, až na něj přijde řada." in told
    assert ItemReport.objects.count() == 1

    mail.work()
    sheet = office.plan.sheets.get()
    page = office.read("sheet", sheet.pk)
    assert ["nezapíše se" in page, "Napište číslo, například" in page] == [True, True]
    assert "Hlášení ze sešitu jsou zapsaná." in office.send("sheet", "Zapsat hlášení", sheet.pk)
    assert sorted(ItemReport.objects.values_list("progress", flat=True)) == ["done", "dropped", "partly"]


def gather_reports(office, desk, mail, clock, text):
    held = ask(office, clock, "reports", LAST)
    charity_reports(desk, mail, text)
    fokus_is_gone(office, mail, held)
    fill_in_sheet(office, mail)
    record = reverse("plans:input-record", args=[row_of(held, "Azylový dům").pk])
    said = {"said_by": "Jana Malá", "channel": "post", "evidence_note": "dopis z 18. 1."}
    office.desk.send(record, "Zapsat odpověď", **said)
    close(office, held)
    assert "3 z 3" in office.read("reports", rok=LAST)


# --- February: the evaluation -----------------------------------------------------------------------


def evaluate(office, clock):
    page = office.read("evaluation", rok=LAST)
    assert ["600 000 Kč" in page, "348 500,50 Kč" in page, "je bez hlášení" in page] == [True, True, False]
    edition = office.start(EditionKind.EVALUATION, make.path("vyhodnoceni"), rok=LAST)
    assert "Chybí text povinné části" in office.read("move", edition.pk, "submit_for_approval")
    office.send("part-write", "", edition.pk, "triada", text="Sešli se zástupci všech tří stran.")
    figures = office.url("part-write", edition.pk, "financovani") + "?cisla=1"
    office.desk.send(figures, "Uložit kapitolu")
    assert "348 500,50" in office.read("text", edition.pk)
    office.decide(edition, clock, "takes_note", "takes_note")
    return edition


def test_a_town_plans_its_next_year_reports_on_the_last_and_evaluates_it(office, desk, mail, clock, text):
    gather_proposals(office, desk, mail, clock)
    action_plan = write_action_plan(office, desk, mail, text)
    approve_action_plan(office, clock, mail, action_plan)
    gather_reports(office, desk, mail, clock, text)
    evaluation = evaluate(office, clock)

    office.plan.refresh_from_db()
    assert (evaluation.state, office.plan.state) == (EditionState.EFFECTIVE, PlanState.IN_FORCE)
    valid = [office.valid_on(day, desk()) for day in (date(2024, 12, 31), date(LAST, 6, 30), clock.today)]
    assert valid == [[], [text.label], [text.label, action_plan.label]]
    assert misfits() == []
    call_command("check_flows")
    assert journal.verify() == []
