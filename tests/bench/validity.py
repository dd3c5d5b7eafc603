"""What it costs to say what of a plan was valid on a day: a plan revised many times."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from tests.bench.measure import Row, at_most, page, ratio
from tests.factories import evaluation as make
from tests.factories import workflows
from workflows.enums import EditionKind, EditionState, Outcome
from workflows.models import Decision, Edition

YEARS, UPDATES, REVISIONS = (2024, 2025, 2026), 8, 4
K, S = EditionKind, EditionState


def built() -> Edition:
    """Fill a plan in force: updates, action plans and networks, each of them revised, with resolutions."""
    first = make.plan_with_items(2)
    rows = [revision(first, K.UPDATE, None, number) for number in range(1, UPDATES + 1)]
    for year in YEARS:
        rows += [revision(first, K.ACTION_PLAN, year, number) for number in range(1, REVISIONS + 1)]
        rows += [revision(first, K.NETWORK, year, number) for number in range(1, REVISIONS + 1)]
    made = Edition.objects.bulk_create(rows)
    council = first.decisions.exclude(body=None).latest("pk").body
    Decision.objects.bulk_create(
        Decision(
            plan=first.plan,
            edition=edition,
            body=council,
            territory=first.plan.territory,
            outcome=Outcome.APPROVES,
            decided_on=edition.adopted_on,
            number=f"{edition.pk}/{edition.adopted_on.year}",
            number_year=edition.adopted_on.year,
        )
        for edition in made
    )
    return first


def revision(of: Edition, kind: EditionKind, year: int | None, number: int) -> Edition:
    """Return an approved edition that is not saved; it was replaced by the one after it."""
    begins = date(year or YEARS[0], 1, 1) + timedelta(days=70 * (number - 1) + 1)
    return Edition(
        plan=of.plan,
        path=of.path,
        kind=kind,
        year=year,
        number=number,
        state=S.SUPERSEDED,
        state_since=of.state_since,
        created_at=of.created_at + timedelta(days=number),
        adopted_on=begins - timedelta(days=7),
        valid_from=begins,
    )


def pages() -> Iterator[Row]:
    """Measure the page of a day against an empty page."""
    edition = built()
    client = Client()
    client.force_login(workflows.coordinator(edition))
    empty = page(client, reverse("about"))
    url = reverse("plans:editions", args=[edition.plan.slug], query={"den": "2025-06-30"})
    yield at_most("what was valid on a day, 33 editions", ratio(empty, page(client, url)), 4)
