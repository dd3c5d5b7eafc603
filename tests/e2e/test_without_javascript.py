"""Every form works with JavaScript off: it posts, shows what is wrong and keeps what was typed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from documents.actions import confirmation as confirmations
from documents.enums import ConfirmationKind
from documents.models import Comment, Confirmation
from tests.factories import people
from tests.factories import workflows as make
from workflows.enums import EditionState
from workflows.models import Edition, Review

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser-4"),
]
S = EditionState
LONG_AGO = timedelta(days=5)
PASSWORD = "rybník u starého mlýna"


@pytest.fixture
def visit(opened):
    """Open windows of a phone whose browser runs no script."""

    def visit(person=None):
        return opened(person, width=390, java_script_enabled=False)

    return visit


def edition_in(state):
    return make.edition_in(state, now=timezone.now() - LONG_AGO)


def url(edition, name, *more):
    return reverse(f"plans:{name}", args=[edition.plan.slug, edition.pk, *more])


def kept(visitor, name, value):
    expect(visitor.page.locator(f"main [name='{name}']")).to_have_value(value)


def test_signing_in(visit):
    person = people.person("eva@kraj.test")
    person.set_password(PASSWORD)
    person.save()
    with visit() as visitor:
        visitor.go(reverse("account_login")).type(login="eva@kraj.test", password="jiné heslo docela")
        visitor.send("Přihlásit se heslem").reads("heslo není správné")
        kept(visitor, "login", "eva@kraj.test")
        visitor.type(password=PASSWORD).send("Přihlásit se heslem").reads("Moje práce")


def test_a_comment(visit):
    edition = edition_in(S.CONSULTATION)
    with visit() as visitor:
        visitor.go(reverse("plans:detail", args=[edition.plan.slug]))
        visitor.type(author_name="Jana Nová", text="V sobotu nic nejezdí.", email="to není adresa")
        visitor.send("Odeslat připomínku").reads("nemá správný tvar")
        kept(visitor, "text", "V sobotu nic nejezdí.")
        visitor.choose(part="cely-plan").type(email="").send("Odeslat připomínku").reads("podací číslo 1")
    assert Comment.objects.get().author_name == "Jana Nová"


def test_an_answer_by_the_link_of_a_letter(visit, postbox):
    edition = edition_in(S.TRIAD_REVIEW)
    review = edition.reviews.select_related("person").first()
    postbox.collect()
    with visit() as visitor:
        visitor.go(postbox.link(review.person.email)).tick("verdict", "return").send("Odeslat vyjádření")
        visitor.reads("Napište, v čem výhrada je")
        visitor.type(text="Chybí peníze na druhý rok.").send("Odeslat vyjádření").reads("je zapsáno")
    review.refresh_from_db()
    assert (review.verdict, review.text) == ("return", "Chybí peníze na druhý rok.")


def test_a_confirmation_by_the_link_of_a_letter(visit, postbox):
    edition = edition_in(S.COUNCIL_APPROVAL)
    person = people.person("tajemnik@mesto.test")
    confirmation = confirmations.ask(
        version=edition.document.versions.latest("number"),
        kind=ConfirmationKind.RELEASE,
        person=person,
        capacity="předkladatel",
        due_on=timezone.localdate() + LONG_AGO,
        by=make.coordinator(edition),
        now=timezone.now(),
    )
    postbox.collect()
    with visit() as visitor:
        visitor.go(postbox.link(person.email)).reads(edition.plan.title)
        assert Confirmation.objects.get(pk=confirmation.pk).state == "requested"
        visitor.picture("confirmation-by-link-390")
        visitor.send("Potvrdit uvolnění").reads("potvrzeno")
    assert Confirmation.objects.get(pk=confirmation.pk).state == "confirmed"


def test_an_item_with_money(visit):
    edition = edition_in(S.DRAFTING)
    money = {"costs-0-year": "2027", "costs-0-amount": "asi milion"}
    with visit(make.coordinator(edition)) as visitor:
        visitor.go(url(edition, "item-add")).type(title="Terénní péče", **money)
        visitor.choose(**{"costs-0-source": "municipality"}).send("Uložit").reads("Napište číslo, například")
        kept(visitor, "title", "Terénní péče")
        kept(visitor, "costs-0-amount", "asi milion")
        visitor.type(**{"costs-0-amount": "1 250 000 Kč"}).send("Uložit").reads("Terénní péče")
    assert [int(c.amount) for c in edition.items.get(title="Terénní péče").costs.all()] == [1_250_000]


def test_moving_an_edition(visit):
    edition = edition_in(S.DRAFTING)
    make.name_sides(edition)
    yesterday, soon = (timezone.localdate() + timedelta(days=n) for n in (-1, 10))
    with visit(make.coordinator(edition)) as visitor:
        visitor.go(url(edition, "move", "submit_to_triad")).type(due_on=yesterday.isoformat())
        visitor.send("Předat triádě").reads("Termín pro vyjádření už uplynul")
        visitor.type(due_on=soon.isoformat()).send("Předat triádě").reads("projednání v triádě")
        visitor.go(url(edition, "move", "return_for_rework")).type(reason="Doplníme čísla.")
        visitor.send("Vrátit k přepracování").reads("rozpracováno")
    assert Edition.objects.get().state == S.DRAFTING
    assert Review.objects.filter(round=1).count() == 3


def test_deciding_and_settling(visit):
    edition = edition_in(S.CONSULTATION)
    make.comment(edition)
    edition = make.next_step(edition)
    boss = make.coordinator(edition)
    with visit(boss) as visitor:
        visitor.go(url(edition, "comment", 1)).tick("settle-state", "noted").type(
            **{"settle-reason": "Děkujeme."}
        )
        visitor.send("Vypořádat").reads("Připomínka č. 1 je vypořádaná")
        visitor.go(url(edition, "move", "submit_for_approval")).send("Předat ke schválení").reads(
            "ve schvalování"
        )
        row = edition.decisions.get()
        visitor.go(url(edition, "decision-record", row.pk)).tick("outcome", "approves_with_changes")
        visitor.type(decided_on=timezone.localdate().isoformat()).tick("mode", "later").send(
            "Zapsat rozhodnutí"
        ).reads("Vypište úpravy")
        visitor.tick("outcome", "approves").send("Zapsat rozhodnutí").reads("schvaluje")
    row.refresh_from_db()
    assert row.outcome == "approves"
