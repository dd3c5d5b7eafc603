"""A district whose plan is in force, with everything that happens to a plan after its first approval."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bodies.enums import BodyKind
from people.enums import OrganisationKind, Role, Side, TerritoryKind
from people.models import AccessLink
from tests.factories import bodies, duties, networks, people, reports, sheets
from tests.factories import inputs as gathered
from tests.factories import plan_in_force as plans
from tests.factories import workflows as make
from workflows.actions import content, network, statement
from workflows.actions import duty as duty_deeds
from workflows.actions import input_request as requests
from workflows.actions import plan as plan_deeds
from workflows.actions import project as projects
from workflows.actions import proposal as proposals
from workflows.actions import sheet as sheet_deeds
from workflows.actions.input_request import Proposed
from workflows.actions.report import Reached, Spent
from workflows.enums import EditionKind as K
from workflows.enums import InputPurpose, NetworkTier, Progress
from workflows.models import ItemReport, TargetGroup
from workflows.queries.sheet import INDICATORS, REPORTS

PATH = "plan-mesta-rada"
# One white point
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
IMPLEMENTERS = (
    "Centrum sociálních služeb Turnov, příspěvková organizace",
    "Oblastní charita Turnov",
    "Spolek pro lidi s duševním onemocněním a jejich blízké, z. s.",
)
TREE = {
    "Zůstat doma i ve stáří a s nemocí": (
        "Terénní pečovatelská služba i večer a o víkendu",
        "Odlehčovací služba pro rodiny, které pečují o blízkého s demencí",
        "Sociální poradenství v menších obcích, dojíždění jednou za čtrnáct dnů",
        "Domácí hospic",
    ),
    "Bydlení pro lidi, kteří ho sami neudrží": (
        "Podpora samostatného bydlení pro lidi s duševním onemocněním",
        "Nájemní garance a práce s pronajímateli na území celé obce s rozšířenou působností",
        "Noclehárna s denním centrem",
        "Dluhová poradna",
        "Krizový byt",
    ),
}
SAID = "Služba jezdí i o víkendu. Chybí druhý vůz, proto se nepodařilo otevřít trasu na Malou Skálu."


class InForce:
    def __init__(self):
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.year = self.today.year
        self.region = people.region("Liberecký kraj")
        self.district = people.territory("ORP Turnov", kind=TerritoryKind.ORP, region=self.region)
        self.boss = people.person(
            "koordinace@turnov.test", title_before="Mgr.", first_name="Jana", last_name="Dvořáková"
        )
        for place in (self.region, self.district):
            people.appointment(self.boss, Role.COORDINATOR, place)
        self.drafter = people.person(first_name="Ivo", last_name="Malý")
        people.appointment(self.drafter, Role.DRAFTER, self.district, ends_on=date(self.year + 1, 6, 30))
        self.towns = [self.town(name) for name in ("Turnov", "Malá Skála", "Rovensko pod Troskami")]
        self.text = self.plan()
        self.funded()
        self.yearly = plans.in_force(self.started(K.ACTION_PLAN, self.year, days=1))
        self.prepared = self.started(K.ACTION_PLAN, self.year + 1)
        self.reported()
        self.asked()
        self.proposed()
        self.evaluated()
        self.networks()
        self.said()
        self.owed()

    def town(self, name):
        town = people.territory(name, region=self.region)
        self.district.members.add(town)
        office = OrganisationKind.MUNICIPALITY
        people.organisation(f"Obec {name}", kind=office, territory=town, email=f"obec@{town.slug}.test")
        return town

    def plan(self):
        """The text in force since the last year began, paid by towns, the region and the state."""
        board = make.body(BodyKind.BOARD, self.district, name="Rada města Turnov")
        bodies.rules(board, numbering="{n}/{yy}/RM")
        bodies.meeting(board, self.today + timedelta(days=24))
        TargetGroup.objects.get_or_create(code="seniors", defaults={"name": "senioři"})
        make.path("plan-mesta")  # so that there is a path to choose
        edition = make.plan(
            PATH,
            territory=self.district,
            coordinator=self.boss,
            drafter=self.drafter,
            title=f"Komunitní plán sociálních služeb ORP Turnov {self.year - 1}–{self.year + 1}",
            period=(date(self.year - 1, 1, 1), date(self.year + 1, 12, 31)),
            now=self.now - timedelta(days=700),
        ).editions.get()
        make.fill(edition, items=0)
        doers = [
            people.organisation(name, email=f"kontakt{number}@turnov.test" if number else "")
            for number, name in enumerate(IMPLEMENTERS)
        ]
        for title, below in TREE.items():
            top = reports.add(edition, title)
            for number, name in enumerate(below):
                self.measure(edition, top, name, doers[number % len(doers)])
        return plans.in_force(make.fresh(edition))

    def measure(self, edition, top, title, doer):
        years = range(self.year - 1, self.year + 2)
        costs = [content.Cost(year, "municipality", Decimal(250_000), self.towns[0]) for year in years]
        costs += [content.Cost(year, "state", Decimal(1_250_000)) for year in years]
        reports.add(
            edition,
            title,
            parent=top,
            values={"implementer": doer, "description": "Služba je dostupná všem obcím území."},
            target_groups=TargetGroup.objects.all()[:1],
            costs=costs,
            indicators=[content.Measure("Počet uživatelů za rok", "osoba", Decimal(40), Decimal(55))],
        )

    def funded(self):
        values = {
            "number": "CZ.03.02.02/00/22_046/0001234",
            "title": "Plánujeme na Turnovsku",
            "programme": "Operační program Zaměstnanost plus",
            "publicity": "Projekt spolufinancuje Evropská unie.",
        }
        plan, by, now = self.text.plan, self.boss, self.now
        self.project = plan_deeds.fund(plan=plan, values=values, by=by, now=now)
        logo = SimpleUploadedFile("logo.png", PNG)
        projects.add_logo(plan=plan, project=self.project, name="Evropská unie", upload=logo, by=by, now=now)

    def started(self, kind, year=None, days=0, **fields):
        """Start an edition so many days after the text came into force, or twenty days ago."""
        now = make.at(self.text, days=days) if days else self.now - timedelta(days=20)
        return plans.start(self.text, kind, year, now=now, **fields)

    # --- reports ------------------------------------------------------------------------------------

    def reported(self):
        """Reports of the last year in every state, the last two missing, and a filled-in sheet."""
        self.measures = reports.measures(self.text)
        for item, progress in zip(self.measures, Progress, strict=False):
            spent = [
                Spent("municipality", Decimal("248500.50"), self.towns[0]),
                Spent("state", Decimal(990_000)),
            ]
            values = [Reached(item.indicators.get().key, Decimal("48.5"))]
            reports.report(
                item, self.year - 1, progress=progress, text=SAID, money=spent, values=values, now=self.now
            )
        self.report = ItemReport.objects.order_by("pk").first()
        book = sheets.exported(self.text, self.year - 1)
        sheets.put(book, REPORTS, 2, PROGRESS="skoro hotovo", obec="1 250 000,50")
        sheets.put(book, REPORTS, 10, PROGRESS="probíhá", TEXT=SAID)
        sheets.put(book, INDICATORS, 9, VALUE="hodně")
        self.sheet = sheets.uploaded(self.text, book, self.year - 1, now=self.now)
        self.sheet = sheet_deeds.read(sheet=self.sheet)
        self.broken = sheets.uploaded(self.text, self.headless(), self.year - 1, now=self.now)
        self.broken = sheet_deeds.read(sheet=self.broken)

    def headless(self):
        """A sheet with a changed header, which cannot be read."""
        book = sheets.exported(self.text, self.year - 1)
        book[REPORTS]["F3"].value = "Stav"
        return book

    # --- rounds of inputs ---------------------------------------------------------------------------

    def asked(self):
        """Reports are asked for: one wrote half of them, one is excused, one has answered by post."""
        before = self.now - timedelta(days=4)
        self.round = gathered.opened(self.text, now=before, year=self.year - 1)
        paper, first, second = self.round.requests.order_by("organisation__name")
        self.paper = paper
        self.waiting = self.half(first)
        requests.excuse(request=second, reason="Spolek zanikl k 30. 6.", by=self.boss, now=self.now)
        self.excused = gathered.fresh(second)

    def half(self, request):
        """Keep the words of the first item of a request, and nothing more."""
        key = request.keys[0]
        fields = {f"{key}-text": SAID, f"{key}-money-TOTAL_FORMS": "2", f"{key}-money-INITIAL_FORMS": "0"}
        saved = requests.save_typed(
            request=request, fields=fields, read_at=0, writer="", by=None, now=self.now
        )
        return saved.request

    def proposed(self):
        """Proposals for the next year: taken, declined and waiting."""
        before = self.now - timedelta(days=4)
        held = gathered.opened(self.text, InputPurpose.PROPOSALS, now=before, year=self.year + 1)
        self.proposing, answered = held.requests.exclude(organisation__email="").order_by("pk")[:2]
        money = [{"source": "municipality", "municipality": self.towns[0].pk, "amount": "150000.00"}]
        told = [
            Proposed(title, "Rodiny nemají kdy odpočívat.", None, money)
            for title in ("Druhý minibus", "Večerní poradna", "Hlídání o prázdninách")
        ]
        requests.answer(request=answered, proposals=told, by=answered.person, now=self.now)
        self.answered = gathered.fresh(answered)
        self.taken, declined, self.proposal = answered.proposals.order_by("pk")
        proposals.take(proposal=self.taken, edition=self.prepared, by=self.boss, now=self.now)
        proposals.decline(proposal=declined, reason="Není z čeho.", by=self.boss, now=self.now)

    def link(self, kind, pk):
        """The token of the newest link to something."""
        found = AccessLink.objects.filter(subject_kind=kind, subject_id=pk, revoked_at=None)
        return found.latest("pk").token

    # --- evaluation, network, municipalities --------------------------------------------------------

    def evaluated(self):
        path = make.path("vyhodnoceni")
        self.evaluation = self.started(K.EVALUATION, self.year - 1, path=path)
        for part in self.evaluation.parts.all():
            text = "Vyhodnocení vznikalo na třech setkáních se zástupci všech tří stran."
            content.write_part(
                part=part, text=text, read_at=part.revision, by=self.boss, now=make.at(self.evaluation)
            )
        make.name_sides(self.evaluation, sides=(Side.USERS,))

    def networks(self):
        """The network in force, and a revision with a service added and another moved."""
        first = networks.drafted(self.text)
        for number, town in enumerate((*self.towns, None)):
            name = f"Pečovatelská služba {town or 'na celém území'}"
            tier = NetworkTier.RESERVE if number == 1 else NetworkTier.BASIC
            words = {"capacity": Decimal("12.5"), "unit": "úvazky v přímé péči", "identifier": "3456789"}
            networks.service(first, name=name, territory=town, tier=tier, **words)
        self.network = networks.in_force(first)
        self.revision = networks.drafted(self.text, now=self.now - timedelta(days=9))
        networks.service(self.revision, name="Osobní asistence")
        self.service = self.revision.services.order_by("pk").first()
        network.move_service(service=self.service, tier=NetworkTier.RESERVE, by=self.boss, now=self.now)

    def said(self):
        """What a town says of a service, and what it said before."""
        service = self.network.services.order_by("pk").first()
        given = {"given_on": self.today - timedelta(days=5), "year": self.year + 1}
        given |= {"provider": service.provider, "service": service.name, "service_key": service.key}
        values = networks.said(**given)
        self.old = networks.stated(self.towns[0], by=self.boss, now=self.now, **given)
        self.statement = statement.supersede(statement=self.old, values=values, by=self.boss, now=self.now)

    # --- duties -------------------------------------------------------------------------------------

    def owed(self):
        """Duties of this year: one fulfilled, one dropped, the others asked for by letter."""
        duty_deeds.plan_year(region=self.region, year=self.year, by=self.boss, now=self.now)
        first, second = self.towns[:2]
        done, self.duty, self.dropped = (duties.duty(t, duties.NEEDS, self.year) for t in self.towns)
        self.done = duties.fulfilled(done, fulfilled_on=self.today, now=self.now)
        duty_deeds.waive(duty=self.dropped, reason="Obec se sloučila.", by=self.boss, now=self.now)
        self.capacities = duties.duty(second, duties.CAPACITIES, self.year)
        for one in (self.duty, self.capacities):
            duty_deeds.remind(duty=one, by=self.boss, now=self.now)
        self.own_capacities(duties.duty(first, duties.CAPACITIES, self.year))

    def own_capacities(self, duty):
        line = duty_deeds.Capacity(
            kind=networks.kind(),
            form="outreach",
            capacity=Decimal("12.5"),
            unit="úvazky",
            available=Decimal(10),
            note="",
        )
        duties.fulfilled(duty, fulfilled_on=self.today, now=self.now, capacities=[line])
