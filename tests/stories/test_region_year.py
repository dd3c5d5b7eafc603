"""A region's year: its network, what municipalities say and owe, the ministry, an update of the plan."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from people import journal
from people.enums import OrganisationKind, Role
from tests.factories import bodies, duties, networks, people, reports
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from tests.factories.walk import misfits
from tests.stories.conftest import plain
from workflows.actions import content
from workflows.enums import Deed, EditionKind, EditionState, NetworkTier
from workflows.models import Duty, ItemReport, NetworkService, Statement

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
YEAR, NEXT = 2026, 2027
OFFICE = "podatelna@frydlant.test"
HOME, NIGHT = "Pečovatelská služba Frýdlant", "Noclehárna Semily"


@pytest.fixture
def region():
    return people.region("Liberecký kraj")


@pytest.fixture
def frydlant(region):
    """A town whose office has an address."""
    town = people.territory("Frýdlant", region=region)
    kind = OrganisationKind.MUNICIPALITY
    people.organisation("Město Frýdlant", kind=kind, territory=town, email=OFFICE)
    return town


@pytest.fixture
def semily(region):
    """A town that can be reached on paper only."""
    return people.territory("Semily", region=region)


@pytest.fixture
def text(clock, region):
    """The region's plan for 2026–2028 in force, with two measures."""
    period, now = (date(YEAR, 1, 1), date(YEAR + 2, 12, 31)), clock.now - timedelta(days=500)
    for body in make.bodies_of(region, make.path("plan-kraje")):
        bodies.rules(body, numbering="{n}/{yyyy}")
    edition = make.plan("plan-kraje", territory=region, period=period, now=now).editions.get()
    make.fill(edition, items=0)
    top = reports.add(edition, "Péče doma")
    costs = [content.Cost(year, "region", Decimal(500_000)) for year in (YEAR, NEXT)]
    for title in ("Terénní služby", "Noclehárny"):
        reports.add(edition, title, parent=top, costs=costs)
    return plans.in_force(make.fresh(edition))


@pytest.fixture
def network(text, frydlant, semily):
    """The network in force: a service in each town."""
    edition = networks.drafted(text, path=make.path("akcni-plan-kraje"))
    for name, place in ((HOME, frydlant), (NIGHT, semily)):
        networks.service(edition, name=name, territory=place)
    return networks.in_force(edition)


@pytest.fixture
def office(desk, binder, text):
    return binder(desk(text.plan.coordinator), text.plan)


def refuses_another(office, kind, path):
    """A second revision of what is being prepared cannot be started, whatever the form sends."""
    where = office.url("edition-new", druh=kind)
    assert "Už se připravuje" in office.desk.read(where)
    count = office.plan.editions.count()
    refused = office.desk.client.post(where, {"path": path.pk})
    assert (refused.status_code, "Už se připravuje" in refused.text) == (409, True)
    assert office.plan.editions.count() == count


# --- the network as an annex with revisions of its own ----------------------------------------------


def revise_network(office, clock, mail, network, frydlant):
    path = make.path("akcni-plan-kraje")
    edition = office.start(EditionKind.NETWORK, path)
    refuses_another(office, EditionKind.NETWORK, path)
    provider = people.organisation("Centrum Frýdlant")
    service = {
        "name": "Osobní asistence",
        "provider": provider.pk,
        "kind": networks.kind("§ 39").pk,
        "form": "outreach",
        "tier": "basic",
        "capacity": "12,5",
        "unit": "úvazky",
        "territory": frydlant.pk,
    }
    assert "je zapsána: základní síť" in office.send("service-add", "", edition.pk, **service)
    twice = office.desk.answer(office.url("service-add", edition.pk), **service)
    assert (twice.status_code, "už v této síti je" in plain(twice.text)) == (409, True)
    office.send("services", f"Do zásobníku – {NIGHT}", edition.pk)
    compared = office.read("services-compare", edition.pk)
    assert "Nové služby: 1, změněné: 1, odebrané: 0." in compared

    office.send("validity", "", edition.pk, valid_from="2027-01-01")
    office.decide(edition, clock, "recommends", "approves")
    clock.until(date(NEXT, 1, 4))
    mail.work()
    for one in (edition, network):
        one.refresh_from_db()
    assert (edition.state, network.state) == (EditionState.EFFECTIVE, EditionState.SUPERSEDED)
    return edition


def state_need(desk, frydlant):
    """A clerk of the town writes down what its council says of a service of the network."""
    service = NetworkService.objects.get(name=HOME, edition__state=EditionState.EFFECTIVE)
    clerk = people.person()
    people.appointment(clerk, Role.CLERK, frydlant)
    where = reverse("statements:add", query={"sluzba": service.key, "obec": frydlant.slug})
    said = {"necessity": "needed", "text": "Kvůli paní Novákové.", "given_by": "starosta Jan Tichý"}
    assert "Vyjádření je v evidenci." in desk(clerk).send(where, **said)
    found = Statement.objects.get()
    assert (found.territory, found.service_key, found.tier) == (frydlant, service.key, NetworkTier.BASIC)
    public = desk().read(reverse("statements:detail", args=[found.pk]))
    assert [word in public for word in (HOME, "Novákové", "Tichý")] == [True, False, False]


# --- duties of municipalities and of the region -----------------------------------------------------


def ask_municipalities(office, region):
    office.desk.send(reverse("duties:plan"), "Naplánovat", region=region.pk, year=NEXT)
    assert Duty.objects.filter(year=NEXT).count() == 6
    term = {"day": 31, "month": 3, "valid_year": NEXT, "source": "usnesení rady kraje č. 120/26/RK"}
    office.desk.send(reverse("duties:term", args=[duties.CAPACITIES, region.slug]), **term)
    told = office.desk.send(reverse("duties:ask"), "Rozeslat", region=region.pk, year=NEXT)
    assert "není komu napsat" in told


def frydlant_reports(desk, mail, frydlant):
    """The town answers both duties by the links of letters, without an account."""
    needs = mail.link(OFFICE, "potřeb, možností a zdrojů")
    reply = desk().answer(needs, "Odeslat sdělení", said_by="Jan Tichý, starosta", text="Chybí noclehárna.")
    assert (reply.status_code, "Děkujeme, sdělení jsme přijali." in reply.text) == (200, True)

    capacities = mail.link(OFFICE, "potřebné kapacity")
    assert "31. 3. 2027" in mail.text(OFFICE) or "31. 3. 2027" in desk().read(capacities)
    lines = {"kind": networks.kind("§ 40").pk, "form": "outreach", "capacity": "12,5", "unit": "úvazky"}
    typed = {f"capacities-0-{name}": value for name, value in lines.items()}
    refused = desk().answer(
        capacities, "Odeslat sdělení", said_by="Jan Tichý", **{**typed, "capacities-0-capacity": "dost"}
    )
    assert refused.status_code == 422
    reply = desk().answer(
        capacities, "Odeslat sdělení", said_by="Jan Tichý", **typed, **{"capacities-0-available": "10"}
    )
    assert "Děkujeme, sdělení jsme přijali." in reply.text
    assert "Sdělení už je odeslané" in desk().read(capacities)
    states = Duty.objects.filter(territory=frydlant).values_list("state", flat=True)
    assert list(states) == ["fulfilled", "fulfilled"]


def office_writes_the_rest(office, region, semily):
    """What came on paper, what need not come this year, and what the region owes itself (§ 95 d)."""
    paper, waived = duties.duty(semily, duties.NEEDS, NEXT), duties.duty(semily, duties.CAPACITIES, NEXT)
    office.desk.send(reverse("duties:fulfil", args=[paper.pk]), reference="MUSE 12/2027")
    office.desk.send(reverse("duties:waive", args=[waived.pk]), reason="Město kapacity nepotřebuje.")
    own = duties.duty(region, duties.RESULTS, NEXT)
    office.desk.send(reverse("duties:fulfil", args=[own.pk]), text="Obce dostaly souhrn a pozvánku.")


def tell_ministry(office, region):
    page = office.desk.read(reverse("duties:ministry", args=[NEXT]))
    assert ["Sdělení potřebné kapacity" in page, "12,5" in page, "Na koho se čeká" in page] == [True] * 3
    given = office.desk.open(reverse("duties:ministry-xlsx", args=[NEXT]))
    book = load_workbook(BytesIO(b"".join(given.streaming_content)))
    assert book.sheetnames == ["Povinnosti", "Podle území", "Potřebné kapacity", "Plnění plánu"]
    needed = list(book["Potřebné kapacity"].iter_rows(min_row=3, values_only=True))
    assert [row[2:] for row in needed] == [("úvazky", 12.5, 10, 2.5, 1)]
    report = duties.duty(region, duties.MINISTRY, NEXT)
    office.desk.send(reverse("duties:fulfil", args=[report.pk]), reference="KULK 77/2027")
    assert Duty.objects.filter(year=NEXT, state="due").count() == 0


# --- an update of the plan --------------------------------------------------------------------------


def write_update(office, frydlant, text):
    """A measure is reported on and then left out, another one is to be paid by a town."""
    night = text.items.get(title="Noclehárny")
    office.send("report-write", "Zapsat hlášení", YEAR, night.key, said_by="Naděje", progress="running")
    path = make.path("plan-kraje")
    update = office.start(EditionKind.UPDATE, path)
    refuses_another(office, EditionKind.UPDATE, path)
    assert "nahlášeno plnění za roky 2026" in office.read("item-remove", update.pk, night.key)
    office.send("item-remove", "", update.pk, night.key)
    money = {
        "costs-0-year": NEXT,
        "costs-0-source": "municipality",
        "costs-0-municipality": frydlant.pk,
        "costs-0-amount": "250 000 Kč",
    }
    top = update.items.get(depth=0)
    office.desk.send(office.url("item-add", update.pk) + f"?pod={top.key}", title="Dluhová poradna", **money)
    return update


def approve_update(office, clock, mail, update):
    while update.state != EditionState.SETTLEMENT:
        update = make.next_step(update)
    make.opine(update, Deed.SUBMIT_FOR_APPROVAL)
    make.hear(update)
    clock.now = make.at(update, days=1)
    office.send("validity", "", update.pk, valid_from=clock.ahead(40))
    office.decide(update, clock, "recommends", "recommends", "approves")
    assert update.state == EditionState.ADOPTED
    clock.until(update.valid_from)
    mail.work()
    return update


def check_what_holds(office, desk, text, update, network):
    """The old text is superseded in one move; what it was is still known by the day."""
    for one in (text, update):
        one.refresh_from_db()
    assert (text.state, update.state, update.supersedes) == (
        EditionState.SUPERSEDED,
        EditionState.EFFECTIVE,
        text,
    )
    eve = update.valid_from - timedelta(days=1)
    assert [office.valid_on(day, desk()) for day in (eve, update.valid_from)] == [
        [text.label, network.label],
        [update.label, network.label],
    ]


def report_on_what_left(office, text):
    """An item that left the plan is only reported as dropped."""
    night = text.items.get(title="Noclehárny")
    where = office.url("report-write", NEXT, night.key)
    refused = office.desk.answer(where, "Zapsat hlášení", said_by="Naděje", progress="done")
    assert ("v textu pro rok 2027 už není" in plain(refused.text), refused.status_code) == (True, 409)
    said = {
        "said_by": "Naděje",
        "progress": "dropped",
        "money-0-source": "region",
        "money-0-amount": "80 000,50",
    }
    office.desk.send(where, "Zapsat hlášení", **said)
    assert ItemReport.objects.get(year=NEXT).money.get().amount == Decimal("80000.50")
    assert [office.desk.status(office.url("reports", rok=year)) for year in (YEAR - 1, NEXT + 5)] == [
        404,
        404,
    ]


def read_in_the_town(desk, office, frydlant):
    """Anybody reads what towns pay and what it all means for theirs."""
    shared = desk().read(reverse("plans:cofinancing", args=[office.plan.slug]))
    assert ["Frýdlant" in shared, "250 000" in shared] == [True, True]
    page = desk().read(reverse("municipalities:detail", args=[frydlant.slug]))
    for words in (
        "Dluhová poradna",
        "2027: 250 000 Kč",
        "Osobní asistence",
        "Sdělení potřebné kapacity",
        HOME,
    ):
        assert words in page
    assert "Stránku otevře kdokoli" in desk().read(reverse("municipalities:send", args=[frydlant.slug]))


def test_a_region_revises_its_network_hears_its_towns_and_updates_its_plan(
    office, desk, mail, clock, frydlant, semily, text, network
):
    region = office.plan.territory
    revised = revise_network(office, clock, mail, network, frydlant)
    ask_municipalities(office, region)
    frydlant_reports(desk, mail, frydlant)
    state_need(desk, frydlant)
    office_writes_the_rest(office, region, semily)
    tell_ministry(office, region)
    update = approve_update(office, clock, mail, write_update(office, frydlant, text))
    check_what_holds(office, desk, text, update, revised)
    report_on_what_left(office, text)
    read_in_the_town(desk, office, frydlant)

    assert misfits() == []
    call_command("check_flows")
    assert journal.verify() == []
