"""What a plan in force needs can be done with JavaScript off: answer, report, choose, fulfil a duty."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.factories import duties, inputs, networks, people, reports, sheets
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from workflows.actions import duty as duty_deeds
from workflows.actions import sheet as sheet_deeds
from workflows.enums import EditionKind, InputPurpose
from workflows.models import Edition, ItemReport, NeededCapacity
from workflows.queries.sheet import REPORTS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser-4"),
]
LAST = timezone.localdate().year - 1


@pytest.fixture
def visit(opened):
    """Open windows of a phone whose browser runs no script."""

    def visit(person=None):
        return opened(person, width=PHONE, java_script_enabled=False)

    return visit


def asked(purpose, year):
    """Ask one organisation about two items of a plan that runs from the last year."""
    now = timezone.now()
    period = (date(LAST, 1, 1), date(LAST + 2, 12, 31))
    text = inputs.plan_text(inputs.NAMES[:1], period=period, now=now - timedelta(days=700))
    return inputs.first(inputs.opened(text, purpose, now=now, year=year))


def kept(visitor, name, value):
    expect(visitor.page.locator(f"main [name='{name}']")).to_have_value(value)


def test_an_answer_about_a_year_by_the_link_of_a_letter(visit, postbox):
    row = asked(InputPurpose.REPORTS, LAST)
    first, second = row.keys
    money = {f"{first}-money-0-amount": "asi milion"}
    postbox.collect()
    with visit() as visitor:
        visitor.go(postbox.link(row.organisation.email)).type(**{f"{first}-text": "Jezdíme i v sobotu."})
        visitor.page.locator("main button[value=save]").last.click()
        visitor.reads("Rozepsaná odpověď je uložená")
        kept(visitor, f"{first}-text", "Jezdíme i v sobotu.")
        visitor.choose(**{f"{first}-progress": "done", f"{first}-money-0-source": "region"}).type(**money)
        visitor.send("Odeslat").reads("Napište číslo, například", "zaškrtněte, že za položku nehlásíte")
        visitor.type(**{f"{first}-money-0-amount": "1 250 000,50 Kč"})
        visitor.page.locator(f"main [name='{second}-skip-skip']").check()
        visitor.send("Odeslat").reads("odpověď je odeslaná")
    report = ItemReport.objects.get()
    assert (report.text, report.money.get().amount) == ("Jezdíme i v sobotu.", Decimal("1250000.50"))


def test_proposals_by_the_link_of_a_letter(visit, postbox):
    row = asked(InputPurpose.PROPOSALS, LAST + 2)
    postbox.collect()
    with visit() as visitor:
        visitor.go(postbox.link(row.organisation.email)).type(**{"p0-title": "Druhý minibus"})
        visitor.send("Přidat další návrh").reads("2. návrh")
        kept(visitor, "p0-title", "Druhý minibus")
        visitor.type(**{"p1-title": "Poradna"}).send("Odeslat").reads("odpověď je odeslaná")
    assert list(row.proposals.order_by("pk").values_list("title", flat=True)) == ["Druhý minibus", "Poradna"]


def test_handing_an_answer_over(visit, postbox):
    row = asked(InputPurpose.REPORTS, LAST)
    postbox.collect()
    with visit() as visitor:
        visitor.go(postbox.link(row.organisation.email))
        visitor.page.get_by_text("Má odpovědět kolega nebo kolegyně?").click()
        visitor.type(first_name="Petr", last_name="Nový", email="petr@turnov.test").send("Předat")
        visitor.reads("Předáno, děkujeme.")
    postbox.collect()
    with visit() as visitor:
        visitor.go(postbox.link("petr@turnov.test")).reads(row.round.plan.title)


def test_a_report_with_money(visit):
    edition = reports.in_force(year=LAST)
    item = reports.measures(edition)[0]
    reach = f"values-{item.indicators.get().key}"
    rows = {"money-0-amount": "100 000", "money-1-amount": "0,50 Kč", reach: "hodně"}
    with visit(make.coordinator(edition)) as visitor:
        visitor.go(reverse("plans:report-write", args=[edition.plan.slug, LAST, item.key]))
        visitor.choose(**{"progress": "partly", "money-0-source": "region", "money-1-source": "gifts"})
        visitor.type(said_by="Jana Malá", **rows).send("Zapsat hlášení").reads("Napište číslo, například")
        kept(visitor, "money-0-amount", "100 000")
        visitor.type(**{reach: "2,5"}).send("Zapsat hlášení").reads("Hlášení je zapsané", "100 000,50")
    report = ItemReport.objects.get()
    assert (report.progress, report.values.get().value) == ("partly", Decimal("2.5"))


def test_a_filled_in_sheet(visit, tmp_path):
    edition = reports.in_force(year=LAST)
    book = sheets.exported(edition, LAST)
    sheets.put(book, REPORTS, 2, PROGRESS="splněno", kraj="1 000,50")
    book.save(tmp_path / "hlaseni.xlsx")
    with visit(make.coordinator(edition)) as visitor:
        visitor.go(reverse("plans:sheet-upload", args=[edition.plan.slug, LAST]))
        visitor.page.locator("main [name=upload]").set_input_files(tmp_path / "hlaseni.xlsx")
        visitor.send("Nahrát").reads("Sešit čeká")
        sheet_deeds.read(sheet=edition.plan.sheets.get())
        visitor.press("Podívat se znovu", 200).reads("1 000,50", "zapíše se")
        visitor.send("Zapsat hlášení").reads("Hlášení ze sešitu jsou zapsaná")
    assert ItemReport.objects.get().progress == "done"


def test_choosing_the_items_of_a_year(visit):
    text = plans.plan_text()
    kept_key = text.items.get(number="2.1").key
    with visit(make.coordinator(text)) as visitor:
        start = reverse(
            "plans:edition-new", args=[text.plan.slug], query={"druh": "action_plan", "rok": 2027}
        )
        visitor.go(start).choose(path=str(text.path_id))
        visitor.send("Odškrtnout vše")
        visitor.send("Začít nové znění").reads("Vyberte aspoň jednu položku")
        visitor.tick("keys", str(kept_key)).send("Začít nové znění").reads("Založeno")
        made = Edition.objects.get(kind=EditionKind.ACTION_PLAN)
        visitor.go(reverse("plans:edition-items", args=[text.plan.slug, made.pk]))
        visitor.tick("keys", str(text.items.get(number="1.2").key)).send("Uložit výběr").reads("Uloženo")
    assert plans.numbers(made) == ["1", "1.2", "2", "2.1"]


def test_a_duty_by_the_link_of_a_letter(visit, postbox):
    region = duties.planned(people.TODAY.year, 1)
    one = duties.duty(region, duties.CAPACITIES, people.TODAY.year)
    duty_deeds.remind(duty=one, by=people.coordinator(region), now=timezone.now())
    postbox.collect()
    kind = str(networks.kind().pk)
    line = {"capacities-0-capacity": "dost", "capacities-0-unit": "úvazky"}
    with visit() as visitor:
        visitor.go(postbox.link(one.territory.organisations.get().email))
        visitor.choose(**{"capacities-0-kind": kind}).type(said_by="Jan Tichý, starosta", **line)
        visitor.send("Odeslat sdělení").reads("Napište číslo, například")
        kept(visitor, "said_by", "Jan Tichý, starosta")
        visitor.type(**{"capacities-0-capacity": "12,5"}).send("Odeslat sdělení").reads(
            "sdělení jsme přijali"
        )
    assert NeededCapacity.objects.get().capacity == Decimal("12.5")
