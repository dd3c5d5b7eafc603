"""What the measures stand on: plans, versions and letters of the size that a region has."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from documents.actions import version as versions
from people.actions import link as links
from people.models import Letter, Person
from people.post import LINK
from tests.factories import people, workflows
from workflows.enums import EditionState
from workflows.letters import REVIEW
from workflows.models import Edition, Item, Review
from workflows.queries.snapshot import snapshot_of

ITEMS = 60
PLANS = 200
ENTRIES = 100
REVIEWERS = 60
COMPARED = 200
LETTERS = 300
WORDS = (
    "Terénní pečovatelská služba bude v obcích regionu dostupná každý den včetně víkendů a svátků, aby lidé "
    "mohli zůstat doma i se zhoršeným zdravím. Poskytovatel rozšíří tým o dva pracovníky v přímé péči, "
    "pořídí jeden automobil a dohodne se s praktickými lékaři na společném plánování návštěv. "
    "Spoluúčast obcí se řídí počtem obyvatel a každý rok se projedná na jednání řídicí skupiny spolu "
    "s vyhodnocením ukazatelů."
)


@dataclass
class Data:
    coordinator: Person
    plan: Edition
    compared: Edition
    reviews: list[str]  # tokens of personal links, each opens one question


def built() -> Data:
    now = timezone.now() - timedelta(days=2)
    place = people.territory("Město")
    who = people.coordinator(place)
    plan = big_plan(place, who, now)
    many_plans(place, who, now)
    return Data(who, plan, compared(now), asked(now))


def big_plan(place, who: Person, now: datetime) -> Edition:
    """A plan with sixty items in the middle of its consultation."""
    workflows.bodies_of(place, workflows.path())
    edition = workflows.plan(territory=place, coordinator=who, now=now).editions.get()
    grow(edition, ITEMS)
    while edition.state != EditionState.CONSULTATION:
        edition = workflows.next_step(edition)
    for number in range(20):
        workflows.comment(edition, f"Připomínka {number}: chybí večerní spoje.")
    return edition


def many_plans(place, who: Person, now: datetime) -> None:
    """Plans of one place: a hundred wait for `who`, the others for somebody else."""
    other = people.coordinator(place)
    for number in range(PLANS - 1):
        first = date(2010 + number % 12, 1, 1)
        edition = workflows.plan(
            title=f"Komunitní plán sociálních služeb {number}",
            territory=place,
            coordinator=who if number < ENTRIES else other,
            period=(first, first + timedelta(days=1000)),
            now=now,
        ).editions.get()
        edition.due_on = now.date() + timedelta(days=number % 30 - 10)
        edition.save(update_fields=["due_on"])


def grow(edition: Edition, count: int) -> list[Item]:
    """Give a text many items: every fifth is a priority, the rest are below it."""
    found: list[Item] = []
    for number in range(count):
        parent = found[number - number % 5] if number % 5 else None
        found.append(
            Item.objects.create(
                edition=edition,
                parent=parent,
                depth=1 if parent else 0,
                order=number + 1,
                number=f"{number // 5 + 1}" + (f".{number % 5}" if parent else ""),
                title=f"Opatření {number}: dostupnost terénních služeb",
                description=f"{WORDS} Cíl číslo {number}.",
            )
        )
    return found


def compared(now: datetime) -> Edition:
    """An edition with two versions: every fourth item was rewritten, five were added, five went."""
    edition = workflows.plan(now=now).editions.get()
    items = grow(edition, COMPARED)
    freeze(edition, now)
    for item in items[::4]:
        item.description = item.description.replace("dva pracovníky", "tři pracovnice").replace(
            " rok ", " půlrok "
        )
        item.save(update_fields=["description"])
    for item in items[-4:]:
        item.delete()
    for number in range(5):
        Item.objects.create(
            edition=edition, order=900 + number, number=f"9{number}", title=f"Nová služba {number}"
        )
    freeze(edition, now + timedelta(hours=1))
    return edition


def freeze(edition: Edition, now: datetime) -> None:
    versions.freeze(
        document=edition.document,
        snapshot=snapshot_of(edition),
        occasion="submit_to_triad",
        by=edition.plan.coordinator,
        now=now,
    )


def asked(now: datetime) -> list[str]:
    """Ask sixty people of the triad; return the tokens of links like those in their letters."""
    edition = workflows.plan(now=now).editions.get()
    grow(edition, ITEMS)
    workflows.hand_over(edition, REVIEWERS // 3)
    rows = Review.objects.filter(edition=edition).select_related("person")
    return [
        links.issue(
            purpose=REVIEW, subject=row, person=row.person, expires_at=None, by=row.person, now=now
        ).token
        for row in rows
    ]


def letters() -> list[Letter]:
    """Leave in the outbox only letters as the triad gets them, each to its own person."""
    model = Letter.objects.filter(text__regex=LINK.pattern).first()
    assert model is not None
    Letter.objects.all().delete()
    now = timezone.now()
    return [
        people.letter(people.person(), subject=model.subject, text=model.text, html=model.html, next_at=now)
        for _ in range(LETTERS)
    ]
