"""A region with plans in every state, so that each page has what it shows on an ordinary day."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from bodies.enums import BodyKind
from documents.actions import comment as comments
from documents.actions import confirmation as confirmations
from documents.enums import CommentState, ConfirmationKind
from people.enums import Role, TerritoryKind
from tests.factories import bodies, people
from tests.factories import workflows as make
from workflows.actions import approval, content, review
from workflows.actions import edition as editions
from workflows.actions import plan as plans
from workflows.enums import EditionState, Outcome, Verdict
from workflows.models import Review, TargetGroup

S = EditionState
# Where each state is shown, and how long ago its plan was founded: nothing may lie in the future.
PLACES = {
    S.DRAFTING: ("Železný Brod", 5),
    S.TRIAD_REVIEW: ("Jilemnice", 9),
    S.CONSULTATION: ("Turnov", 6),
    S.SETTLEMENT: ("Semily", 40),
    S.COUNCIL_APPROVAL: ("Nový Bor", 45),
    S.ADOPTED: ("Frýdlant", 50),
    S.EFFECTIVE: ("Tanvald", 80),
    S.REJECTED: ("Česká Lípa", 60),
    S.WITHDRAWN: ("Jablonné v Podještědí", 30),
}
PATH = "plan-mesta"
TREE = (
    (
        "Zůstat doma i ve stáří a s nemocí",
        "Terénní pečovatelská služba i večer a o víkendu",
        "Odlehčovací služba pro rodiny, které pečují o blízkého s demencí",
        "Sociální poradenství v menších obcích, dojíždění jednou za čtrnáct dnů",
    ),
    (
        "Bydlení pro lidi, kteří ho sami neudrží",
        "Podpora samostatného bydlení pro lidi s duševním onemocněním",
        "Nájemní garance a práce s pronajímateli na území celé obce s rozšířenou působností",
    ),
    (
        "Děti a rodiny v nesnázích",
        "Sociálně aktivizační služby pro rodiny s dětmi",
        "Nízkoprahové zařízení pro děti a mládež, otevřené také v sobotu odpoledne",
    ),
)
LEAD = "Jak se bude v příštích třech letech pomáhat lidem, kteří to sami nezvládnou, a kolik to bude stát."
WHAT_WE_KNOW = "co víme z rozhovorů s lidmi, od poskytovatelů a z dat obcí.\n\nPodrobnosti jsou v příloze."
COMMENTS = (
    "V sobotu a v neděli pečovatelka nejezdí. Prosím doplňte víkendy, aspoň pro lidi, kteří žijí sami.",
    "Poradna je otevřená jen v úterý dopoledne, kdy většina lidí pracuje. Navrhuji jeden večer v týdnu.",
    "Děkujeme za opatření 2.1.",
)


class World:
    def __init__(self):
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.region = people.region("Liberecký kraj")
        self.boss = people.person(
            "koordinace@kraj.test", title_before="Mgr.", first_name="Jana", last_name="Dvořáková"
        )
        self.admin = people.person("sprava@kraj.test", first_name="Tomáš", last_name="Marek")
        people.appointment(self.admin, Role.ADMINISTRATOR, self.region)
        self.councillor = people.person("radni@novybor.test", first_name="Helena", last_name="Vávrová")
        self.reviewer = people.person("rodice@jilemnice.test", first_name="Marie", last_name="Kučerová")
        TargetGroup.objects.get_or_create(code="seniors", defaults={"name": "senioři"})
        self.editions = {state: self.plan_in(state) for state in PLACES}
        self.kept_elsewhere()
        self.tell_councillor()
        self.appointment = self.boss.appointments.order_by("pk").last()

    def plan_in(self, state):
        name, ago = PLACES[state]
        town = people.territory(name, kind=TerritoryKind.ORP, region=self.region)
        self.bodies(town, state)
        people.appointment(self.boss, Role.COORDINATOR, town)
        year = self.today.year
        past = state == S.EFFECTIVE
        first, last = (year - 1, year + 1) if past else (year + 1, year + 3)
        edition = make.plan(
            PATH,
            territory=town,
            coordinator=self.boss,
            title=f"Komunitní plán sociálních služeb ORP {name} {first}–{last}",
            period=(date(first, 1, 1), date(last, 12, 31)),
            lead=LEAD,
            now=self.now - timedelta(days=ago),
        ).editions.get()
        write(edition)
        return {S.REJECTED: self.rejected, S.WITHDRAWN: self.withdrawn}.get(state, self.walked)(
            edition, state
        )

    def bodies(self, town, state):
        for kind in (BodyKind.STEERING, BodyKind.COMMISSION, BodyKind.BOARD, BodyKind.ASSEMBLY):
            body = bodies.body(town, kind, name=f"{kind.label} {town.name}")
            bodies.rules(body, numbering="{n}/{yy}/RM")
            bodies.meeting(body, self.today + timedelta(days=24))
            if state == S.COUNCIL_APPROVAL and kind == BodyKind.ASSEMBLY:
                bodies.member(body, self.councillor, label="místostarostka")
                bodies.member(body, people.person(first_name="Karel", last_name="Šimek"), label="zastupitel")

    def walked(self, edition, goal):
        while edition.state != goal:
            edition = make.next_step(edition)
            self.happen(edition)
        return edition

    def stays(self, edition):
        """Say whether the plan is the one that shows the state in which it is."""
        return PLACES[S(edition.state)][0] == edition.plan.territory.name

    def happen(self, edition):
        """Add what people do in a state: answers, comments, a hearing, questions."""
        if edition.state == S.TRIAD_REVIEW:
            self.answer(edition)
        elif edition.state == S.CONSULTATION:
            make.hear(edition)
            for text in COMMENTS:
                comment = make.comment(edition, text)
                comments.moderate(
                    comment=comment, shown=True, reason="", by=self.boss, now=make.at(edition, minutes=9)
                )
        elif edition.state == S.SETTLEMENT:
            amend(edition)
            rows = list(edition.document.comments.order_by("number"))
            keep = self.stays(edition)
            for row in rows[: 1 if keep else None]:
                comments.settle(
                    comment=row,
                    state=CommentState.ACCEPTED,
                    reason="Víkendy a jeden večer v týdnu jsme doplnili do opatření 1.1.",
                    by=self.boss,
                    now=make.at(edition),
                    read_at=row.revision,
                )
        elif edition.state == S.COUNCIL_APPROVAL and self.stays(edition):
            make.decide(make.open_decisions(edition)[0], number="214/26/RM")

    def answer(self, edition):
        """Let two of three sides answer, one with a reservation."""
        first, second, _third = make.asked(edition)
        when = make.at(edition)
        review.answer(
            review=first,
            verdict=Verdict.RESERVATION,
            text="Chybí spoluúčast okolních obcí na terénní službě.",
            by=first.person,
            now=when,
        )
        review.answer(review=second, verdict=Verdict.AGREE, text="", by=second.person, now=when)
        if not self.stays(edition):
            review.settle(
                review=Review.objects.get(pk=first.pk),
                settlement="Doplněno u opatření 1.1, obce přispějí třetinou.",
                by=self.boss,
                now=when,
            )

    def rejected(self, edition, state):
        edition = self.walked(edition, S.COUNCIL_APPROVAL)
        make.decide(make.open_decisions(edition)[0], Outcome.REJECTS, number="98/26/RM")
        approval.reject(
            edition=edition, reason="Chybí peníze.", by=self.boss, now=make.at(edition, minutes=5)
        )
        return make.fresh(edition)

    def withdrawn(self, edition, state):
        editions.withdraw(
            edition=edition, reason="Území se připojí k plánu kraje.", by=self.boss, now=make.at(edition)
        )
        return make.fresh(edition)

    def kept_elsewhere(self):
        plans.keep_elsewhere(
            title="Komunitní plán sociálních služeb města Liberec 2024–2027",
            territory=people.territory("Liberec", region=self.region),
            link="https://www.liberec.cz/komunitni-planovani",
            period_from=date(2024, 1, 1),
            period_to=date(2027, 12, 31),
            verified_on=self.today - timedelta(days=20),
            by=self.boss,
            now=self.now,
        )

    def tell_councillor(self):
        edition = self.editions[S.COUNCIL_APPROVAL]
        for kind, person, capacity in (
            (ConfirmationKind.NOTICE, self.councillor, "místostarostka"),
            (ConfirmationKind.STATEMENT, self.councillor, "ekonomický odbor"),
        ):
            self.asked = confirmations.ask(
                version=edition.document.versions.latest("number"),
                kind=kind,
                person=person,
                capacity=capacity,
                due_on=self.today + timedelta(days=7),
                by=self.boss,
                now=self.now - timedelta(minutes=1),
            )


def write(edition):
    """Write every chapter and a tree of items with money and an indicator."""
    by, now = make.coordinator(edition), edition.state_since
    for part in edition.parts.all():
        text = f"{part.title}: {WHAT_WE_KNOW}"
        content.write_part(part=part, text=text, read_at=part.revision, by=by, now=now)
    for title, *below in TREE:
        parent = content.add_item(edition=edition, parent=None, by=by, now=now, values={"title": title})
        for name in below:
            content.add_item(
                edition=edition,
                parent=parent,
                by=by,
                now=now,
                values={
                    "title": name,
                    "description": "Služba je dostupná všem obcím území.",
                    "guarantor": "Sociální odbor",
                },
                target_groups=TargetGroup.objects.all()[:1],
                costs=[
                    content.Cost(
                        edition.plan.period_from.year + n, "municipality", Decimal(1_250_000 + n * 150_000)
                    )
                    for n in range(3)
                ],
                indicators=[content.Measure("Počet uživatelů za rok", "osoba", Decimal(40), Decimal(55))],
            )


def amend(edition):
    """Change the text after the public has spoken."""
    by, now = make.coordinator(edition), make.at(edition)
    part = edition.parts.first()
    text = part.text.replace("od poskytovatelů", "od poskytovatelů, z připomínek veřejnosti")
    content.write_part(part=part, text=text, read_at=part.revision, by=by, now=now)
