"""Letters of the approval path: one function a letter, each a row written with the change it tells about."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents.models import Consultation
from people.actions import link as links
from people.enums import OrganisationKind, Side, TerritoryKind
from people.errors import Blocker
from people.models import Organisation, Person
from people.post import Message, write_all
from workflows.enums import Deed
from workflows.models import Edition, Review

FOLDER = "workflows/letters"
REVIEW = "review"
# A personal link outlives its term, so that a late click still explains what happened.
AFTER_TERM = dt.timedelta(days=60)


def day(value: dt.date | None) -> str:
    """Write a date as Czech letters do."""
    return f"{value.day}.\u00a0{value.month}.\u00a0{value.year}" if value else ""


def address(page: str, edition: Edition) -> str:
    """Return the full address of one of the plan's pages."""
    kwargs: list[Any] = [edition.plan.slug] if page == "detail" else [edition.plan.slug, edition.pk]
    return f"{settings.SITE['url']}{reverse(f'plans:{page}', args=kwargs)}"


def context_of(edition: Edition, page: str = "detail", **more: Any) -> dict[str, Any]:
    return {
        "title": edition.plan.title,
        "edition_label": edition.label,
        "url": address(page, edition),
        **more,
    }


def to_coordinator(edition: Edition) -> Person | None:
    return edition.plan.deputy or edition.plan.coordinator


def end_of(term: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(term, dt.time(23, 59)))


def review_links(reviews: Sequence[Review], by: Person | None, now: dt.datetime) -> dict[int, Any]:
    """Issue a personal link for each review, all by one query."""
    made = [
        links.draw(
            purpose=REVIEW,
            subject=review,
            person=review.person,
            expires_at=end_of(review.due_on or timezone.localdate(now)) + AFTER_TERM,
            by=by,
            now=now,
        )
        for review in reviews
    ]
    links.issue_all(made)
    return {review.pk: link for review, link in zip(reviews, made, strict=True)}


def review_letters(
    template: str, key: str, reviews: Sequence[Review], by: Person | None, now: dt.datetime
) -> None:
    """Write the same letter to many reviewers, each with their own link, in a fixed number of queries."""
    issued = review_links(reviews, by, now)
    write_all(
        [
            Message(
                key=f"{key}:{review.pk}",
                template=f"{FOLDER}/{template}",
                cause=review,
                to_person=review.person,
                territory=review.edition.plan.territory,
                context=context_of(
                    review.edition,
                    link=issued[review.pk],
                    side=Side(review.side).label,
                    version=review.version.number if review.version else "",
                    due=day(review.due_on),
                    again=review.round > 1,
                ),
            )
            for review in reviews
        ],
        now=now,
    )


def review_asked(*, edition: Edition, reviews: Sequence[Review], by: Person, now: dt.datetime) -> None:
    """Ask each reviewer for a verdict, by a personal link that needs no account."""
    version = next((r.version for r in reviews if r.version_id), None)
    for review in reviews:
        review.edition, review.version = edition, version
    review_letters("review_asked", "review-asked", reviews, by, now)


def review_reminded(*, reviews: Sequence[Review], now: dt.datetime, by: Person | None = None) -> None:
    """Remind those who have not answered; the old link is good too, the new one saves looking for it."""
    review_letters("review_reminded", f"review-reminded-{now:%Y%m%d}", reviews, by, now)


def to_people(
    template: str, key: str, edition: Edition, people: Iterable[Person], now: dt.datetime, **context: Any
) -> None:
    """Write one letter to several people; a person is written to once."""
    unique = {person.pk: person for person in people if person.is_active}
    write_all(
        [
            Message(
                key=f"{key}:{edition.pk}:{edition.revision}:{person.pk}",
                template=f"{FOLDER}/{template}",
                cause=edition,
                to_person=person,
                territory=edition.plan.territory,
                context=context_of(edition, **context),
            )
            for person in unique.values()
        ],
        now=now,
    )


def edition_returned(
    *, edition: Edition, people: Sequence[Person], reason: str, by: Person, now: dt.datetime
) -> None:
    """Tell those who were still asked that they need not answer, and the coordinator why it came back."""
    told = [*people, *([c] if (c := to_coordinator(edition)) and c.pk != by.pk else [])]
    to_people("edition_returned", "edition-returned", edition, told, now, reason=reason)


def edition_withdrawn(
    *, edition: Edition, people: Sequence[Person], reason: str, by: Person, now: dt.datetime
) -> None:
    """Tell everybody who was still asked that it is over."""
    told = [*people, *([c] if (c := to_coordinator(edition)) and c.pk != by.pk else [])]
    to_people("edition_withdrawn", "edition-withdrawn", edition, told, now, reason=reason)


def involved(edition: Edition) -> list[Person]:
    """Return those who judged the edition in any round, with the plan's guarantor."""
    people = [r.person for r in edition.reviews.filter(asked_at__isnull=False).select_related("person")]
    return [*people, *([edition.plan.guarantor] if edition.plan.guarantor else [])]


def consultation_announced(*, edition: Edition, consultation: Consultation, now: dt.datetime) -> None:
    """Tell those who judged the text that the public may comment on it."""
    to_people(
        "consultation_announced",
        "consultation-announced",
        edition,
        involved(edition),
        now,
        opens_on=day(consultation.opens_on),
        closes_on=day(consultation.closes_on),
    )


def consultation_closed(*, edition: Edition, comments: int, now: dt.datetime) -> None:
    """Tell the coordinator that the window ended and how many comments came."""
    person = to_coordinator(edition)
    people = [person] if person else []
    to_people(
        "consultation_closed", "consultation-closed", edition, people, now, page="comments", comments=comments
    )


def triad_answered(*, edition: Edition, now: dt.datetime) -> None:
    """Tell the coordinator that the last asked person has answered."""
    person = to_coordinator(edition)
    key = f"triad-answered-{edition.round}-{now:%Y%m%d%H%M%S}"
    to_people("triad_answered", key, edition, [person] if person else [], now)


def reservation_settled(*, edition: Edition, review: Review, now: dt.datetime) -> None:
    """Tell a reviewer how their reservation was settled."""
    key = f"reservation-settled-{review.pk}"
    context = {"text": review.text, "settlement": review.settlement}
    to_people("reservation_settled", key, edition, [review.person], now, **context)


def edition_adopted(*, edition: Edition, now: dt.datetime) -> None:
    """Tell everybody who took part; of a region's plan, every municipality of the region too.

    § 95 d) of Act 108/2006 Sb.: the region informs the municipalities of the results of planning.
    """
    context = {"adopted_on": day(edition.adopted_on), "valid_from": day(edition.valid_from)}
    to_people("edition_adopted", "edition-adopted", edition, involved(edition), now, **context)
    region = edition.plan.territory
    if region.kind != TerritoryKind.REGION:
        return
    towns = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY, territory__region=region).exclude(
        email=""
    )
    write_all(
        [
            Message(
                key=f"edition-adopted:{edition.pk}:organisation:{town.pk}",
                template=f"{FOLDER}/edition_adopted",
                cause=edition,
                to_address=town.email,
                to_name=town.name,
                territory=region,
                context=context_of(edition, duty=True, **context),
            )
            for town in towns
        ],
        now=now,
    )


def clock_blocked(*, edition: Edition, deed: Deed, blockers: Sequence[Blocker], now: dt.datetime) -> None:
    """Tell the coordinator, once in a state, what the clock could not do."""
    person = to_coordinator(edition)
    key = f"clock-blocked-{deed}-{edition.state_since:%Y%m%d%H%M%S}"
    to_people(
        "clock_blocked",
        key,
        edition,
        [person] if person else [],
        now,
        deed=Deed(deed).label,
        blockers=list(blockers),
    )
