"""The job that the product exists for, as it is done: a plan travels from its founding into force.

One coordinator at a desk, three people of the triad with letters on their phones, one citizen without an
account and without JavaScript. The clock is moved only where days have to pass.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from bodies.enums import BodyKind
from people.enums import Role
from people.models import Person
from tests.factories import bodies, people
from tests.factories import workflows as make
from workflows.actions import clock
from workflows.enums import EditionState, PlanState
from workflows.models import Edition

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser-story"),
]
S = EditionState
PASSWORD = "rybník u starého mlýna"
TITLE = "Komunitní plán sociálních služeb města Turnova 2027–2029"
TRIAD = (
    ("uživatelé", "Marie", "Kučerová", "zástupkyně rodičů"),
    ("poskytovatelé", "Pavel", "Beneš", "ředitel pečovatelské služby"),
    ("zadavatelé", "Věra", "Horáková", "vedoucí sociálního odboru"),
)


def address_of(last_name):
    return f"{slugify(last_name)}@turnov.test"


class Story:
    """The town, its people and the one plan that they make."""

    def __init__(self, opened, postbox):
        self.opened, self.postbox = opened, postbox
        self.town = people.territory("Turnov", region=people.region())
        for kind in (BodyKind.STEERING, BodyKind.COMMISSION, BodyKind.BOARD, BodyKind.ASSEMBLY):
            bodies.rules(bodies.body(self.town, kind, name=f"{kind.label} Turnov"), numbering="{n}/{yyyy}")
        self.path = make.path("plan-mesta")
        self.boss = people.person("koordinace@turnov.test", first_name="Jana", last_name="Dvořáková")
        self.boss.set_password(PASSWORD)
        self.boss.save()
        people.appointment(self.boss, Role.COORDINATOR, self.town)
        for _side, first, last, _capacity in TRIAD:
            people.appointment(
                people.person(address_of(last), first_name=first, last_name=last),
                Role.CLERK,
                self.town,
            )
        self.today = timezone.localdate()

    @property
    def edition(self):
        return Edition.objects.select_related("plan").get()

    def url(self, name, *more):
        return reverse(f"plans:{name}", args=[self.edition.plan.slug, self.edition.pk, *more])

    def plan_url(self):
        return reverse("plans:detail", args=[self.edition.plan.slug])

    def move(self, desk, deed, button, **said):
        desk.go(self.url("move", deed)).fill(**said).press(button, 200)
        return desk.reads("Hotovo")


@pytest.fixture
def story(opened, postbox):
    return Story(opened, postbox)


def sign_in(story, desk):
    desk.go("/moje-prace/").fill(login=story.boss.email, password=PASSWORD)
    desk.press("Přihlásit se heslem").reads("Moje práce")


def found(story, desk):
    desk.go("/plany/").press("Založit plán").fill(
        title=TITLE,
        territory=str(story.town),
        period_from="2027-01-01",
        period_to="2029-12-31",
        path=str(story.path),
        lead="Jak se bude v Turnově pomáhat lidem, kteří to sami nezvládnou.",
    )
    desk.press("Založit plán", 200).reads("Plán je založen", TITLE, "rozpracováno")


def write(story, desk):
    for part in story.edition.parts.filter(is_required=True):
        desk.go(story.url("part-write", part.key)).fill(text=f"{part.title}: co víme z rozhovorů a dat obce.")
        desk.press("Uložit kapitolu", 200)
    desk.go(story.url("item-add")).fill(title="Zůstat doma i ve stáří")
    desk.press("Uložit", 200).reads("Zůstat doma i ve stáří")
    first = story.edition.items.get()
    desk.go(f"{story.url('item-add')}?pod={first.key}").fill(title="Terénní péče i o víkendu")
    for row, (year, amount) in enumerate(((2027, "1 250 000"), (2028, "1 400 000,50"))):
        names = {f"costs-{row}-year": year, f"costs-{row}-source": "obec", f"costs-{row}-amount": amount}
        desk.fill(**names)
    desk.press("Uložit", 200).go(story.url("items")).reads("1 250 000", "1 400 000,5")


def name_reviewers(story, desk):
    desk.go(story.url("move", "submit_to_triad")).reads("Co chybí", "není určen nikdo")
    for side, _first, last, capacity in TRIAD:
        person = Person.objects.get(last_name=last)
        desk.go(story.url("triad")).fill(person=person.name, side=side, capacity=capacity)
        desk.press("Určit", 200).reads(f"{person.name} se vyjádří")


def answer(story, last, verdict, text=""):
    """Open the link of the letter on a phone and answer; opening it alone does nothing."""
    letter = story.postbox.link(address_of(last))
    with story.opened(width=390) as phone:
        phone.go(letter).reads(TITLE, "Vaše vyjádření")
        phone.fill(verdict=verdict, **({"text": text} if text else {}))
        phone.press("Odeslat vyjádření", 200).reads("Děkujeme, Vaše vyjádření je zapsáno")
        phone.go(letter).reads("Už jste se vyjádřil/a")


def review(story, desk):
    story.move(desk, "submit_to_triad", "Předat triádě")
    story.postbox.collect()
    for _side, _first, last, _capacity in TRIAD[:2]:
        answer(story, last, "agree")
    answer(story, "Horáková", "reservation", "Chybí spoluúčast okolních obcí.")
    assert set(story.edition.reviews.values_list("verdict", flat=True)) == {"agree", "reservation"}
    row = story.edition.reviews.get(verdict="reservation")
    desk.go(story.url("triad")).reads("Chybí spoluúčast okolních obcí.")
    desk.go(story.url("review-settle", row.pk)).fill(
        settlement="Doplněno u opatření 1.1, obce přispějí třetinou."
    )
    desk.press("Zapsat vypořádání", 200).reads("Výhrada je vypořádána")


def opine(story, desk, before):
    for row in story.edition.opinions.filter(before=before):
        desk.go(story.url("opinion-record", row.pk))
        desk.fill(verdict="agree", given_on=story.today.isoformat(), reference="doporučení 2/2026/3")
        desk.press("Zapsat stanovisko", 200)


def announce(story, desk):
    opine(story, desk, "open_consultation")
    story.move(
        desk,
        "open_consultation",
        "Vyhlásit připomínkové řízení",
        opens_on=story.today.isoformat(),
        closes_on=(story.today + timedelta(days=13)).isoformat(),
        answer_by=(story.today + timedelta(days=44)).isoformat(),
    )


def comment(story):
    """A citizen without an account and without JavaScript comments; a slip keeps what was typed."""
    with story.opened(width=390, java_script_enabled=False) as citizen:
        citizen.go(story.plan_url()).reads("Napište připomínku")
        citizen.page.get_by_role("button", name="Odeslat připomínku").click()
        citizen.reads("Napište prosím text připomínky")
        citizen.page.locator("[name=part]").select_option(index=1)
        citizen.page.locator("[name=text]").fill("V sobotu pečovatelka nejezdí.")
        citizen.page.locator("[name=email]").fill("jana@obcan.test")
        citizen.page.get_by_role("button", name="Odeslat připomínku").click()
        citizen.reads("podací číslo 1", "V sobotu pečovatelka nejezdí", "posuzujeme ji")
        receipt = citizen.page.url
        story.postbox.collect()
        citizen.go(story.postbox.link("jana@obcan.test"))
        citizen.page.locator("main button[type=submit]").click()
        citizen.reads("adresu máme potvrzenou")
    return receipt


def days_pass(story, desk):
    """The window ends by the clock, a fortnight later."""
    assert clock.sweep(now=timezone.now() + timedelta(days=15))["close_consultation"] == 1
    desk.go(story.plan_url()).reads("vypořádání připomínek")


def settle(story, desk, receipt):
    desk.go(story.url("comment", 1)).fill(**{"moderate-shown": "1"}).press("Uložit", 200)
    desk.go(story.url("comments")).press("V sobotu pečovatelka nejezdí.")
    desk.fill(**{"settle-state": "accepted", "settle-reason": "Víkendy jsme doplnili do opatření 1.1."})
    desk.press("Vypořádat", 200)
    desk.go(story.url("comments-answer")).press("Vyrozumět autory", 200)
    story.postbox.collect()
    assert "Víkendy jsme doplnili" in story.postbox.to("jana@obcan.test").get_body(("plain",)).get_content()
    desk.go(receipt).reads("zapracováno", "Víkendy jsme doplnili do opatření 1.1.")


def decide(story, desk):
    opine(story, desk, "submit_for_approval")
    story.move(desk, "submit_for_approval", "Předat ke schválení")
    for number, row in enumerate(story.edition.decisions.order_by("order"), 214):
        outcome = {"board": "recommends", "assembly": "approves"}[row.body.kind]
        desk.go(story.url("decision-record", row.pk))
        desk.fill(outcome=outcome, decided_on=story.today.isoformat(), mode="typed", number=f"{number}/2026")
        desk.press("Zapsat rozhodnutí", 200).reads(f"{number}/2026")


def adopt(story, desk):
    desk.go(story.url("validity")).fill(valid_from="2027-01-01", valid_to="2029-12-31").press(
        "Uložit platnost", 200
    )
    story.move(desk, "adopt", "Uzavřít schvalování jako schválené")
    assert story.edition.state == S.ADOPTED
    desk.go(story.url("publish")).fill(published_on=story.today.isoformat())
    desk.press("Zapsat zveřejnění", 200)
    new_year = timezone.make_aware(timezone.datetime(2027, 1, 1, 0, 5))
    assert clock.sweep(now=new_year)["make_effective"] == 1


def test_a_plan_travels_from_its_founding_into_force(story):
    with story.opened() as desk:
        sign_in(story, desk)
        found(story, desk)
        write(story, desk)
        name_reviewers(story, desk)
        review(story, desk)
        announce(story, desk)
        receipt = comment(story)
        days_pass(story, desk)
        settle(story, desk, receipt)
        decide(story, desk)
        adopt(story, desk)
    with story.opened(width=390) as anybody:
        anybody.go("/plany/").press(TITLE, 200)
        anybody.reads("v platnosti", "Zůstat doma i ve stáří", "Odpověď: Víkendy jsme doplnili")
        anybody.picture("main-path-public-390")
        anybody.press("Přečíst celý text", 200).reads("Terénní péče i o víkendu", "1 250 000")
    plan = story.edition.plan
    assert (story.edition.state, plan.state) == (S.EFFECTIVE, PlanState.IN_FORCE)
    assert story.edition.valid_from == date(2027, 1, 1)
